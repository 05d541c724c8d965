"""What a new test can be made of, as far as it is known, and what the one that is chosen takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.batch import Column, Prompt, Voice
from desktop_app.core.example import Part
from desktop_app.gui.answers.known_habits import KnownHabits
from desktop_app.gui.answers.naming import voice_name
from desktop_app.gui.answers.offers import Offers
from desktop_app.gui.answers.voices import first_voices
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.testing.choice import Choice
from desktop_app.gui.testing.file_rows import FileRows
from desktop_app.gui.testing.words import cost
from desktop_app.gui.widgets.ending import named
from desktop_app.gui.workspace import Workspace
from desktop_app.settings.today import today
from desktop_app.store.jobs import all_jobs
from desktop_app.store.project import Project
from desktop_app.work import test_run
from desktop_app.work.sites import Sites
from desktop_app.work.test_run import RECORDED

_PAUSE_MS = 250
"""Who sets several marks is not answered after each."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A test that is chosen: of a part or of the rows of a file; no more than `most` are taken (0 for all)."""

    part: Part | None
    most: int
    columns: tuple[Column, ...]
    file: tuple[Prompt, ...] = ()

    @property
    def asked(self) -> tuple[Column, ...]:
        """Return what is asked: recorded answers are there already."""
        return tuple(column for column in self.columns if column.voice.site != RECORDED)

    def read(self, project: Project) -> list[Prompt]:
        """Return the rows; called in a thread. Raise Problem("test_no_rows")."""
        return test_run.drawn(list(self.file) or test_run.rows(project, self.part), self.most)


class Preparing(QObject):
    """Fills the choice from the project and from every place, and says what is chosen there costs."""

    found = Signal()
    """More is known: models, rows, or that there are none."""

    def __init__(
        self,
        workspace: Workspace,
        background: Background,
        sites: Sites,
        files: FileRows,
        choice: Choice,
        offers: Offers,
    ) -> None:
        super().__init__(choice)
        self._files = files
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._choice = choice
        self._offers = offers
        self._recorded: list[tuple[Voice, int]] = []
        self.known = KnownHabits(workspace, background, self)
        self._weighing = OneTask(background, self)
        self.counted = False
        """Whether it is known which parts of the project have rows."""
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._weigh)
        self.known.found.connect(lambda _: self._soon.start())
        choice.changed.connect(self._soon.start)
        offers.changed.connect(self._offer)

    @property
    def voices(self) -> list[Voice]:
        """Return every model that can take part."""
        return [*(voice for voice, _ in self._recorded), *self._offers.choices.voices]

    @property
    def wanted(self) -> Wanted | None:
        """Return the test that is chosen; None as long as rows or models are missing."""
        part, voices = self._choice.chosen_part, self._choice.voices
        file = self._files.prompts if self._choice.from_file else ()
        if (part is None and not file) or not voices:
            return None
        tuned = {one.voice for _, one in self._offers.choices.all if one.tuned}
        ordered = sorted(voices, key=lambda voice: (voice.site != RECORDED, voice in tuned))
        setting = test_run.setting_for(self.known.newest)
        return Wanted(part, self._choice.most.value(), tuple(Column(voice, setting) for voice in ordered), file)

    def look(self) -> None:
        """Look anew at the project; what is known stays until it is known better."""
        project = self._workspace.project
        if project is None:
            return

        def counted(found: Mapping[Part, int]) -> None:
            if project is self._workspace.project:
                self.counted = True
                self._choice.offer_parts(found)
                self.found.emit()

        self._background.run(self, test_run.parts(project), on_done=counted, on_problem=lambda _: None)
        self.known.look()
        self._background.run(self, test_run.known(project), on_done=self._take_recorded, on_problem=lambda _: None)

    def forget(self) -> None:
        """Let go of what was known of the project before."""
        self._recorded, self.counted = [], False
        self._files.forget()
        self._choice.said.clear()
        self._offer()

    def _take_recorded(self, found: list[tuple[Voice, int]]) -> None:
        self._recorded = found
        self._offer()

    def _offer(self) -> None:
        project = self._workspace.project
        if project is None:
            return
        with project.reading() as connection:
            jobs = all_jobs(connection)
        choices = self._offers.choices
        first = first_voices(choices, jobs, None) if choices.voices else self.voices[:1]
        end = self._offers.choices.ending
        lines = [(voice, named(voice_name(voice, self._sites), end(voice), today())) for voice in self.voices]
        self._choice.offer(lines, first)
        self.found.emit()

    def _weigh(self) -> None:
        self._weighing.stop()
        project, wanted = self._workspace.project, self.wanted
        if project is None or wanted is None:
            self._choice.said.clear()
            return
        work = test_run.outlay(project, self._sites, partial(wanted.read, project), wanted.columns)
        self._weighing.begin(
            work, on_done=lambda told: self._choice.said.setText(cost(*told)), on_problem=lambda _: None
        )
