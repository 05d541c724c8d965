"""The composition root: the only module that knows everybody. It makes the parts and connects the rooms' wishes."""

from collections.abc import AsyncIterator, Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app import entering, preference_pages
from desktop_app.bringing import Bringing
from desktop_app.copies import Copies
from desktop_app.core.change import History
from desktop_app.core.job import Job, running_here
from desktop_app.core.network import Network
from desktop_app.core.pack import SUFFIX as PACK
from desktop_app.core.problem import Problem
from desktop_app.crash import CrashBorder
from desktop_app.gui.actions import Actions
from desktop_app.gui.away import Away
from desktop_app.gui.background import Background
from desktop_app.gui.desktop_notes import DesktopNotes
from desktop_app.gui.leaving import Leaving
from desktop_app.gui.problem_dialog import Reporter
from desktop_app.gui.short_turns import take_short_turns
from desktop_app.gui.sweeper import Sweeper
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.language import speak
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.theme import Theme
from desktop_app.gui.version_news import VersionNews
from desktop_app.gui.window import Window
from desktop_app.gui.workspace import Workspace
from desktop_app.guiding import Guiding
from desktop_app.providers.local import LocalEngine
from desktop_app.rooms import Rooms
from desktop_app.settings import paths
from desktop_app.settings.connections import Connections
from desktop_app.settings.ledger import Ledger
from desktop_app.settings.preferences import (
    APPEARANCE,
    CERTIFICATE,
    CONTRAST,
    LANGUAGE,
    OFFLINE,
    PROXY,
    RECENT_PROJECTS,
    REPLY_SECONDS,
    TEXT_SIZE,
    Preferences,
)
from desktop_app.settings.secrets import Secrets
from desktop_app.settings.today import today
from desktop_app.store import jobs
from desktop_app.store.project import SUFFIX, Project
from desktop_app.work import notices, project_endings
from desktop_app.work.keep_batch import settle_all
from desktop_app.work.project_endings import ProjectEnding
from desktop_app.work.reach import Reach
from desktop_app.work.sites import Sites


