"""The tutorial's grid, whole: one request in five goes wrong, two kills, 294 rows; and the judge judges."""

import asyncio
import sys
from contextlib import closing
from random import Random

import pytest

from desktop_app.core.batch import Cell
from desktop_app.core.grid import Grid, Values
from desktop_app.store.project import Project
from desktop_app.work import made_items
from tests.campaigns import making
from tests.campaigns.campaign import BrokenError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
SMALL = Grid("About {age}.", (Values("age", ("18", "20")),), 1, "{age}")


@pytest.mark.timeout(120)
def test_294_superheroes_come_exactly_once(tmp_path):
    counted = making.one_round(tmp_path / "round", Random("superheroes"), kills=2)
    assert counted["rows"] == counted["answers"] == 294
    assert counted["kills"] == 2
    assert counted["faults"] > 30


def test_the_judge_sees_an_answer_that_is_missing_and_one_that_is_another(tmp_path):
    folder = tmp_path / "round"
    folder.mkdir()
    with making.desk(folder, Random(1), SMALL) as there:
        with pytest.raises(BrokenError, match="has the answer ''"):
            making.judge(there)
        there.cloud.faults.waiting.clear()
        status, said = making.run(there)
        assert (status, said[-1]) == (0, "whole")
        making.judge(there)
        with closing(Project.open(there.project)) as project:
            asyncio.run(made_items.rewrite(project, making.NUMBER, Cell(0, 0), "another"))
        with pytest.raises(BrokenError, match="has the answer 'another'"):
            making.judge(there)
