"""Keeping a setting that was found as a preset."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog

from desktop_app.core.batch import Column
from desktop_app.core.problem import Problem
from desktop_app.gui.finder.results_view import ResultsView
from desktop_app.settings import paths
from desktop_app.settings.presets import Presets


class Keeping(QObject):
    """Asks for a name, keeps the chosen setting under it, and says so beside it."""

    kept = Signal(str)
    """The name under which a setting was kept."""

    def __init__(self, results: ResultsView) -> None:
        super().__init__(results)
        self._results = results
        results.keep_wanted.connect(self._ask_name)

    def _ask_name(self, column: Column) -> None:
        dialog = QInputDialog(self._results.window())
        dialog.setWindowTitle(self.tr("Keep this setting"))
        dialog.setLabelText(self.tr("What is it called?"))
        dialog.setTextValue(self._results.cell.words)
        dialog.textValueSelected.connect(lambda said: self._keep(" ".join(said.split()), column))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep(self, name: str, column: Column) -> None:
        if not name:
            return
        cell = self._results.cell
        try:
            Presets(paths.data_dir() / "presets.json").keep(name, column.setting)
        except Problem as problem:
            cell.say("", problem)
        else:
            cell.say(self.tr("Kept as “{0}”. It is among the presets of Compare.").format(name))
            self.kept.emit(name)
