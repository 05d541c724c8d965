"""Saying in a terminal how far a batch is while its answers come."""

import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing

from desktop_app.core.sentences import english
from desktop_app.work import make, test_run
from desktop_app.work.ask_batch import Failed, Got, Halted

_SAID_EVERY = 25


async def listen(heard: AsyncGenerator[object], word: str) -> bool:
    """Say now and then how many are `word` ("answered"), and what went wrong; return whether everything is."""
    done, total, whole = 0, 0, True
    async with aclosing(heard) as items:
        async for item in items:
            if isinstance(item, make.Opened | test_run.Opened):
                total = item.left
            elif isinstance(item, Got):
                done += 1
                if done % _SAID_EVERY == 0 or done == total:
                    sys.stderr.write(f"{done} of {total} {word}.\n")
            elif isinstance(item, Failed | Halted):
                whole = False
                for sentence in (item.problem.happened, item.problem.remedy):
                    sys.stderr.write(english(sentence) + "\n")
            elif isinstance(item, make.Enough):
                whole = False
                sys.stderr.write(f"Stopped: it has cost ${item.dollars:.2f}; {item.left} answers are missing. ")
                sys.stderr.write("Go on with --go-on and a higher --most.\n")
    return whole
