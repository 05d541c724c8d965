"""Files that come in parts: each part a file of its own until all of them become one."""

import hashlib
import shutil
import threading
import time
from pathlib import Path
from typing import IO, Any

from desktop_app.engine.disk import CHUNK, read_json, write_json
from desktop_app.engine.files import PURPOSES, FileShelf
from desktop_app.engine.parts import Joined
from desktop_app.engine.wire import WireError, new_id, not_found, now, refused

LIFETIME = 3600
"""Seconds that an upload may take, as at OpenAI."""
MOST_BYTES = 8 << 30
_SHOWN = ("id", "object", "bytes", "created_at", "expires_at", "filename", "purpose", "status")

_FILE_SHOWN = ("id", "object", "bytes", "created_at", "filename", "purpose", "status")


class UploadShelf:
    """All uploads of this engine that are not forgotten yet, by id; each is a folder."""

    def __init__(self, folder: Path, files: FileShelf) -> None:
        self._folder = folder
        self._files = files
        self._turn = threading.Lock()
        """Whoever ends an upload has it: of two at once, the second one sees what the first has made of it."""
        folder.mkdir(parents=True, exist_ok=True)
        found = [read_json(path) for path in folder.glob("upload_*/meta.json")]
        self._uploads: dict[str, dict[str, Any]] = {meta["id"]: meta for meta in found if meta is not None}
        self.tidy()

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        """Begin an upload; raises WireError naming the parameter."""
        size, purpose = body.get("bytes"), body.get("purpose")
        if type(size) is not int or not 1 <= size <= MOST_BYTES:
            raise refused(f"'bytes' must be a whole number from 1 to {MOST_BYTES}.", "bytes")
        if purpose not in PURPOSES:
            raise refused(f"'purpose' must be one of {', '.join(PURPOSES)}.", "purpose")
        for name in ("filename", "mime_type"):
            if not isinstance(body.get(name), str) or not body[name]:
                raise refused(f"'{name}' is missing or is not text.", name, "missing_required_parameter")
        if body.get("expires_after") is not None:
            raise refused("Files stay on this computer until you delete them. Leave out this part.", "expires_after")
        self.tidy()
        meta = {
            "id": new_id("upload_"),
            "object": "upload",
            "bytes": size,
            "created_at": now(),
            "expires_at": now() + LIFETIME,
            "filename": body["filename"],
            "purpose": purpose,
            "status": "pending",
        }
        (self._folder / meta["id"]).mkdir()
        self._keep(meta)
        return _shown(meta)

    def add_part(self, name: str, source: IO[bytes]) -> dict[str, Any]:
        """Keep one part; may take long. Raises the 404, 400 where the upload is over or the part too large."""
        meta = self._open(name)
        part = new_id("part_")
        path = self._folder / name / part
        try:
            with path.open("wb") as target:
                shutil.copyfileobj(source, target, CHUNK)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return {"id": part, "object": "upload.part", "created_at": now(), "upload_id": meta["id"]}

    def complete(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make one file of the parts in the order given; again is no error. May take long; raises WireError."""
        with self._turn:
            meta = self._get(name)
            return _shown(meta if meta["status"] == "completed" else self._completed(name, body))

    def _completed(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        meta = self._open(name)
        paths = self._parts(name, body.get("part_ids"))
        total = sum(path.stat().st_size for path in paths)
        if total != meta["bytes"]:
            raise refused(f"The parts have {total} bytes together, and {meta['bytes']} were promised.", "part_ids")
        self._check(paths, body.get("md5"))
        with Joined(paths) as source:
            file = self._files.add(source, meta["filename"], meta["purpose"])
        kept = self._keep({**meta, "status": "completed", "file": file})
        self._drop_parts(name)
        return kept

    def cancel(self, name: str) -> dict[str, Any]:
        """End an upload and remove its parts; again is no error. May take long; raises the 404, 400 once completed."""
        with self._turn:
            meta = self._get(name)
            if meta["status"] == "completed":
                said = "This upload is a file already. Delete the file instead."
                raise WireError(400, said, "upload_completed", "id")
            if meta["status"] == "pending":
                meta = self._keep({**meta, "status": "cancelled"})
                self._drop_parts(name)
            return _shown(meta)

    def tidy(self) -> None:
        """Forget uploads that were over long ago, and those that nobody has finished in time."""
        for name, meta in list(self._uploads.items()):
            if meta["expires_at"] < time.time():
                shutil.rmtree(self._folder / name, ignore_errors=True)
                del self._uploads[name]
        for left in self._folder.iterdir():
            if left.name not in self._uploads:
                shutil.rmtree(left, ignore_errors=True)

    def _parts(self, name: str, asked: object) -> list[Path]:
        if not isinstance(asked, list) or not asked or not all(isinstance(each, str) for each in asked):
            raise refused("'part_ids' must be a list with the parts in their order.", "part_ids")
        there = {path.name: path for path in (self._folder / name).glob("part_*")}
        missing = next((each for each in asked if each not in there), None)
        if missing is not None or len(set(asked)) != len(asked):
            raise refused("'part_ids' names a part that is not there, or one of them twice.", "part_ids")
        return [there[each] for each in asked]

    @staticmethod
    def _check(paths: list[Path], md5: object) -> None:
        if md5 is None:
            return
        total = hashlib.md5(usedforsecurity=False)
        with Joined(paths) as source:
            while block := source.read(CHUNK):
                total.update(block)
        if md5 != total.hexdigest():
            raise refused("The file is not the one whose 'md5' was given. Send it again.", "md5")

    def _get(self, name: str) -> dict[str, Any]:
        meta = self._uploads.get(name)
        if meta is None:
            raise not_found("upload", name, "upload_not_found")
        return meta

    def _open(self, name: str) -> dict[str, Any]:
        meta = self._get(name)
        if meta["status"] != "pending":
            raise WireError(400, f"This upload is over ({meta['status']}). Begin a new one.", "upload_over", "id")
        return meta

    def _keep(self, meta: dict[str, Any]) -> dict[str, Any]:
        write_json(self._folder / meta["id"] / "meta.json", meta)
        self._uploads[meta["id"]] = meta
        return meta

    def _drop_parts(self, name: str) -> None:
        for path in (self._folder / name).glob("part_*"):
            path.unlink(missing_ok=True)


def _shown(meta: dict[str, Any]) -> dict[str, Any]:
    file = meta.get("file")
    kept = {name: file[name] for name in _FILE_SHOWN} if file else None
    return {**{name: meta[name] for name in _SHOWN}, "file": kept}