class Program(QObject):
    """TuneDesk, put together: one window, at most one project, the engine of this computer."""

    problem = Signal(object)

    def __init__(self, application: QApplication, border: CrashBorder) -> None:
        super().__init__()
        self.preferences = Preferences(paths.data_dir() / "preferences.json")
        speak(application, self.preferences.get(LANGUAGE))  # before there is anything that has words
        self.background = Background(border.caught, self._on_problem)
        self.workspace = Workspace(self.background, self)
        self.engine = LocalEngine(paths.engine_dir(), lambda: self.reach.profiles, lambda: self.reach.network)
        self.actions = Actions(self)
        self.desktop_notes = DesktopNotes(icon("sparkles", "accent"), self)
        theme = Theme(application)
        theme.set_text_size(self.preferences.get(TEXT_SIZE))  # before the first widget: menus keep the font of then
        theme.set_contrast(self.preferences.get(CONTRAST))
        theme.apply(self.preferences.get(APPEARANCE))
        self.window = Window(self.actions, theme, self.preferences)
        self.ledger = Ledger(paths.data_dir() / "ledger.jsonl")
        self.reach = self._make_reach()
        preference_pages.offer(self.window, self.reach, self.ledger, self.background)
        border.hide(self.reach.secrets.used)
        self._reporter = Reporter(lambda: self.window, border.tail, border.clean)
        border.tell_to(self._reporter.tell)
        take_short_turns()
        self._sweeper = Sweeper(self)
        self.background.start()
        self.sites = Sites(self.engine, self.reach)
        self.rooms = Rooms(self.window, self.workspace, self.background, self.sites)
        entering.offer(self.window)
        self.window.add_page("rescue", self._build_rescue)
        self.bringing = Bringing(self.window, self.workspace, self.background, self.rooms)
        self.guiding = Guiding(self.window, self.workspace, self.rooms, self.actions, self.preferences)
        self.version_news = VersionNews(self.window, self.background, self.preferences, self.reach)
        self._connect_rooms()
        self._connect_actions()
        self._connect_workspace()
        Leaving(self.window)
        self.window.enter("start")
        self._say_dates()
        self.version_news.look_quietly()

    def open(self, path: Path, *others: Path) -> None:
        """Open whatever the user points at: a project, or a table that becomes one. Other tables wait."""
        tables = [other for other in others if not _is_whole(other)]
        if path.suffix.lower() == PACK:
            self.rooms.models.unpack(path, self.window)
        elif path.suffix.lower() == SUFFIX:
            self.workspace.open(path, lambda: self.window.enter("data"))
        else:
            self.bringing.take(path, *tables)
        _say_unopened(self.window, path, others)

    def close(self) -> None:
        """Finish what is being written and let go of everything; trainings go on in the engine."""
        self.workspace.close()
        self.background.stop(farewell=self._farewell())
        self._sweeper.stop()

    def _on_leaving(self, event: QCloseEvent) -> None:
        """Close only the project where something typed is not saved: it is tried once more, else shown to be copied."""
        if self.workspace.project is not None and self.rooms.editor.notice.owed:
            event.ignore()
            self.workspace.close()

    async def _farewell(self) -> None:
        for apart in (self.rooms.apart, self.rooms.aside, self.rooms.far):
            await apart.close()
        await self.reach.close()
        await self.engine.close()

    def _make_reach(self) -> Reach:
        folder, get = paths.data_dir(), self.preferences.get

        def network() -> Network:
            return Network(bool(get(OFFLINE)), get(PROXY), get(CERTIFICATE), get(REPLY_SECONDS))

        return Reach(
            Connections(folder / "connections.json"), Secrets(folder / "key-places.json"), network, self.ledger
        )

    def _say_dates(self) -> None:
        """Say on the start page what is to be known of the user's providers, and what is wrong with their own list."""
        profiles, trouble = self.reach.profiles, self.reach.trouble
        known = [profiles[of.profile] for of in self.reach.connections.all if of.profile in profiles]
        said = notices.on_start(known, today())
        if trouble is not None:
            said = (trouble.happened, trouble.meaning, *said)
        self.rooms.start.say_dates("\n".join(say(sentence) for sentence in said))

    def _show_history(self) -> None:
        from desktop_app.gui.history_dialog import HistoryDialog  # noqa: PLC0415

        HistoryDialog(self.workspace, self.background, self.window).open()

    def _build_rescue(self) -> QWidget:
        from desktop_app.gui.rescue.page import RescuePage  # noqa: PLC0415

        page = RescuePage(self.reach, self.background, self.rooms.apart)
        page.providers_wanted.connect(lambda: preference_pages.open_providers(self.window))
        page.project_wanted.connect(self.open)
        page.work_told.connect(self.window.work.piece(page, partial(self.window.enter, "rescue")).tell)
        return page

    def _connect_rooms(self) -> None:
        rooms = self.rooms
        rooms.sample_wanted.connect(self.bringing.take_sample)
        rooms.start.rescue_wanted.connect(lambda: self.window.enter("rescue"))
        rooms.project_wanted.connect(self.open)
        rooms.forget_wanted.connect(self._forget)
        rooms.provider_wanted.connect(lambda: preference_pages.open_providers(self.window))
        for wish in (rooms.setup_wanted, self.actions["set_up"].triggered):
            wish.connect(lambda *_: rooms.models.set_up())  # they are made only now
        rooms.network_wanted.connect(lambda: self.window.open_preferences(self.tr("Network")))
        self.window.preferences_left.connect(self._say_dates)  # a provider or a price may be another one by now
        away = Away(self.window, self.desktop_notes, self.preferences)
        rooms.training_ended.connect(away.say)
        rooms.training_ended.connect(self._say_in_passing)
        self.window.work.over.connect(away.say_over)
        self.bringing.problem.connect(self._on_problem)
        self.bringing.files_wanted.connect(lambda files: self.open(*map(Path, files)))
        self.bringing.project_gone.connect(self._forget)
        rooms.start.endings.attend(self.background, partial(_endings, self.workspace, self.sites))
        rooms.start.set_recent(self.preferences.get(RECENT_PROJECTS))

    def _connect_actions(self) -> None:
        on = self.actions.on
        on("open_file", self.bringing.choose)
        on("paste_table", self.bringing.paste)
        on("open_project", self.rooms.start.choose_project)
        Copies(self.window, self.workspace, self.background, self.actions)  # the window's own from here on
        on("export", self.rooms.export)
        on("go_over", self.bringing.go_over)
        on("pack", lambda: self.rooms.models.pack(self.window))
        for name in ("review", "alike", "since"):
            on(name, partial(self.rooms.show_view, name))
        for name in ("rework", "like", "seen"):
            on(name, partial(self.rooms.wish, name))
        on("close_project", self.workspace.close)
        on("undo", self.workspace.undo)
        on("redo", self.workspace.redo)
        on("history", self._show_history)
        on("report", self._reporter.open)
        on("updates", self.version_news.ask)
        on("rescue", lambda: self.window.enter("rescue"))

    def _connect_workspace(self) -> None:
        self.workspace.opened.connect(self._on_opened)
        self.workspace.closed.connect(self._on_closed)
        self.workspace.history_changed.connect(self._on_history)
        self.window.files_dropped.connect(lambda files: self.open(*map(Path, files)))
        self.window.place_changed.connect(lambda place: self._say_dates() if place == "start" else None)
        self.window.leaving.connect(self._on_leaving)
        self.window.closing.connect(self.close)

    def _on_opened(self) -> None:
        project = self.workspace.project
        if project is None:
            return
        self.window.set_project_name(project.name)
        self.actions.set_condition("project", holds=True)
        self._keep(lambda: self.preferences.remember_project(str(project.path)))
        self.rooms.start.set_recent(self.preferences.get(RECENT_PROJECTS))
        # What answers cost that came just before a crash is entered now; what cannot be is tried at the next opening.
        self.background.run(self, settle_all(project, self.sites), on_problem=lambda _: None)
        if running_here(_jobs(project)):
            self.window.page("training")  # from here on it follows the training that is still under way

    def _on_closed(self) -> None:
        self.window.set_project_name(None)
        self.actions.set_condition("project", holds=False)

    def _on_history(self, history: History) -> None:
        for name, word, step in (("undo", self.tr("Undo"), history.undo), ("redo", self.tr("Redo"), history.redo)):
            self.actions.set_condition(name, holds=step is not None)
            self.actions[name].setText(f"{word}: {say(step)}" if step else word)

    def _say_in_passing(self, _job_id: str, _headline: str, sentence: str) -> None:
        """Say the end of a training to those who look at something else."""
        if self.window.place != "training":
            self.window.notice(sentence)

    def _on_problem(self, problem: Problem) -> None:
        self.window.show_problem(problem)
        self.problem.emit(problem)

    def _keep(self, choice: Callable[[], None]) -> None:
        """Keep a choice; one that cannot be kept is said, and holds until the program ends."""
        try:
            choice()
        except Problem as problem:
            self._on_problem(problem)

    def _forget(self, path: str) -> None:
        self._keep(lambda: self.preferences.forget_project(path))
        self.rooms.start.set_recent(self.preferences.get(RECENT_PROJECTS))


def _is_whole(path: Path) -> bool:
    """Tell whether a file is a project or a pack, of which one is opened at a time."""
    return path.suffix.lower() in (PACK, SUFFIX)


def _say_unopened(window: Window, path: Path, others: Sequence[Path]) -> None:
    """Say which of several files stay closed; tables beside a table are none of them."""
    closed = [other for other in others if _is_whole(path) or _is_whole(other)]
    if closed:
        said = QCoreApplication.translate("Program", "Not opened: {0}. A project or a pack is opened alone.")
        window.notice(said.format(", ".join(each.name for each in closed)))


def _endings(workspace: Workspace, sites: Sites, projects: Sequence[str]) -> AsyncIterator[ProjectEnding]:
    return project_endings.look_into([*map(Path, projects)], workspace.project, sites, today())


def _jobs(project: Project) -> list[Job]:
    with project.reading() as connection:
        return jobs.all_jobs(connection)
