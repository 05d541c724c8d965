"""A table from the clipboard, kept as a file that the wizard reads like any other."""

import asyncio
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.formats.clipboard import kind_of_text
from desktop_app.settings import paths


async def keep(text: str, name: str) -> Path:
    """Write the text into a file called `name` and return its path; the text pasted before goes.

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
            old.unlink()
        file = folder / f"{name}{kind_of_text(text)}"
        file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    except OSError as error:
        raise Problem("folder_not_writable", details=str(error), folder=str(folder)) from error
    return file
