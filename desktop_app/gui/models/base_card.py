"""One base model: what it is, under which licence, what it takes, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.models.parting import Parting
from desktop_app.gui.theme.say import name_said
from desktop_app.gui.theme.spacing import HAIR, LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import memory, number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.fetch_model import FetchModel
from desktop_app.gui.widgets.fetch_words import room
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.keeping import Binned
from desktop_app.providers.local import BaseModel
from desktop_app.work import models
from desktop_app.work.sites import Sites


class BaseCard(QFrame):
    """Shows a base model of this computer, or one to be fetched; removing asks once, in place."""

    changed = Signal()
    """There is another state than the list knew."""

    removed = Signal(str, object)
    """The model's name, and what can be put back of it."""
    waited_for = Signal()
    """It has come, and the keyboard was here meanwhile."""

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._background = background
        self._engine = sites.engine
        self._model: BaseModel | None = None
        self._title = label(size="strong", wrap=True)
        self._facts = label(size="small", tone="muted", wrap=True)
        self._place = Elided()
        self._place.setProperty("letters", "small")
        self._place.setProperty("tone", "muted")
        self._tight = label(size="small", tone="attention", wrap=True)
        self._refusal = Banner("", "problem")
        self.remove = QPushButton(self.tr("Remove…"))
        self.remove.setProperty("look", "quiet")
        self.remove.clicked.connect(lambda: self._ask(asking=True))
        self.parting = Parting()
        self.parting.kept.connect(lambda: self._ask(asking=False))
        self.parting.confirmed.connect(self._on_confirm)
        self.problem = ProblemView()
        self.fetch = FetchModel(background, sites, quiet=True)
        self.fetch.ready.connect(lambda _: self.changed.emit())
        self.fetch.gone.connect(self.changed)
        self.fetch.done.connect(self.waited_for)
        self._arrange()

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(HAIR)
        for words_label in (self._title, self._facts, self._place, self._tight):
            words.addWidget(words_label)
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addLayout(words, 1)
        head.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        box.setSpacing(SMALL)
        box.addLayout(head)
        below: tuple[QWidget, ...] = (self._refusal, self.parting, self.problem, self.fetch)
        for part in below:
            box.addWidget(part)
        self.parting.hide()
        self.problem.hide()

    @property
    def model(self) -> BaseModel | None:
        """Return the model on show."""
        return self._model

    @property
    def lies_here(self) -> bool:
        """Tell whether the model lies on this computer, whether it may be used or not."""
        return self._model is not None and (self._model.ready or bool(self._model.folder))

    def show_model(self, model: BaseModel, most: int) -> None:
        """Show a model as the engine tells it; this computer has `most` bytes of memory."""
        self._model = model
        self._title.setText(name_said(model.title))
        self._facts.setText(self._said(model))
        self._place.set_text(model.folder if model.own else "")
        self._place.setVisible(model.own)
        tight = 0 < most < model.memory and not model.own
        needs = self.tr("A training with it needs about {0} of memory; this computer has {1}.")
        self._tight.setText(needs.format(memory(model.memory), memory(most)))
        self._tight.setVisible(tight)
        self._refusal.tell(model.message, "problem")
        self._refusal.setVisible(self.lies_here and not model.ready)
        self.remove.setVisible(model.removable)
        self.remove.setAccessibleName(self.tr("Remove {0}").format(name_said(model.title)))
        self.fetch.setVisible(not self.lies_here)
        if not self.lies_here:
            self.fetch.show_model(model)

    def _said(self, model: BaseModel) -> str:
        if model.ready:
            state = self.tr("ready on this computer")
        elif model.folder:
            state = self.tr("on this computer, and not used")
        elif model.state == "paused":
            state = self.tr("partly fetched")
        else:
            state = self.tr("not fetched yet")
        about = self.tr("about {0}").format(room(model.bytes))
        takes = "" if not model.bytes else room(model.bytes) if model.folder or model.ready else about
        licence = self.tr("licence: {0}").format(model.licence) if model.licence else ""
        agreed = self.tr("its makers want you to agree to it first") if model.gated and not model.ready else ""
        pace = self.tr("learns about {0} tokens a second here").format(_round(model.pace)) if model.pace else ""
        tools = self.tr("knows tools") if model.tools else ""
        return ", ".join(part for part in (state, takes, licence, agreed, pace, tools) if part)

    def _ask(self, *, asking: bool) -> None:
        self.parting.setVisible(asking)
        self.remove.setEnabled(not asking)
        (self.parting.keep if asking else self.remove).setFocus()
        if asking and self._model is not None:
            self.problem.hide()
            self.parting.ask(self._model)
            self._background.run(
                self,
                models.descendants(self._engine, self._model.id),
                on_done=self.parting.show_descendants,
                on_problem=lambda _: self.parting.show_unknown(),
            )

    def _on_confirm(self) -> None:
        if self._model is None:
            return
        self.parting.hide()
        self._background.run(
            self, models.remove(self._engine, self._model), on_done=self._on_removed, on_problem=self._on_problem
        )

    def _on_removed(self, gone: Binned | None) -> None:
        if self._model is not None and gone is not None:
            self.removed.emit(name_said(self._model.title), [gone])
        self.changed.emit()

    def _on_problem(self, problem: Problem) -> None:
        self.remove.setEnabled(True)
        self.problem.show_problem(problem, lambda: self._ask(asking=True))
        self.problem.show()
        self.problem.take_focus()


def _round(pace: float) -> str:
    """Return a pace in round figures; of a slow one the tenths count."""
    return number(pace, 0 if pace >= 10 else 1)
