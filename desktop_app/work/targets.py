"""What data can be for: the models that can be trained, and how their tokens are counted on this computer."""

from desktop_app.core.problem import Problem
from desktop_app.core.target import Target
from desktop_app.settings import paths
from desktop_app.tokens.counting import Counter, Places, counter


def counter_of(target: Target) -> Counter:
    """Return the counter of a target's tokens; loading it takes up to a second the first time."""
    return counter(target, places())


def places() -> Places:
    """Return where the vocabularies and the open models of this computer lie."""
    return Places(paths.resource("tiktoken"), paths.engine_dir() / "models")


def target_of(name: str) -> Target:
    """Return the target with this id; raise Problem("target_unknown") for one that is not in the list."""
    raise Problem("target_unknown", target=name)
