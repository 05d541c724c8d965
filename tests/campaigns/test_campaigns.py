"""Campaigns: a slice of one is played, interrupted and gone on with; and what they are to see, they see."""

import json
import shutil
import sqlite3
import sys
from contextlib import closing

import pytest

from desktop_app.store.project import Project
from tests.campaigns.__main__ import CAMPAIGNS, RESULTS, main
from tests.campaigns.campaign import BrokenError
from tests.campaigns.random_table import Foreseen, choose
from tests.campaigns.store_kills import judge, take_everything_back
from tests.campaigns.table_acts import perform

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


@pytest.mark.timeout(300)
def test_a_campaign_goes_on_where_it_was_interrupted(tmp_path, capsys):
    def played(rounds, seed="7"):
        assert main(["store_kills", "--seed", seed, "--rounds", rounds, "--results", str(tmp_path)]) == 0
        return json.loads((tmp_path / "store_kills.json").read_text())

    first = played("1")
    assert (first["rounds_done"], first["broken"], first["counted"]["kills"]) == (1, [], 4)
    second = played("2")
    assert (second["rounds_done"], second["counted"]["kills"]) == (2, 8)
    assert second["counted"]["acknowledged"] >= first["counted"]["acknowledged"]
    assert "1 of 2 rounds are done" in capsys.readouterr().out
    assert played("2") == second
    assert played("1", seed="8")["rounds_done"] == 1


def worked(path, acts):
    """Let the random user work in a new project and return what is foreseen of it."""
    project, state = Project.create(path), Foreseen()
    for number in range(1, acts + 1):
        act = choose(state, number, "seed")
        project = perform(project, act)
        state = state.after(act)
    project.close()
    return state


@pytest.mark.parametrize("acts", [60, 180])
def test_what_was_done_is_as_foreseen_and_can_all_be_undone(tmp_path, acts):
    path = tmp_path / "table.tunedesk"
    state = worked(path, acts)
    assert len(state.rows) > 10
    assert not judge(path, state, choose(state, acts + 1, "seed"))
    assert take_everything_back(path, state) == len(state.done)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE head SET part = 'test' WHERE id = (SELECT min(id) FROM head WHERE part <> 'test')",
        "DELETE FROM body WHERE id = (SELECT max(id) FROM body)",
        "UPDATE step SET undone = 1 WHERE id = (SELECT max(id) FROM step WHERE undone = 0)",
        "UPDATE open_step SET step = 1",
    ],
)
def test_the_judge_sees_what_was_lost(tmp_path, tmp_path_factory, damage):
    path = tmp_path / "table.tunedesk"
    state = worked(path, 30)
    kept = tmp_path_factory.mktemp("kept") / path.name
    shutil.copy(path, kept)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute(damage).rowcount == 1
        connection.commit()
    with pytest.raises(BrokenError):
        judge(path, state, choose(state, 31, "seed"))
    shutil.copy(kept, path)
    assert not judge(path, state, choose(state, 31, "seed"))


@pytest.mark.parametrize("name", sorted(CAMPAIGNS))
def test_the_kept_results_are_those_of_whole_campaigns(name):
    kept = json.loads((RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    assert kept["name"] == name
    assert kept["broken"] == []
    assert kept["rounds_done"] >= CAMPAIGNS[name].rounds
    assert kept["proves"] == CAMPAIGNS[name].proves
    assert sum(kept["counted"].values()) >= kept["rounds_done"]
