"""Uploads that two ask to be ended at once."""

import io

import pytest

from desktop_app.engine.files import FileShelf
from desktop_app.engine.upload_shelf import UploadShelf
from desktop_app.engine.wire import WireError
from tests.engine.meanwhile import Door, meanwhile

ROWS = b"{}\n" * 70


@pytest.fixture
def files(tmp_path):
    return FileShelf(tmp_path / "files")


@pytest.fixture
def shelf(tmp_path, files):
    made = UploadShelf(tmp_path / "uploads", files)
    made._turn = Door()
    return made


@pytest.fixture
def sent(shelf):
    """Return the name of an upload whose parts are all there, and what completes it."""
    asked = {"bytes": len(ROWS), "filename": "rows.jsonl", "mime_type": "text/plain", "purpose": "fine-tune"}
    name = shelf.create(asked)["id"]
    return name, {"part_ids": [shelf.add_part(name, io.BytesIO(ROWS))["id"]]}


def test_an_upload_that_is_completed_twice_at_once_is_one_file(monkeypatch, files, shelf, sent):
    def complete():
        return shelf.complete(*sent)

    first, second = meanwhile(monkeypatch, shelf._turn, (FileShelf, "add"), complete, complete)
    assert first == second == complete()
    (file,) = files.all()
    assert first["file"]["id"] == file["id"]
    assert files.data(file["id"]).read_bytes() == ROWS


def test_an_upload_that_is_becoming_a_file_cannot_be_cancelled(monkeypatch, files, shelf, sent):
    first, second = meanwhile(
        monkeypatch, shelf._turn, (FileShelf, "add"), lambda: shelf.complete(*sent), lambda: shelf.cancel(sent[0])
    )
    assert first["status"] == "completed"
    assert isinstance(second, WireError)
    assert second.code == "upload_completed"
    assert len(files.all()) == 1
