"""Which models can be asked, and which pair is compared at first."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.core.job import Job
from desktop_app.gui.widgets.model_name import base_of
from desktop_app.providers.local import LocalEngine
from desktop_app.work import models


@dataclass(frozen=True, slots=True)
class Choice:
    """The models that can be asked by id: base models that are here, then tuned ones, the newest first."""

    bases: tuple[str, ...]
    tuned: tuple[str, ...]

    @property
    def all(self) -> list[str]:
        """Return every model, the tuned ones first."""
        return [*self.tuned, *self.bases]


async def look(engine: LocalEngine) -> Choice:
    """Return the models of this computer."""
    bases = [model.id for model in await engine.base_models() if model.ready]
    tuned = [model.id for model in await models.tuned(engine)]
    return Choice(tuple(bases), tuple(tuned))


def first_pair(choice: Choice, jobs: Sequence[Job], wanted: str) -> tuple[str, str]:
    """Return base and tuned model: the wanted one if it is there, else the project's newest, else the newest."""
    own = [job.tuned_model for job in jobs if job.tuned_model in choice.tuned]
    whole = [model for model in choice.tuned if ":ckpt-" not in model]
    candidates = [wanted] if wanted in choice.tuned else []
    tuned = str(next(iter([*candidates, *own, *whole, *choice.tuned]), ""))
    base = base_of(tuned)
    return (base if base in choice.bases else next(iter(choice.bases), ""), tuned)
