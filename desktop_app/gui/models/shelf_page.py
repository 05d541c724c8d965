"""All models one can call or has called, in one list: those of this computer at once, of a provider when asked."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop_app.core.change import Change
from desktop_app.core.job import HERE
from desktop_app.core.problem import Problem
from desktop_app.core.remote_file import RemoteFile
from desktop_app.gui.background import Background
from desktop_app.gui.models import shelf_words as words
from desktop_app.gui.models.place_buttons import PlaceButtons
from desktop_app.gui.models.shelf_details import ShelfDetails
from desktop_app.gui.models.shelf_list import Group, ShelfList
from desktop_app.gui.models.shelf_look import ShelfLook
from desktop_app.gui.models.undo_banner import UndoBanner
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.workspace import Workspace
from desktop_app.providers.keeping import Binned
from desktop_app.settings.model_names import Called
from desktop_app.work import all_models, forget_model
from desktop_app.work.all_models import Known
from desktop_app.work.sites import Site, Sites

_MOST_LINES, _FEWEST_LINES = 14, 6


class ShelfPage(Page):
    """Lists the models; what is chosen stands below the list with what can be done with it."""

    try_wanted = Signal(object)
    """A Voice that is to be tried in the playground."""
    compare_wanted = Signal(str)
    training_wanted = Signal(str)
    passport_wanted = Signal(str)
    export_wanted = Signal(str)
    successor_wanted = Signal(str)
    get_wanted = Signal()
    """There is no model yet, and somebody wants one."""

    def __init__(
        self, background: Background, sites: Sites, workspace: Workspace, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Your models"), self.tr("Every model you can call, and those only answers are left of."))
        self._background = background
        self._sites = sites
        self._workspace = workspace
        self._look = ShelfLook(background, sites, workspace, self)
        self._wanted: tuple[str, str] | None = None
        self.list = ShelfList()
        self.details = ShelfDetails()
        self.undo = UndoBanner(background, sites)
        self.trouble = ProblemView()
        self.trouble.hide()
        self.search = QLineEdit()
        self.group = Menu(16)
        self.places = PlaceButtons(sites, self._look)
        self.set_content(self._body(), scrolls=True)
        self._connect()

    def _body(self) -> QWidget:
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search models"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 24)
        self.group.setAccessibleName(self.tr("Group by"))
        for by, text in (
            (Group.ORIGIN, self.tr("Grouped by origin")),
            (Group.PLACE, self.tr("Grouped by place")),
            (Group.BASE, self.tr("Grouped by base model")),
            (Group.NONE, self.tr("Not grouped")),
        ):
            self.group.addItem(text, by.value)
        bar = QWidget()
        flow = FlowLayout(bar)
        flow.addWidget(self.search)
        flow.addWidget(self.group)
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(MEDIUM)
        for part in (self.undo, self.trouble, bar, self.places, self.list, self.details):
            box.addWidget(part)
        box.addStretch(1)
        return body

    def _connect(self) -> None:
        details = self.details
        self.list.chosen.connect(details.show_model)
        self.list.activated.connect(lambda _: details.button("try").click())
        self.search.textChanged.connect(self.list.search)
        self.group.currentIndexChanged.connect(lambda _: self.list.group(Group(self.group.currentData())))
        details.try_wanted.connect(lambda one: self.try_wanted.emit(one.voice))
        for name in ("compare", "training", "passport", "export", "successor"):
            getattr(details, f"{name}_wanted").connect(getattr(self, f"{name}_wanted"))
        self._look.changed.connect(self._draw)
        self._look.failed.connect(self._on_failed)
        self.places.pressed.connect(self._on_place)
        details.called.connect(self._call)
        details.question_asked.connect(self._look_up)
        details.delete_wanted.connect(self._delete)
        self.undo.back.connect(self.look)
        self._workspace.opened.connect(self._on_project)
        self._workspace.closed.connect(self._on_project)
        self._workspace.changed.connect(self._on_changed)
        for keys, act in (("F2", details.rename), ("Delete", details.ask)):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search.setFocus)

    @property
    def looking(self) -> bool:
        """Tell whether some place is still to answer."""
        return self._look.busy

    def showEvent(self, event: QShowEvent) -> None:
        """Look what there is now."""
        super().showEvent(event)
        self.places.draw()
        self.look()

    def look(self) -> None:
        """Ask this computer which models there are; what is known stays on the screen meanwhile."""
        if not self._look.loaded:
            said = self.tr("Looking which models there are. The first start of the engine can take a minute.")
            self.show_busy(said, None)
        self.trouble.hide()
        self._look.look()

    def show_model(self, model: str) -> None:
        """Choose a model by its name, as soon as it is known."""
        found = next((one for one in self._look.known if one.model == model), None)
        self._wanted = found.key if found is not None else None

    def deleted(self, name: str, items: Sequence[Binned]) -> None:
        """Say that something was deleted, and offer to put it back."""
        self.undo.offer(name, items)

    def _on_failed(self, place: str, problem: Problem) -> None:
        self.trouble.show_problem(problem, self.look if place in ("", HERE) else partial(self._ask_again, place))
        self.trouble.show()

    def _ask_again(self, place: str) -> None:
        self.trouble.hide()
        self._look.ask(place)

    def _on_place(self, site: Site) -> None:
        self.trouble.hide()
        self._look.turn(site)

    def _draw(self) -> None:
        self.places.draw()
        if not self._look.loaded:
            return
        known = self._look.known
        if known != self.list.models:
            self.list.show_models(known)
        if self._wanted is not None and self.list.choose(self._wanted):
            self._wanted = None
        lines = min(_MOST_LINES, max(_FEWEST_LINES, len(known) + 4))
        height = max(self.list.sizeHintForRow(0), self.fontMetrics().height())
        self.list.setFixedHeight(height * lines + self.list.header().sizeHint().height())
        if known or self.places.buttons or not self.trouble.isHidden():
            self.show_content()
        else:
            said = self.tr("There is no model yet. Fetch the starter model, and train your own from it.")
            self.show_empty("box", said, self.tr("Get a model"), self.get_wanted.emit)

    def _on_project(self) -> None:
        self._look.forget_project()
        if self.isVisible():
            self.look()

    def _on_changed(self, change: Change) -> None:
        if change.jobs and self.isVisible():
            self.look()

    def _call(self, one: Known, called: Called) -> None:
        self._background.run(self, all_models.call(one, called), on_done=lambda _: self.look(), on_problem=self._say)

    def _look_up(self, one: Known) -> None:
        farewell = self.details.farewell
        self._background.run(
            farewell,  # with the question its answer loses its listener
            forget_model.loss(self._sites, one.site, one.model, self._workspace.project),
            on_done=farewell.show_loss,
            on_problem=lambda _: farewell.show_unknown(),
        )

    def _delete(self, one: Known, files: Sequence[RemoteFile]) -> None:
        self._background.run(
            self,
            forget_model.forget(self._sites, one.site, one.model, files),
            on_done=lambda items: self._on_deleted(one, items),
            on_problem=self._on_not_deleted,
        )

    def _on_deleted(self, one: Known, items: list[Binned]) -> None:
        """Say what is gone, with the keyboard on what brings it back, and look what is left."""
        self.undo.offer(words.title(one), items)
        (self.undo.button if items else self.list).setFocus()
        self._look.ask(one.site)

    def _on_not_deleted(self, problem: Problem) -> None:
        """Say what went wrong, and look what is there now: the model may be gone all the same."""
        self._say(problem)
        one = self.details.known
        self._look.ask(one.site if one is not None else HERE)

    def _say(self, problem: Problem) -> None:
        self.trouble.show_problem(problem, self.look)
        self.trouble.show()
