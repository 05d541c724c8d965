"""How long an answer may be, from the rows of the project."""

import asyncio

import pytest

from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.core.text import text
from desktop_app.store.project import Project
from desktop_app.work.answer import enough_tokens


def chat(answer):
    return Conversation((Message("user", "x" * 5000), Message("assistant", answer)))


@pytest.mark.parametrize(
    ("rows", "tokens"),
    [
        ([], None),
        ([Completion("p" * 5000, "short")], 40),
        ([Completion("p", "a" * 300), Completion("p", "b" * 90)], 134),
        ([chat("é" * 300), chat("no")], 134),
        ([chat("a" * 90_000)], 400),
    ],
)
def test_the_longest_expected_answer_has_room(tmp_path, rows, tokens):
    project = Project.create(tmp_path / "a.tunedesk")
    project.do(text("step.insert_row"), lambda edit: edit.append([(row, Part.TEST) for row in rows])).result()
    assert asyncio.run(enough_tokens(project)) == tokens
    project.close()
