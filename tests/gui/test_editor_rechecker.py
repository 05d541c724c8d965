"""Once the editor rests, what is known of rows is true again, and the filter offers it."""

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.look import Look
from desktop_app.gui.editor import rechecker as rechecker_module
from desktop_app.gui.editor.filter_words import finding_word
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.editor.rechecker import Rechecker
from tests.gui.filled import open_project


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Let the rows be looked over sooner than people need it."""
    monkeypatch.setattr(rechecker_module, "REST_MS", 50)


@pytest.mark.timeout(120)
def test_a_repeated_row_is_found_by_itself_and_is_none_after_its_edit(
    qtbot, workspace, background, apart, in_window, tmp_path
):
    rows = [(Completion(f"q{n % 11}", f" a{n % 11}"), Part.TRAINING) for n in range(12)]
    open_project(qtbot, workspace, tmp_path / "p.tunedesk", rows)
    page = in_window(EditorPage(workspace, background), 1000, 700)
    rechecker = Rechecker(workspace, background, apart, page)
    with qtbot.waitSignal(rechecker.checked) as found:
        pass
    assert found.args == [True]
    twice = Look(findings=frozenset({"duplicates"}))
    page.filter.show(twice)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.filter_row.chips[0].text() == f"Found: {finding_word('duplicates')}" == "Found: Repeated rows"
    with qtbot.waitSignal(rechecker.checked):
        page.model.setData(page.model.index(0, 2), " something else")
    page.filter.again()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    workspace.close()
    assert not rechecker.rest.isActive()
    qtbot.waitUntil(lambda: apart.process_id is None)
