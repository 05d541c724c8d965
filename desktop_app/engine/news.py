"""What a worker says on its standard output: one JSON object a line."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any


async def objects(stream: asyncio.StreamReader) -> AsyncIterator[dict[str, Any]]:
    """Yield the objects until the worker is gone.

    A worker that is killed leaves half a line, and a library may say something of its own. Neither may keep those who
    wait from hearing of the end, so what is no object is passed over.
    """
    while True:
        try:
            line = await stream.readline()
        except ValueError:  # longer than the stream's limit; what was too long has been taken out of it
            continue
        if not line:
            return
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            yield found
