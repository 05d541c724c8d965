"""A model's passport from the window: what stands on it, as a page and on paper, whatever the names and texts are."""

import asyncio
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QFileDialog

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.ballots import Verdict, Vote, round_of
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice, request
from desktop_app.core.example import Message
from desktop_app.core.job import HERE, JobStatus
from desktop_app.core.judging import Rubric, Scale
from desktop_app.core.meaning import Embedder
from desktop_app.gui.training.page import TrainingPage
from desktop_app.gui.training.passport import passport_of
from desktop_app.gui.training.passport_saver import paper
from desktop_app.store import batches, judgements, nearness, votes
from desktop_app.store.nearness import Nearness
from desktop_app.work import judge
from desktop_app.work.judge import Wish
from desktop_app.work.proofs import proofs
from tests.fake_provider import BASE
from tests.gui.filled import open_project, talks
from tests.gui.training_room import BEGAN, button, buttons, keep, said

TUNED = f"ft:{BASE}:org::run1"


@pytest.fixture
def project(qtbot, workspace, tmp_path):
    return open_project(qtbot, workspace, tmp_path / "heroes.tunedesk", talks())


@pytest.fixture
def page(qtbot, in_window, training_parts, provider, project):
    assert provider.extra_installed
    keep(project, 1, JobStatus.SUCCEEDED, rows=["a"] * 60, title="heroes <b>")
    made = in_window(TrainingPage(*training_parts), 1000, 900)
    qtbot.waitUntil(lambda: made.run is not None and made.run.loaded)
    made.view.made_of_fold.set_open(True)
    return made


def prove(project, rows=24):
    """Let the model have three quarters of a test right, and win all votes against its base."""
    columns = tuple(Column(Voice(HERE, name), Setting(Sampling())) for name in (BASE, TUNED))
    asked = tuple(Prompt(f"q{n}", f"a{n}") for n in range(rows))
    batch = Batch("t", Kind.TEST, "test", BEGAN, asked, columns)

    def write(connection):
        number = batches.add(connection, batch)
        texts = {}
        for cell in (Cell(p, c) for p in range(rows) for c in (0, 1)):
            right = cell.column and cell.prompt % 4
            texts[cell] = f"a{cell.prompt}" if right else f"wrong {cell.column}"
            answer = Answer(0, columns[cell.column].voice.model, texts[cell], Finish.STOP, 3, 1.0)
            batches.put(connection, number, cell, Request(0, answer.model, "q", Sampling()), answer, paid=False)
        for ballot in round_of("t", texts).ballots:
            left = ballot.left.column == 1
            votes.put(connection, number, Vote(ballot, Verdict.LEFT if left else Verdict.RIGHT))

    project.write(write).result()


def add_opinions(project):
    """Let the answers of `prove` be read by one model and judged by another, in marks and side by side."""
    by_hand = Embedder(HERE, "mini")
    near = {(prompt, column): 0.5 + 0.25 * column for prompt in range(24) for column in (0, 1)}
    project.write(lambda connection: nearness.put(connection, 1, Nearness(by_hand, near))).result()
    for scale, verdict in ((Scale.POINTS, "Mark: 4"), (Scale.YES_NO, "Mark: yes"), (Scale.PAIR, "")):
        wish = Wish(1, Voice(HERE, "wise"), Rubric(scale, "Kind is good."), judge.sides_of(scale, 2))
        number = asyncio.run(judge.begin(project, wish))

        def write(connection, number=number, verdict=verdict):
            batch, trial = batches.get(connection, number), judgements.get(connection, number)
            for at, case in enumerate(trial.cases):
                words = verdict or f"Better: {'A' if case.first else 'B'}"
                answer = Answer(0, "wise", words, Finish.STOP, 3, 1.0)
                batches.put(connection, number, Cell(at, 0), request(batch, Cell(at, 0)), answer, paid=False)

        project.write(write).result()


def passport(page, project, sites):
    return passport_of(page.run, BEGAN + 1000, asyncio.run(proofs(project, TUNED)), sites)


def test_it_is_saved_where_the_user_wants_it(qtbot, project, page, tmp_path):
    prove(project)
    button(page, "Save the model's passport…").click()
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    (dialog,) = page.findChildren(QFileDialog)
    target = tmp_path / "passport.html"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    qtbot.waitUntil(lambda: "Saved as passport.html" in said(page))
    text = target.read_text()
    for words in (
        "18 of 24 rows right, that is 75 % (55 to 88)",
        f"Blind votes against {BASE}: it gets 100 %",
        "It is the better one.",
        "It has learned from 60 rows alone",
        "nothing: it was trained on this computer",
        "client.chat.completions.create",
        TUNED,
        "<svg",
    ):
        assert words in text
    assert "<b>" not in text
    assert "default-src 'none'" in text


def test_a_folder_one_may_not_write_to_is_said(qtbot, project, page, tmp_path):
    button(page, "Save the model's passport…").click()
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)))
    (dialog,) = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "gone" / "passport.pdf"))
    dialog.reject()
    qtbot.waitUntil(page.view._problem.isVisible)


def test_what_judges_say_and_what_was_read_stands_on_it_as_what_it_is(project, page, sites):
    prove(project)
    add_opinions(project)
    text = passport(page, project, sites).page()
    for words in (
        "Meaning in common with the expected answers: 0.75 (0.75 to 0.75), as mini reads them.",
        "wise as judge gives its answers 4.00 (4.00 to 4.00) of 5 on average: an opinion.",
        "wise as judge finds 100 % (86 to 100) of its answers good: an opinion.",
        f"wise as judge, against {BASE}: it gets 100 % (86 to 100) of the rows, a tie counting half",
        "an opinion. It is preferred.",
    ):
        assert words in text
    document = PdfReader(BytesIO(paper(passport(page, project, sites))))
    assert len(document.pages) == 1


def test_on_paper_it_is_one_sheet_of_a4_that_can_be_read(qtbot, project, page, sites):
    prove(project)
    content = paper(passport(page, project, sites))
    document = PdfReader(BytesIO(content))
    (sheet,) = document.pages
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == (595, 842)
    lines = []
    words = " ".join(sheet.extract_text(visitor_text=lambda said, _cm, tm, *_: lines.append((said, tm[5]))).split())
    heights = [height for said, height in lines if said.strip()]
    assert max(heights) - min(heights) > 842 / 3, "it fills the sheet as letters of a readable size do"
    assert "18 of 24 rows right" in words
    assert "client.chat.completions.create" in words


def test_a_long_question_is_cut_and_the_system_message_is_not(project, page, sites):
    said = passport(page, project, sites)
    asked = (Message("system", "s" * 400), Message("user", "u" * 400))
    text = replace(said, call=replace(said.call, question=asked)).page()
    assert "s" * 400 in text
    assert "u" * 200 + "\\u2026" in text
    assert "u" * 201 not in text


def test_without_a_test_it_says_so(qtbot, project, page, sites):
    text = passport(page, project, sites).page()
    assert "It was not tested yet" in text
    assert "not known from enough rows" in text


def test_what_made_no_model_has_no_passport(qtbot, in_window, training_parts, provider, project):
    keep(project, 2, JobStatus.FAILED)
    made = in_window(TrainingPage(*training_parts), 1000, 900)
    qtbot.waitUntil(lambda: made.run is not None and made.run.loaded)
    made.view.made_of_fold.set_open(True)
    assert "Save the model's passport…" not in buttons(made)
