"""Work that is done as long as the client waits for it."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from starlette.requests import Request

LEFT = 499
"""What servers write in their logs for a client that has left; nobody reads this reply."""


async def while_there(request: Request, work: Coroutine[Any, Any, object]) -> bool:
    """Do the work as long as the client waits for it; return whether it is done."""
    doing, leaving = asyncio.create_task(work), asyncio.create_task(_gone(request))
    await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    leaving.cancel()
    if not doing.done():
        doing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await doing
        return False
    doing.result()
    return True


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
