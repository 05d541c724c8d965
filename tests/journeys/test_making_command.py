"""`tunedesk make`: the tutorial's grid from the terminal into a table and a project, stopped by money, gone on with."""

import csv
import json
from contextlib import closing
from pathlib import Path

import pytest

from desktop_app.__main__ import main
from desktop_app.cli.arguments import parse
from desktop_app.cli.making_arguments import make_parser
from desktop_app.core.example import Conversation, Message, Shape
from desktop_app.core.grid import Values
from desktop_app.settings.connections import Connections
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work import bookkeeping
from tests.cloud.server import Cloud

DOCS = Path(__file__).resolve().parents[2] / "docs" / "making.md"
MODEL = "gpt-4o-mini-2024-07-18"
GRID = ("--template", "A {gender} of {age} with {power}", "--values", "age=18,60", "--values", "gender=man,woman")


@pytest.fixture
def cloud(tmp_path, monkeypatch):
    """Lend a provider that is in the user's list already, and costs something although it lies here."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("TUNEDESK_HOME", str(home))
    monkeypatch.setattr(bookkeeping, "is_here", lambda _: False)
    with Cloud() as made:
        Connections(home / "connections.json").add("openai", "OpenAI", made.address)
        monkeypatch.setenv("OPENAI_API_KEY", made.account.key)
        yield made


def make(*arguments):
    return main(["make", *map(str, arguments), "--at", "openai", "--yes"])


def rows(path):
    with closing(Project.open(path)) as project, project.reading() as connection:
        return [row.example for row in examples.rows(connection)]


def test_a_grid_becomes_a_table_and_rows(cloud, tmp_path, capsys):
    powers = tmp_path / "powers.txt"
    powers.write_text("speed\nmind reading\n", encoding="utf-8")
    out, into = tmp_path / "heroes.csv", tmp_path / "heroes.tunedesk"
    given = (*GRID, "--values", f"power=@{powers}", "--repeats", 2, "--model", MODEL, "--seed", 3)
    assert make(*given, "--out", out, "--into", into, "--shape", "chat") == 0
    said = capsys.readouterr()
    assert "2 age × 2 gender × 2 power × 2 = 16 questions" in said.err
    assert "16 rows are in" in said.out
    with out.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["age", "gender", "power", "prompt", "sub_prompt", "response_txt", "finish_reason"]
    prompt = "A man of 18 with speed"
    assert lines[1] == ["18", "man", "speed", prompt, "man, 18, speed", f"{MODEL} was asked: {prompt}", "stop"]
    answer = Message("assistant", f"{MODEL} was asked: {prompt}")
    assert rows(into)[0] == Conversation((Message("user", "man, 18, speed"), answer))
    assert len(rows(into)) == len(lines) - 1 == len(cloud.account.asked) == 16
    # Straight on to a training.
    assert main(["train", str(into), "--at", "openai", "--model", MODEL, "--yes", "--detach"]) == 0
    (job,) = cloud.account.jobs.values()
    sent = cloud.account.files[job.asked["training_file"]].content
    assert len(sent.splitlines()) == 16


def test_it_stops_at_its_money_and_goes_on_where_it_was(cloud, tmp_path, capsys):
    grid, out = tmp_path / "grid.json", tmp_path / "heroes.csv"
    grid.write_text(json.dumps({"template": "{n}", "values": {"n": list(range(40))}}), encoding="utf-8")
    assert make(grid, "--model", MODEL, "--out", out, "--most", 0.0000001) == 1
    assert "answers are missing" in capsys.readouterr().err
    asked = len(cloud.account.asked)
    assert asked < 40
    assert make("--go-on", "--out", out, "--most", 1) == 0
    assert "They are kept in" in capsys.readouterr().out
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 41
    assert len({body["messages"][-1]["content"] for body in cloud.account.asked}) == 40
    into = out.with_suffix(".tunedesk")
    assert make("--go-on", "--into", into) == 0
    assert len(rows(into)) == 40
    assert make("--go-on", "--into", into) == 0
    assert len(rows(into)) == 40


def test_a_limit_in_dollars_that_nobody_could_keep_is_refused_before_anything_is_asked(cloud, tmp_path, capsys):
    cloud.account.add_model("house-model")
    out = tmp_path / "heroes.csv"
    given = ("--template", "{n}", "--values", "n=1,2", "--model", "house-model", "--out", out)
    assert make(*given, "--most", 1) == 1
    assert "The price of “house-model” is not known, so a limit in dollars cannot be kept." in capsys.readouterr().err
    assert make("--go-on", "--out", out) == 1  # nothing was begun
    assert cloud.account.asked == []
    assert make(*given) == 0
    assert len(cloud.account.asked) == 2
    assert make("--go-on", "--out", out, "--most", 1) == 1
    assert make("--go-on", "--out", out) == 0  # the limit that was refused was not kept either
    assert len(cloud.account.asked) == 2


def test_what_cannot_be_made_is_said(cloud, tmp_path, capsys):
    out = tmp_path / "a.csv"
    (tmp_path / "bad.json").write_text("[1]", encoding="utf-8")
    assert make(tmp_path / "bad.json", "--model", MODEL, "--out", out) == 1
    assert "is not a description of what is to be made" in capsys.readouterr().err
    assert make(*GRID, "--model", MODEL, "--out", out) == 1
    assert "“power”" in capsys.readouterr().err
    assert make("--go-on", "--out", tmp_path / "new.csv") == 1
    assert cloud.account.asked == []


def test_what_is_asked_for_is_understood():
    command = parse(["make", *GRID, "--model", "m", "--out", "a.csv", "--sample", "3", "--most", "2"])
    assert command.grid.values == (Values("age", ("18", "60")), Values("gender", ("man", "woman")))
    assert (command.grid.prompt, command.grid.most, command.most) == ("{gender}, {age}, {power}", 3, 2.0)
    assert (command.project, command.shape) == (Path("a.tunedesk"), Shape.COMPLETION)
    for wrong in (
        ["--out", "a.csv"],
        ["g.json", "--model", "m", "--out", "a.tunedesk"],
        ["g.json", "--model", "m", "--out", "a.csv", "--into", "a.csv"],
        ["g.json", "--out", "a.csv"],
        ["g.json", "--model", "m"],
        ["g.json", "--template", "x", "--model", "m", "--out", "a"],
        [*GRID, "--go-on", "--out", "a"],
        ["--template", "{a}", "--values", "a", "--model", "m", "--out", "x"],
    ):
        with pytest.raises(SystemExit):
            parse(["make", *wrong])


def test_the_help_is_the_documented_one(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert make_parser().format_help().strip() in DOCS.read_text(encoding="utf-8")
