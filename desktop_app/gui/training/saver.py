"""Saving a training's results file where the user wants it."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.file_name import file_name
from desktop_app.core.job import Job
from desktop_app.gui.background import Background
from desktop_app.gui.training import words
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.work.save_results import save_results
from desktop_app.work.sites import Sites


async def _save(sites: Sites, job: Job, path: Path) -> Path:
    return await save_results(await sites.provider(job.provider), job, path)


class ResultsSaver(QObject):
    """Asks for a place and writes the file there; what goes wrong is said where all problems are said."""

    saved = Signal(str)
    """The name of the file that was written."""

    def __init__(self, background: Background, sites: Sites, parent: QWidget) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._parent = parent

    def ask(self, job: Job, folder: Path) -> None:
        """Ask where this job's results shall go, first in `folder`."""
        name = file_name(words.title(job)) or "training"
        filters = self.tr("Table of measurements (*.csv)")
        proposal = folder / f"{name} results.csv"
        choose_target(
            self._parent, self.tr("Save results file"), proposal, filters, lambda path: self.save(job, Path(path))
        )

    def save(self, job: Job, path: Path) -> None:
        """Write this job's results to a file of this name."""
        self._background.run(self, _save(self._sites, job, path), on_done=lambda written: self.saved.emit(written.name))
