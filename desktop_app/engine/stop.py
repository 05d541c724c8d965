"""From tokens to text that may be shown: whole characters only, and never a part of a stop sequence."""

from collections.abc import Callable, Sequence

Decode = Callable[[Sequence[int]], str]
_HALF_CHARACTER = "\N{REPLACEMENT CHARACTER}"


class TextStream:
    """Turns tokens into text as they come, and waits where a character needs more tokens."""

    def __init__(self, decode: Decode) -> None:
        self._decode = decode
        self._ids: list[int] = []
        self._start = 0
        self._shown = 0

    def push(self, token: int) -> str:
        """Return the text that has become certain with this token."""
        self._ids.append(token)
        return self._new(waiting=True)

    def flush(self) -> str:
        """Return what is left at the end, whole or not."""
        return self._new(waiting=False)

    def _new(self, *, waiting: bool) -> str:
        # Decoded together with the tokens before it, because some tokenizers join or drop spaces between tokens.
        before = self._decode(self._ids[self._start : self._shown])
        text = self._decode(self._ids[self._start :])
        if len(text) <= len(before) or (waiting and text.endswith(_HALF_CHARACTER)):
            return ""
        self._start, self._shown = self._shown, len(self._ids)
        return text[len(before) :]


class StopWatch:
    """Holds back text that may be the beginning of a stop sequence."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stops)
        self._held = ""
        self.stopped = False

    def push(self, text: str) -> str:
        """Return the text that may be shown now; after a stop sequence `stopped` is true."""
        self._held += text
        places = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if places:
            self.stopped = True
            shown, self._held = self._held[: min(places)], ""
            return shown
        keep = max((self._overlap(stop) for stop in self._stops), default=0)
        cut = len(self._held) - keep
        shown, self._held = self._held[:cut], self._held[cut:]
        return shown

    def flush(self) -> str:
        """Return what was held back, when no more text comes."""
        shown, self._held = self._held, ""
        return shown

    def _overlap(self, stop: str) -> int:
        longest = min(len(stop) - 1, len(self._held))
        return next((size for size in range(longest, 0, -1) if self._held.endswith(stop[:size])), 0)
