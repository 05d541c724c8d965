"""The models one can choose from, as they become known, and which are compared at first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desktop_app.core.batch import Voice
from desktop_app.core.job import HERE, Job
from desktop_app.gui.widgets.model_name import base_of
from desktop_app.providers.endings import Ending
from desktop_app.work.sites import Site
from desktop_app.work.voices import Heard, Offered


@dataclass(frozen=True, slots=True)
class Choices:
    """What was heard from each place so far, this computer first."""

    heard: tuple[Heard, ...] = field(default=())

    def with_place(self, heard: Heard) -> "Choices":
        """Return the choices with what one place says now in the stead of what it said before."""
        kept = {each.site.id: each for each in (*self.heard, heard)}
        return Choices(tuple(sorted(kept.values(), key=lambda each: not each.site.here)))

    def at(self, sites: Iterable[Site]) -> "Choices":
        """Return the choices without what was heard from places that are no more among these."""
        there = {site.id for site in sites}
        return Choices(tuple(each for each in self.heard if each.site.id in there))

    @property
    def all(self) -> list[tuple[Site, Offered]]:
        """Return every model with its place, the tuned ones of all places first."""
        pairs = [(each.site, one) for each in self.heard for one in each.offered]
        return sorted(pairs, key=lambda pair: not pair[1].tuned)

    @property
    def voices(self) -> list[Voice]:
        """Return every model that can be asked."""
        return [offered.voice for _, offered in self.all]

    def find(self, site: str, model: str) -> Voice | None:
        """Return a model by its place ("" for any) and its id; None where it is not offered."""
        return next((voice for voice in self.voices if voice.model == model and site in ("", voice.site)), None)

    def offered(self, voice: Voice) -> tuple[Site, Offered] | None:
        """Return a model with its place as it is offered; None where it is not."""
        return next((pair for pair in self.all if pair[1].voice == voice), None)

    def ending(self, voice: Voice) -> Ending | None:
        """Return when a model is switched off; None for one of which nobody knows an end."""
        found = self.offered(voice)
        return found[1].ending if found is not None else None

    def context(self, voice: Voice) -> int | None:
        """Return how many tokens a model reads at once; None where nobody knows."""
        return next((offered.context for _, offered in self.all if offered.voice == voice), None)


def first_voices(choices: Choices, jobs: Sequence[Job], wanted: tuple[str, str] | None) -> list[Voice]:
    """Return base and tuned model: of the wanted one if it is there, else of the project's newest, else the newest.

    `jobs` are the project's, the newest first; `wanted` is a place and a model's id. Without any tuned model it is the
    first model there is.
    """
    tuned = [offered.voice for _, offered in choices.all if offered.tuned]
    candidates = [choices.find(*wanted)] if wanted else []
    candidates += [choices.find(job.provider, job.tuned_model) for job in jobs if job.tuned_model]
    candidates += [*(voice for voice in tuned if voice.site == HERE and ":ckpt-" not in voice.model), *tuned]
    chosen = next((voice for voice in candidates if voice is not None), None)
    if chosen is None:
        return choices.voices[:1]
    base = choices.find(chosen.site, base_of(chosen.model))
    if base is None and chosen.site == HERE:
        base = next((one.voice for site, one in choices.all if site.here and not one.tuned), None)
    return [chosen] if base is None else [base, chosen]
