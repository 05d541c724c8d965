"""The rooms of the playground: each is made when it is first shown, and what one wants of another is connected here."""

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop_app.core.batch import Column
from desktop_app.gui.background import Background
from desktop_app.gui.widgets.tabbed_place import Room, TabbedPlace
from desktop_app.gui.workspace import Workspace
from desktop_app.work.apart import Apart
from desktop_app.work.sites import Sites

if TYPE_CHECKING:
    from desktop_app.gui.answers.asking_page import AskingPage
    from desktop_app.gui.finder.page import FinderPage
    from desktop_app.gui.playground.page import PlaygroundPage
    from desktop_app.gui.talk.page import TalkPage
    from desktop_app.gui.testing.page import TestingPage
    from desktop_app.gui.voting.page import VotingPage

translate = QCoreApplication.translate
COMPARE, TALK, FINDER, TESTING, VOTING = "compare", "talk", "finder", "test", "vote"


def rooms() -> tuple[Room, ...]:
    """Return the rooms of the playground, in their order."""
    compare = translate("PlaygroundRooms", "Models answer the same, side by side")
    talk = translate("PlaygroundRooms", "Talk with models over several turns")
    finder = translate("PlaygroundRooms", "See which settings answer best")
    testing = translate("PlaygroundRooms", "See how good models are, and which is better")
    voting = translate("PlaygroundRooms", "Choose between answers without knowing whose")
    return (
        Room(COMPARE, translate("PlaygroundRooms", "Compare"), compare),
        Room(TALK, translate("PlaygroundRooms", "Conversation"), talk),
        Room(FINDER, translate("PlaygroundRooms", "Value finder"), finder),
        Room(TESTING, translate("PlaygroundRooms", "Test"), testing),
        Room(VOTING, translate("PlaygroundRooms", "Blind vote"), voting),
    )


class PlaygroundRooms(QObject):
    """Builds the place and its rooms."""

    training_wanted = Signal()
    provider_wanted = Signal()
    start_wanted = Signal()
    data_wanted = Signal()
    next_training_wanted = Signal(str)
    """The next training is to be planned as the one was that made the model of this name."""
    rows_wanted = Signal(object)
    """The ids of rows that are to be seen in the table."""
    problem = Signal(object)
    """A Problem that has no place of its own in a room."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, apart: Apart, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._apart = apart
        self._parts = (workspace, background, sites)
        self.place = TabbedPlace(self.tr("Rooms of the playground"))
        builders = (
            self._build_comparison,
            self._build_talk,
            self._build_finder,
            self._build_testing,
            self._build_voting,
        )
        for room, build in zip(rooms(), builders, strict=True):
            self.place.add_room(room, build)

    @property
    def comparison(self) -> "PlaygroundPage":
        """Return the comparison."""
        return cast("PlaygroundPage", self.place.room(COMPARE))

    @property
    def talk(self) -> "TalkPage":
        """Return the conversation."""
        return cast("TalkPage", self.place.room(TALK))

    def compare(self, tuned: str) -> None:
        """Compare a tuned model with its base."""
        self.place.choose(COMPARE)
        self.comparison.show_model(tuned)

    def show_test(self, number: int) -> None:
        """Show a test that is kept."""
        self.place.choose(TESTING)
        cast("TestingPage", self.place.room(TESTING)).board.earlier.wanted.emit(number)

    def vote(self, number: int) -> None:
        """Vote on the answers of a test or comparison."""
        self.place.choose(VOTING)
        cast("VotingPage", self.place.room(VOTING)).show_batch(number)

    def try_column(self, column: Column) -> None:
        """Show a model with its settings in the comparison."""
        self.place.choose(COMPARE)
        self.comparison.comparison.try_column(column)

    def _build_comparison(self) -> "PlaygroundPage":
        from desktop_app.gui.playground.page import PlaygroundPage  # noqa: PLC0415

        page = PlaygroundPage(*self._parts)
        page.comparison.offer_files(self._apart)
        self._lead_to_models(page)
        return page

    def _build_talk(self) -> "TalkPage":
        from desktop_app.gui.talk.page import TalkPage  # noqa: PLC0415

        page = TalkPage(*self._parts)
        self._lead_to_models(page)
        page.problem_found.connect(self.problem)
        return page

    def _build_finder(self) -> "FinderPage":
        from desktop_app.gui.finder.page import FinderPage  # noqa: PLC0415

        page = FinderPage(*self._parts)
        self._lead_to_models(page)
        page.start_wanted.connect(self.start_wanted)
        page.compare_wanted.connect(self.try_column)
        return page

    def _build_testing(self) -> "TestingPage":
        from desktop_app.gui.testing.page import TestingPage  # noqa: PLC0415

        page = TestingPage(*self._parts, self._apart)
        self._lead_to_models(page)
        page.start_wanted.connect(self.start_wanted)
        page.data_wanted.connect(self.data_wanted)
        page.rows_wanted.connect(self.rows_wanted)
        page.next_training_wanted.connect(self.next_training_wanted)
        return page

    def _build_voting(self) -> "VotingPage":
        from desktop_app.gui.voting.page import VotingPage  # noqa: PLC0415

        page = VotingPage(*self._parts)
        page.start_wanted.connect(self.start_wanted)
        page.compare_wanted.connect(lambda: self.place.choose(COMPARE))
        return page

    def _lead_to_models(self, page: "AskingPage") -> None:
        """Let a room lead to where models come from, as long as there is none to ask."""
        page.provider_wanted.connect(self.provider_wanted)
        page.training_wanted.connect(self.training_wanted)
