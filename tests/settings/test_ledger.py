"""The ledger loses nothing, survives a crash, and adds up."""

import subprocess
import sys

import pytest

from desktop_app.core.problem import Problem
from desktop_app.core.spending import Spending, Spent, sums
from desktop_app.settings.ledger import Ledger

JULY, AUGUST = 1_783_000_000.0, 1_786_000_000.0


def entry(**changed) -> Spending:
    values = {"time": JULY, "connection": "openai", "model": "m", "what": Spent.ANSWERS, "tokens_in": 10}
    return Spending(**{**values, "tokens_out": 5, "dollars": 0.25, "priced": "2026-11-21", **changed})


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "ledger.jsonl"


def test_what_was_entered_is_there_after_a_restart(path):
    assert Ledger(path).entries() == []
    made = [entry(), entry(what=Spent.TRAINING, reference="ftjob-1", dollars=None), entry(model="ü\ud800")]
    for one in made[:2]:
        Ledger(path).add(one)
    Ledger(path).add(made[2])
    assert Ledger(path).entries() == made
    assert Ledger(path).knows("ftjob-1")
    assert not Ledger(path).knows("ftjob-2")


def test_a_line_that_was_cut_off_costs_only_itself(path):
    Ledger(path).add(entry())
    with path.open("ab") as file:
        file.write(b'{"time": 1')
    Ledger(path).add(entry(model="next"))
    assert [one.model for one in Ledger(path).entries()] == ["m", "next"]


def test_many_windows_write_at_once(path):
    program = (
        "import sys; from pathlib import Path\n"
        "from desktop_app.core.spending import Spending, Spent\n"
        "from desktop_app.settings.ledger import Ledger\n"
        "for n in range(50): Ledger(Path(sys.argv[1])).add(Spending(n, sys.argv[2], 'm', Spent.ANSWERS, 1, 1, 0.5))\n"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path), f"c{n}"]) for n in range(3)]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    found = Ledger(path).entries()
    assert len(found) == 150
    assert {(one.connection, one.time) for one in found} == {(f"c{n}", t) for n in range(3) for t in range(50)}


def test_a_ledger_that_cannot_be_written_is_said(path):
    path.mkdir(parents=True)
    with pytest.raises(Problem) as caught:
        Ledger(path).add(entry())
    assert caught.value.key == "ledger_not_written"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no file small")
@pytest.mark.parametrize(("missing", "said"), [(10_000, "refused"), (9, "refused"), (2, "refused"), (1, ""), (0, "")])
def test_an_entry_that_is_written_in_part_is_said_and_costs_only_itself(path, missing, said):
    """As on a full disk, which takes a part of what is written and says so only to whoever asks."""
    program = (
        "import os, resource, sys; from pathlib import Path\n"
        "from desktop_app.core.problem import Problem\n"
        "from desktop_app.core.spending import Spending, Spent\n"
        "from desktop_app.settings.ledger import Ledger\n"
        "path, missing = Path(sys.argv[1]), int(sys.argv[2])\n"
        "Ledger(path).add(Spending(1, 'c', 'm', Spent.ANSWERS, 1, 1, 0.5))\n"
        "whole, unlimited = 2 * path.stat().st_size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (max(whole // 2, whole - missing), unlimited))\n"
        "try:\n"
        "    Ledger(path).add(Spending(2, 'c', 'm', Spent.ANSWERS, 1, 1, 0.5))\n"
        "except Problem as problem:\n"
        "    assert problem.key == 'ledger_not_written'\n"
        "    print('refused')\n"
    )
    command = [sys.executable, "-c", program, str(path), str(missing)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (said, "")
    Ledger(path).add(entry(time=3))
    assert [one.time for one in Ledger(path).entries()] == ([1, 3] if said else [1, 2, 3])


def test_sums_are_by_month_and_provider():
    found = sums([entry(), entry(), entry(time=AUGUST, dollars=None), entry(connection="nebius", dollars=1.0)])
    assert [(one.month, one.connection, one.dollars, one.tokens, one.unpriced) for one in found] == [
        ("2026-08", "openai", 0.0, 15, 1),
        ("2026-07", "nebius", 1.0, 15, 0),
        ("2026-07", "openai", 0.5, 30, 0),
    ]
