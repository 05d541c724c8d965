"""News of versions: looked for when somebody asks, and once a day at the start for those who agreed to that."""

from PySide6.QtCore import QObject

from desktop_app.core.problem import Problem
from desktop_app.core.release import Release
from desktop_app.gui.background import Background
from desktop_app.gui.release_dialog import ReleaseDialog
from desktop_app.gui.window import Window
from desktop_app.settings.preferences import UPDATE_DAY, Preferences
from desktop_app.settings.today import today
from desktop_app.work import updates
from desktop_app.work.reach import Reach


class VersionNews(QObject):
    """Asks the one place that the preferences name; what is not reached at the start is nobody's trouble."""

    def __init__(self, window: Window, background: Background, preferences: Preferences, reach: Reach) -> None:
        super().__init__(window)
        self._window = window
        self._background = background
        self._preferences = preferences
        self._reach = reach

    def ask(self) -> ReleaseDialog:
        """Look now, because somebody asked."""
        place = updates.address(self._preferences)
        dialog = ReleaseDialog(self._background, place, lambda: self._reach.network, self._window)
        dialog.open()
        return dialog

    def look_quietly(self) -> None:
        """Look if it was agreed to and is due; say something only if there is something newer."""
        now = today()
        if not updates.due(self._preferences, self._reach.network, now):
            return
        try:
            self._preferences.set(UPDATE_DAY, now.isoformat())
        except Problem:
            return  # without a note of the day it would look at every start, which nobody agreed to
        work = updates.newer(updates.address(self._preferences), self._reach.network)
        self._background.run(self, work, on_done=self._on_found, on_problem=lambda _: None)

    def _on_found(self, found: Release | None) -> None:
        if found is not None:
            words = self.tr("There is a newer TuneDesk: {0}. More under Help, Look for a newer TuneDesk.")
            self._window.notice(words.format(found.version))
