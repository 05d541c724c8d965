"""Earlier comparisons: found by what was asked or answered, shown again, gone on with, saved."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Column, Kind
from desktop_app.gui.answers.earlier_dialog import EarlierDialog, Listing
from desktop_app.gui.answers.parameters import in_words
from desktop_app.gui.background import Background
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.store.batches import Line
from desktop_app.store.project import Project
from desktop_app.work import past_batches
from desktop_app.work.save_batch import save_batch
from desktop_app.work.sites import Sites


class PastDialog(EarlierDialog):
    """The comparisons of a project."""

    def __init__(
        self,
        project: Project,
        background: Background,
        sites: Sites,
        on_show: Callable[[Batch, dict[Cell, Answer], int | None], None],
        parent: QWidget,
    ) -> None:
        super().__init__(project, background, sites, parent)
        self._on_show = on_show
        self._save = self.button(self.tr("Save as…"), self._choose_target)
        self._go_on = self.button(self.tr("Ask what is missing"), lambda: self._give(going_on=True))
        self._go_on.setToolTip(self.tr("What was answered is not asked again"))
        self._open = self.button(self.tr("Show it again"), self.act, main=True)
        self.finish(34, 26)
        self.draw()

    def listing(self) -> Listing:
        """Return what is listed."""
        return Listing(
            Kind.COMPARE,
            title=self.tr("Earlier comparisons"),
            find=self.tr("Find a comparison"),
            hint=self.tr("A word that was asked or answered"),
            listed=self.tr("Comparisons, the newest first"),
            counted=self.tr("{0} comparisons"),
            not_found=self.tr("No comparison has these words."),
            nothing=self.tr("Nothing has been compared yet. What you ask is kept here by itself."),
            line=self.tr("{0}: {1} ({2} of {4})"),
        )

    def act(self) -> None:
        """Show the chosen comparison again."""
        self._give(going_on=False)

    def draw(self) -> None:
        """Let those buttons be pressed that have something to act upon."""
        super().draw()
        line = self.chosen
        for button in (self._save, self._open):
            button.setEnabled(line is not None)
        self._go_on.setVisible(line is not None and line.answered < line.size)

    def _give(self, *, going_on: bool) -> None:
        chosen = self.chosen
        if chosen is None:
            return

        def given(found: tuple[Batch, dict[Cell, Answer]]) -> None:
            self.accept()
            self._on_show(*found, chosen.id if going_on else None)

        self.background.run(self, past_batches.whole(self.project, chosen.id), on_done=given, on_problem=self.say)

    def _choose_target(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        filters = ";;".join(
            (self.tr("Page (*.html)"), self.tr("Excel workbook (*.xlsx)"), self.tr("Spreadsheet text (*.csv)"))
        )
        proposal = self.project.path.with_name(self.tr("Answers") + ".html")
        choose_target(
            self, self.tr("Save the answers"), proposal, filters, lambda path: self._write(chosen, Path(path))
        )

    def _write(self, line: Line, path: Path) -> None:
        async def saved() -> Path:
            batch, _ = await past_batches.whole(self.project, line.id)
            return await save_batch(self.project, line.id, path, [title_of(column) for column in batch.columns])

        done = self.tr("Saved as {0}.")
        self.background.run(
            self, saved(), on_done=lambda at: self.said.setText(done.format(at.name)), on_problem=self.say
        )


def title_of(column: Column) -> str:
    """Return what a column is called: its model and how it was asked."""
    return f"{model_name(column.voice.model)} ({in_words(column.setting)})"
