"""The real program on a stage: its window in a fixed size, projects as they would be, and a camera."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_app.app import Program
from desktop_app.core.job import STARTER, Job, JobStatus
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.samples import SUPERHEROES
from desktop_app.crash import CrashBorder
from desktop_app.gui.guide.hint_line import HINTS
from desktop_app.gui.training.charts.charts import Charts
from desktop_app.settings import paths
from desktop_app.settings.preferences import APPEARANCE, CONTRAST, HINTS_SEEN, LANGUAGE, TEXT_SIZE, Preferences
from desktop_app.store import jobs
from desktop_app.store.project import Project
from tests.importing import import_file
from tests.screens.astray import astray
from tests.screens.faintness import faint
from tests.screens.pseudo import Pseudo, untold
from tests.screens.recorded_engine import RecordedEngine
from tests.screens.recording import Recording
from tests.screens.roominess import cramped

WIDTH, HEIGHT = 1200, 800
FINISHED, RUNNING = "ftjob-finished", "ftjob-running"
REACHED = 30
_LOOKS = 16
MIDDLE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Look:
    """How the program looks: light or dark, the text's size in per cent, and which way it reads."""

    name: str
    appearance: str = "light"
    text_size: int = 100
    right_to_left: bool = False
    language: str = "en"
    strong: bool = False
    pseudo: bool = False
    """In the language that nobody speaks: see tests.screens.pseudo."""


class Stage:
    """Holds one program with one look; scenes bring it into a state and take its picture."""

    def __init__(self, application: QApplication, look: Look, pictures: Path, engine: RecordedEngine) -> None:
        self.look = look
        self.engine = engine
        self._pictures = pictures
        self._application = application
        self.drawn: list[Path] = []
        self.remarks: dict[str, list[str]] = {}
        """What nobody could read, with the pictures it is in."""
        self._pseudo = Pseudo(application) if look.pseudo else None
        if self._pseudo is not None:
            application.installTranslator(self._pseudo)
        application.setCursorFlashTime(0)
        application.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft if look.right_to_left else Qt.LayoutDirection.LeftToRight
        )
        preferences = Preferences(paths.data_dir() / "preferences.json")
        preferences.set(APPEARANCE, look.appearance)
        preferences.set(CONTRAST, "strong" if look.strong else "system")
        preferences.set(TEXT_SIZE, look.text_size)
        preferences.set(LANGUAGE, look.language)
        preferences.set(HINTS_SEEN, list(HINTS))  # they have a scene of their own
        self.program = Program(application, CrashBorder(paths.log_dir()))
        if look.language == "en":
            QLocale.setDefault(QLocale("en_US"))  # whatever the system of whoever draws asks for
        self.program.window.resize(WIDTH, HEIGHT)
        self.program.window.show()
        self.program.window.activateWindow()

    def close(self) -> None:
        """Leave the stage as if nobody had been there."""
        self.program.window.close()
        self.program.window.deleteLater()
        self.program.deleteLater()
        self._application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if self._pseudo is not None:
            self._application.removeTranslator(self._pseudo)
        QTest.qWait(1)

    def until(self, holds: Callable[[], object], what: str, seconds: float = 90.0) -> None:
        """Let the program run until a condition holds."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"not within {seconds:g} s: {what}")
            QTest.qWait(15)

    def empty(self) -> None:
        """Bring the program back to where it begins: no project, the start page."""
        program = self.program
        program.workspace.close()
        program.window.go("start")
        self.activate()
        program.window.setFocus()

    def activate(self) -> None:
        """Give the window the keyboard back: no window manager does it here when a dialog closes."""
        self.program.window.activateWindow()
        self.until(self.program.window.isActiveWindow, "the window has the keyboard")

    def open(self, project: Path) -> None:
        """Open a project and wait for its rows."""
        program = self.program
        program.open(project)
        self.until(lambda: program.workspace.project is not None, "the project is open")
        self.until(
            lambda: program.window.place == "data" and program.rooms.editor.state == "content", "the rows are there"
        )

    def shoot(self, name: str, dialog: QDialog | None = None) -> None:
        """Write the window, with a dialog of its own over it, as a picture."""
        self._rest(dialog or self.program.window)
        picture = self.program.window.grab()
        for remark in {*self._look_over(dialog or self.program.window)}:
            self.remarks.setdefault(remark, []).append(name)
        if dialog is not None:
            _put_over(picture, dialog)
        path = self._pictures / f"{name}-{self.look.name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        image = picture.toImage().convertToFormat(picture.toImage().Format.Format_RGB888)
        if not image.save(str(path), "PNG", 0):
            raise OSError(f"the picture {path.name} could not be written")
        self.drawn.append(path)

    def _look_over(self, seen: QWidget) -> Iterator[str]:
        yield from (f"cut: {said}" for said in cramped(seen, QSize(WIDTH, HEIGHT)))
        yield from (f"faint: {said}" for said in faint(seen))
        yield from (f"astray: {said}" for said in astray(seen))
        if self._pseudo is not None:
            yield from (f"untold: {said}" for said in untold(seen))

    @staticmethod
    def _rest(seen: QWidget) -> None:
        """Wait until two looks in a row see the same; what moves by itself is not waited for long.

        Curves on show are drawn anew a moment after their room changed, so that two looks before that are alike.
        """
        before = None
        for _ in range(_LOOKS):
            QTest.qWait(80)  # what was laid out a moment ago is painted
            now = seen.grab().toImage()
            if now == before and not any(_to_be_drawn(each) for each in seen.findChildren(Charts)):
                return
            before = now


def _to_be_drawn(charts: Charts) -> bool:
    return charts.panels.isVisible() and not charts.drawn


def _put_over(picture: QPixmap, dialog: QDialog) -> None:
    """Paint a dialog into the middle, with the title and frame that a desktop's window manager would give it."""
    title = 32
    frame = QRect(0, 0, dialog.width(), dialog.height() + title)
    frame.moveCenter(picture.rect().center())
    colours = dialog.palette()
    painter = QPainter(picture)
    painter.fillRect(picture.rect(), QColor(0, 0, 0, 70))
    painter.fillRect(frame, colours.window())
    painter.setPen(colours.windowText().color())
    painter.drawText(QRect(frame.left(), frame.top(), frame.width(), title), MIDDLE, dialog.windowTitle())
    painter.drawPixmap(frame.left(), frame.top() + title, dialog.grab())
    painter.setPen(colours.mid().color())
    painter.drawRect(frame)
    painter.end()


def sample_project(path: Path, recording: Recording, *, running: bool) -> Path:
    """Make a project with the sample's rows and the recorded training, finished or still under way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(Project.create(path)) as project:
        asyncio.run(_import_sample(project))
        began = time.time() - recording.seconds - 60
        job = recording.finished(FINISHED, began)
        events, points = recording.events(began), recording.points()
        if running:
            job = Job(RUNNING, "local", STARTER, JobStatus.RUNNING, time.time())
            events, points = [], []
        project.write(lambda c: jobs.add(c, job, recording.plan())).result()
        project.write(lambda c: _hear(c, job, events, points)).result()
    return path


def _hear(connection, job, events, points):
    jobs.update(connection, job)
    jobs.add_events(connection, job.id, events)
    jobs.add_points(connection, job.id, points)


async def _import_sample(project: Project) -> None:
    sample = SUPERHEROES
    mapping = ColumnMapping(sample.shape, sample.prompt, f"{{{sample.answer}}}", sample.system)
    await import_file(project, paths.resource("samples", sample.file), mapping)
