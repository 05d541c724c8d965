"""The Data place holds two pages at one spot: the table of rows, and the wizard that fills it."""

from PySide6.QtWidgets import QStackedWidget, QWidget


class DataPlace(QStackedWidget):
    """Shows the editor, or the wizard while a table is brought in."""

    def __init__(self, editor: QWidget, wizard: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self.wizard = wizard
        self.addWidget(editor)
        self.addWidget(wizard)

    @property
    def importing(self) -> bool:
        """Tell whether the wizard is on show."""
        return self.currentWidget() is self.wizard

    def show_editor(self) -> None:
        """Show the rows."""
        self.setCurrentWidget(self.editor)

    def show_wizard(self) -> None:
        """Show the wizard."""
        self.setCurrentWidget(self.wizard)
