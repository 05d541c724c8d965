"""A table from the clipboard, kept as a file that the wizard reads like any other."""

import asyncio
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.formats.clipboard import kind_of_text
from desktop_app.settings import paths

_KEPT_S = 7 * 24 * 3600
"""So long a pasted text stays: a wizard may read it again, in this window or in another one."""


async def keep(text: str, name: str) -> Path:
    """Write the text into a file called `name` and return its path; what was pasted long ago goes.

    Raise Problem("clipboard_empty") for nothing but blanks, Problem("folder_not_writable") where it cannot be kept.
    """
    if not text.strip():
        raise Problem("clipboard_empty")
    return await asyncio.to_thread(_keep, text, name)


def _keep(text: str, name: str) -> Path:
    folder = paths.data_dir() / "pasted"
    try:
        folder.mkdir(exist_ok=True)
        for old in folder.iterdir():
            with suppress(OSError):  # another window may be sweeping too
                if old.stat().st_mtime < time.time() - _KEPT_S:
                    shutil.rmtree(old) if old.is_dir() else old.unlink()
        file = folder / secrets.token_hex(8) / f"{name}{kind_of_text(text)}"
        file.parent.mkdir()
        file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    except OSError as error:
        raise Problem("folder_not_writable", details=str(error), folder=str(folder)) from error
    return file
