"""What one answer says: its tokens as text that may be shown, and with it how likely each token was."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_app.engine.stop import Decode, StopWatch, TextStream


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of text, and the places in `notes` (number of the token, where its text begins) that belong to it."""

    text: str = ""
    notes: tuple[tuple[int, int], ...] = ()

    def __add__(self, other: "Said") -> "Said":
        return Said(self.text + other.text, self.notes + other.notes)


@dataclass(slots=True)
class Speech:
    """Text for tokens, whole characters only, that ends before a stop sequence; a token is told with its text."""

    decode: Decode
    stops: Sequence[str]
    finished: str | None = None
    made: int = 0
    _text: TextStream = field(init=False)
    _watch: StopWatch = field(init=False)
    _seen: int = 0
    _shown: int = 0
    _waiting: deque[tuple[int, int, int]] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self._text = TextStream(self.decode)
        self._watch = StopWatch(self.stops)

    def push(self, token: int, room: int) -> Said:
        """Take one token of at most `room`; sets `finished` where a stop sequence is complete or the room is used."""
        self.made += 1
        text = self._text.push(token)
        self._waiting.append((self._seen, self._seen + len(text), self.made - 1))
        self._seen += len(text)
        said = self._shown_now(self._watch.push(text))
        if self.made >= room and self.finished is None:
            self.finished = "length"
            said += self._rest()
        return said

    def end(self) -> Said:
        """Return what was held back, when the model itself has ended the answer."""
        self.finished = "stop"
        return self._rest()

    def _rest(self) -> Said:
        text = self._text.flush()
        self._seen += len(text)
        said = self._shown_now(self._watch.push(text))
        if self._watch.stopped:
            return said
        self._shown += len(held := self._watch.flush())
        notes = tuple((number, start) for start, _, number in self._waiting)
        self._waiting.clear()
        return said + Said(held, notes)

    def _shown_now(self, text: str) -> Said:
        self._shown += len(text)
        if self._watch.stopped:
            self.finished = "stop"
        notes = []
        # Of a token that a stop sequence cuts in two, a part is shown, so it is told.
        while self._waiting and (
            self._waiting[0][1] <= self._shown or (self._watch.stopped and self._waiting[0][0] < self._shown)
        ):
            start, _, number = self._waiting.popleft()
            if not self._watch.stopped or start < self._shown:
                notes.append((number, start))
        return Said(text, tuple(notes))
