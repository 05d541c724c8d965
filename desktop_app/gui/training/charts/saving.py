"""Saving the curves as a picture or as numbers, and putting them on the clipboard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.gui.background import Background
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.training.charts import poster
from desktop_app.gui.training.charts.panels_box import PanelsBox
from desktop_app.gui.training.charts.shown import Manner, Shown
from desktop_app.gui.training.charts.words import axis_title
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.widgets.label import label
from desktop_app.work.save_curves import as_text, keep, sheet


@dataclass(frozen=True, slots=True)
class _Known:
    """What is on show and would be saved."""

    runs: Sequence[Shown]
    manner: Manner
    panels: PanelsBox


class Saving(QObject):
    """A menu with everything that can be made of the curves, and a line that says what was."""

    def __init__(self, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._background = background
        self._parent = parent
        self._known: _Known | None = None
        self.menu = QMenu(parent)
        self.told = label(tone="muted", wrap=True)
        self.told.hide()
        self._add("save", self.tr("Picture (PNG)…"), lambda: self._ask("png"))
        self._add("save", self.tr("Drawing without pixels (SVG)…"), lambda: self._ask("svg"))
        self._add("save", self.tr("Table of all values (CSV)…"), lambda: self._ask("csv"))
        self.menu.addSeparator()
        self._add("copy", self.tr("Copy the picture"), self.copy_picture)
        self._add("copy", self.tr("Copy the table"), self.copy_table)

    def know(self, runs: Sequence[Shown], manner: Manner, panels: PanelsBox) -> None:
        """Save these from now on."""
        self._known = _Known(runs, manner, panels)

    def save(self, target: Path) -> None:
        """Write what is on show into a file; its ending says as what."""
        known = self._known
        if known is None:
            return
        ending = target.suffix.lower()
        if ending == ".csv":
            runs = [(run.name or run.job.id, run.job, run.curves) for run in known.runs]
            content = sheet(runs, known.manner.weight).as_csv()
        else:
            picture = self._poster(known)
            content = iter((picture.svg() if ending == ".svg" else picture.png(),))
        self._background.run(self, keep(target, content), on_done=lambda _: self._tell(target))

    def copy_picture(self) -> None:
        """Put the curves on the clipboard as a picture."""
        if self._known is not None:
            QGuiApplication.clipboard().setImage(self._poster(self._known).image())
            self._say(self.tr("The picture is on the clipboard."))

    def copy_table(self) -> None:
        """Put all values on the clipboard, as spreadsheet programs take them."""
        if self._known is None:
            return
        runs = [(run.name or run.job.id, run.job, run.curves) for run in self._known.runs]

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._say(self.tr("The table is on the clipboard."))

        self._background.run(self, as_text(sheet(runs, self._known.manner.weight)), on_done=done)

    def _poster(self, known: _Known) -> poster.Poster:
        views = [view for view in known.panels.views if not view.stale]
        names = [run.name or run.job.base_model for run in known.runs]
        return poster.Poster(views, names, axis_title(known.manner.axis), self._parent.font())

    def _ask(self, ending: str) -> None:
        """Ask where to; the proposal carries the training's name."""
        if self._known is None or not self._known.runs:
            return
        run = self._known.runs[0]
        name = "".join(letter if letter.isalnum() or letter in "-_. " else "-" for letter in run.name or run.job.id)
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        filters = {
            "png": self.tr("Pictures (*.png)"),
            "svg": self.tr("Drawings (*.svg)"),
            "csv": self.tr("Tables (*.csv)"),
        }
        proposal = Path(folder) / f"{name}.{ending}"
        choose_target(
            self._parent, self.tr("Save the curves"), proposal, filters[ending], lambda path: self.save(Path(path))
        )

    def _tell(self, target: Path) -> None:
        self._say(self.tr("Saved as {0} in {1}.").format(target.name, target.parent))

    def _say(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()

    def _add(self, picture: str, words: str, act: Callable[[], None]) -> None:
        action = self.menu.addAction(icon(picture), words)
        action.triggered.connect(act)
