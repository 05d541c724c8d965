"""A slice of the campaign of interrupted askings; and what its judge is to see, it sees."""

import sys
from contextlib import closing
from functools import partial
from random import Random

import pytest

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.batch import Cell
from desktop_app.store import batches
from desktop_app.store.project import Project
from tests.campaigns import asking
from tests.campaigns.campaign import BrokenError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


@pytest.mark.timeout(120)
def test_a_slice_of_the_campaign_holds(tmp_path):
    counted = asking.one_round(tmp_path / "round", Random("slice 4"), 30, ("kill", "storm"))
    assert counted["answers"] == 90
    assert (counted["kills"], counted["storms"]) == (1, 1)


@pytest.mark.timeout(60)
def test_the_judge_sees_what_is_missing_wrong_asked_twice_and_not_paid(tmp_path):
    folder = tmp_path / "round"
    folder.mkdir()
    with asking.desk(folder, 2) as there:
        with pytest.raises(BrokenError, match="has no answer"):
            asking.judge(there)
        put(there, Cell(0, 0))
        known = there.answered()
        assert known == {Cell(0, 0)}
        there.clouds[0].account.asked.append(body(0))
        with pytest.raises(BrokenError, match="asked again though answered"):
            asking.judge_run(there, known, asking.Counter(), [])
        with pytest.raises(BrokenError, match="shown and not on disk"):
            asking.judge_run(there, set(), asking.Counter(there.asked()), ["open", "1 2"])
        with pytest.raises(BrokenError, match="answers are gone"):
            asking.judge_run(there, {Cell(1, 1)}, asking.Counter(there.asked()), [])
        for cell in asking.cells(there.batch):
            put(there, cell)
        with pytest.raises(BrokenError, match="the ledger has"):
            asking.judge(there)
        put(there, Cell(0, 0, 1), "another")
        with pytest.raises(BrokenError, match="has no answer"):
            asking.judge(there)


def body(number):
    return {"model": asking.MODELS[0][0], "messages": [{"role": "user", "content": f"question {number}"}]}


def put(there, cell, said=None):
    """Keep an answer as if it had come."""
    model = there.batch.columns[cell.column].voice.model
    text = said or f"{model} was asked: question {cell.prompt}"
    answer = Answer(0, model, text, Finish.STOP, 5, 1.0, 9)
    request = Request(0, model, "?", Sampling())
    with closing(Project.open(there.folder / "asked.tunedesk")) as project:
        project.write(partial(batches.put, number=1, cell=cell, request=request, answer=answer, paid=False)).result()
