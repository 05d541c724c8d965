"""What asking many prompts costs and sends away, said before the first of them leaves this computer."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFormLayout, QPushButton, QWidget

from desktop_app.core.checks.finding import Finding
from desktop_app.gui.answers.sheet import Sheet
from desktop_app.gui.theme.say import day
from desktop_app.gui.theme.spacing import LARGE, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import duration, number, size
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.label import label
from desktop_app.work.ahead import Ahead
from desktop_app.work.asking_cost import Outlay

_LEAST = 0.01
"""In dollars; smaller sums are told as less than this."""


class AheadDialog(Sheet):
    """Tells it, and asks once for the whole batch."""

    def __init__(self, found: Ahead, on_ask: Callable[[], None], parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Before this is asked"))
        self._on_ask = on_ask
        rows = QFormLayout()
        rows.setHorizontalSpacing(LARGE)
        rows.setVerticalSpacing(SMALL)
        outlay = found.outlay
        for name, said in (
            (self.tr("Requests"), requests(found)),
            (self.tr("Tokens"), tokens(outlay)),
            (self.tr("Cost"), cost(outlay)),
            (self.tr("Time"), time(outlay)),
            (self.tr("What leaves this computer"), leaving(found)),
        ):
            shown = label(said, wrap=True)
            shown.setAccessibleName(f"{name}: {said}")
            rows.addRow(label(name, size="strong"), shown)
        self.box.addLayout(rows)
        if found.private:
            words = self.tr("There may be personal data in the prompts: {0}. Whoever answers gets to see it.")
            self.box.addWidget(Banner(words.format(", ".join(map(private, found.private))), "attention"))
        self.box.addStretch(1)
        self.cancel = self.button(self.tr("Cancel"), self.reject)
        self.ask: QPushButton = self.button(asks(found), self._ask, main=True)
        self.finish(36, 13)

    def _ask(self) -> None:
        self.accept()
        self._on_ask()


def in_a_line(found: Ahead) -> str:
    """Return the same in one line, for a batch that nobody has to be asked about."""
    outlay = found.outlay
    said = [requests(found), tokens(outlay), cost(outlay)]
    if outlay.seconds is not None:
        said.append(duration(outlay.seconds))
    return "; ".join(said)


def asks(found: Ahead) -> str:
    """Return the words of the button that asks."""
    return how_many.counted(found.outlay.requests, _tr("Ask once"), _tr("Ask {0} times"))


def requests(found: Ahead) -> str:
    """Return how many requests there are, and how they come about."""
    said = how_many.requests(found.outlay.requests)
    if found.prompts == found.outlay.requests:
        return said
    return _tr("{0} ({1})").format(said, how_many.prompts(found.prompts))


def tokens(outlay: Outlay) -> str:
    """Return how many tokens are read and written."""
    read, written = number(outlay.tokens_in), number(outlay.tokens_out)
    return _tr("about {0} tokens read, about {1} written").format(read, written)


def cost(outlay: Outlay) -> str:
    """Return what it costs, with the day of the prices."""
    if outlay.dollars is None:
        return _tr("not known: there is no price for one of these models")
    if not outlay.hosts or not outlay.most_dollars:
        return _tr("free, on this computer") if not outlay.hosts else _tr("free")
    if outlay.dollars < _LEAST:
        said = _tr("less than ${0}").format(number(_LEAST, 2))
    else:
        said = _tr("about ${0}").format(number(outlay.dollars, 2))
    if outlay.most_dollars >= max(_LEAST, 1.05 * outlay.dollars):
        most = _tr("at most ${0} if every answer is as long as it may be")
        said = f"{said}, {most.format(number(outlay.most_dollars, 2))}"
    return said if outlay.priced is None else _tr("{0} (prices of {1})").format(said, day(outlay.priced))


def time(outlay: Outlay) -> str:
    """Return how long it takes."""
    return (
        duration(outlay.seconds) if outlay.seconds is not None else _tr("not known yet: it is measured as they answer")
    )


def leaving(found: Ahead) -> str:
    """Return what goes where."""
    hosts = found.outlay.hosts
    if not hosts:
        return _tr("Nothing. Prompts and answers stay here.")
    to = ", ".join(hosts)
    if found.prompts == 1:
        return _tr("The prompt, {0} in all requests, to {1}.").format(size(found.bytes), to)
    return _tr("{0} prompts, {1} in all requests, to {2}.").format(number(found.prompts), size(found.bytes), to)


def private(finding: Finding) -> str:
    """Return one kind of personal data with the number of prompts that hold it."""
    said = {
        "private_keys": _tr("secret keys (prompts: {0})"),
        "private_cards": _tr("card numbers (prompts: {0})"),
        "private_accounts": _tr("bank account numbers (prompts: {0})"),
        "private_emails": _tr("e-mail addresses (prompts: {0})"),
        "private_phones": _tr("telephone numbers (prompts: {0})"),
    }.get(finding.check, f"{finding.check} ({{0}})")
    return said.format(number(finding.count))


def _tr(words: str) -> str:
    return QCoreApplication.translate("Ahead", words)
