"""What packing and opening a pack share: what will be done, how far it is, a way to stop and one to go on."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView

if TYPE_CHECKING:
    from desktop_app.gui.background import Task

_WIDTH = 520
_PARTS = 1000


class CarryingDialog(QDialog):
    """Esc and Cancel stop what is under way; a second time they close."""

    def __init__(self, title: str, go_on: str, how_far: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.task: Task | None = None
        self.said = label(wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, _PARTS)
        self.bar.setAccessibleName(how_far)
        self.problem = ProblemView()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.go = QPushButton(go_on)
        self.go.setProperty("look", "primary")
        self.go.setDefault(True)
        self.go.setEnabled(False)

    def arrange(self, *parts: QWidget) -> None:
        """Lay out these parts, how far it is and what stands in the way, over the buttons."""
        acts = QHBoxLayout()
        acts.addStretch(1)
        acts.addWidget(self.cancel)
        acts.addWidget(self.go)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        for part in (*parts, self.bar, self.problem):
            box.addWidget(part)
        box.addStretch(1)
        box.addLayout(acts)
        self.said.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
        box.addStrut(_WIDTH)  # a least width of the dialog itself would let its buttons be cut off
        self.bar.hide()
        self.problem.hide()

    def event(self, event: QEvent) -> bool:
        """Grow with what is said."""
        done = super().event(event)
        box = self.layout()
        if box is not None and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.resize(self.width(), max(self.height(), box.totalHeightForWidth(self.width())))
        return done

    def show_share(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.bar.setValue(int(_PARTS * done / total) if total else 0)

    def reject(self) -> None:
        """Stop what is under way; a second time, close."""
        if self.task is not None:
            self.task.cancel()
        else:
            super().reject()
