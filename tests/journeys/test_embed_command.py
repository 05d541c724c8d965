"""`tunedesk embed`: rows are read once, found by what they mean, looked at, and their vectors written into a file."""

import csv
from contextlib import closing

import numpy as np
import pytest

from desktop_app.__main__ import main
from desktop_app.core.example import Completion, Part
from desktop_app.core.text import text
from desktop_app.store.project import Project
from tests.work.embedding_server import MODEL, embedding_server

ROWS = [("a a a b", "yes"), ("a a a c", "no"), ("p o n m", "no"), ("p o n l", "no"), ("h h h", "yes")]


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("TUNEDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LETTERS_KEY", "sk-letters")
    with embedding_server() as made:
        yield made


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "rows.tunedesk"
    with closing(Project.create(path)) as made:
        rows = [
            (Completion(asked, said), Part.TEST if at == 3 else Part.TRAINING) for at, (asked, said) in enumerate(ROWS)
        ]
        made.do(text("step.clear_cell"), lambda edit: edit.append(rows)).result()
    return path


def embed(server, project, *arguments):
    place = ("--at", server.address, "--key-variable", "LETTERS_KEY", "--model", MODEL, "--yes")
    return main(["embed", str(project), *map(str, arguments), *place])


def test_rows_are_read_once_and_asked_as_often_as_wanted(server, project, capsys):
    assert embed(server, project, "--of", "prompt", "--find", "p o n k") == 0
    told = capsys.readouterr()
    assert "5 rows, 5 texts to be read" in told.err
    assert f"The texts are sent to {server.address.split('/')[2]}" in told.err
    assert [line.split("  ", 1)[1] for line in told.out.splitlines()][:2] in (
        ["p o n m", "p o n l"],
        ["p o n l", "p o n m"],
    )
    asked = [said for some in server.asked for said in some]
    assert sorted(asked) == sorted([*(question for question, _ in ROWS), "p o n k"])
    assert embed(server, project, "--of", "prompt", "--look", "--alike", 0.9) == 0
    told = capsys.readouterr()
    assert "5 rows, 0 texts to be read" in told.err
    assert [said for some in server.asked for said in some] == asked
    kinds = {line.split()[0]: line for line in told.out.splitlines()}
    assert "p o n m  <->  p o n l" in kinds["leak"]
    assert "a a a b  <->  a a a c" in kinds["same"]  # only the questions were read
    assert "5 rows compared: " in told.err
    assert "leak 1" in told.err


@pytest.mark.parametrize("ending", ["csv", "npz", "parquet"])
def test_vectors_are_written_into_a_file(server, project, tmp_path, capsys, ending):
    out = tmp_path / f"meaning.{ending}"
    assert embed(server, project, "--out", out) == 0
    assert f"Written: {out}" in capsys.readouterr().err
    if ending == "csv":
        with out.open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) == 1 + len(ROWS)
    elif ending == "npz":
        kept = np.load(out)
        assert {len(kept[name]) for name in kept.files if kept[name].ndim} == {len(ROWS)}
    else:
        assert out.read_bytes()[:4] == out.read_bytes()[-4:] == b"PAR1"


def test_what_stands_in_the_way_is_said(server, project, capsys):
    server.refuse_after = 0
    assert embed(server, project) == 1
    assert capsys.readouterr().err.strip()
    assert main(["embed", str(project.with_name("none.tunedesk")), "--yes"]) == 1
    assert "none.tunedesk" in capsys.readouterr().err
