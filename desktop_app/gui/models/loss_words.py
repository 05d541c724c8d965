"""What is lost with a model, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.work.forget_model import Loss

_NAMED = 4


def loss_sentences(loss: Loss) -> list[str]:
    """Return what needs a model or speaks of it, the most important first."""
    said = []
    if loss.running:
        said.append(_tr("A training that is not over goes on from it, and may break off without it."))
    if loss.descendants:
        words = _tr("These tuned models cannot be asked without it: {0}. They work again when it is back.")
        said.append(words.format(_names(loss.descendants)))
    if loss.projects:
        said.append(_tr("Other projects use it, too: {0}.").format(_some(loss.projects)))
    if loss.mentions.went_on:
        words = _tr("Trainings of this project that went on from it: {0}. They stay as they are.")
        said.append(words.format(_names(loss.mentions.went_on)))
    if loss.checkpoints:
        said.append(
            _tr("Checkpoints of it that stay and can still be asked: {0}.").format(number(len(loss.checkpoints)))
        )
    said += _asked(loss)
    if loss.unread:
        said.append(_tr("Projects that could not be looked into: {0}.").format(number(loss.unread)))
    if loss.unknown:
        said.append(_tr("What lies at its place could not be looked up, so files uploaded for it stay there."))
    return said


def _asked(loss: Loss) -> list[str]:
    counts = (
        (loss.mentions.tests, _tr("tests: {0}")),
        (loss.mentions.comparisons, _tr("comparisons: {0}")),
        (loss.mentions.votes, _tr("blind votes: {0}")),
    )
    known = [words.format(number(count)) for count, words in counts if count]
    if not known:
        return []
    words = _tr("In this project it takes part in {0}. Its answers stay; none can be added.")
    return [words.format(", ".join(known))]


def _names(models: Sequence[str]) -> str:
    return _some([model_name(model) for model in models])


def _some(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    said = ", ".join(names[:_NAMED])
    return said if rest <= 0 else _tr("{0} and {1} more").format(said, number(rest))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Loss", words)
