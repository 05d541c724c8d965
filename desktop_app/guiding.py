"""Whoever is new: the first path, three hints and the help. It watches what the program says and presses nothing."""

from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop_app.core.example import Part
from desktop_app.core.first_path import Seen, Stop, next_stop
from desktop_app.core.job import JobStatus
from desktop_app.core.problem import Problem
from desktop_app.core.samples import SAMPLES
from desktop_app.core.wizard import Step
from desktop_app.entering import enter
from desktop_app.gui.actions import Actions
from desktop_app.gui.guide.hint_line import HINTS, HintLine
from desktop_app.gui.guide.path_panel import PathPanel
from desktop_app.gui.window import Window
from desktop_app.gui.workspace import Workspace
from desktop_app.rooms import Rooms
from desktop_app.settings.preferences import FIRST_STEPS, HINTS_SEEN, OFFLINE, Preference, Preferences
from desktop_app.store import examples, jobs
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from desktop_app.gui.help.place import HelpPlace

T = TypeVar("T", str, int, list[str])


class Guiding(QObject):
    """Leads one step at a time where the first steps are wanted; says each hint once; opens the help."""

    def __init__(
        self, window: Window, workspace: Workspace, rooms: Rooms, actions: Actions, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._rooms = rooms
        self._preferences = preferences
        self._visited: set[str] = set()
        self._watched: set[str] = set()
        self._looked = self._compared = False
        self._before = "start"
        """The place from which the help was entered."""
        self.panel = PathPanel()
        self.hint = HintLine()
        window.add_foot(self.hint)
        window.add_foot(self.panel)
        window.add_page("help", self._build_help)
        self._connect(actions)
        self.panel.setVisible(bool(preferences.get(FIRST_STEPS)))

    def _connect(self, actions: Actions) -> None:
        for sample in SAMPLES:
            actions.on(f"open_{sample.name}", partial(self._rooms.sample_wanted.emit, sample.name))
        actions.on("first_steps", self.begin)
        for name in ("words", "internet", "advice"):
            actions.on(name, partial(self.show_help, name))
        self._rooms.start.help_wanted.connect(self.show_help)
        self.hint.steps_wanted.connect(self.begin)
        self.hint.put_away.connect(self._remember)
        self.panel.closed.connect(self.end)
        self.panel.where_wanted.connect(self.show_where)
        workspace, rooms = self._workspace, self._rooms
        for turned in (workspace.opened, workspace.closed):
            turned.connect(self._on_other_project)
        for told in (workspace.changed, rooms.training_ended, rooms.wizard_finished, rooms.wizard_left):
            told.connect(self._look)
        rooms.wizard_finished.connect(self._offer_hint)
        self._window.place_changed.connect(self._on_place)

    def begin(self) -> None:
        """Lead from wherever the user is."""
        if self.hint.name:
            self._remember(self.hint.name)
            self.hint.show_hint("")
        self._keep(FIRST_STEPS, 1)
        self.panel.show()
        for place in self._visited:
            self._watch(place)
        self._look()
        self.panel.where.setFocus(Qt.FocusReason.TabFocusReason)

    def end(self) -> None:
        """Lead no more; the keyboard goes back to the page."""
        held = self.panel.isAncestorOf(self._window.focusWidget() or self._window)
        self._keep(FIRST_STEPS, 0)
        self.panel.hide()
        if held:
            self._window.enter(self._window.place)

    def show_help(self, page: str) -> None:
        """Show a page of the help."""
        if self._window.place != "help":
            self._before = self._window.place
        place = cast("HelpPlace", self._window.page("help"))
        place.choose(page)
        self._window.enter("help")

    def show_where(self) -> None:
        """Go where the next step is done, and put the keyboard there."""
        stop = self.panel.stop
        if stop is None:
            return
        target = self._target(stop)
        if target.isVisible() and target.isEnabled():
            target.setFocus(Qt.FocusReason.TabFocusReason)  # it comes with its frame: one sees where it is
        else:
            self._window.enter(self._window.place)

    def _target(self, stop: Stop) -> QWidget:
        """Return the control of a stop, after its place is on show."""
        window, rooms = self._window, self._rooms
        if stop is Stop.OPEN:
            window.go("start")
            return rooms.start.sample
        if stop in (Stop.TRAIN, Stop.WAIT):
            window.go("training")
            fetch = rooms.training.plan_card.fetch_button
            return fetch if fetch.isVisible() else rooms.training.primary or rooms.training
        if stop is Stop.COMPARE:
            enter(window, "playground", "compare")
            return rooms.playground.primary or rooms.playground
        window.go("data")
        if stop is Stop.ROWS:
            rooms.data.show_editor()
            return rooms.editor.table
        rooms.data.show_wizard()
        return rooms.wizard.next

    def _build_help(self) -> QWidget:
        from desktop_app.gui.help.place import HelpPlace  # noqa: PLC0415

        place = HelpPlace(lambda: bool(self._preferences.get(OFFLINE)))
        place.left.connect(lambda: self._window.enter(self._before))
        place.network_wanted.connect(self._rooms.network_wanted)
        place.room_wanted.connect(self._lead_to)
        return place

    def _lead_to(self, room: str) -> None:
        """Show the room that an advice leads to; those of the data want a project, so they begin with one."""
        if (of_data := room in ("make", "meaning")) and self._workspace.project is not None:
            enter(self._window, "data", room)
        else:
            self._window.enter("playground" if room == "playground" else "start")
            if of_data:
                said = self.tr("That works on the rows of a project. Begin with a table, or open a project.")
                self._window.notice(said)

    def _on_place(self, place: str) -> None:
        if place == "data" and place not in self._visited:
            self._rooms.data.wizard_shown.connect(self._offer_hint)
        self._visited.add(place)
        if self.hint.name and self.hint.name != place:
            self._remember(self.hint.name)
        if self.panel.isVisibleTo(self._window):
            self.hint.show_hint("")
            self._looked |= place in ("training", "playground")
            self._watch(place)
            self._look()
        else:
            self._offer_hint()

    def _offer_hint(self) -> None:
        """Show the hint of the place one is at, unless it was seen; those about rows once there are some."""
        place = self._window.place
        rows = self._workspace.project is not None and not (place == "data" and self._rooms.data.importing)
        fits = place == "start" or (place in HINTS and rows)
        new = fits and place not in self._preferences.get(HINTS_SEEN) and not self.panel.isVisibleTo(self._window)
        self.hint.show_hint(place if new else "")

    def _watch(self, place: str) -> None:
        """Listen to the rooms of a place, once each: they exist from the first visit on."""
        if place in self._watched:
            return
        rooms = self._rooms
        if place == "data":
            wizard = rooms.wizard
            for told in (wizard.steps.state_changed, wizard.next.clicked, wizard.back.clicked, wizard.cancel.clicked):
                told.connect(self._look)
            rooms.editor.table.current_row_changed.connect(self._on_row)
        elif place == "training":
            rooms.training.heard.connect(self._look)
        elif place == "playground":
            rooms.playground.comparison.asking_changed.connect(self._on_asking)
        self._watched.add(place)

    def _on_row(self, row: int) -> None:
        if row > 0 and not self._rooms.data.importing:
            self._looked = True
            self._look()

    def _on_asking(self, asking: bool) -> None:
        self._compared |= not asking and any(len(answers) > 1 for _, _, answers in self._rooms.playground.results)
        self._look()

    def _on_other_project(self) -> None:
        self._looked = self._compared = False
        self._offer_hint()
        self._look()

    def _look(self) -> None:
        """Say what is next, as far as the first steps are on show."""
        if self.panel.isVisibleTo(self._window):
            rows, under_way, trained = _standing(self._workspace.project)
            seen = Seen(self._step(), rows, self._looked, under_way, trained, self._compared)
            self.panel.show_stop(next_stop(seen))

    def _step(self) -> Step | None:
        if "data" not in self._watched or not self._rooms.data.importing:
            return None
        wizard = self._rooms.wizard.wizard
        return wizard.step if wizard is not None else Step.READ

    def _remember(self, hint: str) -> None:
        seen = self._preferences.get(HINTS_SEEN)
        if hint not in seen:
            self._keep(HINTS_SEEN, [*seen, hint])

    def _keep(self, preference: Preference[T], value: T) -> None:
        """Keep a choice; one that cannot be kept is said, and holds until the program ends."""
        try:
            self._preferences.set(preference, value)
        except Problem as problem:
            self._window.show_problem(problem)


def _standing(project: Project | None) -> tuple[bool, bool, bool]:
    """Return whether a project has rows, trains at the moment, and has trained a model."""
    if project is None:
        return (False, False, False)
    with project.reading() as connection:
        rows = any(examples.has_used(connection, part) for part in Part)
        states = [job.status for job in jobs.all_jobs(connection)]
    return (rows, any(not state.ended for state in states), JobStatus.SUCCEEDED in states)
