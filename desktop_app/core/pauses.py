"""How long a training was paused, by what its story says."""

from collections.abc import Iterable

from desktop_app.core.happenings import in_words

_PAUSED = "happened.paused"
_GOES_ON = frozenset({"happened.resumed", "happened.went_on", "happened.started", "happened.interrupted"})


def is_turn(message: str) -> bool:
    """Tell whether a line of the story begins or ends a pause."""
    said = in_words(message)
    return said is not None and (said.key == _PAUSED or said.key in _GOES_ON)


def paused_seconds(turns: Iterable[tuple[float, str]], end: float) -> float:
    """Return for how many seconds a training stood still up to its `end`.

    `turns` are times (in seconds since 1970) and lines of its story, in any order; a line may come twice.
    """
    total, since = 0.0, None
    for time, message in sorted(set(turns)):
        said = in_words(message)
        if said is None or time > end:
            continue
        if said.key == _PAUSED:
            since = time if since is None else since
        elif since is not None and said.key in _GOES_ON:
            total += time - since
            since = None
    return total + (end - since if since is not None else 0.0)
