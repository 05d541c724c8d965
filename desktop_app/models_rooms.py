"""The rooms of the models: each is made when it is first shown, and what one wants of another is connected here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.widgets.tabbed_place import Room, TabbedPlace
from desktop_app.gui.window import Window
from desktop_app.gui.workspace import Workspace
from desktop_app.playground_rooms import PlaygroundRooms
from desktop_app.settings import paths
from desktop_app.work.apart import Apart
from desktop_app.work.sites import Sites

if TYPE_CHECKING:
    from desktop_app.gui.models.pack_dialog import PackDialog
    from desktop_app.gui.models.page import ModelsPage
    from desktop_app.gui.models.setup_dialog import SetupDialog
    from desktop_app.gui.models.shelf_page import ShelfPage
    from desktop_app.gui.models.storage_page import StoragePage
    from desktop_app.gui.models.succession_page import SuccessionPage
    from desktop_app.gui.models.unpack_dialog import UnpackDialog
    from desktop_app.gui.training.page import TrainingPage

translate = QCoreApplication.translate
SHELF, GET, STORAGE, SUCCESSOR = "shelf", "get", "storage", "successor"


def rooms() -> tuple[Room, ...]:
    """Return the rooms of the models, in their order."""
    shelf = translate("ModelsRooms", "Everything you can call, in one list")
    get = translate("ModelsRooms", "Open models that yours are made from")
    storage = translate("ModelsRooms", "What lies on the disk, and what can go")
    successor = translate("ModelsRooms", "When a model is switched off")
    return (
        Room(SHELF, translate("ModelsRooms", "Your models"), shelf),
        Room(GET, translate("ModelsRooms", "Get models"), get),
        Room(STORAGE, translate("ModelsRooms", "Storage"), storage),
        Room(SUCCESSOR, translate("ModelsRooms", "Successor"), successor),
    )


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to other places: the window, the training's page, and the playground's rooms, which it shows."""

    window: Window
    training: "Callable[[], TrainingPage]"
    playground: Callable[[], PlaygroundRooms]


class ModelsRooms(QObject):
    """Builds the place and its rooms, and the dialogs that carry a project with its models."""

    project_wanted = Signal(object)
    """The path of a project that was unpacked."""
    set_up_changed = Signal()
    """Training on this computer was set up, or removed."""

    def __init__(
        self,
        workspace: Workspace,
        background: Background,
        sites: Sites,
        apart: Apart,
        ways: Ways,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ways = ways
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._apart = apart
        self._setup: SetupDialog | None = None
        self.place = TabbedPlace(self.tr("Rooms of the models"))
        builders = (self._build_shelf, self._build_get, self._build_storage, self._build_successor)
        for room, build in zip(rooms(), builders, strict=True):
            self.place.add_room(room, build)

    @property
    def shelf(self) -> "ShelfPage":
        """Return the list of all models."""
        return cast("ShelfPage", self.place.room(SHELF))

    @property
    def successor(self) -> "SuccessionPage":
        """Return the page that finds a successor."""
        return cast("SuccessionPage", self.place.room(SUCCESSOR))

    def pack(self, over: QWidget) -> "PackDialog | None":
        """Pack the open project with its models."""
        from desktop_app.gui.models.pack_dialog import PackDialog  # noqa: PLC0415

        project = self._workspace.project
        if project is None:
            return None
        dialog = PackDialog(project, self._sites.engine, self._background, self._apart, over)
        said = self.tr("The pack is written: {0}")
        dialog.packed.connect(lambda name: self._ways.window.notice(said.format(name)))
        self._workspace.closing.connect(dialog.reject)
        dialog.open()
        return dialog

    def unpack(self, pack: Path, over: QWidget) -> "UnpackDialog | None":
        """Look into a pack, and unpack it where projects are proposed; None where nothing can be written there."""
        from desktop_app.gui.models.unpack_dialog import UnpackDialog  # noqa: PLC0415

        def again() -> None:
            self.unpack(pack, over)

        try:
            folder = paths.projects_dir()
        except Problem as problem:
            self._ways.window.show_problem(problem, again)
            return None
        dialog = UnpackDialog(pack, folder, self._sites.engine, self._background, self._apart, over)
        dialog.project_wanted.connect(self.project_wanted)
        dialog.open()
        return dialog

    def set_up(self) -> "SetupDialog":
        """Show how it stands with training on this computer; one dialog, which goes on while it is closed."""
        from desktop_app.gui.models.setup_dialog import SetupDialog  # noqa: PLC0415

        if self._setup is None:
            self._setup = SetupDialog(self._background, self._sites, self._ways.window)
            self._setup.work_told.connect(self._ways.window.work.piece(self._setup, self.set_up).tell)
            self._setup.told.connect(self._ways.window.notice)
            self._setup.changed.connect(self._on_set_up)
        elif not self._setup.busy:
            self._setup.look()
        self._setup.show()
        self._setup.raise_()
        self._setup.activateWindow()
        return self._setup

    def _on_set_up(self) -> None:
        self.set_up_changed.emit()
        self._ways.training().plan_card.look()

    def _build_shelf(self) -> "ShelfPage":
        from desktop_app.gui.models.shelf_page import ShelfPage  # noqa: PLC0415

        page = ShelfPage(self._background, self._sites, self._workspace)
        page.try_wanted.connect(self._try)
        page.compare_wanted.connect(lambda model: self._ways.playground().compare(model))
        page.training_wanted.connect(lambda job: self._train().show_job(job))
        page.passport_wanted.connect(lambda job: self._train().save_passport(job))
        page.get_wanted.connect(lambda: self.place.choose(GET))
        page.export_wanted.connect(self._export)
        page.successor_wanted.connect(self._find_successor)
        return page

    def _build_get(self) -> "ModelsPage":
        from desktop_app.gui.models.page import ModelsPage  # noqa: PLC0415

        page = ModelsPage(self._background, self._sites, self._workspace)
        page.setup_wanted.connect(self.set_up)
        self.set_up_changed.connect(page.look)
        return page

    def _build_storage(self) -> "StoragePage":
        from desktop_app.gui.models.storage_page import StoragePage  # noqa: PLC0415

        return StoragePage(self._background, self._sites)

    def _build_successor(self) -> "SuccessionPage":
        from desktop_app.gui.models.succession_page import SuccessionPage  # noqa: PLC0415

        page = SuccessionPage(self._background, self._sites, self._workspace)
        page.plan_wanted.connect(lambda plan: self._train().plan(plan))
        page.vote_wanted.connect(lambda number: self._ways.playground().vote(number))
        page.rows_wanted.connect(lambda number: self._ways.playground().show_test(number))
        page.start_wanted.connect(lambda: self._ways.window.go("start"))
        return page

    def _export(self, model: str) -> None:
        from desktop_app.gui.models.export_dialog import ModelExportDialog  # noqa: PLC0415

        over = self.place.window()
        dialog = ModelExportDialog(self._background, self._sites, model, self._workspace.project, over)
        dialog.work_told.connect(self._ways.window.work.piece(dialog, dialog.open).tell)
        dialog.told.connect(self._ways.window.notice)
        dialog.failed.connect(self._ways.window.show_problem)
        dialog.open()

    def _find_successor(self, model: str) -> None:
        self.place.choose(SUCCESSOR)
        self.successor.find_for(model)

    def _train(self) -> "TrainingPage":
        self._ways.window.go("training")
        return self._ways.training()

    def _try(self, voice: Voice) -> None:
        self._ways.playground().try_column(Column(voice, Setting(Sampling())))
