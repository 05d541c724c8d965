"""One row to read: what is asked, what is answered, and what can be done with it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.core.example import RowStatus
from desktop_app.core.fields import question_and_answer
from desktop_app.gui.meaning import words
from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.store.examples import Row

_LONGEST = 20_000
"""Letters that are shown of a text; the table has all of it."""


_LINES = 15
"""So many lines of text a card needs in height, with its buttons one below the other."""


class RowView(QFrame):
    """Shows a row of the project on a card."""

    show_wanted = Signal(int)
    """The id of the row, which is to be seen in the table."""
    out_wanted = Signal(int, bool)
    """The id of the row, and whether it is to be left out or used again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._row: Row | None = None
        self.head = label(size="strong", wrap=True)
        self.asked, self.answered = _field(self.tr("What is asked")), _field(self.tr("What is answered"))
        self.show_button = QPushButton(self.tr("Show in the table"))
        self.show_button.clicked.connect(self._on_show)
        self.out = QPushButton()
        self.out.clicked.connect(self._on_out)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.show_button)
        flow.addWidget(self.out)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, MEDIUM, SMALL)
        box.setSpacing(HAIR)
        box.addWidget(self.head)
        for field in (self.asked, self.answered):
            box.addWidget(label(field.accessibleName(), size="small", tone="muted"))
            box.addWidget(field, 1)
        box.addWidget(buttons)
        self._fit()

    @property
    def row(self) -> Row | None:
        """Return the row on show."""
        return self._row

    def show_row(self, row: Row | None, number: str = "") -> None:
        """Show a row with its number in the table; None for one that is gone."""
        self._row = row
        self.setEnabled(row is not None)
        if row is None:
            self.head.setText(self.tr("This row is not in the table any more."))
            for field in (self.asked, self.answered):
                field.clear()
            return
        asked, answered = question_and_answer(row.example)
        self.head.setText(self.tr("Row {0}: {1}").format(number, words.where(row)))
        self.setAccessibleName(self.head.text())
        self.asked.setPlainText(asked[:_LONGEST])
        self.answered.setPlainText(answered[:_LONGEST])
        excluded = row.status == RowStatus.EXCLUDED
        self.out.setText(self.tr("Use it again") if excluded else self.tr("Leave it out"))
        self.show_button.setAccessibleName(f"{self.show_button.text()}: {number}")
        self.out.setAccessibleName(f"{self.out.text()}: {number}")

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for buttons that go on in the next line."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        box = self.layout()
        needed = box.totalMinimumHeightForWidth(self.width()) if box is not None else 0
        self.setMinimumHeight(max(_LINES * self.fontMetrics().height(), needed))

    def _on_show(self) -> None:
        if self._row is not None:
            self.show_wanted.emit(self._row.id)

    def _on_out(self) -> None:
        if self._row is not None:
            self.out_wanted.emit(self._row.id, self._row.status != RowStatus.EXCLUDED)


def _field(name: str) -> QPlainTextEdit:
    made = QPlainTextEdit()
    made.setReadOnly(True)
    made.setTabChangesFocus(True)
    made.setAccessibleName(name)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    made.setMinimumHeight(made.fontMetrics().height() * 3)
    return made
