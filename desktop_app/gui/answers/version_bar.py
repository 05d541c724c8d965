"""Two arrows and a number: which of several versions is on show."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop_app.gui.theme.icons import icon
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.label import label


class VersionBar(QWidget):
    """Leads from one version to the next; it is not to be seen where there is only one."""

    wanted = Signal(int)
    """The version to be shown, counted from 0."""

    def __init__(self, earlier: str, later: str, parent: QWidget | None = None) -> None:
        """Name the arrows for those who hear them."""
        super().__init__(parent)
        self._at, self._count = 0, 1
        self.earlier, self.later = QToolButton(), QToolButton()
        self.words = label(size="small", tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in (self.earlier, self.words, self.later):
            row.addWidget(part)
        for button, name, step in ((self.earlier, earlier, -1), (self.later, later, 1)):
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, step=step: self.wanted.emit(self._at + step))
        self._point()
        self.show_version(0, 1)

    def show_version(self, at: int, count: int, *, changeable: bool = True) -> None:
        """Say which of so many versions is on show."""
        self._at, self._count = at, count
        self.words.setText(self.tr("{0} of {1}").format(number(at + 1), number(count)))
        self.earlier.setEnabled(changeable and at > 0)
        self.later.setEnabled(changeable and at + 1 < count)
        self.setVisible(count > 1)

    def changeEvent(self, event: QEvent) -> None:
        """Point the way the window is read."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._point()

    def _point(self) -> None:
        names = ("chevron-right", "chevron-left") if self.isRightToLeft() else ("chevron-left", "chevron-right")
        for button, name in zip((self.earlier, self.later), names, strict=True):
            button.setIcon(icon(name, "text"))
