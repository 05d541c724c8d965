"""The Data place: a strip of rooms, the table of rows first, and in their stead the wizard while it fills the table."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.left import Left
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, PAGE
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.tabbed_place import Room, TabbedPlace

translate = QCoreApplication.translate
TABLE = "table"
"""The room that is always there; `rooms.add_room` adds others after it."""


def table() -> Room:
    """Return the room of the rows."""
    return Room(TABLE, translate("DataPlace", "Table"), translate("DataPlace", "See, change and sort the rows"))


class DataPlace(QWidget):
    """Shows its rooms, or the wizard while a table is brought in; over the rooms, what was left unfinished."""

    resume_wanted = Signal(object)
    """The Left that is to go on."""
    forgotten = Signal(object)
    """The Left that is not wanted any more."""
    wizard_shown = Signal()
    """The wizard came up, or the rooms in its stead."""
    paste_wanted = Signal()
    """A table on the clipboard is to become rows; asked where no rows are yet."""

    def __init__(self, editor: Page, build_wizard: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        """Show the editor; the wizard is built when it is first needed."""
        super().__init__(parent)
        self.editor = editor
        self._build_wizard = build_wizard
        self._wizard: QWidget | None = None
        self._unfinished: Left | None = None
        self.banner = Banner()
        self._above = QWidget()
        self.forget = QToolButton()
        self.forget.setIcon(icon("x", "muted"))
        self.forget.setAccessibleName(self.tr("Do not go on with this file"))
        self.forget.setToolTip(self.forget.accessibleName())
        self.forget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.forget.clicked.connect(self._forget)
        frame = QHBoxLayout(self._above)
        frame.setContentsMargins(PAGE, MEDIUM, PAGE, 0)
        frame.addWidget(self.banner, 1)
        frame.addWidget(self.forget)
        self._views = QStackedWidget()
        self._views.addWidget(editor)
        self.rooms = TabbedPlace(self.tr("Rooms of the data"))
        self.rooms.add_room(table(), lambda: self._views)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.rooms)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._above)
        box.addWidget(self._stack, 1)
        self._show_banner()

    @property
    def wizard(self) -> QWidget:
        """Return the wizard."""
        if self._wizard is None:
            self._wizard = self._build_wizard()
            self._stack.addWidget(self._wizard)
        return self._wizard

    @property
    def importing(self) -> bool:
        """Tell whether the wizard is on show."""
        return self._wizard is not None and self._stack.currentWidget() is self._wizard

    @property
    def unfinished(self) -> Left | None:
        """Return the file that was left before its last button, if any."""
        return self._unfinished

    def show_editor(self) -> None:
        """Show the rows."""
        self.show_view(self.editor)

    def show_view(self, view: QWidget) -> None:
        """Show another view of the rows, which takes the table's place until that is shown again."""
        if self._views.indexOf(view) < 0:
            self._views.addWidget(view)
        self._views.setCurrentWidget(view)
        self.show_room(TABLE)

    def show_room(self, name: str) -> None:
        """Show one of the rooms; KeyError for one that there is not."""
        self.rooms.choose(name)
        self._stack.setCurrentWidget(self.rooms)
        self._show_banner()
        self.wizard_shown.emit()

    def show_wizard(self) -> None:
        """Show the wizard."""
        self._stack.setCurrentWidget(self.wizard)
        self._show_banner()
        self.wizard_shown.emit()

    def show_unfinished(self, unfinished: Left | None) -> None:
        """Offer to go on with a file that was left, or no longer."""
        self._unfinished = unfinished
        if unfinished is not None:
            self.banner.tell(self._words(unfinished))
            self.banner.set_button(self.tr("Read it") if unfinished.recipe is None else self.tr("Go on"), self._resume)
        self._show_banner()

    def _words(self, left: Left) -> str:
        said = self.tr("“{0}” is not in the table yet: you left before the last button. Your answers are kept.")
        if left.recipe is None:
            said = self.tr("“{0}” is not in the table yet: now it is its turn.")
        words = [said.format(left.path.name)]
        if len(left.then) == 1:
            words.append(self.tr("After it comes “{0}”.").format(left.then[0].name))
        elif left.then:
            words.append(self.tr("After it come {0} more files.").format(number(len(left.then))))
        return " ".join(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a table where there are no rows that a paste could be meant for."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._awaits_rows:
            self.paste_wanted.emit()
        else:
            super().keyPressEvent(event)

    @property
    def _awaits_rows(self) -> bool:
        at_table = not self.importing and self.rooms.current == TABLE
        return at_table and self.editor.state == "empty"

    def _show_banner(self) -> None:
        self._above.setVisible(self._unfinished is not None and not self.importing)

    def _resume(self) -> None:
        if self._unfinished is not None:
            self.resume_wanted.emit(self._unfinished)

    def _forget(self) -> None:
        left = self._unfinished
        self.show_unfinished(None)
        self.forgotten.emit(left)
