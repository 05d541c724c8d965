"""Uploaded files and results: one folder each, read at the start and kept in memory as an index."""

import shutil
import time
from pathlib import Path
from typing import Any, Protocol

from desktop_app.engine.disk import read_json, settle, sha256, write_json
from desktop_app.engine.wire import new_id, not_found, now

PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals", "fine-tune-results")


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, nothing at the end."""


class FileShelf:
    """All files of this engine, by id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        found = [read_json(path) for path in folder.glob("file-*/meta.json")]
        self._files: dict[str, dict[str, Any]] = {meta["id"]: meta for meta in found if meta is not None}

    def add(self, source: Readable, filename: str, purpose: str) -> dict[str, Any]:
        """Keep a copy of `source` and return its file object; may take long for a large file."""
        name = new_id("file-")
        folder = self._folder / name
        folder.mkdir()
        try:
            meta = self._kept(folder, source, filename, purpose)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)  # half a file that nobody knows of would stay for ever
            raise
        self._files[name] = meta
        return meta

    def _kept(self, folder: Path, source: Readable, filename: str, purpose: str) -> dict[str, Any]:
        data = folder / "data"
        with data.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        settle([data])
        meta = {
            "id": folder.name,
            "object": "file",
            "bytes": data.stat().st_size,
            "created_at": now(),
            "filename": filename,
            "purpose": purpose,
            "status": "processed",
            "order": time.time_ns(),
            "sha256": sha256(data),
        }
        write_json(folder / "meta.json", meta)
        return meta

    def find(self, name: str) -> dict[str, Any] | None:
        """Return the file object, or None where there is none or it was deleted."""
        meta = self._files.get(name)
        return None if meta is None or meta.get("deleted") else meta

    def get(self, name: str) -> dict[str, Any]:
        """Return the file object; raises the 404."""
        meta = self.find(name)
        if meta is None:
            raise not_found("file", name, "file_not_found")
        return meta

    def data(self, name: str) -> Path:
        """Return where the bytes of a file lie; raises the 404."""
        return self._folder / str(self.get(name)["id"]) / "data"

    def all(self) -> list[dict[str, Any]]:
        """Return the file objects that are not deleted, oldest first."""
        # Others are added in other threads meanwhile.
        kept = [meta for meta in list(self._files.values()) if not meta.get("deleted")]
        return sorted(kept, key=lambda meta: (meta["order"], meta["id"]))

    def delete(self, name: str) -> None:
        """Remove a file's bytes and remember that it is gone, so that deleting again is no error; raises the 404."""
        self.hide(name)
        (self._folder / name / "data").unlink(missing_ok=True)

    def hide(self, name: str) -> None:
        """Remember that a file's bytes are gone, or lie in the bin; raises the 404."""
        self._say_deleted(name, deleted=True)

    def show_again(self, name: str) -> None:
        """Remember that a file's bytes are back; raises the 404."""
        self._say_deleted(name, deleted=False)

    def _say_deleted(self, name: str, *, deleted: bool) -> None:
        meta = self._files.get(name)
        if meta is None:
            raise not_found("file", name, "file_not_found")
        told = {**meta, "deleted": deleted}
        write_json(self._folder / name / "meta.json", told)
        self._files[name] = told
