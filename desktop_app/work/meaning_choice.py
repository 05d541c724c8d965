"""By which model a project's rows were read last, and which of their texts: kept in the project."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.meaning import Aspect, Embedder
from desktop_app.store import vectors
from desktop_app.store.project import Project

if TYPE_CHECKING:
    from concurrent.futures import Future

_KEY = "meaning"


@dataclass(frozen=True, slots=True)
class Choice:
    """A model and what it reads of each row."""

    embedder: Embedder
    aspect: Aspect


def chosen(project: Project) -> Choice | None:
    """Return what was chosen, where that model's vectors are there; None where nothing was read."""
    with project.reading() as connection:
        there = [each.embedder for each in vectors.kept(connection)]
    kept = _kept(project.settings().get(_KEY, ""))
    if kept is not None and kept.embedder in there:
        return kept
    return Choice(there[0], Aspect.BOTH) if there else None


def wished(project: Project) -> Choice | None:
    """Return what was chosen last, whether anything was read by it or not."""
    return _kept(project.settings().get(_KEY, ""))


def choose(project: Project, choice: Choice) -> "Future[None]":
    """Remember a choice; this is no step of the history. The future ends when it is on disk."""
    told = {"site": choice.embedder.site, "model": choice.embedder.model, "aspect": choice.aspect.value}
    return project.set_setting(_KEY, json.dumps(told))


def _kept(told: str) -> Choice | None:
    try:
        found = json.loads(told)
        return Choice(Embedder(str(found["site"]), str(found["model"])), Aspect(found["aspect"]))
    except (ValueError, KeyError, TypeError):
        return None
