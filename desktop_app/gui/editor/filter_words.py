"""What a look shows, in words: one short one for each condition, with the look as it would be without it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from desktop_app.core.look import By, Look, Sort, by_field
from desktop_app.core.search import Search
from desktop_app.core.sentences import ENGLISH
from desktop_app.gui.editor.columns import column_word, field_word, part_word, status_word
from desktop_app.gui.theme.say import quoted
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number

_LONGEST = 32
_MOST = 4
"""So many things are named of one condition."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words, and the look without it."""

    words: str
    without: Look


def chips(look: Look) -> Iterator[Chip]:
    """Yield the conditions of a look, and its order."""
    yield from _texts(look)
    if look.parts:
        words = QCoreApplication.translate("editor", "Part: {0}").format(
            _any(part_word(part) for part in sorted(look.parts))
        )
        yield Chip(words, replace(look, parts=frozenset()))
    if look.statuses:
        words = QCoreApplication.translate("editor", "Status: {0}").format(
            _any(status_word(status) for status in sorted(look.statuses))
        )
        yield Chip(words, replace(look, statuses=frozenset()))
    if look.tags:
        words = QCoreApplication.translate("editor", "Tag: {0}").format(_any(map(_short, sorted(look.tags))))
        yield Chip(words, replace(look, tags=frozenset()))
    if look.findings:
        found = _any(map(finding_word, sorted(look.findings)))
        words = QCoreApplication.translate("editor", "Found: {0}").format(found)
        yield Chip(words, replace(look, findings=frozenset()))
    if look.longer is not None:
        words = QCoreApplication.translate("editor", "Longer than {0}").format(how_many.tokens(look.longer))
        yield Chip(words, replace(look, longer=None))
    if look.since:
        yield Chip(QCoreApplication.translate("editor", "Changed since a training"), replace(look, since=""))
    if look.rows:
        words = QCoreApplication.translate("editor", "Chosen rows: {0}").format(number(len(look.rows)))
        yield Chip(words, replace(look, rows=()))
    if look.sort is not None:
        yield Chip(sorted_word(look.sort), replace(look, sort=None))


def finding_word(name: str) -> str:
    """Return what a check looks for, without a count; a check of a later version is named as it is kept."""
    title = ENGLISH.get(f"finding.{name}.title")
    return name if title is None else QCoreApplication.translate("sentences", title).split(":")[0]


def sorted_word(sort: Sort) -> str:
    """Return an order in words."""
    if sort.by in (By.TOKENS, By.LENGTH):
        longest = QCoreApplication.translate("editor", "The longest rows first")
        return longest if sort.descending else QCoreApplication.translate("editor", "The shortest rows first")
    words = (
        QCoreApplication.translate("editor", "Sorted by {0}, from the end")
        if sort.descending
        else QCoreApplication.translate("editor", "Sorted by {0}")
    )
    return words.format(column_word(sort.by))


def _texts(look: Look) -> Iterator[Chip]:
    if look.has is not None and look.has.text:
        yield Chip(_search(look.has), replace(look, has=None))
    for name, texts in by_field(look.values).items():
        first = QCoreApplication.translate("editor", "{0}: “{1}”").format(field_word(name), _short(texts[0]))
        words = _any([first, *(quoted(_short(each)) for each in texts[1:])])
        yield Chip(words, replace(look, values=tuple(each for each in look.values if each[0] != name)))
    if look.empty:
        words = QCoreApplication.translate("editor", "{0}: empty").format(_any(map(field_word, sorted(look.empty))))
        yield Chip(words, replace(look, empty=frozenset()))


def _search(search: Search) -> str:
    words = (
        QCoreApplication.translate("editor", "Pattern: {0}")
        if search.regex
        else QCoreApplication.translate("editor", "Text: “{0}”")
    ).format(_short(search.text))
    if search.fields:
        words = QCoreApplication.translate("editor", "{0} in {1}").format(
            words, _any(column_word(name) for name in search.fields)
        )
    return words


def _any(words: Iterable[str]) -> str:
    first, *more = every = list(words)
    if len(more) >= _MOST:
        return QCoreApplication.translate("editor", " or ").join([first, *more[: _MOST - 1], "…"])
    return QCoreApplication.translate("editor", " or ").join(every)


def _short(words: str) -> str:
    line = " ".join(words.split()) or "␣"
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
