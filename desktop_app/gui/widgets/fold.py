"""A folded section: its summary line tells what the folded settings say."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.elided import Elided


class Fold(QWidget):
    """A title that opens and closes what lies below, with the effect of the settings beside it."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._content = content
        self._button = QToolButton()
        self._button.setText(title)
        self._button.setCheckable(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.setProperty("look", "fold")
        self._button.toggled.connect(self._on_toggled)
        self._summary = Elided()
        self._summary.setProperty("tone", "muted")
        box, head, inner = QVBoxLayout(self), QHBoxLayout(), QVBoxLayout()
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addLayout(head)
        box.addLayout(inner)
        head.setSpacing(SMALL)
        head.addWidget(self._button)
        head.addWidget(self._summary, 1)
        head.addStretch()
        inner.setContentsMargins(LARGE, SMALL, 0, 0)
        inner.addWidget(content)
        self._on_toggled(False)
        self.set_summary("")

    @property
    def is_open(self) -> bool:
        """Tell whether the content is to be seen."""
        return self._button.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Open or fold the section."""
        self._button.setChecked(is_open)

    def set_summary(self, summary: str) -> None:
        """Say in a few words what the settings inside are, for example "rank 8, 3 passes"."""
        self._summary.set_text(summary)
        self._summary.setVisible(bool(summary))  # with nothing to say it takes no room from a large title
        self._button.setAccessibleName(self._title)
        self._button.setAccessibleDescription(summary)

    def _on_toggled(self, is_open: bool) -> None:
        self._content.setVisible(is_open)
        self._point()
        self.toggled.emit(is_open)

    def changeEvent(self, event: QEvent) -> None:
        """Point the way the window is read."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._point()

    def _point(self) -> None:
        folded = "chevron-left" if self.isRightToLeft() else "chevron-right"
        self._button.setIcon(icon("chevron-down" if self.is_open else folded, "muted"))
