"""From a wrong answer to its row, its nearest training rows, a correction, and the next training: in three clicks."""

import asyncio

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from desktop_app.app import Program
from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.core.fields import expected
from desktop_app.core.job import JobStatus
from desktop_app.core.meaning import Aspect, Embedder, text_hash
from desktop_app.core.text import text
from desktop_app.crash import CrashBorder
from desktop_app.gui.testing.mending import MendingDialog
from desktop_app.playground_rooms import TESTING
from desktop_app.settings import paths
from desktop_app.store import examples, vectors
from desktop_app.store.project import Project
from desktop_app.work import nearest_rows
from desktop_app.work.meaning_choice import Choice, choose
from desktop_app.work.nearest_rows import By
from tests.fake_provider import TUNED
from tests.gui.tested import keep_test, rows
from tests.gui.training_room import keep


@pytest.fixture
def program(provider, qapp, qtbot, theme, no_stray_windows):
    provider.tuned = [(TUNED, 200)]
    border = CrashBorder(paths.log_dir())
    made = Program(qapp, border)
    qtbot.addWidget(made.window)
    made.window.resize(1200, 900)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.window.close()
    border.stop()
    made.deleteLater()


class Mouse:
    """Clicks what can be seen, and counts."""

    def __init__(self, qtbot):
        self._qtbot = qtbot
        self.clicks = 0

    def click(self, widget):
        self._qtbot.waitUntil(lambda: self._can_be_seen(widget))  # what was laid out a moment ago may still move
        assert widget.isEnabled()
        self._qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())
        self.clicks += 1

    @staticmethod
    def _can_be_seen(widget):
        around = widget.parentWidget()
        while around is not None:  # a page may scroll within one that scrolls
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(widget)
            around = around.parentWidget()
        middle = widget.mapTo(widget.window(), widget.rect().center())
        return widget.isVisible() and widget.window().childAt(middle) is widget


def test_three_clicks_from_a_wrong_answer_to_the_next_training(program, qtbot, provider, tmp_path):
    program.workspace.create(tmp_path / "tested.tunedesk")
    qtbot.waitUntil(lambda: program.workspace.project is not None)
    project = program.workspace.project
    project.set_setting("shape", "completion").result()
    program.workspace.announce(project.do(text("step.insert_row"), lambda edit: edit.append(rows())).result())
    keep(project, 1, JobStatus.SUCCEEDED, tuned_model=TUNED, title="colours")
    number = keep_test(project, lambda column, prompt: column == 0 or prompt != 5)
    program.window.go("playground")
    place = program.window.page("playground")
    place.choose(TESTING)
    page = place.room(TESTING)
    qtbot.waitUntil(lambda: page.state == "content")
    page.board.earlier.wanted.emit(number)
    shown = page.board.result.rows
    qtbot.waitUntil(lambda: shown.isVisible() and shown.prompt.text == "row 17 ->")  # the one it has newly wrong

    mouse = Mouse(qtbot)
    mouse.click(shown.correct)
    qtbot.waitUntil(lambda: bool(program.window.findChildren(MendingDialog)))
    (dialog,) = program.window.findChildren(MendingDialog)
    assert (dialog.came.text, dialog.corrected) == ("something else 5", " answer to row 17")
    qtbot.waitUntil(lambda: "% alike" in dialog.near.text)
    assert "row 17 ->" not in dialog.near.text
    dialog.answer.setPlainText(" a better answer")  # typed
    mouse.click(dialog.train)
    training = program.rooms.training
    qtbot.waitUntil(lambda: program.window.place == "training" and training.plan_card.isVisible())
    assert training.plan_card.plan.epochs == 4  # planned as the one was that made the model
    assert training.plan_card.plan.suffix == "colours"
    with project.reading() as connection:
        (row,) = examples.page(connection, [18])
    assert (row.part, expected(row.example), row.note) == (Part.TRAINING, " a better answer", "Corrected after a test")
    qtbot.waitUntil(lambda: training.primary.isVisible() and training.primary.isEnabled())
    mouse.click(training.primary)
    qtbot.waitUntil(lambda: bool(provider.jobs))
    assert mouse.clicks == 3
    assert any(b"a better answer" in file for file in provider.files)


def talk(asked, answered):
    return Conversation((Message("user", asked), Message("assistant", answered)))


QUESTIONS = ("How do I reset my password?", "Where is my parcel?", "The lamp is broken, send a new one.")
LOST = "I forgot the secret word for my account."


def filled(path):
    project = Project.create(path)
    known = [(talk(asked, f"answer {n}"), Part.TRAINING) for n, asked in enumerate(QUESTIONS)]
    kept = [*known, (talk(LOST, "?"), Part.TEST), (talk(f"{LOST} Really.", "!"), Part.VALIDATION)]
    project.do(text("step.insert_row"), lambda edit: edit.append(kept)).result()
    return project


def test_nearest_rows_are_found_by_words_and_only_among_those_for_training(tmp_path, apart):
    project = filled(tmp_path / "a.tunedesk")
    asked = "Where is my lamp? The lamp is broken."
    found = asyncio.run(nearest_rows.nearest(apart, project, 4, asked))
    assert found.by is By.WORDS
    assert [row.question for row in found.rows][:2] in ([QUESTIONS[2], QUESTIONS[1]], [QUESTIONS[1], QUESTIONS[2]])
    assert found.rows[0].likeness > found.rows[-1].likeness > 0
    same = asyncio.run(nearest_rows.nearest(apart, project, 1, QUESTIONS[0]))
    assert all(row.id != 1 for row in same.rows)  # a row is not near to itself
    assert asyncio.run(nearest_rows.nearest(apart, project, None, "zzz")).rows == ()
    project.close()


def test_nearest_rows_are_found_by_meaning_where_vectors_are_there(tmp_path, apart):
    project = filled(tmp_path / "a.tunedesk")
    embedder = Embedder("local", "mini")
    placed = {QUESTIONS[0]: (0.6, 0.8), QUESTIONS[1]: (0.0, 1.0), QUESTIONS[2]: (-1.0, 0.0), LOST: (1.0, 0.0)}
    made = {text_hash(said): np.array(place, "<f4").tobytes() for said, place in placed.items()}
    project.write(lambda connection: vectors.put(connection, embedder, made)).result()
    choose(project, Choice(embedder, Aspect.PROMPT))
    project.write(lambda _: None).result()  # what was chosen is written by now
    found = asyncio.run(nearest_rows.nearest(apart, project, 4, LOST))
    assert found.by is By.MEANING
    assert [row.question for row in found.rows] == list(QUESTIONS)
    assert found.rows[0].likeness == pytest.approx(0.6, abs=1e-3)
    assert found.rows[0].answer == "answer 0"
    later = asyncio.run(nearest_rows.nearest(apart, project, 5, f"{LOST} Really."))
    assert later.by is By.WORDS  # this row was not read yet
    project.close()


def test_completions_are_compared_by_their_prompts(tmp_path, apart):
    project = Project.create(tmp_path / "a.tunedesk")
    kept = [(Completion("blue sky ->", " a"), Part.TRAINING), (Completion("green sea ->", " b"), Part.TRAINING)]
    project.do(text("step.insert_row"), lambda edit: edit.append(kept)).result()
    found = asyncio.run(nearest_rows.nearest(apart, project, None, "green lake ->", most=1))
    assert [row.answer for row in found.rows] == [" b"]
    project.close()
