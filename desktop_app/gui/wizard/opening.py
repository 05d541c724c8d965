"""The beginning of a wizard: the file is looked at, and the answers are filled in from wherever they are known."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errand import Errand, Recipe
from desktop_app.core.left import Left, waiting
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.problem import Problem
from desktop_app.core.reading import Found, Reading
from desktop_app.core.wizard import Step, Wizard, reading_of, resumed, to_recipe, with_recipe
from desktop_app.gui.wizard.intake import Intake
from desktop_app.work import recipes
from desktop_app.work.intake import Look

if TYPE_CHECKING:
    from desktop_app.gui.background import Background, Task

LOOKED_AT = 200
"""So many records of the file are on show."""

T = TypeVar("T")


class Opening(QObject):
    """Looks at a file and says `begun` once with it, or `refused` with a Problem."""

    begun = Signal(object, object, bool)
    """A Look, the Wizard to begin with, and whether its answers are those of last time."""
    refused = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._errand = Errand()
        self._intake: Intake | None = None
        self._task: Task | None = None
        self.refused.connect(self._on_refused)
        self.looking = False
        """Whether the file is being looked at for the first time: nothing could be answered yet."""
        self.plain = Wizard.start(Found("", Reading(), ()))
        """The answers nobody has given yet: the likeliest ones."""

    def open(self, errand: Errand, intake: Intake) -> None:
        """Look at the file."""
        self.stop()
        self.looking = True
        self._errand, self._intake = errand, intake
        reading = Reading() if errand.recipe is None else reading_of(errand.recipe)
        self._look(reading, self._on_looked, self.refused.emit)

    def prepare(
        self, background: "Background", preparing: Coroutine[Any, Any, Intake], on_done: Callable[[Intake], None]
    ) -> None:
        """Wait for what the file is to be looked at with; a Problem is `refused`."""
        self.stop()
        self.looking = True
        self._task = background.run(self, preparing, on_done=on_done, on_problem=self.refused.emit)

    def open_afresh(self) -> None:
        """Look at the same file once more, without the answers of last time."""
        self._look(Reading(), lambda look: self._say(look, self._likeliest(look)), self.refused.emit)

    def left_of(self, errand: Errand, wizard: Wizard | None) -> Left | None:
        """Return what is to be gone on with when a file is let go of: its answers and what comes then, or nothing.

        A file of which nobody answered anything is not, unless it waited; those behind it are.
        """
        if errand.own:  # its rows are where they belong
            return waiting(errand.then)
        recipe = errand.recipe if wizard is None else None
        if wizard is not None and wizard.answer(step=Step.READ) != self.plain:
            recipe = to_recipe(wizard)
        if recipe is None and not errand.waited:
            return waiting(errand.then)
        return errand.left(recipe)

    def stop(self) -> None:
        """Stop looking; nothing will be said."""
        self.looking = False
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _look(self, reading: Reading, on_done: Callable[[Look], None], on_problem: Callable[[Problem], None]) -> None:
        if self._intake is None:
            return

        def answered(handle: Callable[[T], None], answer: T) -> None:
            self._task = None
            handle(answer)

        looking = self._intake.draft.look(self._errand.path, reading, LOOKED_AT)
        task = self._intake.background.run(
            self, looking, on_done=partial(answered, on_done), on_problem=partial(answered, on_problem)
        )
        task.ended.connect(lambda: self._on_end(task))
        self._task = task

    def _on_looked(self, look: Look) -> None:
        """Begin where this file was left, with the answers of last time, or with the likeliest ones."""
        self.plain = self._likeliest(look, self._errand.mapping).answer(skipped=self._errand.skipped)
        if self._errand.recipe is not None:
            wizard = resumed(self.plain, self._errand.recipe)
            self._say(look, wizard.answer(reading=reading_of(self._errand.recipe)))
        elif self._errand.mapping is not None or self._errand.own or self._intake is None:
            self._say(look, self.plain)
        else:
            asking = recipes.recipe(look.found.columns)
            self._task = self._intake.background.run(self, asking, on_done=lambda recipe: self._fill_in(look, recipe))

    def _likeliest(self, look: Look, mapping: ColumnMapping | None = None) -> Wizard:
        """Return the likeliest answers, for a model that can learn from such rows."""
        wizard = Wizard.start(look.found, mapping)
        wizard = wizard.answer(target=look.target) if look.target is not None else wizard
        return wizard if self._intake is None else wizard.aimed(self._intake.targets)

    def _fill_in(self, look: Look, recipe: Recipe | None) -> None:
        """Fill in the answers of last time, if there are any that fit."""
        plain = self.plain
        wizard = with_recipe(plain, recipe) if recipe is not None else plain
        if wizard.reading == Reading():
            self._say(look, wizard, remembered=wizard != plain)
        else:  # last time the file was read in another way than we would; this one may be as well
            self._look(
                wizard.reading,
                lambda other: self._say(other, wizard.found_anew(other.found), remembered=True),
                lambda _: self._say(look, plain),
            )

    def _on_end(self, task: "Task") -> None:
        """Say something even after a fault nobody foresaw, so that the page does not wait for ever."""
        if task is self._task:
            self._task = None
            self.refused.emit(Problem("worker_gone"))

    def _say(self, look: Look, wizard: Wizard, *, remembered: bool = False) -> None:
        self._task = None
        self.looking = False
        self.begun.emit(look, wizard, remembered)

    def _on_refused(self) -> None:
        self.looking = False
