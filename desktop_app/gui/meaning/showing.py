"""What the board shows once rows are read: it is asked for here, and put where it belongs when it comes."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop_app.core.example import RowStatus
from desktop_app.core.meant import ALIKE, Meant
from desktop_app.core.text import text
from desktop_app.gui.meaning.board import Board
from desktop_app.gui.meaning.looks import Looks
from desktop_app.gui.meaning.places import points
from desktop_app.gui.meaning.rows_read import RowsRead
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.workspace import Workspace
from desktop_app.work.meaning_choice import Choice
from desktop_app.work.meaning_map import By, Colouring, Map, Way
from desktop_app.work.neighbours import Neighbours


class Showing(QObject):
    """Fills the board for a choice of model and texts."""

    comparing = Signal(str, object)
    """What is being compared, in words, and how far it is (a fraction, or None)."""
    compared = Signal()
    saved = Signal(str)

    def __init__(self, workspace: Workspace, board: Board, looks: Looks, rows: RowsRead, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._board = board
        self._looks = looks
        self._rows = rows
        self._choice: Choice | None = None
        self._map: Map | None = None
        self._by = By.PART
        self._near: int | None = None
        self._to_go = False
        self._connect()

    def _connect(self) -> None:
        board, looks = self._board, self._looks
        board.save_wanted.connect(self._save)
        board.row_wanted.connect(self.show_like)
        board.map.draw_wanted.connect(self._draw)
        board.map.colours_wanted.connect(self._colour)
        board.map.near.words_given.connect(self._find_words)
        board.found.look_wanted.connect(self.compare)
        for view in (board.map.near.row, board.found.first, board.found.second):
            view.out_wanted.connect(self._leave_out)
        looks.map_drawn.connect(self._on_map)
        looks.drawing.connect(lambda done, total: self._tell_drawing(done / total if total else None))
        looks.coloured.connect(self._on_colours)
        looks.looking.connect(self._tell_looking)
        looks.found.connect(self._on_found)
        looks.near_found.connect(self._on_near)
        looks.saved.connect(lambda path: self.saved.emit(self.tr("The numbers are written: {0}").format(path.name)))
        looks.stopped.connect(self._on_stopped)

    def show_choice(self, choice: Choice) -> None:
        """Show what a model has read; the map is drawn if there is none."""
        self._choice = choice
        project = self._workspace.project
        if project is not None:
            self._looks.prepare(project, choice)
        if self._map is None:
            self._draw(Way.QUICK)
        if self._near is not None and self._to_go:
            self.show_like(self._near)
        elif self._near is not None:
            self._find_like(self._near)  # nobody asked to go there: what is looked at now stays on show

    def begin_anew(self) -> None:
        """Forget the map and what was found: other rows are read now."""
        self._map = None
        self._board.found.show_found(None)

    def forget(self) -> None:
        """Forget the project."""
        self._choice = self._near = None
        self._to_go = False
        self.begin_anew()
        self._rows.forget()
        self._board.map.show_map(None, None, self._by)
        self._board.table.show_points(None, self._by)
        self._board.map.near.show_row(None)
        self._board.map.near.wait("")

    def refresh(self) -> None:
        """Show the rows as they are now."""
        self._rows.forget()
        self._board.found.refresh()
        if self._near is not None:
            self._board.map.near.show_row(self._near)

    def want_like(self, row: int) -> None:
        """Remember to go to a row and its like, once rows are read."""
        self._near, self._to_go = row, True

    def show_like(self, row: int) -> None:
        """Go to a row, and show the rows like it."""
        self._near = row
        if self._choice is not None:
            self._to_go = False
            self._board.show_near(row)
            self._find_like(row)

    def _find_like(self, row: int) -> None:
        project = self._workspace.project
        if project is not None and self._choice is not None:
            self._looks.near(project, self._choice, row)

    def compare(self, least: float = ALIKE) -> None:
        """Compare all rows with each other."""
        project = self._workspace.project
        if project is not None and self._choice is not None:
            self.comparing.emit(self.tr("Comparing the rows"), None)
            self._looks.look(project, self._choice, least)

    def stop_comparing(self) -> None:
        """Stop it; what was found before stays."""
        self._looks.stop("look")
        self.compared.emit()

    def _draw(self, way: Way) -> None:
        project = self._workspace.project
        if project is not None and self._choice is not None:
            self._tell_drawing(None)
            self._looks.draw(project, self._choice, way, self._by)

    def _tell_drawing(self, fraction: float | None) -> None:
        self._board.map.tell(self.tr("Drawing the map"), fraction, lambda: self._looks.cancel("map"))

    def _on_map(self, drawn: Map, colouring: Colouring) -> None:
        self._map = drawn
        self._rows.forget()
        made = points(drawn, colouring)
        self._board.map.show_map(drawn, made, colouring.by)
        self._board.table.show_points(made, colouring.by)
        if self._near is not None:
            self._board.map.go_to(self._near)

    def _on_stopped(self) -> None:
        self._board.map.busy.hide()
        if self._map is not None:
            self._board.map.ways.setCurrentIndex(self._board.map.ways.findData(self._map.way))

    def _colour(self, by: By) -> None:
        project = self._workspace.project
        self._by = by
        if project is not None and self._map is not None:
            self._looks.colour(project, self._map, by)

    def _on_colours(self, colouring: Colouring) -> None:
        if self._map is not None:
            made = points(self._map, colouring)
            self._board.map.recolour(made, colouring.by)
            self._board.table.show_points(made, colouring.by)

    def _find_words(self, said: str) -> None:
        project = self._workspace.project
        if project is not None:
            self._near = None
            self._board.map.near.show_row(None)
            self._board.map.near.wait(self.tr("Looking for rows that mean this"))
            self._looks.near_words(project, said)

    def _on_near(self, row: int | None, near: Neighbours | None) -> None:
        if row == self._near:
            self._board.map.near.show_near(near)

    def _tell_looking(self, done: int, total: int) -> None:
        said = self.tr("Reading the table: {0}").format(how_many.rows(done))
        if total:
            said = self.tr("Comparing the rows: {0} of {1}").format(number(done), number(total))
        self.comparing.emit(said, done / total if total else None)

    def _on_found(self, found: Meant) -> None:
        self._rows.forget()
        self._board.found.show_found(found)
        self.compared.emit()
        self._board.found.keep_focus()

    def _leave_out(self, row: int, out: bool) -> None:
        label = text("step.review_exclude") if out else text("step.use_row")
        status = RowStatus.EXCLUDED if out else RowStatus.NEW
        self._workspace.do(label, lambda edit: edit.set_status([row], status))

    def _save(self) -> None:
        project, choice = self._workspace.project, self._choice
        if project is None or choice is None:
            return
        filters = self.tr("CSV (*.csv);;Parquet (*.parquet);;NumPy (*.npz)")
        proposal = project.path.with_name(f"{project.name} meaning.csv")
        title = self.tr("Save the numbers of the rows")
        choose_target(
            self._board.window(), title, proposal, filters, lambda path: self._looks.save(project, choice, Path(path))
        )
