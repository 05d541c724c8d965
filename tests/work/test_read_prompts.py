"""Prompts from a file: read portion by portion in the worker process, and no more of them than anybody can ask."""

import asyncio

import pytest

from desktop_app.core.prompt_file import PromptColumns
from desktop_app.work import read_prompts
from desktop_app.work.apart import Apart


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "asked.csv"
    lines = [f"question {n},answer {n}" if n % 10 else ",nothing is asked" for n in range(1200)]
    made.write_text("question,answer\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return made


COLUMNS = PromptColumns("question", "answer")


def test_a_file_comes_in_portions_and_says_what_it_left_out(path):
    async def whole():
        apart = Apart()
        try:
            file = await read_prompts.look(apart, path)
            return file, [portion async for portion in read_prompts.read(apart, file, COLUMNS)]
        finally:
            await apart.close()

    file, portions = asyncio.run(whole())
    assert [record.cells["question"] for record in file.first] == ["", *(f"question {n}" for n in range(1, 5))]
    assert [len(portion.prompts) for portion in portions] == [500, 500, 80]
    assert sum(portion.left_out for portion in portions) == 120
    assert not any(portion.more for portion in portions)
    assert portions[0].prompts[0].expected == "answer 1"


def test_what_is_more_than_anybody_asks_is_not_read_and_said(path, monkeypatch):
    async def looked():
        apart = Apart()
        try:
            return await read_prompts.look(apart, path)
        finally:
            await apart.close()

    file = asyncio.run(looked())
    monkeypatch.setattr(read_prompts, "MOST", 30)
    (last,) = read_prompts.portions(path, file.found, COLUMNS)
    assert (len(last.prompts), last.more) == (30, True)
    monkeypatch.setattr(read_prompts, "MOST", 1080)
    *_, last = read_prompts.portions(path, file.found, COLUMNS)
    assert not last.more
