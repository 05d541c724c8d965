"""Bringing texts to the disk: what is cancelled on its way there is not kept on the screen as if it were saved."""

import threading

from desktop_app.core.text import text
from desktop_app.gui.editor import columns
from desktop_app.gui.editor.page import EditorPage
from tests.gui.filled import open_project

ANSWER = columns.FIRST_FIELD + 1


def test_a_text_that_is_cancelled_while_it_waits_is_taken_back(qtbot, workspace, background, in_window, tmp_path):
    open_project(qtbot, workspace, tmp_path / "p.tunedesk")
    page = in_window(EditorPage(workspace, background))
    qtbot.waitUntil(lambda: page.model.rowCount() == 21)
    busy = threading.Event()
    waiting = []
    workspace.long.connect(waiting.append)
    workspace.do(text("step.clear_rows"), lambda edit: busy.wait(60))
    index = page.model.index(3, ANSWER)
    page.model.setData(index, "typed while another change takes long")
    assert index.data() == "typed while another change takes long"
    qtbot.waitUntil(lambda: len(waiting) == 2)
    waiting[1].cancel()
    busy.set()
    qtbot.waitUntil(lambda: not page.model.held)
    assert index.data() == "answer 3"
    assert page.notice.isHidden()
