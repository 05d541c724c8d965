"""How tables come into projects: a new project for one, the wizard for all, and what was left on the way."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QApplication

from desktop_app.core.change import History
from desktop_app.core.errand import Errand
from desktop_app.core.file_name import file_name
from desktop_app.core.left import Left
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.problem import Problem
from desktop_app.core.samples import SUPERHEROES, sample_named
from desktop_app.core.unique import unique_name
from desktop_app.gui.background import Background
from desktop_app.gui.theme.say import say
from desktop_app.gui.unfinished import Unfinished
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.window import Window
from desktop_app.gui.workspace import Workspace
from desktop_app.rooms import Rooms
from desktop_app.settings import paths
from desktop_app.store import examples
from desktop_app.store.project import SUFFIX, Project
from desktop_app.work import paste
from desktop_app.work.sweep_drafts import sweep_drafts

if TYPE_CHECKING:
    from desktop_app.work.draft import Draft

translate = QCoreApplication.translate


class Bringing(QObject):
    """Decides which project a table goes to. A new one is made when its rows are there, so that none stays empty."""

    problem = Signal(object)
    files_wanted = Signal(list)
    """The paths of several files that are to be opened."""
    project_gone = Signal(str)
    """The path of a project that was made for a table and removed again."""

    def __init__(self, window: Window, workspace: Workspace, background: Background, rooms: Rooms) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._background = background
        self._rooms = rooms
        self._name: str | None = None
        """What the project will be called that the rows on their way are to make; None: they go to the open one."""
        self._fresh: Path | None = None
        """The project that was made for a table, as long as no rows are in it."""
        self.unfinished = Unfinished(workspace, background, self)
        self.unfinished.turned.connect(self._on_turned)
        rooms.new_table_wanted.connect(lambda table: self.begin_with(table, table.stem))
        rooms.other_table_wanted.connect(self.choose)
        rooms.wizard_left.connect(self._on_left)
        rooms.wizard_set_aside.connect(lambda left: self.unfinished.keep(self._home(), left))
        rooms.wizard_project_wanted.connect(self._make_project)
        rooms.wizard_finished.connect(self._on_finished)
        rooms.left_forgotten.connect(self._forget)
        rooms.resume_wanted.connect(self._resume)
        rooms.paste_wanted.connect(self.paste)
        rooms.go_over_wanted.connect(self.go_over)
        workspace.opened.connect(self._on_opened)
        workspace.closing.connect(self._on_closing)
        workspace.closed.connect(self._on_closed)
        window.closing.connect(self._on_window_closing)
        background.run(self, sweep_drafts())
        self.unfinished.look()

    def take(self, *tables: Path) -> None:
        """Bring in tables: the first now, into the open project or a new one; the others wait, which is said."""
        wizard = self._rooms.wizard if self._rooms.data.importing else None
        errand = Errand(tables[0]).joined(tables[1:])
        if wizard is not None and wizard.join(tables):
            self._window.go("data")
        elif self._workspace.project is None or self._is_fresh():
            self._begin(errand, errand.path.stem)
        else:
            self._name = None
            self.bring_in(errand)
        first = self._rooms.wizard.errand.path
        _say_order(self._window, first, [table for table in dict.fromkeys(tables) if table != first])

    def take_sample(self, name: str = SUPERHEROES.name) -> None:
        """Begin a new project with the sample of this name."""
        sample = sample_named(name)
        mapping = ColumnMapping(sample.shape, sample.prompt, f"{{{sample.answer}}}", sample.system)
        errand = Errand(paths.resource("samples", sample.file), mapping, skipped=sample.kept)
        self._begin(errand, say(sample.title))

    def begin_with(self, table: Path, name: str, rows: int | None = None) -> None:
        """Let the wizard bring a table (its first `rows`) into a new project called `name`."""
        self._begin(Errand(table, rows=rows), name)

    def bring_in(self, errand: Errand) -> None:
        """Let the wizard bring a table into the open project."""
        self._settle()
        self._window.go("data")
        self._rooms.data.show_wizard()
        self._rooms.wizard.start(errand)

    def go_over(self) -> None:
        """Let the wizard go over the rows of the open project: check and repair, turn and divide them."""
        if (project := self._workspace.project) is not None:
            self._rooms.editor.finish()
            self._name = None
            self.bring_in(Errand(project.path, own=True))

    def choose(self) -> None:
        """Let the user choose a file, for the open project or a new one."""
        self._rooms.start.choose_table(lambda path: self.take(Path(path)))

    def paste(self) -> None:
        """Bring in what lies on the clipboard: the files it names, or its text as a table."""
        board = QApplication.clipboard()
        held = board.mimeData()
        files = [url.toLocalFile() for url in held.urls() if url.isLocalFile()] if held is not None else []
        if files:
            self.files_wanted.emit(files)
            return
        name = self.tr("Pasted table")
        keeping = paste.keep(board.text(), name)
        self._background.run(self, keeping, on_done=self.take, on_problem=self.problem.emit)

    def _begin(self, errand: Errand, name: str) -> None:
        self._workspace.close()
        self._name = name
        self.bring_in(errand)

    def _make_project(self, rows: "Draft") -> None:
        """Make the project that the rows go to, after it is noted where the next start would find an empty one."""
        wizard = self._rooms.wizard
        try:
            folder = paths.projects_dir()
        except Problem as problem:
            wizard.creation.refuse(problem)
            return
        wanted = file_name(self._name or "") or self.tr("Project")
        free = unique_name(wanted, lambda name: (folder / f"{name}{SUFFIX}").exists())
        fresh = self._fresh = folder / f"{free}{SUFFIX}"

        def make(_: None) -> None:
            self._workspace.create(fresh, wizard.creation.go_on, wizard.creation.refuse)

        self._background.run(self, rows.note(fresh), on_done=make)

    def _is_fresh(self) -> bool:
        """Tell whether the open project was made for a table of which no rows have come, and holds nothing."""
        project = self._workspace.project
        if project is None or project.path != self._fresh or self._rooms.wizard.creation.under_way:
            return False
        with project.reading() as connection:
            empty = not any(examples.counts(connection).values())
        return empty and project.history() == History()

    def _home(self) -> Project | None:
        """Return the project that the file on its way goes to; None for one that is to make a new one."""
        project = self._workspace.project
        if project is None or self._name is None:
            return project
        return project if project.path == self._fresh and not self._is_fresh() else None

    def _on_opened(self) -> None:
        """Offer what was left in this project; a table on its way to a new one is let go of when it is another."""
        if self._name is not None and (project := self._workspace.project) and project.path != self._fresh:
            self._rooms.abandon_wizard()
            self._name = None
        self.unfinished.look(anew=True)

    def _on_closing(self) -> None:
        self._let_go()
        if not self._is_fresh():
            self._fresh = None

    def _on_closed(self) -> None:
        fresh, self._fresh = self._fresh, None
        if fresh is not None:
            fresh.unlink(missing_ok=True)
            self.project_gone.emit(str(fresh))
        self._rooms.data.show_editor()
        self.unfinished.look(anew=True)

    def _on_window_closing(self) -> None:
        if self._name is not None:
            self._let_go()

    def _let_go(self) -> None:
        """Let go of the file on its way while it is known where its answers belong."""
        if self._rooms.data.importing:
            self._settle()
            self._rooms.wizard.abandon()

    def _settle(self) -> None:
        """Do not offer what comes to its end by itself; where there was a project, it is forgotten with the rows."""
        if (wizard := self._rooms.wizard).creation.writing:
            self.unfinished.forget(None, wizard.errand.path)

    def _on_finished(self) -> None:
        self._name = None
        path = self._rooms.wizard.errand.path
        for home in {self._workspace.project, None}:  # wherever it was left
            self.unfinished.forget(home, path)

    def _on_left(self) -> None:
        """Go back to the rows, or to where everyone begins if there are none; what was answered stays."""
        self._rooms.data.show_editor()
        if self._name is not None:
            self._name = None
            if self._is_fresh():
                self._workspace.close()
            self._window.enter("start")
            _say_where(self._window, self.unfinished.newest)

    def _on_turned(self, left: Left | None) -> None:
        self._rooms.data.show_unfinished(left)
        if self._window.place == "start":
            _say_where(self._window, left)

    def _resume(self, left: Left) -> None:
        errand = Errand(left.path, rows=left.rows, recipe=left.recipe, then=left.then, waited=True)
        if self._workspace.project is None:
            self._begin(errand, left.path.stem)
        else:
            self._name = None
            self.bring_in(errand)

    def _forget(self, left: Left) -> None:
        """Forget what is not wanted any more; what waits behind it is offered in its stead."""
        self.unfinished.forget(self._workspace.project, left.path)
        if left.rest is not None:
            self.unfinished.keep(self._workspace.project, left.rest)


def _say_order(window: Window, first: Path, behind: list[Path]) -> None:
    """Say what becomes of the files that are not read now."""
    said = translate("Bringing", "“{0}” is read first. “{1}” waits, and is offered when that one is in the table.")
    if len(behind) == 1:
        window.notice(said.format(first.name, behind[0].name))
    elif behind:
        said = translate(
            "Bringing", "“{0}” is read first. {1} more files wait; each is offered when the one before is in the table."
        )
        window.notice(said.format(first.name, number(len(behind))))


def _say_where(window: Window, left: Left | None) -> None:
    """Say at the start, where one does not see it, what can be gone on with."""
    if left is not None:
        said = translate("Bringing", "“{0}” is not in a table yet. You can go on with it under Data.")
        window.notice(said.format(left.path.name))
