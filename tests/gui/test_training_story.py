"""The story of a training: in plain words beside the provider's own, searched, copied, and of any length."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication

from desktop_app.core.happenings import KEYS, in_words
from desktop_app.core.job import JobEvent, JobStatus
from desktop_app.core.sentences import ENGLISH, english
from desktop_app.gui.training.story_view import StoryView
from desktop_app.store import happenings, jobs
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.training_room import BEGAN, keep

MANY = 100_000
LINES = [
    ("Created fine-tuning job: ftjob-1", "The training was set up."),
    ("Validating training file: file-1 and validation file: file-2", "The rows are checked."),
    ("Files validated, moving job to queued state", "The rows are in order. The training waits for its turn."),
    ("Fine-tuning job started", "The training began."),
    ("Step 3/12: training loss=1.25", "Step 3 of 12 is done."),
    ("Checkpoint created at step 400", "The model was kept as it was after step 400 (checkpoint)."),
    ("The training was ended from outside (exit status 9) and goes on from step 7",
     "The training was interrupted and goes on from step 7."),
    ("New fine-tuned model created: ft:gpt:org::x", "The tuned model is ready: ft:gpt:org::x"),
    ("The job has successfully completed", "The training is finished."),
    ("Created fine-tune: ft-old", "The training was set up."),
    ("Completed epoch 2/4", "Pass 2 of 4 over the rows (epoch) is done."),
    ("Fine-tune succeeded", "The training is finished."),
    ("Fine-tune costs $0.45", "The provider names the price: $0.45"),
]  # fmt: skip


@pytest.fixture
def project(qtbot, workspace, tmp_path):
    made = open_project(qtbot, workspace, tmp_path / "heroes.tunedesk")
    keep(made, 1, JobStatus.RUNNING, upto=-1)
    return made


@pytest.fixture
def view(background, in_window, project):
    made = in_window(StoryView(background), 900, 500)
    made.open(project, "ftjob-1")
    return made


def tell(project, messages, first=0):
    lines = [JobEvent(f"m{first + n}", BEGAN + 1 + first + n, "info", said) for n, said in enumerate(messages)]
    project.write(lambda c: jobs.add_events(c, "ftjob-1", lines)).result()


@pytest.mark.parametrize(("message", "plain"), LINES)
def test_what_providers_say_is_said_in_plain_words(message, plain):
    assert english(in_words(message)) == plain


def test_what_nobody_knows_stays_as_it_is_and_every_sentence_is_there():
    assert in_words("Something new happened") is None
    assert all(key in ENGLISH for key in KEYS)


def test_lines_are_shown_in_plain_words_beside_the_providers_own(qtbot, project, view):
    tell(project, [message for message, _ in LINES] + ["Something new happened"])
    view.refresh()
    qtbot.waitUntil(lambda: view.model.rowCount() == len(LINES) + 2)
    shown = [(view.model.index(row, 2).data(), view.model.index(row, 1).data()) for row in range(1, len(LINES) + 2)]
    assert shown == [*LINES, ("Something new happened", "Something new happened")]
    assert unnamed_controls(view) == []


def test_words_find_lines_in_either_language(qtbot, project, view):
    tell(project, [message for message, _ in LINES])
    for words, rows in (
        ("checkpoint", 1),
        ("SUCCEEDED", 1),
        ("is finished", 2),
        ("file-2", 1),
        ("no such", 0),
        ("", 14),
    ):
        view.field.setText(words)
        qtbot.waitUntil(lambda: view._looking is None and not view._stale)
        assert view.model.rowCount() == rows, words


def test_the_chosen_lines_are_copied_or_all_that_are_shown(qtbot, project, view):
    tell(project, ["Completed epoch 1/2", "Completed epoch 2/2"])
    view.refresh()
    qtbot.waitUntil(lambda: view.model.rowCount() == 3)
    qtbot.keyClick(view.copy_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(QApplication.clipboard().text().splitlines()) == 3)
    view.table.selectRow(1)
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(QApplication.clipboard().text().splitlines()) == 1)
    assert QApplication.clipboard().text().endswith("\tPass 1 of 2 over the rows (epoch) is done.\tCompleted epoch 1/2")


def test_new_lines_are_added_and_the_others_stay_where_they_are(qtbot, project, view):
    tell(project, [f"line {n}" for n in range(200)])
    view.refresh()
    qtbot.waitUntil(lambda: view.model.rowCount() == 201)
    resets, added = [], []
    view.model.modelReset.connect(lambda: resets.append(1))
    view.model.rowsInserted.connect(lambda _, first, last: added.append((first, last)))
    tell(project, ["one more", "and another"], first=200)
    view.refresh()
    qtbot.waitUntil(lambda: view.model.rowCount() == 203)
    assert (resets, added) == ([], [(201, 202)])
    assert view.model.index(202, 2).data() == "and another"


def test_a_hundred_thousand_lines_are_read_only_where_somebody_looks(qtbot, project, view, monkeypatch):
    project.write(
        lambda c: c.executemany(
            "INSERT INTO job_event (job, id, time, level, message) VALUES ('ftjob-1', ?, ?, 'info', ?)",
            ((f"x{n}", BEGAN + n, f"Step {n}/{MANY}: training loss=0.5") for n in range(MANY)),
        )
    ).result()
    read = []
    page = happenings.page
    monkeypatch.setattr(happenings, "page", lambda c, wanted: read.append(len(wanted)) or page(c, wanted))
    view.refresh()
    qtbot.waitUntil(lambda: view.model.rowCount() == MANY + 1)
    view.table.scrollToBottom()
    view.table.grab()
    view.table.scrollToTop()
    view.table.grab()
    assert view.model.index(MANY, 1).data() == f"Step {MANY - 1} of {MANY} is done."
    assert 0 < sum(read) < 1000
    view.field.setText("step 99999")
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)


def test_the_story_of_another_training_is_shown_at_once(qtbot, project, view):
    tell(project, ["line"])
    view.refresh()
    qtbot.waitUntil(lambda: view.model.rowCount() == 2)
    keep(project, 2, JobStatus.RUNNING, upto=-1)
    view.field.setText("line")
    view.open(project, "ftjob-2")
    assert view.field.text() == ""
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    assert not view.model.index(5, 0).isValid()
    assert view.model.rowCount(QModelIndex()) == 1
