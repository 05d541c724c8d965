"""A test of models on held-out rows: kept before it is asked, paused, gone on with, with recorded answers beside."""

import asyncio
from contextlib import aclosing, contextmanager

import pytest

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.batch import Cell, Column, Kind, Voice
from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.providers.local import LocalEngine
from desktop_app.settings.ledger import Ledger
from desktop_app.store import answers, batches, recorded
from desktop_app.store.project import Project
from desktop_app.work import bookkeeping, test_figures, test_file, test_run
from desktop_app.work.ask_batch import Got
from desktop_app.work.habits import Habits, habits
from desktop_app.work.keep_batch import Opened
from desktop_app.work.test_run import RECORDED
from desktop_app.work.voices import voice
from tests.cloud.pupils import Pupil, teach
from tests.cloud.server import Cloud
from tests.sites import connect, sites

GOOD, POOR = "gpt-4o-mini-2024-07-18", "gpt-3.5-turbo-0125"


def colour(question):
    return ("red", "blue")[int(question.split()[1]) % 2]


class Room:
    def __init__(self, cloud, project, where, site):
        self.cloud, self.project, self.where, self.site = cloud, project, where, site

    @property
    def asked(self):
        return [(one["model"], one["messages"][-1]["content"]) for one in self.cloud.account.asked]

    def columns(self, *models, gone=()):
        setting = test_run.setting_for(asyncio.run(habits(self.project)))
        there = [voice(self.where.site(self.site), model) for model in models]
        return [Column(one, setting) for one in (*(Voice(RECORDED, model) for model in gone), *there)]

    def begin(self, columns, part=None):
        return asyncio.run(test_run.begin(self.project, lambda: test_run.rows(self.project, part), columns))

    def go_on(self, number, stop_after=None):
        async def act():
            heard = []
            try:
                async with aclosing(test_run.go_on(self.project, self.where, number)) as items:
                    async for item in items:
                        heard.append(item)
                        if stop_after and sum(isinstance(one, Got) for one in heard) >= stop_after:
                            break
            finally:
                await self.where.reach.close()
            return heard

        found = asyncio.run(act())
        self.cloud._server.quiet()  # what was asked before the stop may arrive late, and is not what is asked next
        return found

    def report(self, number):
        return asyncio.run(test_figures.report(self.project, number))


@contextmanager
def a_room(tmp_path, rows):
    with Cloud() as cloud:
        for model in (GOOD, POOR):
            cloud.account.models[model] = {"id": model, "object": "model", "created": 1, "owned_by": "system"}
        teach(cloud, colour, {GOOD: Pupil(0.95, ("blue",)), POOR: Pupil(0.4, ("red", "blue", "green"))})
        project = Project.create(tmp_path / "a.tunedesk")
        project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
        where = sites(LocalEngine(tmp_path / "engine"), tmp_path, Ledger(tmp_path / "ledger.jsonl"))
        site = asyncio.run(connect(where, "openai", "OpenAI", cloud.address, cloud.account.key))
        yield Room(cloud, project, where, site)
        project.close()


def talk(number):
    asked = f"colour {number}"
    return Conversation((Message("user", asked), Message("assistant", colour(asked))))


@pytest.fixture
def room(tmp_path, monkeypatch):
    # The cloud of these tests lies on this computer, and what is asked there has to cost something.
    monkeypatch.setattr(bookkeeping, "is_here", lambda address: False)
    rows = [(talk(n), Part.TEST if n >= 40 else Part.TRAINING) for n in range(70)]
    with a_room(tmp_path, rows) as made:
        yield made


def test_two_models_are_tested_on_the_test_part_and_the_better_one_is_named(room):
    number = room.begin(room.columns(POOR, GOOD))
    heard = room.go_on(number)
    assert heard[0] == Opened(number, heard[0].batch, 60)
    told = room.report(number)
    poor, good = told.figures
    assert (poor.rows, len(poor.marks), told.answered) == (30, 30, 60)
    right = sum(colour(told.batch.prompts[n].question[-1].content) == told.newest[n, 1].text for n in range(30))
    assert good.right.value == pytest.approx(right / 30)
    assert good.classes.table.labels == ("blue", "red")
    assert good.classes.scored == 30
    assert good.classes.auroc.value > 0.8
    found = asyncio.run(test_figures.compare(told, 0, 1))
    assert found.better == 1
    assert len(found.improvements) > len(found.regressions)
    assert all(
        one["logprobs"] and one["top_logprobs"] == 5 and one["max_tokens"] == 1 for one in room.cloud.account.asked
    )


def test_what_was_paused_twice_goes_on_and_the_figures_are_those_of_one_go(room):
    number = room.begin(room.columns(POOR, GOOD))
    room.go_on(number, stop_after=10)
    room.go_on(number, stop_after=15)
    before = room.report(number).answered
    assert 25 <= before < 60
    asked = len(room.asked)
    room.go_on(number)
    assert len(room.asked) - asked == 60 - before
    paused = room.report(number)
    again = room.begin(room.columns(POOR, GOOD))
    room.go_on(again)
    whole = room.report(again)
    assert [each.right for each in paused.figures] == [each.right for each in whole.figures]
    assert [each.classes for each in paused.figures] == [each.classes for each in whole.figures]
    assert [each.chrf for each in paused.figures] == [each.chrf for each in whole.figures]
    entries = room.where.reach.books(room.site)._ledger.entries()
    assert sum(entry.tokens_out for entry in entries) == 120  # each answer counted once, one token each


