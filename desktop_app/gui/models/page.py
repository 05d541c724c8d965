"""Base models: those on this computer, those to be had, and bringing another one."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.adding import Adding
from desktop_app.gui.models.base_list import BaseList
from desktop_app.gui.models.undo_banner import UndoBanner
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.hub_key import HubKey
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.workspace import Workspace
from desktop_app.providers.hub import Storage
from desktop_app.work import models
from desktop_app.work.models import Shelf
from desktop_app.work.sites import Sites


class ModelsPage(Page):
    """Lists the base models of this computer and those that can be fetched."""

    removed = Signal()
    """A base model went into the bin, or came back from there."""
    setup_wanted = Signal()
    """Training is to be set up on this computer."""

    def __init__(
        self, background: Background, sites: Sites, workspace: Workspace, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(
            self.tr("Get models"), self.tr("Open models that yours are made from: fetched once, then yours.")
        )
        self._background = background
        self._sites = sites
        self._workspace = workspace
        self._looking: Task | None = None
        self._again = False
        self._known: Shelf | None = None
        self._here = BaseList(background, sites)
        self._to_fetch = BaseList(background, sites)
        self.adding = Adding(background, sites)
        self.adding.added.connect(self.look)
        self.undo = UndoBanner(background, sites)
        self.undo.back.connect(self._on_back)
        for part in (self._here, self._to_fetch):
            part.changed.connect(self.look)
            part.removed.connect(self._on_removed)
            part.drawn.connect(self._order)
        self._waited = ""
        self._to_fetch.waited_for.connect(self._on_waited)
        self._fold = Fold(self.tr("Hub token"), HubKey(background, sites.reach))
        self._trouble = ProblemView()
        self._trouble.hide()
        self.set_content(self._body(), scrolls=True)
        self.setAcceptDrops(True)
        workspace.changed.connect(self._on_changed)

    def _body(self) -> QWidget:
        body = QWidget()
        self._storage = label(size="small", tone="muted", wrap=True)
        self.unset = Banner(
            self.tr("Training is not set up on this computer, so models can be fetched, trained and asked only later."),
            "attention",
        )
        self.unset.set_button(self.tr("Set up training on this computer…"), self.setup_wanted.emit)
        self.unset.hide()
        self._no_base = label(self.tr("None is here yet. The starter model is the one to begin with."), wrap=True)
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(self.undo)
        box.addWidget(self.unset)
        box.addWidget(self._trouble)
        box.addWidget(label(self.tr("Base models on this computer"), size="heading"))
        box.addWidget(self._storage)
        box.addWidget(self._no_base)
        box.addWidget(self._here)
        box.addSpacing(LARGE)
        box.addWidget(label(self.tr("More base models"), size="heading"))
        once = self.tr("A model is fetched once over the internet; after that no connection is needed.")
        box.addWidget(label(once, tone="muted", wrap=True))
        box.addWidget(self._to_fetch)
        box.addWidget(self.adding)
        box.addWidget(self._fold)
        box.addStretch(1)
        return body

    def showEvent(self, event: QShowEvent) -> None:
        """Look what there is now."""
        super().showEvent(event)
        self._look_afresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a folder or a GGUF file; anything else is for the window."""
        if self.state == "content" and _model_in(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Use the model that was dropped."""
        path = _model_in(event)
        if path is not None:
            event.acceptProposedAction()
            self.adding.take_in(path)

    def look(self) -> None:
        """Ask the engine which models there are; what is known stays on the screen meanwhile."""
        if self._looking is not None:
            self._again = True
            return
        if self._known is None:
            sentence = self.tr(
                "Looking which models are on this computer. The first start of the engine can take a minute."
            )
            self.show_busy(sentence, None)
        self._looking = self._background.run(
            self,
            models.shelf(self._sites.engine),
            on_done=self._on_found,
            on_problem=self._on_problem,
            on_end=self._on_looked,
        )

    def _look_afresh(self) -> None:
        """Look, and leave behind what went wrong before."""
        self._trouble.hide()
        self.look()

    def _on_changed(self, change: Change) -> None:
        if change.jobs and self.isVisible():
            self.look()

    def _on_looked(self) -> None:
        self._looking = None
        if self._again:
            self._again = False
            self.look()

    def _on_problem(self, problem: Problem) -> None:
        """Say what went wrong; lists that are known stay on the screen below it."""
        if self._known is None:
            self.show_problem(problem, self.look)
        else:
            self._trouble.show_problem(problem, self._look_afresh)
            self._trouble.show()

    def _on_found(self, found: Shelf) -> None:
        room = found.hardware.memory
        here = [model for model in found.bases if model.ready or model.folder]
        self._here.show_models(here, room)
        self._no_base.setVisible(not here)
        others = sorted((model for model in found.bases if model not in here), key=lambda model: model.listed)
        self._to_fetch.show_models(others, room)  # what the user has named stands before our own list
        self._storage.setText(_said_of(found.storage))
        self.unset.setVisible(not found.hardware.engine_installed)
        self._known = found
        self.show_content()
        if self._here.take_focus(self._waited):
            self._waited = ""

    def _on_waited(self, model_id: str) -> None:
        """Remember where the keyboard belongs when the model stands among those that are here."""
        self._waited = model_id

    def _order(self) -> None:
        """Let Tab walk down the page as it stands: parts that were made later would come last."""
        holders = [*self._here.cards, *self._to_fetch.cards, self.adding, self._fold]
        way = [part for holder in holders for part in holder.findChildren(QWidget) if _takes_tab(part)]
        for first, second in pairwise(way):
            self.setTabOrder(first, second)

    def _on_removed(self, name: str, items: object) -> None:
        """Offer to put back what was removed, with the keyboard on that."""
        if isinstance(items, list):
            self.undo.offer(name, items)
            self.undo.button.setFocus()
        self.removed.emit()

    def _on_back(self) -> None:
        self.look()
        self.removed.emit()


def _said_of(storage: Storage) -> str:
    translate = QCoreApplication.translate
    words = translate("ModelsPage", "Models take {0} on this computer, trainings {1}, other files {2}; {3} are free.")
    amounts = (storage.models, storage.jobs, storage.files + storage.other, storage.free)
    return words.format(*(size(amount) for amount in amounts))


def _model_in(event: QDropEvent) -> str | None:
    """Return the path of what could be a model, where one thing alone is carried."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return str(path) if path is not None and (path.is_dir() or path.suffix.lower() == ".gguf") else None


def _takes_tab(part: QWidget) -> bool:
    return bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
