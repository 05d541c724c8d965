"""Prompts from a file in the comparison: read in a process apart, listed as a third kind, asked with their answers."""

import asyncio
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from desktop_app.core.prompt_file import PromptColumns
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.gui.playground.prompts_dialog import PromptsDialog
from desktop_app.store import batches
from desktop_app.work.apart import Apart
from tests.fake_provider import BASE, TUNED, Speech
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import habits_known, open_project, pairs, talks


@pytest.fixture(scope="module")
def apart():
    """Return a worker process that all tests here use; asked from one event loop at a time."""
    made = Apart()
    yield made
    asyncio.run(made.close())


@pytest.fixture
def show(qtbot, in_window, parts, provider, tmp_path, apart):
    """Return a function that shows the comparison over a project with these rows, and can read files."""

    def made(rows):
        provider.tuned = [(TUNED, 200)]
        open_project(qtbot, parts[0], tmp_path / "heroes.tunedesk", rows)
        page = PlaygroundPage(*parts)
        page.comparison.offer_files(apart)
        in_window(page, 1200, 800)
        qtbot.waitUntil(lambda: len(page.models) == 2)
        habits_known(qtbot, page)
        return page

    return made


def dialog_for(qtbot, page, path):
    """Open a file and return the dialog that asks for its columns."""
    page.comparison.files.look(path)
    qtbot.waitUntil(lambda: page.window().findChild(PromptsDialog) is not None)
    return page.window().findChild(PromptsDialog)


def source(page):
    return page.comparison.board.sources


def listed(page):
    model = page.findChild(QListView).model()
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def test_the_prompts_of_a_table_are_listed_asked_and_kept_with_their_answers(
    qtbot, show, provider, workspace, tmp_path
):
    path = tmp_path / "harbour.csv"
    path.write_text("id,question,answer\n1,When?,At six\n2,,nothing\n3,Where?,The pier\n", encoding="utf-8")
    page = show(talks())
    dialog = dialog_for(qtbot, page, path)
    assert unnamed_controls(dialog) == []
    assert dialog.columns == PromptColumns("question", "answer")
    assert (dialog.shown.text, dialog.hoped.text) == ("When?", "At six")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: listed(page) == ["Your own prompt", "When?", "Where?"])
    assert source(page).menu.currentText() == "harbour.csv (2)"
    board = page.comparison.board
    assert board.all_button.text() == "Ask all prompts of the file"
    assert board.prompt_text == "When?"
    provider.speech = {BASE: Speech("hm"), TUNED: Speech("At six")}
    board.all_button.click()
    qtbot.waitUntil(lambda: len(page.results) == 2)
    qtbot.waitUntil(lambda: not page.asking)
    assert page.results[0] == ("When?", "At six", ("hm", "At six"))
    asked = {tuple((m["role"], m["content"]) for m in body["messages"]) for body in provider.asked}
    assert asked == {(("system", "Be brief."), ("user", words)) for words in ("When?", "Where?")}
    with workspace.project.reading() as connection:
        (line,) = batches.listed(connection, ["compare"])
        batch = batches.get(connection, line.id)
    assert [(prompt.expected, prompt.row) for prompt in batch.prompts] == [("At six", None), ("The pier", None)]
    source(page).menu.setCurrentIndex(0)
    source(page).menu.activated.emit(0)
    assert listed(page)[1] == "question 15"
    assert board.all_button.text() == "Ask all held-out prompts"


def test_an_earlier_comparison_of_a_file_shows_all_of_its_prompts_again(qtbot, show, provider, tmp_path):
    path = tmp_path / "lines.txt"
    path.write_text("one\ntwo\nthree\n", encoding="utf-8")
    page = show(pairs())
    dialog = dialog_for(qtbot, page, path)
    dialog.take.click()
    qtbot.waitUntil(lambda: len(listed(page)) == 4)
    page.comparison.board.all_button.click()
    qtbot.waitUntil(lambda: len(page.results) == 3)
    qtbot.waitUntil(lambda: not page.asking)
    source(page).menu.setCurrentIndex(0)
    source(page).menu.activated.emit(0)
    page.comparison._results.clear()
    with page._workspace.project.reading() as connection:
        (line,) = batches.listed(connection, ["compare"])
        batch, answers = batches.get(connection, line.id), dict(batches.outcomes(connection, line.id))
    page.comparison.show_batch(batch, answers)
    assert listed(page)[1:] == ["one", "two", "three"]
    assert [row[0] for row in page.results] == ["one", "two", "three"]


def test_training_data_are_asked_as_they_stand(qtbot, show, provider, tmp_path):
    path = tmp_path / "rows.jsonl"
    messages = [{"role": "system", "content": "Sing."}, {"role": "user", "content": "la"}]
    line = {"messages": [*messages, {"role": "assistant", "content": "lu"}]}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    page = show(talks())
    dialog = dialog_for(qtbot, page, path)
    assert dialog.columns.kept
    dialog.take.click()
    qtbot.waitUntil(lambda: listed(page)[1:] == ["la"])
    page.primary.click()
    qtbot.waitUntil(lambda: len(page.results) == 1)
    assert page.results[0][:2] == ("la", "lu")
    assert provider.asked[0]["messages"] == messages


def test_many_thousand_prompts_are_listed_without_reading_them_into_the_view(qtbot, show, tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("prompt\n" + "".join(f"prompt {n}\n" for n in range(20_000)), encoding="utf-8")
    page = show(pairs())
    dialog = dialog_for(qtbot, page, path)
    dialog.take.click()
    model = page.findChild(QListView).model()
    qtbot.waitUntil(lambda: model.rowCount() == 20_001)
    assert model.prompt(20_000).text == "prompt 19999"
    assert len(model._pages) < 8


def test_a_file_that_holds_nothing_is_said_in_words(qtbot, show, tmp_path):
    path = tmp_path / "empty.csv"
    path.write_bytes(b"")
    page = show(pairs())
    page.comparison.files.look(path)
    qtbot.waitUntil(source(page)._problem.isVisible)
    assert source(page)._problem.problem.key == "file_empty"
    assert source(page).button.isEnabled()
    assert not source(page).cancel.isVisible()
