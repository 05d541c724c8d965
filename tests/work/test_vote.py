"""Votes in a real project file: what can be voted on, kept at once, taken back, gone with their batch."""

import asyncio
from contextlib import closing
from functools import partial

import pytest

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.ballots import Verdict, Vote
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice
from desktop_app.core.problem import Problem
from desktop_app.core.talk import Talk
from desktop_app.store import batches, talks
from desktop_app.store.project import Project
from desktop_app.work import vote

COLUMNS = tuple(Column(Voice("local", name), Setting(Sampling())) for name in ("one", "two"))


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "votes.tunedesk")
    yield made
    made.close()


def asked(project, mark="m", kind=Kind.COMPARE, columns=COLUMNS, prompts=3, stopped=(), *, title="title"):
    batch = Batch(mark, kind, title, 1.0, tuple(Prompt(f"q{n}", f"a{n}") for n in range(prompts)), columns)

    def write(connection):
        number = batches.add(connection, batch)
        for cell in (Cell(p, c) for p in range(prompts) for c in range(len(columns))):
            finish = Finish.STOPPED_BY_USER if cell in stopped else Finish.STOP
            said = Answer(0, columns[cell.column].voice.model, f"{cell.prompt} by {cell.column}", finish, 3, 1.0)
            request = Request(0, said.model, f"q{cell.prompt}", Sampling())
            batches.put(connection, number, cell, request, said, paid=False)
        return number

    return project.write(write).result()


def test_batches_of_two_models_can_be_voted_on(project):
    asked(project, "alone", columns=COLUMNS[:1])
    asked(project, "sweep", kind=Kind.SWEEP)
    number = asked(project, "pair")
    test = asked(project, "test", kind=Kind.TEST, prompts=2)
    found = asyncio.run(vote.choices(project))
    assert [(c.id, c.models, c.prompts, c.votes) for c in found] == [(test, 2, 2, 0), (number, 2, 3, 0)]


def test_a_vote_is_on_disk_when_it_was_given_and_can_be_taken_back(project):
    number = asked(project)
    booth = asyncio.run(vote.opened(project, number))
    first, second, _ = booth.round.ballots
    for ballot, verdict in ((first, Verdict.LEFT), (second, Verdict.TIE)):
        asyncio.run(vote.cast(project, number, Vote(ballot, verdict, "Grund: größer")))
    project.close()
    with closing(Project.open(project.path)) as again:
        votes = asyncio.run(vote.opened(again, number)).votes
        assert votes == (Vote(first, Verdict.LEFT, "Grund: größer"), Vote(second, Verdict.TIE, "Grund: größer"))
        asyncio.run(vote.take_back(again, number, second))
        asyncio.run(vote.cast(again, number, Vote(first, Verdict.RIGHT)))
        assert asyncio.run(vote.opened(again, number)).votes == (Vote(first, Verdict.RIGHT),)
        assert [c.votes for c in asyncio.run(vote.choices(again))] == [1]


def test_half_a_letter_in_a_title_or_in_what_is_said_of_a_vote_is_shown_as_its_number(project):
    number = asked(project, title="half \ud83d")
    talk = Talk("talk", "about \ud83d", 1.0)
    project.write(lambda c: talks.put(c, talk)).result()
    ballot = asyncio.run(vote.opened(project, number)).round.ballots[0]
    asyncio.run(vote.cast(project, number, Vote(ballot, Verdict.LEFT, "why \ud83d")))
    assert [one.comment for one in asyncio.run(vote.opened(project, number)).votes] == [r"why \ud83d"]

    def titles():
        with project.reading() as connection:
            return {line.title for line in batches.listed(connection, tuple(Kind))}

    assert titles() == {r"half \ud83d", r"about \ud83d"}
    project.write(lambda c: batches.rename(c, number, "other \ud83d")).result()
    assert titles() == {r"other \ud83d", r"about \ud83d"}


def test_what_a_person_stopped_is_not_voted_on(project):
    number = asked(project, stopped={Cell(1, 0)})
    assert {b.prompt for b in asyncio.run(vote.opened(project, number)).round.ballots} == {0, 2}


def test_votes_go_with_their_batch(project):
    number = asked(project)
    ballot = asyncio.run(vote.opened(project, number)).round.ballots[0]
    asyncio.run(vote.cast(project, number, Vote(ballot, Verdict.LEFT)))
    project.write(partial(batches.remove, number=number)).result()
    with project.reading() as connection:
        assert connection.execute("SELECT count(*) FROM vote").fetchone() == (0,)
    with pytest.raises(Problem) as told:
        asyncio.run(vote.opened(project, number))
    assert told.value.key == "batch_gone"


def test_a_vote_is_kept_though_the_project_is_closed_in_the_same_moment(project):
    number = asked(project)
    first, second, _ = asyncio.run(vote.opened(project, number)).round.ballots
    asyncio.run(vote.cast(project, number, Vote(second, Verdict.TIE)))
    vote.cast(project, number, Vote(first, Verdict.LEFT)).close()  # nobody waits for it
    vote.take_back(project, number, second).close()
    project.close()
    with closing(Project.open(project.path)) as again:
        assert asyncio.run(vote.opened(again, number)).votes == (Vote(first, Verdict.LEFT),)
