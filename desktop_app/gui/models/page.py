"""The models page: base models to be had, and the models that were trained on this computer."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.tuned_row import TunedRow
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.fetch_model import FetchModel
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.workspace import Workspace
from desktop_app.providers.local import BaseModel, LocalEngine
from desktop_app.providers.models import Model
from desktop_app.work import models

Found = tuple[list[BaseModel], list[Model]]


async def _look(engine: LocalEngine) -> Found:
    """Return the base models to be had and the tuned ones that are here."""
    return await engine.base_models(), await models.tuned(engine)


async def _delete(engine: LocalEngine, model_id: str) -> Found:
    """Delete a tuned model and return what is left."""
    await models.delete(engine, model_id)
    return await _look(engine)


class ModelsPage(Page):
    """Lists what can be trained and what can be asked on this computer."""

    compare_wanted = Signal(str)

    def __init__(
        self, background: Background, engine: LocalEngine, workspace: Workspace, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Models"), self.tr("The models on this computer: those to learn from, and your own."))
        self._background = background
        self._engine = engine
        self._workspace = workspace
        self._looking: Task | None = None
        self._again = False
        self._known: Found | None = None
        self._bases = QVBoxLayout()
        self._tuned = QVBoxLayout()
        self._none = label(
            self.tr("No model has been trained here yet. Once one is, you can compare or delete it here."),
            tone="muted",
            wrap=True,
        )
        self._trouble = ProblemView()
        self._trouble.hide()
        self._none.hide()  # until it is known to be true
        self.set_content(self._body(), scrolls=True)
        workspace.changed.connect(self._on_changed)

    def _body(self) -> QWidget:
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(MEDIUM)
        self._bases.setSpacing(MEDIUM)
        self._tuned.setSpacing(SMALL)
        box.addWidget(self._trouble)
        box.addWidget(label(self.tr("Base models"), size="heading"))
        box.addLayout(self._bases)
        box.addSpacing(LARGE)
        box.addWidget(label(self.tr("Your tuned models"), size="heading"))
        box.addWidget(self._none)
        box.addLayout(self._tuned)
        box.addStretch(1)
        return body

    @property
    def rows(self) -> list[TunedRow]:
        """Return the rows of the tuned models, the newest first."""
        items = (self._tuned.itemAt(n) for n in range(self._tuned.count()))
        found = (item.widget() for item in items if item is not None)
        return [row for row in found if isinstance(row, TunedRow)]

    def showEvent(self, event: QShowEvent) -> None:
        """Look what there is now."""
        super().showEvent(event)
        self._look_afresh()

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
            self, _look(self._engine), on_done=self._on_found, on_problem=self._on_problem, on_end=self._on_looked
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

    def _on_found(self, found: Found) -> None:
        if found != self._known:
            bases, tuned = found
            if self._known is None or bases != self._known[0]:
                self._draw_bases(bases)
            self._draw_tuned(tuned)
            self._known = found
        self.show_content()

    def _draw_bases(self, bases: list[BaseModel]) -> None:
        _empty(self._bases)
        for model in bases:
            self._bases.addWidget(self._base_card(model))

    def _base_card(self, model: BaseModel) -> QFrame:
        card = QFrame()
        card.setProperty("surface", "card")
        box = QVBoxLayout(card)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        box.setSpacing(SMALL)
        box.addWidget(label(model.title, size="strong", wrap=True))
        facts = [part for part in (size(model.bytes) if model.bytes else "", model.licence) if part]
        state = self.tr("ready on this computer") if model.ready else self.tr("not fetched yet")
        box.addWidget(label(", ".join([state, *facts]), size="small", tone="muted", wrap=True))
        if not model.ready:
            fetch = FetchModel(self._background, self._engine)
            box.addWidget(fetch)
            fetch.ready.connect(lambda _: self.look())
            fetch.show_model(model)
        return card

    def _draw_tuned(self, tuned: list[Model]) -> None:
        _empty(self._tuned)
        for model in tuned:
            row = TunedRow(model)
            row.compare_wanted.connect(self.compare_wanted)
            row.delete_wanted.connect(self._delete)
            self._tuned.addWidget(row)
        self._none.setVisible(not tuned)

    def _delete(self, model_id: str) -> None:
        self._trouble.hide()
        self._background.run(
            self, _delete(self._engine, model_id), on_done=self._on_deleted, on_problem=self._on_problem
        )

    def _on_deleted(self, found: Found) -> None:
        """Show what is left, with the keyboard on it."""
        self._on_found(found)
        if self.rows:
            self.rows[0].compare.setFocus()


def _empty(layout: QVBoxLayout) -> None:
    """Take every widget out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
