"""Prompts of a file: looked at and read in the worker process, the columns chosen in between."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.prompt_file import MOST, Given, PromptColumns
from desktop_app.gui.background import Background, Task
from desktop_app.gui.playground.prompt_source import PromptSource
from desktop_app.gui.playground.prompts_dialog import PromptsDialog
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.choosing import choose_file
from desktop_app.gui.workspace import Workspace
from desktop_app.work import read_prompts
from desktop_app.work.apart import Apart
from desktop_app.work.read_prompts import Portion, PromptFile


class FilePrompts(QObject):
    """Lets the user choose a file, and tells its prompts when all of them are read."""

    loaded = Signal(str, object)
    """The file's name and a list of Given."""

    def __init__(self, workspace: Workspace, background: Background, apart: Apart, source: PromptSource) -> None:
        super().__init__(source)
        self._workspace = workspace
        self._background = background
        self._apart = apart
        self._source = source
        self._task: Task | None = None
        source.offer_files()
        source.file_wanted.connect(self._choose)
        source.stop_wanted.connect(self._stop)

    def _choose(self) -> None:
        project = self._workspace.project
        folder = project.path.parent if project is not None else Path.home()
        filters = ";;".join(
            (
                self.tr("Tables and texts (*.csv *.tsv *.txt *.jsonl *.json *.xlsx *.ods *.parquet)"),
                self.tr("All files (*)"),
            )
        )
        title = self.tr("A file with prompts")
        choose_file(self._window, title, folder, filters, lambda path: self.look(Path(path)))

    @property
    def _window(self) -> QWidget:
        return self._source.window()

    def look(self, path: Path) -> None:
        """Find out what a file is, and let the user choose its columns."""
        self._stop()
        self._source.show_busy(self.tr("Looking at {0}…").format(path.name))
        self._task = self._background.run(
            self,
            read_prompts.look(self._apart, path),
            on_done=self._ask_columns,
            on_problem=self._source.show_problem,
            on_end=self._source.show_free,
        )

    def _ask_columns(self, file: PromptFile) -> None:
        PromptsDialog(file, lambda columns: self.read(file, columns), self._window).open()

    def read(self, file: PromptFile, columns: PromptColumns) -> None:
        """Read the prompts of a file."""
        self._stop()
        found: list[Given] = []
        left_out, more = 0, False

        def take(portions: list[Portion]) -> None:
            nonlocal left_out, more
            for portion in portions:
                found.extend(portion.prompts)
                left_out += portion.left_out
                more = more or portion.more
            one, many = self.tr("1 prompt read…"), self.tr("{0} prompts read…")
            self._source.show_busy(how_many.counted(len(found), one, many))

        def done(_: None) -> None:
            self._source.tell(self._told(len(found), left_out, more=more))
            self.loaded.emit(file.path.name, found)

        self._source.show_busy(self.tr("Reading {0}…").format(file.path.name))
        self._task = self._background.run(
            self,
            read_prompts.read(self._apart, file, columns),
            on_items=take,
            on_done=done,
            on_problem=self._source.show_problem,
            on_end=self._source.show_free,
        )

    def _told(self, count: int, left_out: int, *, more: bool) -> str:
        said = []
        if not count:
            said.append(self.tr("The file has no prompts in that column."))
        if left_out and count:
            said.append(self.tr("Rows without a prompt, left out: {0}.").format(number(left_out)))
        if more:
            said.append(self.tr("The file has more: the first {0} were taken.").format(number(MOST)))
        return " ".join(said)

    def _stop(self) -> None:
        if self._task is not None and self._task.running:
            self._task.cancel()
