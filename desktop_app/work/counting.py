"""How the tokens of data are counted on this computer."""

from desktop_app.core.target import Target
from desktop_app.settings import paths
from desktop_app.tokens.counting import Counter, Places, counter


def counter_of(target: Target) -> Counter:
    """Return the counter of a target's tokens; loading it takes up to a second the first time."""
    return counter(target, places())


def places() -> Places:
    """Return where the vocabularies and the open models of this computer lie."""
    return Places(paths.resource("tiktoken"), paths.engine_dir() / "models")
