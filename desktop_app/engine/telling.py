"""The answering worker's news: each row's text and likely tokens, and each request's end with the count of tokens."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from desktop_app.engine.speech import Said
from desktop_app.engine.token_text import TokenBytes

if TYPE_CHECKING:
    from desktop_app.engine.decode import Row
    from desktop_app.engine.sampling import Likely

Tell = Callable[[dict[str, Any]], None]


class RefusalError(Exception):
    """Why one request cannot be answered: status, sentence, code and parameter."""


class Teller:
    """Tells what the rows say; requests are known from their first row to their last."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._left: Counter[str] = Counter()
        self._made: Counter[str] = Counter()
        self._read: Counter[str] = Counter()

    @property
    def open(self) -> frozenset[str]:
        """The requests that are being answered."""
        return frozenset(self._left)

    def begin(self, rows: Iterable["Row"], words: TokenBytes) -> None:
        """Take in rows whose prompts have been read; where asked, the prompt itself is told first."""
        for row in rows:
            self._left[row.request] += 1
            # The choices of one prompt share its tokens; they are counted once.
            self._read[row.request] += len(row.prompt) if row.is_first_choice else 0
            if row.echo is not None:
                self._echo(row, words)

    def say(self, row: "Row", said: Said, words: TokenBytes) -> None:
        """Tell what a row has said, and its end if that was all."""
        if said.text or (said.notes and row.top is not None):
            news: dict[str, Any] = {"id": row.request, "event": "text", "index": row.index, "text": said.text}
            if row.top is not None:
                news["tokens"] = [_token(row.about[number], row.echoed + start, words) for number, start in said.notes]
            self._tell(news)
        if row.speech.finished is not None:
            self._finish(row)

    def refuse(self, name: str, reason: RefusalError) -> None:
        """Tell that a request cannot be answered, or not any further."""
        status, message, code, param = reason.args
        self._tell({"id": name, "event": "error", "status": status, "message": message, "code": code, "param": param})
        self.forget(name)

    def forget(self, name: str) -> None:
        """Tell nothing more about a request."""
        for counter in (self._left, self._made, self._read):
            counter.pop(name, None)

    def _finish(self, row: "Row") -> None:
        name = row.request
        self._tell({"id": name, "event": "finish", "index": row.index, "reason": row.speech.finished})
        self._left[name] -= 1
        self._made[name] += row.speech.made
        if not self._left[name]:
            counts = {"prompt_tokens": self._read[name], "completion_tokens": self._made[name]}
            self.forget(name)
            self._tell({"id": name, "event": "done", **counts})

    def _echo(self, row: "Row", words: TokenBytes) -> None:
        pieces = row.echo or []
        text = "".join(pieces)
        news: dict[str, Any] = {"id": row.request, "event": "text", "index": row.index, "text": text}
        if row.top is not None:
            places, place = [], 0
            for piece in pieces:
                places.append(place)
                place += len(piece)
            shown = list(zip(row.about_prompt, places, strict=True))[row.unsent :]
            news["tokens"] = [_token(about, start, words) for about, start in shown]
        self._tell(news)


def _token(about: "Likely", start: int, words: TokenBytes) -> dict[str, Any]:
    return {
        **_named(about.token, about.logprob, words),
        "start": start,
        "top": [_named(token, chance, words) for token, chance in about.top],
    }


def _named(token: int, chance: float | None, words: TokenBytes) -> dict[str, Any]:
    return {"bytes": list(words(token)), "logprob": chance}
