"""What goes into a card from a project: the training's record, the tests, and how the model was asked last."""

import asyncio

import pytest

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE, JobStatus
from desktop_app.core.model_card import Known
from desktop_app.core.text import text
from desktop_app.store import batches
from desktop_app.store.project import Project
from desktop_app.work.export_facts import known_of
from tests.fake_provider import BASE
from tests.gui.training_room import keep

TUNED = f"ft:{BASE}:org::run1"


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "heroes.tunedesk")
    keep(made, 1, JobStatus.SUCCEEDED, rows=["a"] * 60, trained_tokens=1234, seed=7)
    yield made
    made.close()


def ask(project, kind, sampling, mark, rows=4):
    columns = (Column(Voice(HERE, TUNED), Setting(sampling)),)
    batch = Batch(mark, kind, "", 1_700_000_000.0, tuple(Prompt(f"q{n}", f"a{n}") for n in range(rows)), columns)

    def write(connection):
        number = batches.add(connection, batch)
        for n in range(rows):
            answer = Answer(0, TUNED, f"a{n}", Finish.STOP, 3, 1.0)
            batches.put(connection, number, Cell(n, 0), Request(0, TUNED, "q", sampling), answer, paid=False)

    project.write(write).result()


def test_the_record_of_the_training_and_its_tests(project):
    ask(project, Kind.TEST, Sampling(), "t")
    found = asyncio.run(known_of(project, TUNED))
    assert dict(found.trained.rows) == {Part.TRAINING: 60}
    assert found.trained.rows_sha256 == "ab" * 32
    assert found.trained.settings["n_epochs"] == 4
    assert (found.trained.settings["seed"], found.trained.settings["trained_tokens"]) == (7, 1234)
    ((_, figures),) = found.tests
    assert (figures.rows, figures.right.value) == (4, 1.0)
    checkpoint = asyncio.run(known_of(project, f"{TUNED}:ckpt-step-50"))
    assert checkpoint.trained == found.trained
    assert checkpoint.tests == []


def test_it_is_asked_as_it_was_asked_last(project):
    ask(project, Kind.COMPARE, Sampling(0.7, 60, (" END",), seed=3, logprobs=2), "a")
    assert asyncio.run(known_of(project, TUNED)).sampling == Sampling(0.7, 60, (" END",))
    assert asyncio.run(known_of(project, "ft:other")).sampling == Sampling()


def test_what_a_project_does_not_know_is_not_made_up(project):
    found = asyncio.run(known_of(project, "ft:other"))
    assert (found.trained, found.tests, found.votes) == (None, [], [])
    assert asyncio.run(known_of(None, TUNED)) == Known()


def test_an_answer_ends_where_those_of_the_rows_end(project):
    rows = [(Completion(f"q{n} ->", f" a{n} END"), Part.TRAINING) for n in range(40)]
    project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
    ask(project, Kind.COMPARE, Sampling(0.7, 60, ("\n",)), "a")
    found = asyncio.run(known_of(project, TUNED))
    assert found.sampling.stop == ("\n", " END")
    assert found.question == "q0 ->"
