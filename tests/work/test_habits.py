"""What a model was taught is carried over to how it is asked."""

import asyncio

import pytest

from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.core.text import text
from desktop_app.store.project import Project
from desktop_app.work.habits import Habits, habits


def chat(answer):
    return Conversation((Message("user", "x" * 5000), Message("assistant", answer)))


@pytest.fixture
def of(tmp_path):
    def read(rows, part=Part.TRAINING):
        project = Project.create(tmp_path / "a.tunedesk")
        project.do(text("step.insert_row"), lambda edit: edit.append([(row, part) for row in rows])).result()
        try:
            return asyncio.run(habits(project))
        finally:
            project.close()

    return read


@pytest.mark.parametrize(
    ("rows", "tokens"),
    [
        ([Completion("p" * 5000, "short")], 40),
        ([Completion("p", "a" * 300), Completion("p", "b" * 90)], 134),
        ([chat("é" * 300), chat("no")], 134),
        ([chat("a" * 90_000)], 400),
    ],
)
def test_the_longest_expected_answer_has_room(of, rows, tokens):
    assert of(rows, Part.TEST).tokens == tokens


def test_without_rows_there_is_nothing_to_carry_over(of):
    assert of([]) is None


def test_endings_of_prompts_and_answers_are_found(of):
    powers = ("flying", "ice", "speed")
    rows = [Completion(f"{n}, female, {powers[n % 3]} ->", f" She loves her {powers[n % 3]} END") for n in range(9)]
    assert of(rows) == Habits(40, " ->", " END")


def test_answers_that_are_classes_are_told(of):
    rows = [Completion(f"I like it {n}\n\n###\n\n", " good" if n % 2 else " bad") for n in range(12)]
    found = of(rows)
    assert found.labels == ("bad", "good")
    assert found.ending == "\n\n###\n\n"
    assert found.stop == ""


def test_classes_are_told_without_the_mark_they_end_with(of):
    rows = [Completion(f"text {n} ->", f" {'good' if n % 2 else 'bad'} END") for n in range(12)]
    assert of(rows) == Habits(40, " ->", " END", ("bad", "good"))


def test_what_chats_end_with_by_chance_is_no_mark(of):
    assert of([chat("Yes."), chat("No.")]) == Habits(40)


@pytest.mark.parametrize(
    ("end", "stop"),
    [('!"', ""), (".\n", "\n"), (".", ""), (" END", " END"), ("!\n\n###", "\n\n###"), ("<|end|>", "<|end|>")],
)
def test_what_sentences_end_with_is_no_mark_to_stop_at(of, end, stop):
    said = ("Ada flies", "Bob runs high", "Cyd can swim")
    assert of([Completion(f"{words} ->", f" {words}{end}") for words in said]).stop == stop
