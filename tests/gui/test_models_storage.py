"""The storage page: sums that agree with the disk to the byte, freeing what nobody needs, and putting it back."""

import asyncio
import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.engine.settings import Settings
from desktop_app.engine.state import build
from desktop_app.gui.models.storage_page import StoragePage
from desktop_app.providers import keeping
from desktop_app.settings import paths
from desktop_app.store.project import Project
from desktop_app.work import storage
from tests.fake_keeping import row
from tests.gui.accessible import unnamed_controls


@pytest.fixture
def show(qtbot, in_window, training_parts, provider):
    """Return a function that shows the page."""

    def made(*rows):
        provider.keeping.rows += rows
        _, background, sites = training_parts
        page = in_window(StoragePage(background, sites), height=1000)
        qtbot.waitUntil(lambda: page.disk is not None and page.state == "content")
        qtbot.waitUntil(lambda: all(group.isVisible() for group in page.groups.values()))
        return page

    return made


def said(page):
    return " ".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


def press(qtbot, button):
    assert button.isVisible(), button.text()
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)


def test_what_nobody_needs_goes_with_one_button_and_comes_back(qtbot, show, provider):
    page = show(row("recovery", "job", 3_000_000, free=True, title="ft:x"), row("tokens", "job", 2_000_000, free=True))
    assert "Recovery points: 3 MB" in said(page)
    assert page.primary.text() == "Free 5 MB that nobody needs"
    assert unnamed_controls(page) == []
    press(qtbot, page.primary)
    qtbot.waitUntil(lambda: "In the bin: 5 MB" in said(page))
    assert not page.primary.isVisible()
    assert page.undo.button.hasFocus()
    qtbot.keyClick(page.undo.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "In the bin" not in said(page) and "Recovery points: 3 MB" in said(page))


def test_a_thing_in_the_bin_is_put_back_by_itself_or_all_of_it_goes(qtbot, show, provider):
    page = show(row("recovery", "one", 3_000_000, free=True, title="one"), row("tokens", "two", 2_000_000, free=True))
    press(qtbot, page.primary)
    qtbot.waitUntil(lambda: "bin" in page.groups and page.groups["bin"].isVisible())
    back = [b for b in page.groups["bin"].findChildren(QPushButton) if b.text() == "Put it back" and b.isVisible()]
    assert len(back) == 2
    press(qtbot, back[0])
    qtbot.waitUntil(lambda: len(provider.keeping.bin) == 1)
    qtbot.waitUntil(lambda: "In the bin: 2 MB" in said(page))
    press(qtbot, page.groups["bin"].act)
    qtbot.waitUntil(lambda: "bin" not in page.groups)
    assert provider.keeping.bin == []


def test_crash_logs_are_emptied_and_an_engine_that_does_not_answer_is_one_sum(qtbot, show, provider):
    (paths.log_dir() / "tunedesk.log").write_text("x" * 4000)
    (paths.engine_dir() / "models").mkdir(parents=True, exist_ok=True)
    (paths.engine_dir() / "models" / "weights").write_bytes(b"w" * 7_000_000)
    provider.refuse("bin", 500)
    page = show()
    assert "its part stands there as one sum" in said(page)
    assert "The engine's own files: 7 MB" in said(page)
    press(qtbot, page.groups["crash"].act)
    qtbot.waitUntil(lambda: "crash" not in page.groups)
    assert (paths.log_dir() / "tunedesk.log").read_text() == ""


def test_what_cannot_go_is_said_and_the_rest_can_be_put_back(qtbot, show, provider):
    provider.refuse("clear", 409, "thing_in_use", "no")
    page = show(row("recovery", "one", 3_000_000, free=True, title="one"))
    press(qtbot, page.primary)
    qtbot.waitUntil(page.trouble.isVisible)
    assert "A training that is not over still needs it." in said(page)


def test_what_changes_while_the_page_looks_is_seen_by_another_look(qtbot, show, provider):
    page = show()
    provider.visits.clear()
    page.look()
    page.look()
    page.look()
    qtbot.waitUntil(lambda: provider.visits.count("rows") == 2 and page._looking is None)


class InProcess:
    """An engine's storage without its process, as the window asks it."""

    def __init__(self, data: Path) -> None:
        self.parts = build(Settings(data, "token"))

    async def get(self, path: str) -> dict[str, object]:
        """Return what the engine tells."""
        if path == "/local/bin":
            return {"data": [item.as_object() for item in self.parts.clearing.bin.all()]}
        return {"data": [each.as_object() for each in self.parts.clearing.storage.rows()]}


class Engine:
    """A place alone."""

    def __init__(self, engine: InProcess) -> None:
        self.engine = engine


def on_disk(folder):
    """Return how many bytes lie in a folder, each file once however many names it has."""
    told = [(Path(root) / name).lstat() for root, _, names in os.walk(folder) for name in names]
    return sum({(each.st_dev, each.st_ino): each.st_size for each in told}.values())


def test_all_sums_agree_with_the_disk_to_the_byte(own_home, tmp_path):
    engine = Engine(InProcess(paths.engine_dir()))
    data = paths.engine_dir()
    for place, count in (("models/tiny/model.safetensors", 5000), ("models/.pull-a--b/x.part", 70), ("loose", 3)):
        (data / place).parent.mkdir(parents=True, exist_ok=True)
        (data / place).write_bytes(b"x" * count)
    (data / "models" / "tiny" / "again.safetensors").hardlink_to(data / "models" / "tiny" / "model.safetensors")
    for place in ("heroes", "other"):
        Project.create(paths.projects_dir() / f"{place}.tunedesk").close()
    (paths.projects_dir() / "heroes-before-update-3.tunedesk").write_bytes(b"old" * 900)
    (paths.drafts_dir() / "abc").mkdir()
    (paths.drafts_dir() / "abc" / "draft.tunedesk").write_bytes(b"d" * 4321)
    (paths.log_dir() / "faults.log").write_text("fault")
    (own_home / "ledger.jsonl").write_text("{}\n")
    (own_home / "pasted").mkdir()
    (own_home / "pasted" / "table.csv").write_text("a,b\n")
    found = asyncio.run(storage.disk(engine))
    assert found.bytes == on_disk(own_home)
    assert found.linked == 5000
    kinds = {each.kind for each in found.rows}
    assert {"model", "partial", "engine", "project", "copy", "draft", "crash", "setting"} <= kinds
    assert keeping.Kept("copy", str(paths.projects_dir() / "heroes.tunedesk"), "heroes", 2700, 0) in [
        keeping.Kept(each.kind, each.id, each.title, each.bytes) for each in found.rows
    ]
