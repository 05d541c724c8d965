"""Saying in a terminal how far a batch is while its answers come."""

import sys
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from desktop_app.core.sentences import english
from desktop_app.core.text import text
from desktop_app.work.ask_batch import Again, Failed, Got, Halted
from desktop_app.work.keep_batch import Opened
from desktop_app.work.purse import Enough

_SAID_EVERY = 25
_LEAST_SECONDS = 1.0
"""A shorter wait is over before anybody has read of it."""


class Waits:
    """Says that a provider asks to wait, once for all requests that wait for the same."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = clock()

    def tell(self, item: Again) -> None:
        """Say how long it is waited, unless that was said already."""
        now = self._clock()
        if item.seconds < _LEAST_SECONDS or now < self._until:
            return
        self._until = now + item.seconds
        provider = item.problem.values.get("provider", "")
        said = text("rescue.waits", provider=provider, seconds=round(item.seconds))
        sys.stderr.write(english(said) + "\n")


async def listen(heard: AsyncGenerator[object], word: str) -> bool:
    """Say now and then how many are `word` ("answered"), and what went wrong; return whether everything is."""
    done, total, whole = 0, 0, True
    waits = Waits()
    async with aclosing(heard) as items:
        async for item in items:
            if isinstance(item, Opened):
                total = item.left
            elif isinstance(item, Got):
                done += 1
                if done % _SAID_EVERY == 0 or done == total:
                    sys.stderr.write(f"{done} of {total} {word}.\n")
            elif isinstance(item, Again):
                waits.tell(item)
            elif isinstance(item, Failed | Halted):
                whole = False
                for sentence in (item.problem.happened, item.problem.remedy):
                    sys.stderr.write(english(sentence) + "\n")
            elif isinstance(item, Enough):
                whole = False
                sys.stderr.write(f"Stopped: it has cost ${item.dollars:.2f}; {item.left} answers are missing. ")
                sys.stderr.write("Go on with --go-on and a higher --most.\n")
    return whole
