"""Copies of projects: one where the user wants it, one each day, and the way back to those."""

from pathlib import Path

from PySide6.QtCore import QObject

from desktop_app.gui.actions import Actions
from desktop_app.gui.background import Background
from desktop_app.gui.daily_backup import DailyBackup
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.window import Window
from desktop_app.gui.workspace import Workspace
from desktop_app.store.project import SUFFIX
from desktop_app.work.project import save_copy


class Copies(QObject):
    """Saves a copy, makes the daily backup, and shows the backups there are."""

    def __init__(self, window: Window, workspace: Workspace, background: Background, actions: Actions) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._background = background
        self.daily = DailyBackup(workspace, background, self)
        self.daily.problem.connect(window.show_problem)
        actions.on("save_copy", self._choose_copy)
        actions.on("backups", self._show_backups)

    def _choose_copy(self) -> None:
        """Let the user choose where a copy of the open project goes, and write it there."""
        project = self._workspace.project
        if project is None:
            return

        def chosen(path: str) -> None:
            target = Path(path)
            said = self.tr("The copy is written: {0}").format(target.name)
            self._background.run(self, save_copy(project, target), on_done=lambda _: self._window.notice(said))

        filters = self.tr("TuneDesk projects (*.tunedesk)")
        proposal = project.path.with_name(f"{project.name} copy{SUFFIX}")
        choose_target(self._window, self.tr("Save a copy"), proposal, filters, chosen)

    def _show_backups(self) -> None:
        from desktop_app.gui.backups_dialog import BackupsDialog  # noqa: PLC0415

        project = self._workspace.project
        dialog = BackupsDialog(None if project is None else project.path, self._background, self._window)
        dialog.brought_back.connect(self._on_brought_back)
        dialog.open()

    def _on_brought_back(self, path: Path, said: str) -> None:
        self._window.notice(said)
        self._workspace.open(path, lambda: self._window.enter("data"))
