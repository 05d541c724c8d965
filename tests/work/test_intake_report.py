"""The report of an intake: complete as JSON, and a page that shows what it was given and runs nothing of it."""

import asyncio
import json
from html.parser import HTMLParser

import pytest

from desktop_app.core.example import Part
from desktop_app.core.problem import Problem
from desktop_app.core.reading import Reading
from desktop_app.core.wizard import Wizard
from desktop_app.work import report_files
from desktop_app.work.apart import Apart
from desktop_app.work.draft import Draft
from desktop_app.work.intake_report import Intake
from desktop_app.work.prepare import Preparation, cost
from desktop_app.work.report_page import page
from desktop_app.work.targets import target_of

EVIL = "<script>alert(1)</script>&amp;\"'"


class Page(HTMLParser):
    """Collects a page's texts and tags, and what it would load."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.loads: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.loads += [value for name, value in attrs if name in ("src", "href", "onclick", "action")]

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "cases & <more>.csv"
    rows = [f"question {n},answer {n}" for n in range(30)] + ["question 3,answer 3", f"{EVIL},", "one cell"]
    path.write_text("question,answer\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def intake_of(preparation, target_id="openai/gpt-4.1-2025-04-14"):
    target = target_of(target_id)
    wizard = Wizard.start(preparation.look(Reading()).found).answer(target=target.id)
    *_, taken = preparation.take_in(wizard, target)
    *_, settled = preparation.settle(wizard, target, taken)
    division = preparation.divide(wizard, target)
    return Intake(wizard, target, taken, settled, division, cost(division, target))


def test_it_balances_and_names_every_row_that_did_not_come_through(table, tmp_path):
    with Preparation(table) as preparation:
        intake = intake_of(preparation)
        written = preparation.write(tmp_path, intake, (Part.TRAINING, Part.VALIDATION))
    found = json.loads((tmp_path / "report.json").read_text())
    assert [path.name for path in written] == ["train.jsonl", "valid.jsonl", "report.json"]
    assert found["rows_in"] == 33
    assert [(record["line"], record["text"]) for record in found["left_out"]] == [
        (33, f"question: {EVIL}"),
        (34, "one cell"),
    ]
    assert found["rows_used"] + len(found["left_out"]) == 33
    assert [record["line"] for record in found["taken_out"]] == [32]
    assert "answer 3" in found["taken_out"][0]["text"]
    assert found["rows_out"] == sum(found["parts"].values()) == 30
    assert found["cost"]["usd"] == pytest.approx(
        found["tokens"]["by_part"]["training"] * found["cost"]["epochs"] * 25e-6, abs=1e-4
    )


def test_the_page_shows_everything_and_loads_and_runs_nothing(table):
    with Preparation(table) as preparation:
        intake = intake_of(preparation)
        found = report_files.made(preparation.draft, intake)
    shown = Page(page(found))
    assert shown.loads == []
    assert not {"script", "img", "link", "iframe"} & set(shown.tags)
    said = " ".join(shown.texts)
    assert EVIL in said
    assert "cases & <more>.csv" in said
    for finding in found["findings"]:
        assert finding["title"] in said
    for record in (*found["left_out"], *found["taken_out"]):
        assert record["reason"] in said


def test_a_page_of_very_many_records_says_how_many_more_there_are():
    record = {"line": 1, "reason": "r", "text": "half \ud83d"}
    file = {"name": "a", "bytes": 1, "kind": "workbook", "encoding": None, "sheet": None, "columns": ["x"]}
    found = {
        "file": file,
        "shape": "chat",
        "target": "t",
        "rows_in": 6000,
        "rows_out": 0,
        "parts": None,
        "cost": None,
        "findings": [],
        "left_out": [record] * 6000,
        "taken_out": [],
        "tokens": {"total": 0, "learnt": 0, "exact": True},
    }
    said = page(found)
    assert said.count("<tr>") < 5100
    assert "1000 more" in said
    assert "Row of the file" in said
    assert "Line of the file" in page({**found, "file": {**file, "kind": "delimited"}})
    said.encode()


def test_the_window_can_keep_it_too_before_and_after_the_remedies(table, tmp_path):
    async def keep():
        apart = Apart()
        draft = Draft(apart)
        wizard = Wizard.start((await draft.look(table)).found)
        async for _ in draft.take_in(wizard):
            pass
        await draft.save_report(wizard, tmp_path / "before.json")
        async for _ in draft.settle(wizard):
            pass
        await draft.save_report(wizard, tmp_path / "after.html")
        with pytest.raises(Problem, match="export_not_written"):
            await draft.save_report(wizard, tmp_path / "nowhere" / "a.json")
        await draft.discard()
        await apart.close()

    asyncio.run(keep())
    before = json.loads((tmp_path / "before.json").read_text())
    assert (before["rows_out"], before["taken_out"], before["parts"]) == (31, [], None)
    assert not any(finding["applied"] for finding in before["findings"])
    assert "line" in (tmp_path / "after.html").read_text().lower()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["after.html", "before.json", table.name]
