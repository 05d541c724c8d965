"""The bin and the storage of a fake engine: what is cleared is gone, and what is put back is there again."""

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fake_provider import FakeProvider


def row(kind: str, name: str, size: int, *, free: bool = False, title: str = "", linked: int = 0) -> dict[str, Any]:
    """Return one thing on the disk as an engine tells of it."""
    told = {"kind": kind, "id": name, "title": title, "bytes": size, "linked": linked, "allocated": size, "free": free}
    return {"object": "local.storage_row", **told}


class FakeKeeping:
    """What a fake engine keeps."""

    def __init__(self, provider: "FakeProvider") -> None:
        self._provider = provider
        self.rows = [row("model", "tiny", 272_000_000, title="tiny"), row("story", "job", 5_000, title="job")]
        self.bin: list[dict[str, Any]] = []
        self._undo: dict[str, Callable[[], object]] = {}

    def lying(self, _: Request) -> dict[str, Any]:
        """List the bin."""
        return {"object": "list", "data": self.bin}

    def all_rows(self, _: Request) -> dict[str, Any]:
        """List what lies on the disk, the bin as well."""
        lying = [row("bin", item["mark"], item["bytes"], title=item["id"]) for item in self.bin]
        return {"object": "list", "data": [*self.rows, *lying]}

    async def clear(self, request: Request) -> Response:
        """Move a thing into the bin."""
        body = await request.json()
        kind, name, provider = body["kind"], body["id"], self._provider
        mark = f"mark{len(self._undo)}"
        size = next((one["bytes"] for one in self.rows if one["id"] == name and one["kind"] == kind), 1_000_000)
        if kind == "model":
            tuned, provider.tuned = provider.tuned, [pair for pair in provider.tuned if pair[0] != name]
            self._undo[mark] = lambda: setattr(provider, "tuned", tuned)
        elif kind == "base":
            bases, provider.bases = provider.bases, [one for one in provider.bases if one["id"] != name]
            self._undo[mark] = lambda: setattr(provider, "bases", bases)
        else:
            gone = [one for one in self.rows if (one["kind"], one["id"]) == (kind, name)]
            self.rows = [one for one in self.rows if one not in gone]
            self._undo[mark] = lambda: self.rows.extend(gone)
        item = {"mark": mark, "kind": kind, "id": name, "when": 1_700_000_000, "bytes": size}
        self.bin.append(item)
        return JSONResponse(item)

    def put_back(self, request: Request) -> dict[str, Any]:
        """Put a thing back."""
        mark = request.path_params["mark"]
        self._undo[mark]()
        item = next(one for one in self.bin if one["mark"] == mark)
        self.bin.remove(item)
        return item

    def empty(self, _: Request) -> dict[str, Any]:
        """Empty the bin."""
        self.bin.clear()
        return {"emptied": True}

    def leaving(self, _: Request) -> dict[str, Any]:
        """Say what carrying a project takes: nothing, for no training of a fake engine has files."""
        return {"files": [], "models": [], "bases": [], "missing": [], "running": []}
