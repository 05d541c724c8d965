"""The rooms of the window: each is made from what it needs, and what it wants of others becomes a signal here."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from desktop_app.core.look import Look
from desktop_app.core.target import Target
from desktop_app.data_rooms import DataRooms
from desktop_app.gui.background import Background
from desktop_app.gui.data_place import TABLE, DataPlace
from desktop_app.gui.long_line import LongLine
from desktop_app.gui.queue_line import QueueLine
from desktop_app.gui.start.page import StartPage
from desktop_app.gui.widgets.tabbed_place import TabbedPlace
from desktop_app.gui.window import Window
from desktop_app.gui.workspace import Workspace
from desktop_app.models_rooms import ModelsRooms, Ways
from desktop_app.playground_rooms import PlaygroundRooms
from desktop_app.providers.profiles import targets
from desktop_app.work.apart import Apart
from desktop_app.work.sites import Sites

if TYPE_CHECKING:
    from desktop_app.gui.editor.page import EditorPage
    from desktop_app.gui.playground.page import PlaygroundPage
    from desktop_app.gui.training.page import TrainingPage
    from desktop_app.gui.wizard.page import WizardPage


class Rooms(QObject):
    """Builds a room when it is first visited, leads from one to the next, and hands the other wishes on."""

    sample_wanted = Signal(str)
    new_table_wanted = Signal(Path)
    other_table_wanted = Signal()
    project_wanted = Signal(Path)
    forget_wanted = Signal(str)
    paste_wanted = Signal()
    go_over_wanted = Signal()
    wizard_left = Signal()
    wizard_set_aside = Signal(object)
    wizard_finished = Signal(object)
    wizard_project_wanted = Signal(object)
    resume_wanted = Signal(object)
    left_forgotten = Signal(object)
    training_ended = Signal(str, str, str)
    """A training came to its end: its id, what it is called and its state, and a sentence."""
    provider_wanted = Signal()
    network_wanted = Signal()
    setup_wanted = Signal()

    def __init__(self, window: Window, workspace: Workspace, background: Background, sites: Sites) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self.apart, self.far, self.aside = Apart(), Apart(), Apart()
        """Worker processes: for what is waited for, for looks at all rows that take minutes, and for what nobody waits
        for. Whoever ends the program ends them."""
        for line in (QueueLine(lambda: sites.reach.queues), LongLine(workspace)):
            window.add_foot(line)
        window.add_place("start", self.tr("Start"), "house", self._build_start)
        window.add_place("data", self.tr("Data"), "table", self._build_data)
        window.add_place("training", self.tr("Training"), "trending-up", self._build_training)
        window.add_place("playground", self.tr("Playground"), "messages-square", self._build_playground)
        window.add_place("models", self.tr("Models"), "box", self._build_models)

    @property
    def start(self) -> StartPage:
        """Return the start page."""
        return cast("StartPage", self._window.page("start"))

    @property
    def data(self) -> DataPlace:
        """Return the Data place, which holds the table and the wizard."""
        return cast("DataPlace", self._window.page("data"))

    @property
    def editor(self) -> "EditorPage":
        """Return the table of rows."""
        return cast("EditorPage", self.data.editor)

    @property
    def wizard(self) -> "WizardPage":
        """Return the wizard."""
        return cast("WizardPage", self.data.wizard)

    @property
    def training(self) -> "TrainingPage":
        """Return the training page."""
        return cast("TrainingPage", self._window.page("training"))

    @property
    def playground(self) -> "PlaygroundPage":
        """Return the comparison of the playground."""
        self._window.page("playground")
        return self._asking.comparison

    @property
    def models(self) -> ModelsRooms:
        """Return the rooms of the models."""
        self._window.page("models")
        return self._keeping

    def export(self) -> None:
        """Ask where the rows of the open project shall go, and write them there."""
        if self._workspace.project is not None:
            self.editor.finish()
            self._beside.export(self._window)

    def show_view(self, name: str) -> None:
        """Show another view of the rows: "review", "alike" or "since"."""
        if not self.data.importing:
            self._window.go("data")
            self.views.show(name)

    def wish(self, name: str) -> None:
        """Ask for what other rooms do with the rows of the table: "rework", "like" or "seen"."""
        if not self.data.importing:
            self._window.go("data")
            self.data.show_editor()
            self.editor.row_actions[name].trigger()

    def _build_start(self) -> StartPage:
        page = StartPage()
        page.file_wanted.connect(lambda path: self.new_table_wanted.emit(Path(path)))
        page.project_wanted.connect(lambda path: self.project_wanted.emit(Path(path)))
        for wish in ("sample", "forget", "paste"):
            getattr(page, f"{wish}_wanted").connect(getattr(self, f"{wish}_wanted"))
        return page

    def _build_data(self) -> DataPlace:
        from desktop_app.gui.editor.page import EditorPage  # noqa: PLC0415
        from desktop_app.gui.editor.rechecker import Rechecker  # noqa: PLC0415
        from desktop_app.gui.editor.review_views import RowViews  # noqa: PLC0415

        editor = EditorPage(self._workspace, self._background)
        checker = Rechecker(self._workspace, self._background, self.aside, editor)
        place = DataPlace(editor, self._build_wizard)
        editor.import_wanted.connect(self.other_table_wanted)
        editor.export_wanted.connect(self.export)
        editor.go_over_wanted.connect(self.go_over_wanted)
        editor.training_wanted.connect(lambda: self._window.go("training"))
        self.views = RowViews(self._workspace, self._background, self.apart, editor)
        checker.checked.connect(self.views.recount)
        self.views.shown.connect(place.show_view)
        self.views.left.connect(place.show_editor)
        place.resume_wanted.connect(self.resume_wanted)
        place.forgotten.connect(self.left_forgotten)
        place.paste_wanted.connect(self.paste_wanted)
        self._beside = DataRooms(place, self._workspace, self._background, self._sites, (self.apart, self.far))
        self._beside.done.connect(self._window.notice)
        self._beside.training_wanted.connect(lambda: self._window.go("training"))
        self._beside.provider_wanted.connect(self.provider_wanted)
        self._beside.start_wanted.connect(lambda: self._window.go("start"))
        self._beside.rows_wanted.connect(self._show_ids)
        editor.wishes.rework_wanted.connect(self._beside.rework)
        editor.wishes.like_wanted.connect(self._beside.show_like)
        self._workspace.opened.connect(lambda: place.rooms.choose(TABLE))
        return place

    def _build_wizard(self) -> "WizardPage":
        from desktop_app.gui.wizard.intake import Tools  # noqa: PLC0415
        from desktop_app.gui.wizard.page import WizardPage  # noqa: PLC0415

        wizard = WizardPage(self._workspace, self._background, Tools(self.apart, partial(_targets, self._sites)))
        wizard.finished.connect(lambda _: self._show_rows(alike=wizard.steps.check.alike_wanted))
        for told in ("finished", "left", "set_aside", "project_wanted"):
            getattr(wizard, told).connect(getattr(self, f"wizard_{told}"))
        wizard.other_file_wanted.connect(self.other_table_wanted)
        return wizard

    def abandon_wizard(self) -> None:
        """Let go of the file that is on its way, if there is one, and show the rows."""
        if self.data.importing:
            self.wizard.abandon()
        self.data.show_editor()

    def _show_rows(self, *, alike: bool) -> None:
        self.data.show_editor()
        if self._window.place == "data":
            self._window.enter("data")
        if alike:
            self.views.alike()

    def _build_training(self) -> "TrainingPage":
        from desktop_app.gui.training.page import TrainingPage  # noqa: PLC0415
        from desktop_app.gui.training.passing import Passing  # noqa: PLC0415

        page = TrainingPage(self._workspace, self._background, self._sites, self.apart)
        page.compare_wanted.connect(lambda tuned: self._playing().compare(tuned))
        for wish in ("provider", "network", "setup"):
            getattr(page, f"{wish}_wanted").connect(getattr(self, f"{wish}_wanted"))
        page.data_wanted.connect(lambda: self._window.go("data"))
        passing = Passing(self._window.work, partial(self._window.enter, "training"), page)
        page.heard.connect(passing.hear)
        passing.ended.connect(self.training_ended)
        self._workspace.closed.connect(passing.leave)
        return page

    def _build_playground(self) -> TabbedPlace:
        self._asking = PlaygroundRooms(self._workspace, self._background, self._sites, self.apart, self)
        self._asking.provider_wanted.connect(self.provider_wanted)
        for place in ("training", "start", "data"):
            getattr(self._asking, f"{place}_wanted").connect(partial(self._window.go, place))
        self._asking.rows_wanted.connect(self._show_ids)
        self._asking.next_training_wanted.connect(self._train_again)
        self._asking.problem.connect(self._window.show_problem)
        return self._asking.place

    def _train_again(self, model: str) -> None:
        self._window.go("training")
        self.training.plan_next(model)

    def _show_ids(self, ids: Sequence[int]) -> None:
        self._window.go("data")
        self.data.show_editor()
        self.editor.filter.show(Look(rows=tuple(ids)))

    def _build_models(self) -> TabbedPlace:
        ways = Ways(self._window, lambda: self.training, self._playing)
        self._keeping = ModelsRooms(self._workspace, self._background, self._sites, self.apart, ways, self)
        self._keeping.project_wanted.connect(self.project_wanted)
        return self._keeping.place

    def _playing(self) -> PlaygroundRooms:
        self._window.go("playground")
        return self._asking


def _targets(sites: Sites) -> tuple[Target, ...]:
    """Return what data can be prepared for; a list of the user's own that is broken keeps nobody from that."""
    return targets(tuple(sites.reach.profiles.values()))
