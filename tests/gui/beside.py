"""What the worker process does, done in a thread: for tests of pages, of which one shows it with the process itself."""

import asyncio
from functools import partial

_END = object()


class InThread:
    """Has the methods of work.apart.Apart that rooms use."""

    async def run(self, work, *given):
        """Yield what `work` yields, which is never run in the thread of the window."""
        items = await asyncio.to_thread(work, *given)
        while (item := await asyncio.to_thread(partial(next, items, _END))) is not _END:
            yield item

    async def close(self):
        """Have nothing to end."""
