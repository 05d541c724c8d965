"""The function calls of a turn: readable, and as JSON that can be edited."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from desktop_app.core.example import Message
from desktop_app.core.problem import Problem
from desktop_app.core.turns import calls_text
from desktop_app.gui.editor.bubbles_field import CallsField
from desktop_app.gui.editor.bubbles_words import calls_line
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import HAIR
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import whole_text


class CallsView(QWidget):
    """Shows what a turn calls; hidden for a turn that calls nothing, unless its JSON is asked for."""

    committed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored = ""
        self.readable = label(wrap=True)
        self.toggle = QToolButton()
        self.toggle.setText(self.tr("Edit the calls as JSON"))
        self.toggle.setCheckable(True)
        self.field = CallsField()
        self.field.setAccessibleName(self.tr("Function calls as JSON"))
        self.sentence = label(tone="problem", size="small", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        for part in (self.readable, self.toggle, self.field, self.sentence):
            box.addWidget(part)
        self.field.hide()
        self.sentence.hide()
        self.toggle.toggled.connect(self._on_toggled)
        self.field.committed.connect(self.committed)
        self.field.left.connect(self.left)
        self.field.wrong.connect(self._tell)
        self.field.right.connect(self.sentence.hide)

    @property
    def unfinished(self) -> str | None:
        """Return what was typed and cannot be saved as it stands, if anything."""
        return whole_text(self.field) if self.field.changed else None

    @property
    def stored(self) -> str:
        """Return the JSON that is stored."""
        return self._stored

    def show_calls(self, message: Message, *, other: bool) -> None:
        """Show what a message calls; `other` says that another row's was shown before."""
        self._stored = calls_text(message)
        line = calls_line(message)
        self.readable.setText(line)
        self.readable.setVisible(bool(line))
        (self.field.replace_text if other else self.field.show_text)(self._stored, editable=True)
        if other:
            self.sentence.hide()
            self.toggle.setChecked(False)
        self.setVisible(bool(self._stored) or self.unfinished is not None or self.field.hasFocus())

    def resume(self, typed: str) -> None:
        """Show again what was typed before another row was looked at, and why it is not saved."""
        self.open()
        self.field.selectAll()
        self.field.insertPlainText(typed)
        self.field.commit()

    def open(self) -> None:
        """Show the JSON."""
        self.show()
        self.toggle.setChecked(True)

    def _on_toggled(self, is_open: bool) -> None:
        if not is_open and self.unfinished is not None:
            self.field.commit()
            if self.unfinished is not None:
                self.toggle.setChecked(True)  # what is not saved stays to be seen
                return
        self.field.setVisible(is_open)

    def _tell(self, problem: Problem) -> None:
        self.sentence.setText(" ".join(say(part) for part in (problem.happened, problem.meaning, problem.remedy)))
        self.sentence.show()
