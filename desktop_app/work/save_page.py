"""Keeping a page where the user wants it."""

import asyncio
from pathlib import Path

from desktop_app.formats.whole_file import put


async def save_page(content: bytes, path: Path) -> str:
    """Write a page whole or not at all; return the name of its file, raise a Problem where it cannot be written."""
    await asyncio.to_thread(put, path, [content])
    return path.name
