"""Checks beside the reading: they find what they would find within, and end with whatever they were started for."""

import os
import signal
import sys

import psutil
import pytest

from desktop_app.core.problem import Problem
from desktop_app.work import checking, take_in
from desktop_app.work.worker_start import WorkerFault
from tests.work.intake_files import CHAT, COMPLETION, last, wizard_for

ODD = "half \ud83d, \x07, <|im_start|>, someone@example.org, sk-abcdefghijklmnopqrstuvwxyz0123456789"
LINES = [
    '{"prompt": "p%d", "completion": "a%d"}',
    '{"messages": [{"role": "user", "content": "q%d \\ud83d"}, {"role": "assistant", "content": "a%d", "weight": 0}]}',
    '{"messages": [{"role": "user", "content": "same"}, {"role": "assistant", "content": " other %d%d"}], "tools": []}',
    "not an object %d %d",
]


@pytest.fixture
def beside(monkeypatch):
    """Let every file be a large one, and the machine have two processors."""
    monkeypatch.setattr(checking, "LARGE", 0)
    monkeypatch.setattr(checking.os, "cpu_count", lambda: 2)


@pytest.fixture
def table(tmp_path):
    """Return a table of several batches, with doubles, empty cells and whatever else there is to be found."""
    path = tmp_path / "t.csv"
    rows = [
        f'"q{n % 900} ->","{ODD.encode("utf-8", "ignore").decode() if n % 70 == 0 else f" a{n % 900} END"}"'
        for n in range(2500)
    ]
    path.write_text("prompt,completion\n" + "\n".join([*rows, ",x", "y,"]) + "\n", encoding="utf-8")
    return path


def children():
    return [each for each in psutil.Process().children() if each.status() != psutil.STATUS_ZOMBIE]


def taken(path, draft, target):
    return last(take_in.take_in(path, wizard_for(path), draft, target))


@pytest.mark.parametrize("target", [CHAT, COMPLETION])
def test_both_find_the_same(request, tmp_path, table, target):
    lines = tmp_path / "l.jsonl"
    lines.write_text("\n".join(line % (n % 40, n) for n in range(400) for line in LINES), encoding="utf-8")
    within = [taken(path, tmp_path / f"{path.stem}.tunedesk", target) for path in (table, lines)]
    request.getfixturevalue("beside")
    apart = [taken(path, tmp_path / f"{path.stem}-apart.tunedesk", target) for path in (table, lines)]
    assert apart == within
    assert len(within[0].findings) > 5
    assert children() == []


@pytest.mark.usefixtures("beside")
def test_a_file_without_rows_is_checked_too(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("prompt,completion\n,x\n", encoding="utf-8")
    assert taken(path, tmp_path / "d.tunedesk", CHAT).made == 0


def test_small_files_and_first_rows_start_no_process(tmp_path, table, monkeypatch):
    monkeypatch.setattr(checking, "started", lambda _: pytest.fail("a process was started"))
    assert taken(table, tmp_path / "d.tunedesk", CHAT).made == 2500
    monkeypatch.setattr(checking, "LARGE", 1)
    monkeypatch.setattr(checking.os, "cpu_count", lambda: 1)
    assert taken(table, tmp_path / "e.tunedesk", CHAT).made == 2500
    monkeypatch.setattr(checking.os, "cpu_count", lambda: 2)
    assert last(take_in.take_in(table, wizard_for(table), tmp_path / "f.tunedesk", CHAT, rows=7)).made == 7


@pytest.mark.usefixtures("beside")
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_one_that_is_killed_is_said_in_words_and_leaves_no_draft(tmp_path, table, monkeypatch):
    monkeypatch.setattr(take_in, "PACE_S", 0.0)
    running = take_in.take_in(table, wizard_for(table), tmp_path / "d.tunedesk", CHAT)
    next(running)
    (child,) = children()
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(Problem) as told:
        last(running)
    assert told.value.key == "worker_gone"
    assert "-9" in told.value.details
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


@pytest.mark.usefixtures("beside")
def test_whoever_asks_no_more_ends_it(tmp_path, table, monkeypatch):
    monkeypatch.setattr(take_in, "PACE_S", 0.0)
    running = take_in.take_in(table, wizard_for(table), tmp_path / "d.tunedesk", CHAT)
    next(running)
    assert len(children()) == 1
    running.close()
    assert children() == []
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


@pytest.mark.usefixtures("beside")
def test_it_cannot_be_started(tmp_path, table, monkeypatch):
    monkeypatch.setattr(checking, "started", lambda _: (_ for _ in ()).throw(OSError("no more processes")))
    with pytest.raises(Problem) as told:
        taken(table, tmp_path / "d.tunedesk", CHAT)
    assert (told.value.key, told.value.details) == ("worker_not_started", "no more processes")


@pytest.mark.usefixtures("beside")
def test_a_fault_nobody_foresaw_tells_its_story(tmp_path, table, monkeypatch):
    monkeypatch.setattr(checking, "begin", checking.look)  # which does not know what to do with circumstances
    with pytest.raises(WorkerFault, match="'Circumstances' object has no attribute 'ids'"):
        taken(table, tmp_path / "d.tunedesk", CHAT)
