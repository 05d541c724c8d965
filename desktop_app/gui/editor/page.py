"""The Data place: all rows as a table, the current one beside it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.example import Part
from desktop_app.core.fields import FIELDS
from desktop_app.core.look import Look
from desktop_app.gui.background import Background
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.actions import button, menu_button, part_menu, row_actions
from desktop_app.gui.editor.acts import RowActs
from desktop_app.gui.editor.bubbles_saver import PaneSaver
from desktop_app.gui.editor.filter_control import FilterControl
from desktop_app.gui.editor.filter_row import FilterRow
from desktop_app.gui.editor.find_bar import FindBar
from desktop_app.gui.editor.follow import Follower
from desktop_app.gui.editor.follow_place import PlaceKeeper
from desktop_app.gui.editor.grid_acts import CellActs
from desktop_app.gui.editor.grid_keeper import GridKeeper
from desktop_app.gui.editor.grid_menu import add_head_menu, cell_menu, view_menu
from desktop_app.gui.editor.marks import mark_menu
from desktop_app.gui.editor.model import ExampleModel
from desktop_app.gui.editor.page_split import TableAndRow
from desktop_app.gui.editor.pane import RowPane
from desktop_app.gui.editor.saver import Saver
from desktop_app.gui.editor.seeker import Seeker
from desktop_app.gui.editor.table import ExampleTable
from desktop_app.gui.editor.unsaved import Unsaved
from desktop_app.gui.editor.wishes import RowWishes
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.gui.workspace import Workspace
from desktop_app.work.survey import Survey


class EditorPage(Page):
    """Shows and edits the rows of the open project. All it changes goes through the workspace and comes back."""

    import_wanted = Signal()
    training_wanted = Signal()
    export_wanted = Signal()
    go_over_wanted = Signal()
    """All rows are to be checked, converted or divided."""

    def __init__(self, workspace: Workspace, background: Background, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Data"), self.tr("Each row is one example to learn from. Changes are saved at once."))
        self._workspace = workspace
        self.model = ExampleModel(self)
        self.table = ExampleTable(self.model)
        self.pane = RowPane()
        self.find_bar = FindBar()
        self.filter_row = FilterRow()
        self.counts = label(tone="muted")
        self.notice = Unsaved()
        self._saver = Saver(workspace, self.model, self.notice, self)
        self._pane_saver = PaneSaver(workspace, self.pane, self.notice, self)
        self._seeker = Seeker(workspace, background, self.table, self.find_bar)
        self.view = GridKeeper(workspace, self.table)
        self.cells = CellActs(workspace, background, self.table)
        self.wishes = RowWishes(workspace, background, self.table)
        self._acts = RowActs(workspace, background, self.table)
        self._follower = Follower(workspace, background, self.model, self)
        self._keeper = PlaceKeeper(self.table, self._follower)
        self.filter = FilterControl(workspace, background, self.table, self._follower, self.filter_row)
        self._awaited = True  # awaited: the rows of a project just opened are still to come
        self._marks = mark_menu(self.table, self._acts.set_status, self._acts.ask_tags, self._acts.ask_note)
        self._marks.addMenu(part_menu(self, self._acts.set_part))
        self.row_actions = row_actions(self, self.table, self._slots())
        self._split = TableAndRow(self.table, scrolling(self.pane))
        self._lay_out()
        self._connect()
        self.table.setFocus()  # whoever shows this page later gives the keyboard to the table
        self._follower.start()

    def finish(self) -> None:
        """Hand in whatever is still being typed."""
        self.table.finish()
        self.pane.commit()

    def _slots(self) -> dict[str, Callable[[], None]]:
        """Return what each action does."""
        return {
            "insert": self._acts.insert,
            "duplicate": self._acts.duplicate,
            "delete": self._acts.delete,
            "insert_above": self._acts.insert_above,
            "insert_below": self._acts.insert_below,
            "up": self._acts.move_up,
            "down": self._acts.move_down,
            "choose_rows": self.table.choose_rows,
            **self.cells.slots(),
            **self.wishes.slots(),
            "find": lambda: self.find_bar.open(replacing=False),
            "replace": lambda: self.find_bar.open(replacing=True),
            "filter": self.filter.ask,
            "again": self.filter.again,
            "export": self.export_wanted.emit,
            "go_over": self.go_over_wanted.emit,
            "next": lambda: self.find_bar.seek(backwards=False),
            "previous": lambda: self.find_bar.seek(backwards=True),
        }

    def _lay_out(self) -> None:
        tools = QWidget()
        self.tools = tool_row = FlowLayout(tools, 0)
        shorter = {"delete": self.tr("Delete"), "go_over": self.tr("Check up…")}
        for name in ("insert", "delete", "find", "filter", "go_over", "export"):
            tool_row.addWidget(button(self.row_actions[name], words=shorter.get(name, "")))
        for menu in (self._marks, view_menu(self, self.view)):
            tool_row.addWidget(menu_button(menu))
        self.find_bar.hide()
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        for part in (tools, self.find_bar, self.filter_row, self.notice, self._split, self.counts):
            box.addWidget(part, int(part is self._split))
        self.set_content(content, scrolls=True)
        self.set_primary(self.tr("Train a model"), self.training_wanted.emit)

    def add_tool(self, tool: QToolButton) -> None:
        """Add a button at the end of the tools, where Tab comes to it too."""
        last = self.tools.itemAt(self.tools.count() - 1)
        self.tools.addWidget(tool)
        if last is not None and (before := last.widget()) is not None:
            self.setTabOrder(before, tool)

    def _connect(self) -> None:
        self.model.edited.connect(self._saver.save)
        self.pane.committed.connect(self._saver.save)
        self.model.problem.connect(lambda problem: self.notice.tell_problem(problem, savable=False))
        self.model.dataChanged.connect(lambda *_: self._show_row())
        self.table.current_row_changed.connect(lambda _: self._show_row())
        self.table.row_wanted.connect(self._go_beside)
        for acts in (self._acts, self.cells):
            acts.said.connect(self.notice.tell_people)
        self.table.heads.dropped.connect(self._acts.move_to)
        self._follower.looking.connect(lambda look: self._acts.look_is_sorted(look.sort is not None))
        add_head_menu(self.view)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.pane.left.connect(self.table.setFocus)
        self.find_bar.left.connect(self._close_find)
        self.find_bar.filter_wanted.connect(self.filter.show_found)
        self._seeker.found.connect(self._on_found)
        self._seeker.hidden_wanted.connect(lambda row_id: self.filter.show(Look(rows=(row_id,))))
        self._workspace.closing.connect(self.finish)
        self._follower.started.connect(self._on_started)
        self._follower.problem.connect(lambda problem: self.notice.tell_problem(problem, savable=False))
        self._keeper.kept.connect(self._on_moved)
        self._follower.counted.connect(self._on_counted)

    def _on_started(self) -> None:
        self._awaited = True
        self.notice.hide()
        self._show_row()
        project = self._workspace.project
        if project is None:
            self._show_empty(self.tr("No project is open. Open, drop or paste your table; its rows will stand here."))
            return
        self.find_bar.set_fields(FIELDS[self.model.shape])
        self.show_busy(self.tr("Reading the rows"), None)

    def _on_moved(self) -> None:
        if self.state == "empty" and self.model.rowCount():
            self._show_table()  # what is hidden cannot be edited, and a new row is to be edited at once
        if not self._acts.go_to_new():
            self._show_row()

    def _on_counted(self, seen: Survey) -> None:
        self.counts.setText(_counts_line(seen.counts, seen.excluded))
        if not sum(seen.counts.values()) + seen.excluded:
            self._show_empty(self.tr("This project has no rows yet. Open, drop or paste your table to bring some."))
            return
        if self.primary is not None:
            self.primary.show()
        self._show_table()

    def _show_table(self) -> None:
        """Show the rows, and when they come up put the keyboard there unless it is at work somewhere else."""
        busy = QApplication.focusWidget()
        free = busy is None or self.isAncestorOf(busy) or not busy.isVisible()
        here, self._awaited = free and (self._awaited or self.state != "content"), False
        self.show_content()  # also where the rows are on show already: a word that they are being read may be due
        if here:
            self.table.setFocus()

    def _show_empty(self, sentence: str) -> None:
        if self.primary is not None:
            self.primary.hide()
        self.show_empty("table", sentence, self.tr("Use my file"), self.import_wanted.emit)

    def _show_row(self) -> None:
        if self._keeper.awaiting:
            return
        row = self.model.row(self.table.place)
        if row is None:
            self.pane.clear()
        else:
            self.pane.show_row(self.table.place, row, self.model.held)

    def _go_beside(self) -> None:
        row = self.model.row(self.table.place)
        if row is not None:
            column = self.table.currentIndex().column()
            self.pane.focus_field(columns.text_at(self.model.shape, column, row.example))

    def _open_menu(self, at: QPoint) -> None:
        menu = cell_menu(self, self.row_actions, (self._marks,), self.filter.add_to)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _close_find(self) -> None:
        self.find_bar.hide()
        self.table.setFocus()

    def _on_found(self, place: int, field: str, sought: str) -> None:
        row = self.model.row(place)
        if row is not None:
            self.table.go_to(place, columns.column_of(self.model.shape, field, row.example))
            self.pane.focus_field(field, sought)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand in what is being typed before another place shows."""
        self.finish()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the row beside the table where there is room for it, else below."""
        super().resizeEvent(event)
        self._split.fit(self.width())


def _counts_line(counts: Mapping[Part, int], excluded: int = 0) -> str:
    """Return how many rows there are, how many in each part, and how many are excluded from all of them."""
    number, said = QLocale().toString, QCoreApplication.translate
    counted = {
        Part.TRAINING: said("editor", "{0} training"),
        Part.VALIDATION: said("editor", "{0} validation"),
        Part.TEST: said("editor", "{0} test"),
    }
    parts = [counted[part].format(number(count)) for part, count in counts.items()]
    if excluded:
        parts.append(said("editor", "{0} excluded").format(number(excluded)))
    total = sum(counts.values()) + excluded
    return said("editor", "{0}: {1}").format(how_many.rows(total), ", ".join(parts))
