"""Meaning in the test room: asked for with a button, said what it takes, read, and told among the figures."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.core.meaning import Embedder
from desktop_app.gui.testing import page as room
from desktop_app.gui.testing.nearness_dialog import NearnessDialog
from desktop_app.store import nearness
from tests.fake_provider import TUNED, base_model
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.tested import keep_test, rows


@pytest.fixture
def show(qtbot, in_window, parts, apart, provider, tmp_path):
    def made(reader=True):
        provider.tuned = [(TUNED, 200)]
        provider.bases[0]["state"] = "ready" if reader else "absent"
        if reader:
            provider.bases.append({**base_model("mini", "Mini reader"), "kind": "embedder"})
        project = open_project(qtbot, parts[0], tmp_path / "tested.tunedesk", rows())
        number = keep_test(project)
        page = in_window(room.TestingPage(*parts, apart), 1100, 900)
        qtbot.waitUntil(lambda: page.state == "content")
        page.board.earlier.wanted.emit(number)
        qtbot.waitUntil(page.board.result.near.isVisible)
        return page, project, number

    return made


def choose(qtbot, page):
    qtbot.keyClick(page.board.result.near.act, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(page.window().findChildren(NearnessDialog)))
    (dialog,) = page.window().findChildren(NearnessDialog)
    return dialog


def meaning(page):
    return next((line.cells for line in page.board.result.lines.lines if line.name == "Meaning in common"), None)


def test_answers_are_compared_by_what_they_mean(qtbot, show, provider):
    page, project, number = show()
    assert meaning(page) is None
    assert "Not measured." in page.board.result.near.said.text()
    dialog = choose(qtbot, page)
    qtbot.waitUntil(dialog.act.isEnabled)
    assert unnamed_controls(dialog) == []
    assert [dialog.model.itemText(at) for at in range(2)] == ["Mini reader", "Tiny model (rough)"]
    assert "Everything stays on this computer." in dialog.said.text()
    assert provider.embedded == []
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    nearer = "In meaning, heroes aa11 (tuned tiny) comes nearer"
    qtbot.waitUntil(lambda: nearer in page.board.result.detail.text())
    assert meaning(page)[1] == "1.000 (1.000 to 1.000)"
    assert "Read by mini" in page.board.result.near.said.text()
    assert page.board.result.near.act.text() == "Compare meanings…"
    assert not page.board.result.near.progress.isVisible()
    with project.reading() as connection:
        assert nearness.get(connection, number).embedder == Embedder("local", "mini")


def test_where_nobody_reads_meanings_it_is_said(qtbot, show, provider):
    page, *_ = show(reader=False)
    dialog = choose(qtbot, page)
    qtbot.waitUntil(lambda: "Nobody you can reach reads meanings yet." in dialog.said.text())
    assert not dialog.act.isEnabled()
    dialog.reject()
    assert provider.embedded == []


def test_what_stands_in_the_way_is_said(qtbot, show, provider):
    page, *_ = show()
    provider.refuse("embed", 401, None, "no", times=9)
    dialog = choose(qtbot, page)
    qtbot.waitUntil(dialog.act.isEnabled)
    qtbot.keyClick(dialog.act, Qt.Key.Key_Return)
    near = page.board.result.near
    qtbot.waitUntil(lambda: near.act.text() == "Compare meanings…" and "Not measured" not in near.said.text())
    assert near.said.text() != ""
    assert meaning(page) is None
