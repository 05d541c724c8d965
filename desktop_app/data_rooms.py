"""The rooms of the data beside the table: each is made when it is first shown, and what it wants is connected here."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.gui.background import Background
from desktop_app.gui.data_place import DataPlace
from desktop_app.gui.widgets.tabbed_place import Room
from desktop_app.gui.workspace import Workspace
from desktop_app.work.apart import Apart
from desktop_app.work.receivers import receivers
from desktop_app.work.sites import Sites

if TYPE_CHECKING:
    from desktop_app.gui.making.page import MakingPage
    from desktop_app.gui.meaning.page import MeaningPage

translate = QCoreApplication.translate
MAKE, MEANING = "make", "meaning"


def rooms() -> tuple[Room, ...]:
    """Return the rooms of the data beside the table, in their order."""
    make = translate("DataRooms", "Let a model write rows, or work over those you have")
    meaning = translate("DataRooms", "See which rows mean the same, contradict each other, or are like no other")
    return (
        Room(MAKE, translate("DataRooms", "Make data"), make),
        Room(MEANING, translate("DataRooms", "Meaning"), meaning),
    )


class DataRooms(QObject):
    """Adds its rooms to the strip of the Data place."""

    training_wanted = Signal()
    provider_wanted = Signal()
    start_wanted = Signal()
    rows_wanted = Signal(object)
    """The ids of rows that are to be seen in the table."""
    done = Signal(str)
    """A sentence about something that was done."""

    def __init__(
        self, place: DataPlace, workspace: Workspace, background: Background, sites: Sites, aparts: tuple[Apart, Apart]
    ) -> None:
        """Add the rooms; of the two workers the first answers at once, the other is for what takes minutes."""
        super().__init__(place)
        self._place = place
        self._parts = (workspace, background, sites)
        self._aparts = aparts
        for room, build in zip(rooms(), (self._build_making, self._build_meaning), strict=True):
            place.rooms.add_room(room, build)

    @property
    def making(self) -> "MakingPage":
        """Return the room in which models write rows."""
        return cast("MakingPage", self._place.rooms.room(MAKE))

    def rework(self, chosen: Sequence[int], on_show: Sequence[int]) -> None:
        """Let a model work over rows: those chosen in the table, or all that it shows."""
        self._place.show_room(MAKE)
        self.making.rework(chosen, on_show)

    def show_like(self, row: int) -> None:
        """Show the rows that mean nearly the same as a row."""
        self._place.show_room(MEANING)
        cast("MeaningPage", self._place.rooms.room(MEANING)).show_like(row)

    def _build_meaning(self) -> "MeaningPage":
        from desktop_app.gui.meaning.page import MeaningPage  # noqa: PLC0415

        page = MeaningPage(*self._parts, *self._aparts)
        page.start_wanted.connect(self.start_wanted)
        page.data_wanted.connect(self._place.show_editor)
        page.rows_wanted.connect(self.rows_wanted)
        page.done.connect(self.done)
        return page

    def export(self, over: QWidget) -> None:
        """Ask where the rows of the open project shall go, and write them there."""
        from desktop_app.gui.export.dialog import ExportDialog  # noqa: PLC0415

        workspace, background, _ = self._parts
        if workspace.project is not None:
            dialog = ExportDialog(workspace.project, background, self._aparts[0], receivers, over)
            workspace.closing.connect(dialog.reject)
            dialog.open()

    def _build_making(self) -> "MakingPage":
        from desktop_app.gui.making.page import MakingPage  # noqa: PLC0415

        page = MakingPage(*self._parts)
        page.training_wanted.connect(self.training_wanted)
        page.provider_wanted.connect(self.provider_wanted)
        page.start_wanted.connect(self.start_wanted)
        page.rows_wanted.connect(self.rows_wanted)
        return page
