"""One tuned model or checkpoint: its name, where it came from, when it ends, and what can be done with it."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui.models.farewell import Farewell
from desktop_app.gui.theme.spacing import HAIR, LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import moment
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.ending import ends
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.model_name import base_of, model_name
from desktop_app.providers.endings import ending
from desktop_app.providers.models import Model
from desktop_app.work.sites import Site


class TunedRow(QFrame):
    """Shows a model of a place; deleting asks once, in place, because it cannot be taken back."""

    compare_wanted = Signal(str)
    question_asked = Signal()
    delete_wanted = Signal(str, object)
    """A model's id, and the files that go with it."""

    def __init__(self, model: Model, site: Site, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._model = model
        name = model_name(model.id)
        end = ending(model.id, site.profile, model.shutdown_date)
        self._end = label(ends(end, today) if end is not None else "", size="small", tone="attention", wrap=True)
        self.compare = QPushButton(self.tr("Compare"))
        self.compare.setAccessibleName(self.tr("Compare {0} with its base model").format(name))
        self.compare.clicked.connect(lambda: self.compare_wanted.emit(model.id))
        self.delete = QPushButton(self.tr("Delete…"))
        self.delete.setProperty("look", "quiet")
        self.delete.setAccessibleName(self.tr("Delete {0}").format(name))
        self.delete.clicked.connect(lambda: self._ask(asking=True))
        self.farewell = Farewell(site.title)
        self.farewell.kept.connect(lambda: self._ask(asking=False))
        self.farewell.confirmed.connect(self._on_confirm)
        # Later: the page is laid out first.
        self.farewell.grown.connect(self._bring_into_view, Qt.ConnectionType.QueuedConnection)
        self._arrange(name)
        self._end.setVisible(end is not None)
        self.compare.setVisible(site.here)
        self.delete.setVisible(site.profile is not None and site.profile.supports.delete_model)
        self._ask(asking=False, focus=False)

    @property
    def model_id(self) -> str:
        """Return the model's id."""
        return self._model.id

    @property
    def first(self) -> QPushButton:
        """Return what takes the keyboard: the first thing that can be done with the model."""
        return self.delete if self.compare.isHidden() else self.compare

    def _on_confirm(self) -> None:
        chosen = self.farewell.chosen
        self._ask(asking=False)
        self.delete_wanted.emit(self._model.id, chosen)

    def _bring_into_view(self) -> None:
        """Show the whole question, which opens below the model."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None and self.farewell.isVisible():
            around.ensureWidgetVisible(self)

    def _arrange(self, name: str) -> None:
        kind = self.tr("Checkpoint") if self._model.checkpoint else self.tr("Tuned model")
        told = self.tr("{0} of {1}, {2}").format(kind, base_of(self._model.id), moment(self._model.created))
        words = QVBoxLayout()
        words.setSpacing(HAIR)
        title = Elided(name)
        title.setProperty("letters", "strong")
        words.addWidget(title)
        words.addWidget(label(told, size="small", tone="muted", wrap=True))
        words.addWidget(self._end)
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addLayout(words, 1)
        head.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        box.addLayout(head)
        box.addWidget(self.farewell)

    def _ask(self, *, asking: bool, focus: bool = True) -> None:
        self.farewell.setVisible(asking)
        self.delete.setEnabled(not asking)
        if focus:
            (self.farewell.keep if asking else self.delete).setFocus()
        if asking:
            self.farewell.show_looking()
            self.question_asked.emit()
