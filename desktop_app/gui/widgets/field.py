"""One line of a form: a label, a control and a sentence of help."""

from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import HAIR, SMALL
from desktop_app.gui.widgets.label import label


class Field(QWidget):
    """Puts a label over a control and help under it; label and help reach the screen reader too."""

    def __init__(self, name: str, control: QWidget, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._name = label(name, size="strong")
        self._name.setWordWrap(True)  # other languages need more room
        self._name.setBuddy(control)
        self._help = label(help_text, size="small", tone="muted", wrap=True)
        if isinstance(control, QAbstractSpinBox):
            give_margin(control)
        control.setAccessibleName(name.replace("&", ""))
        control.setAccessibleDescription(help_text)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        box.addWidget(self._name)
        box.addWidget(control)
        box.addWidget(self._help)
        self._help.setVisible(bool(help_text))  # not sooner: without a parent it would open as a window of its own

    @property
    def control(self) -> QWidget:
        """Return the control."""
        return self._control

    def set_help(self, help_text: str, tone: str = "muted") -> None:
        """Change the sentence of help, or take it away with an empty one."""
        self._help.setText(help_text)
        self._help.setVisible(bool(help_text))
        self._help.setProperty("tone", tone)
        self._help.style().unpolish(self._help)
        self._help.style().polish(self._help)
        self._control.setAccessibleDescription(help_text)


def give_margin(spin: QAbstractSpinBox) -> None:
    """Do for a spin box what the style sheet cannot: Qt leaves out the padding before its figures, from the left."""
    line = spin.findChild(QLineEdit)
    if line is not None:
        line.setTextMargins(SMALL, 0, 0, 0)
