"""What windows that were killed left of drafts goes at the next start."""

import asyncio

from desktop_app.settings import paths
from desktop_app.store import draft_folder


async def sweep_drafts() -> None:
    """Remove the drafts of windows that were killed, and the empty projects that were made for them."""
    await asyncio.to_thread(lambda: draft_folder.sweep(paths.drafts_dir()))