def test_recorded_answers_of_a_model_that_is_gone_take_part(room):
    with_words = {n: "green" if n < 45 else colour(f"colour {n}") for n in range(40, 65)}
    for n, words in with_words.items():
        request = Request(0, "ft:gone", (Message("user", f"colour {n}"),), Sampling())
        answer = Answer(0, "ft:gone", words, Finish.STOP, 1, 0.1)
        room.project.write(lambda c, r=request, a=answer: answers.add(c, r, a)).result()
    assert asyncio.run(test_run.known(room.project)) == [(Voice(RECORDED, "ft:gone"), 25)]
    number = room.begin(room.columns(GOOD, gone=["ft:gone"]))
    heard = room.go_on(number)
    assert heard[0].left == 30
    assert {model for model, _ in room.asked} == {GOOD}
    told = room.report(number)
    assert len(told.figures[0].marks) == 25  # five rows have no recorded answer
    assert told.figures[0].right.value == pytest.approx(20 / 25)
    found = asyncio.run(test_figures.compare(told, 0, 1))
    assert found.pairs.total == 25
    assert room.go_on(number)[0].left == 0
    with room.project.reading() as connection:
        assert dict(recorded.models(connection)) == {"ft:gone": 25, GOOD: 30}


def test_a_recorded_answer_is_found_however_the_question_was_asked(tmp_path):
    """A prompt that a chat model was asked is kept as a message."""
    with a_room(tmp_path, [(Completion("colour 1", " blue"), Part.TEST)]) as room:
        request = Request(0, "ft:gone", (Message("user", "colour 1"),), Sampling())
        answer = Answer(0, "ft:gone", "blue", Finish.STOP, 1, 0.1)
        room.project.write(lambda c: answers.add(c, request, answer)).result()
        number = room.begin(room.columns(gone=["ft:gone"]))
        assert room.report(number).figures[0].right.value == 1.0


def test_rows_of_another_part_and_none_at_all(tmp_path):
    rows = [(talk(1), Part.VALIDATION), (Conversation((Message("user", "colour 2"),)), Part.TEST)]
    with a_room(tmp_path, rows) as room:
        assert [prompt.expected for prompt in test_run.rows(room.project)] == ["blue"]
        for part in (Part.TEST, Part.TRAINING):
            with pytest.raises(Problem, match="test_no_rows"):
                test_run.rows(room.project, part)
        with pytest.raises(Problem, match="test_no_model"):
            room.begin([])
        assert asyncio.run(test_run.newest(room.project)) is None
        for act in (room.go_on, room.report):
            with pytest.raises(Problem, match="test_gone"):
                act(99)


@pytest.mark.parametrize(
    ("labels", "tokens"),
    [(("red", "blue"), 1), (("red", "rose"), 6), ((" red", " blue"), 6), (("ärger", "freude"), 7), ((), 40)],
)
def test_labels_that_begin_alike_are_asked_for_whole(labels, tokens):
    sampling = test_run.setting_for(Habits(40, stop=" END", labels=labels)).sampling
    assert (sampling.max_tokens, sampling.stop, sampling.temperature) == (tokens, (" END",), 0.0)
    assert (sampling.logprobs is None) == (not labels)
    assert test_run.setting_for(None, seed=4).sampling.seed == 4


def test_a_test_is_written_down_before_anything_is_asked(room):
    number = room.begin(room.columns(GOOD), Part.TEST)
    assert room.asked == []
    with room.project.reading() as connection:
        assert batches.get(connection, number).kind is Kind.TEST
        assert not batches.answered(connection, number)
    assert room.report(number).figures[0].right is None
    assert Cell(0, 0) not in room.report(number).answers


def test_rows_of_a_file_are_asked_as_those_of_the_project_are(tmp_path):
    path = tmp_path / "more.csv"
    path.write_text("question,answer\ncolour 1,blue\ncolour 2,\ncolour 3,blue\n", encoding="utf-8")
    pairs = [(Completion(f"colour {n} ->", f" {colour(f'colour {n}')} END"), Part.TRAINING) for n in range(8)]
    with a_room(tmp_path, pairs) as room:
        habit = asyncio.run(habits(room.project))
        found = test_file.rows(room.project, path, habit)
        assert [(one.question, one.expected, one.row) for one in found] == [
            ("colour 1 ->", "blue", None),
            ("colour 3 ->", "blue", None),
        ]
        number = asyncio.run(test_run.begin(room.project, lambda: found, room.columns(GOOD)))
        room.go_on(number)
        assert room.report(number).figures[0].rows == 2
        path.write_text("question,mood\ncolour 1,fine\n", encoding="utf-8")
        with pytest.raises(Problem, match="test_file_no_answers"):
            test_file.rows(room.project, path, habit)


def test_a_file_asks_with_the_system_message_of_the_project(tmp_path):
    path = tmp_path / "more.csv"
    path.write_text("question,answer\ncolour 1,blue\n", encoding="utf-8")
    with a_room(tmp_path, [(Conversation((Message("system", "Be brief."), *talk(1).messages)), Part.TRAINING)]) as room:
        (one,) = test_file.rows(room.project, path, None)
        assert one.question == (Message("system", "Be brief."), Message("user", "colour 1"))


def test_without_rows_nothing_is_begun_and_a_file_is_asked_as_a_chat(tmp_path):
    path = tmp_path / "more.csv"
    path.write_text("question,answer\ncolour 1,blue\n", encoding="utf-8")
    with a_room(tmp_path, []) as room:
        assert asyncio.run(test_run.newest(room.project)) is None
        with pytest.raises(Problem, match="test_no_rows"):
            asyncio.run(test_run.begin(room.project, list, room.columns(GOOD)))
        (one,) = test_file.rows(room.project, path, None)
        assert one.question == (Message("user", "colour 1"),)
