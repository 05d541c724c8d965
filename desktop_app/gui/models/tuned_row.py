"""One tuned model or checkpoint: its name, where it came from, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import HAIR, LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import moment
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.model_name import base_of, model_name
from desktop_app.providers.models import Model


class TunedRow(QFrame):
    """Shows a model; deleting asks once, in place, because it cannot be taken back."""

    compare_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._model = model
        name = model_name(model.id)
        self.compare = QPushButton(self.tr("Compare"))
        self.compare.setAccessibleName(self.tr("Compare {0} with its base model").format(name))
        self.compare.clicked.connect(lambda: self.compare_wanted.emit(model.id))
        self.delete = QPushButton(self.tr("Delete…"))
        self.delete.setProperty("look", "quiet")
        self.delete.setAccessibleName(self.tr("Delete {0}").format(name))
        self.delete.clicked.connect(lambda: self._ask(asking=True))
        self.confirm = QPushButton(self.tr("Delete for good"))
        self.confirm.clicked.connect(self._on_confirm)
        self.keep = QPushButton(self.tr("Keep it"))
        self.keep.clicked.connect(lambda: self._ask(asking=False))
        self._question = QWidget()
        leave = QShortcut(QKeySequence("Esc"), self._question)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(lambda: self._ask(asking=False))
        self._arrange(name)
        self._ask(asking=False, focus=False)

    @property
    def model_id(self) -> str:
        """Return the model's id."""
        return self._model.id

    def _on_confirm(self) -> None:
        self._ask(asking=False)
        self.delete_wanted.emit(self._model.id)

    def _arrange(self, name: str) -> None:
        kind = self.tr("Checkpoint") if self._model.checkpoint else self.tr("Tuned model")
        told = self.tr("{0} of {1}, {2}").format(kind, base_of(self._model.id), moment(self._model.created))
        words = QVBoxLayout()
        words.setSpacing(HAIR)
        title = Elided(name)
        title.setProperty("letters", "strong")
        words.addWidget(title)
        words.addWidget(label(told, size="small", tone="muted", wrap=True))
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addLayout(words, 1)
        head.addWidget(self.compare, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignTop)
        question = QHBoxLayout(self._question)
        question.setContentsMargins(0, SMALL, 0, 0)
        question.setSpacing(SMALL)
        loss = self.tr(
            "This model can then not be asked or compared any more. Its curve, its answers and your rows stay. "
            "It cannot be brought back, only trained again."
        )
        question.addWidget(label(loss, tone="attention", wrap=True), 1)
        question.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignTop)
        question.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        box.addLayout(head)
        box.addWidget(self._question)

    def _ask(self, *, asking: bool, focus: bool = True) -> None:
        self._question.setVisible(asking)
        self.delete.setEnabled(not asking)
        if focus:
            (self.keep if asking else self.delete).setFocus()
