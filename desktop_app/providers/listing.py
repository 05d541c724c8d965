"""Lists of a provider that come page by page."""

from collections.abc import AsyncGenerator, Awaitable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from openai.pagination import AsyncCursorPage

T = TypeVar("T")


async def each(first: "Awaitable[AsyncCursorPage[T]]") -> AsyncGenerator[T]:
    """Yield what a list has, page after page, each thing once.

    A page with nothing new on it is the last: a place that pays no heed to where it was would go on for ever.
    """
    page, seen = await first, set[object]()
    while fresh := {key: found for found in page.data or () if (key := getattr(found, "id", None)) not in seen}:
        seen.update(fresh)
        for found in fresh.values():
            yield found
        if not page.has_next_page():
            return
        page = await page.get_next_page()
