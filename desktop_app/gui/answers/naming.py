"""What models, columns and questions are called where people read them."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_app.core.answer import Question
from desktop_app.core.batch import Column, Voice
from desktop_app.gui.answers.parameters import in_words
from desktop_app.gui.widgets.ending import named
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.settings.today import today
from desktop_app.work.sites import Site, Sites
from desktop_app.work.test_run import RECORDED
from desktop_app.work.voices import Offered


def voice_name(voice: Voice, sites: Sites) -> str:
    """Return a model's name with its place, where that is not this computer."""
    if voice.site == RECORDED:
        return _tr("{0} · recorded answers").format(model_name(voice.model))
    site = sites.site(voice.site)
    if site is None:
        return _tr("{0} · a provider that is gone").format(model_name(voice.model))
    return model_name(voice.model) if site.here else f"{model_name(voice.model)} · {site.title}"


def offered_name(site: Site, offered: Offered) -> str:
    """Return a model's name with its place, where that is not this computer."""
    name = model_name(offered.voice.model)
    return name if site.here else f"{name} · {site.title}"


def offered_line(site: Site, offered: Offered) -> str:
    """Return a line for a menu: the model's name with its place, and the day it ends if anybody knows."""
    return named(offered_name(site, offered), offered.ending, today())


def column_names(columns: Sequence[Column], sites: Sites) -> list[str]:
    """Return a name for each column that no other one has: the model's, with its settings where they tell it apart."""
    names = [voice_name(column.voice, sites) for column in columns]
    twice = {name for name, count in Counter(names).items() if count > 1}
    full = [
        f"{name} ({in_words(column.setting)})" if name in twice else name
        for name, column in zip(names, columns, strict=True)
    ]
    return [name if full.count(name) == 1 else f"{name} {at + 1}" for at, name in enumerate(full)]


def question_words(asked: Question) -> str:
    """Return what a person reads of a question: all but the system message."""
    if isinstance(asked, str):
        return asked
    return "\n\n".join(message.content for message in asked if message.role != "system")


def _tr(words: str) -> str:
    return QCoreApplication.translate("Answers", words)
