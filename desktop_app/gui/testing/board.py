"""What the test room shows: what a new test will be, or what one has brought, and a menu of all tests."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.testing.choice import Choice
from desktop_app.gui.testing.earlier import Earlier
from desktop_app.gui.testing.result_view import ResultView
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import label


class Board(QWidget):
    """One of choice and result is on show."""

    def __init__(self, earlier: Earlier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.earlier = earlier
        self.choice = Choice()
        self.result = ResultView()
        self._heading = label(size="heading", wrap=True)
        above = QHBoxLayout()
        above.setSpacing(SMALL)
        above.addWidget(self._heading, 1)
        above.addWidget(earlier)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addLayout(above)
        box.addWidget(self.choice)
        box.addWidget(self.result, 1)
        self.show_choice()

    @property
    def choosing(self) -> bool:
        """Tell whether a new test is being chosen."""
        return self.result.isHidden()

    def show_choice(self) -> None:
        """Show what a new test will be."""
        self.result.hide()
        self.choice.show()
        self._heading.setText(self.tr("A new test"))
        self.earlier.setCurrentIndex(0)

    def show_result(self) -> None:
        """Show what a test has brought."""
        self.choice.hide()
        self.result.show()
        self._heading.setText(self.tr("What the test says"))
