"""Rows for a test from a file: chosen by the user, read in the worker process."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from desktop_app.core.batch import Prompt
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.testing.choice import Choice
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.choosing import choose_file
from desktop_app.gui.workspace import Workspace
from desktop_app.work import test_file
from desktop_app.work.apart import Apart


class FileRows(QObject):
    """Holds the rows of the last file that was read."""

    def __init__(self, workspace: Workspace, background: Background, apart: Apart, choice: Choice) -> None:
        super().__init__(choice)
        self._workspace = workspace
        self._apart = apart
        self._choice = choice
        self._work = OneTask(background, self)
        self.prompts: tuple[Prompt, ...] = ()
        choice.file_wanted.connect(self.choose)

    def choose(self) -> QFileDialog:
        """Let the user choose a file."""
        project = self._workspace.project
        folder = project.path.parent if project is not None else Path.home()
        tables = self.tr("Tables and texts (*.csv *.tsv *.jsonl *.json *.xlsx *.ods *.parquet)")
        filters = f"{tables};;{self.tr('All files (*)')}"
        title = self.tr("A file with questions and answers")
        return choose_file(self._choice.window(), title, folder, filters, lambda path: self.read(Path(path)))

    def read(self, path: Path) -> None:
        """Read a file; its rows are offered as soon as they are known."""
        project = self._workspace.project
        if project is None:
            return
        self.forget()

        def done(found: list[Prompt]) -> None:
            self.prompts = tuple(found)
            self._choice.say_of_file("")
            self._choice.offer_file(path.name, len(found))

        self._choice.say_of_file(self.tr("Reading {0}…").format(path.name))
        self._work.begin(test_file.read(self._apart, project, path), on_done=done, on_problem=self._refuse)

    def forget(self) -> None:
        """Let go of a file that is being read, and of the rows of the one before."""
        self._work.stop()
        self.prompts = ()
        self._choice.say_of_file("")
        self._choice.drop_file()

    def _refuse(self, problem: Problem) -> None:
        self._choice.say_of_file(f"{say(problem.happened)} {say(problem.remedy)}")
