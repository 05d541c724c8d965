"""Around the start of a training: how far the sending is, and trainings that were about to begin when all ended."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.run_record import Phase, RunRecord, Sending
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import at_moment, size
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.busy import Busy
from desktop_app.gui.widgets.model_name import model_name


class PlanSending(QWidget):
    """Says what is being done between the button and the first step; `stop_wanted` is its Cancel."""

    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._phase: Phase | None = None
        self.busy = Busy()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.busy)

    def show_sending(self, sending: Sending, place: str) -> None:
        """Say how far it is."""
        if sending.phase is not self._phase:
            self._phase = sending.phase
            self.busy.begin()
        fraction = sending.done / sending.total if sending.total else None
        self.busy.tell(self._words(sending, place), fraction, self.stop_wanted.emit)
        self.show()

    def leave(self) -> None:
        """Hide: it is over."""
        self._phase = None
        self.hide()

    def _words(self, sending: Sending, place: str) -> str:
        if sending.phase is Phase.WRITING:
            return self.tr("The rows are written as {0} wants them.").format(place)
        if sending.phase is Phase.CREATING:
            return self.tr("{0} is asked to begin.").format(place)
        if not sending.total:
            return self.tr("The rows are sent to {0}.").format(place)
        said = self.tr("The rows are sent to {0}: {1} of {2}.")
        return said.format(place, size(sending.done), size(sending.total))


class Unfinished(QWidget):
    """A banner for each training that was about to begin when the program ended, with what can be done about it."""

    go_on_wanted = Signal(object)
    forget_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(MEDIUM)
        self._shown: list[QWidget] = []
        self.hide()

    def show_records(self, records: Sequence[RunRecord], places: dict[str, str]) -> None:
        """Offer to go on with these; `places` are the names of the connections that are still there."""
        for old in self._shown:
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._shown = [self._one(record, places.get(record.connection)) for record in records]
        for new in self._shown:
            self._box.addWidget(new)
        self.setVisible(bool(records))

    def _one(self, record: RunRecord, place: str | None) -> QWidget:
        known = place if place is not None else self.tr("a place that was removed since")
        said = self.tr("A training of {0} at {1} was about to begin {2}. Nothing that was sent already is sent again.")
        words = said.format(model_name(record.plan.base_model), known, at_moment(record.planned))
        one = QWidget()
        banner = Banner(words, "attention")
        go_on, forget = QPushButton(self.tr("Go on")), QPushButton(self.tr("Forget it"))
        go_on.setAccessibleDescription(words)
        forget.setAccessibleDescription(words)
        go_on.setEnabled(place is not None)
        go_on.clicked.connect(lambda: self.go_on_wanted.emit(record))
        forget.clicked.connect(lambda: self.forget_wanted.emit(record))
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(go_on)
        foot.addWidget(forget)
        foot.addStretch(1)
        box = QVBoxLayout(one)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(banner)
        box.addLayout(foot)
        return one
