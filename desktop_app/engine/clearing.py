"""Clearing the disk: what goes lies in the bin first, and can be put back from there."""

from pathlib import Path

from desktop_app.engine.bin import Bin, Item
from desktop_app.engine.desk import AnswerDesk
from desktop_app.engine.files import FileShelf
from desktop_app.engine.models import ModelShelf
from desktop_app.engine.pulls import Pulls
from desktop_app.engine.storage import SAFE, Row, Storage
from desktop_app.engine.wire import WireError, no_such_model, not_found

MODEL, BASE, PARTIAL, FILE = "model", "base", "partial", "file"
_NEEDED = "A training that is not over still needs this. Wait until it has ended, or cancel it, and try again."
_NOT_A_THING = "This is not something that can be cleared away by itself."


class Clearing:
    """Moves things into the bin and back; each place keeps to what its owner knows of it."""

    def __init__(self, bin_: Bin, storage: Storage, models: ModelShelf, files: FileShelf, pulls: Pulls) -> None:
        self.bin = bin_
        self.storage = storage
        self._models = models
        self._files = files
        self._pulls = pulls

    def clear(self, kind: str, name: str, owner: str, desk: AnswerDesk) -> Item:
        """Move a thing into the bin for the process `owner` ("" for nobody's); raises WireError in words."""
        with self.bin.turn:
            if kind == MODEL:
                return self._model(name, owner, desk)
            if kind == BASE:
                return self._base(name, owner, desk)
            if kind not in (*SAFE, PARTIAL):
                raise WireError(400, _NOT_A_THING, "not_clearable", "kind")
            row = self.storage.row(kind, name)
            if row is None:
                raise not_found("thing on the disk", name, "nothing_there")
            return self._row(row, owner)

    def put_back(self, mark: str) -> Item:
        """Put a thing back where it was; raises WireError in words."""
        with self.bin.turn:
            item = self.bin.put_back(mark)
            if item.kind == FILE:
                self._files.show_again(item.id)
            if item.kind == BASE and item.folder:
                self._models.folders.add(Path(item.folder))
            return item

    def _model(self, name: str, owner: str, desk: AnswerDesk) -> Item:
        folder = self._models.folder_of(name)
        if not folder.is_dir():
            raise no_such_model(name)
        item = self.bin.put(MODEL, name, [folder], owner)
        desk.forget(folder)
        return item

    def _base(self, name: str, owner: str, desk: AnswerDesk) -> Item:
        entries = self._pulls.entries
        folder = entries.removable(name)
        if folder is None:
            raise not_found("base model", name, "model_not_found")
        ours = entries.lies_in_ours(folder)
        item = self.bin.put(BASE, name, [folder] if ours else [], owner, None if ours else folder)
        entries.gone(name, folder)
        desk.forget(folder)
        return item

    def _row(self, row: Row, owner: str) -> Item:
        if not row.free and not (row.kind == PARTIAL and not self._pulls.is_busy):
            raise WireError(409, _NEEDED, "thing_in_use", "id")
        item = self.bin.put(row.kind, row.id, row.paths, owner)
        if row.kind == FILE:
            self._files.hide(row.id)
        return item
