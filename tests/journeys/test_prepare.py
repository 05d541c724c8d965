"""`tunedesk prepare` as a user types it: a real process, real files, answers from a pipe."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from desktop_app.cli.arguments import prepare_parser

ROOT = Path(__file__).resolve().parents[2]
TOOL = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}


def prepare(*arguments, answers="", extra_environment=()):
    """Run the command with `answers` in its pipe; return the finished process."""
    environment = {**os.environ, "PYTHONUTF8": "1", **dict(extra_environment)}
    words = [sys.executable, "-m", "desktop_app", "prepare", *map(str, arguments)]
    return subprocess.run(
        words, input=answers, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, env=environment, check=False
    )


def test_a_reader_who_goes_away_ends_it_without_a_fuss(table, tmp_path):
    words = [sys.executable, "-m", "desktop_app", "prepare", str(table), "--yes", "--out", str(tmp_path / "out")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def report_of(out):
    found = json.loads((out / "report.json").read_text())
    # Whatever the file was: nothing came in that is not either used or explained.
    assert found["rows_in"] == found["rows_used"] + len(found["left_out"])
    assert found["rows_out"] == found["rows_made"] - len(found["taken_out"])
    written = sum(len(lines(out / name)) for name in ("train.jsonl", "valid.jsonl") if (out / name).exists())
    assert written in (found["rows_out"], 0)
    return found


@pytest.fixture
def table(tmp_path):
    """A table as an old program writes it: cp1252, semicolons, a short line, a repeated line, two empty answers."""
    rows = ["Frage;Antwort;Nr"] + [
        f"Was kostet Nummer {n} in München?;Genau {n} Euro – grüß Gott.;{n:03}" for n in range(40)
    ]
    rows[5:5] = ["kaputt;nur zwei"]
    rows[9:9] = [rows[8]]
    rows += ["leer?;;041", "auch leer?; ;042"]
    path = tmp_path / "preise.csv"
    path.write_text("\n".join(rows) + "\n", encoding="cp1252")
    return path


def test_a_table_becomes_training_files_and_a_report(table, tmp_path):
    out = tmp_path / "out"
    done = prepare(table, "--yes", "--prompt", "Frage", "--completion", "Antwort", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(path.name for path in out.iterdir()) == ["report.json", "train.jsonl", "valid.jsonl"]
    found = report_of(out)
    assert (found["rows_in"], found["rows_made"], found["rows_out"]) == (44, 41, 40)
    assert [record["line"] for record in found["left_out"]] == [6, 44, 45]
    assert found["left_out"][0]["text"] == "kaputt;nur zwei"
    assert [record["line"] for record in found["taken_out"]] == [10]
    findings = {finding["id"]: finding for finding in found["findings"]}
    assert (findings["duplicates"]["count"], findings["duplicates"]["applied"]) == (1, True)
    assert (found["file"]["encoding"], found["file"]["delimiter"]) == ("cp1252", ";")
    assert found["tokens"]["total"] > found["tokens"]["learnt"] > 0
    assert found["cost"] is None
    said = {row["messages"][0]["content"]: row["messages"][1]["content"] for row in lines(out / "train.jsonl")}
    assert said["Was kostet Nummer 3 in München?"] == "Genau 3 Euro – grüß Gott."
    for words in ("Is it read rightly? yes", "line 6", "take out", "Written:", "train.jsonl"):
        assert words in done.stdout
    raw = (out / "train.jsonl").read_bytes()
    assert raw.startswith(b'{"messages"')
    assert b"\r" not in raw


def test_the_same_questions_can_be_answered_through_a_pipe(table, tmp_path):
    out = tmp_path / "out"
    answers = [
        "n",  # it is not read rightly
        "",  # the encoding is right
        ";",
        "y",
        "y",  # now it is
        "completion",
        "{Frage} ({Nr}) ->",
        "Antwort",
        "1",
    ]
    first = prepare(table, "--out", out, answers="\n".join(answers) + "\n")
    asked = first.stdout.count("Shall it be done")
    assert (first.returncode, asked) == (1, 1)  # the answers ended at the first finding
    assert "nobody answers" in first.stderr
    assert list(out.iterdir()) == []
    done = prepare(table, "--out", out, answers="\n".join([*answers, *["n"] * 20]) + "\n")
    assert done.returncode == 1  # "n" is no number of percent, so it is asked again until the answers end
    assert "A number from 0 to 99 is needed." in done.stdout
    refused = done.stdout.count("Shall it be done")
    done = prepare(table, "--out", out, answers="\n".join([*answers, *["n"] * refused, "25 %"]) + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    found = report_of(out)
    assert not any(finding["applied"] for finding in found["findings"])
    assert (found["shape"], found["parts"]["validation"]) == ("completion", round(found["rows_out"] / 4))
    assert lines(out / "train.jsonl")[0]["prompt"].endswith(") ->")


def test_without_an_answer_it_says_so_and_writes_nothing(table, tmp_path):
    done = prepare(table, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "--yes" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_workbook_with_two_sheets(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(["only a remark"])
    sheet = book.create_sheet("Cases")
    sheet.append(["id", "question", "answer"])
    for number in range(30):
        sheet.append([number, f"Question {number}: =1+1?", 7 if number == 3 else f"'Answer {number}"])
    path = tmp_path / "cases.xlsx"
    book.save(path)
    out = tmp_path / "out"
    done = prepare(path, "--out", out, answers="Cases\ny\nchat\nquestion\n{answer}\nBe brief.\n\n" + "\n" * 12)
    assert (done.returncode, done.stderr) == (0, "")
    rows = lines(out / "train.jsonl") + lines(out / "valid.jsonl")
    said = {row["messages"][1]["content"]: row["messages"] for row in rows}
    assert said["Question 3: =1+1?"][2]["content"] == "7"
    assert said["Question 4: =1+1?"][0] == {"role": "system", "content": "Be brief."}
    assert report_of(out)["file"]["sheet"] == "Cases"
    done = prepare(path, "--out", tmp_path / "other", "--yes", "--sheet", "Notes")
    assert "Which sheet?" not in done.stdout
    assert report_of(tmp_path / "other")["file"]["sheet"] == "Notes"


def test_chat_examples_with_tools_stay_as_they_came_and_a_bad_line_costs_no_good_one(tmp_path):
    call = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Köln"}'}}
    came = [
        {
            "messages": [
                {"role": "system", "content": "You help."},
                {"role": "user", "content": f"Weather of day {n}? 😀"},
                {"role": "assistant", "content": None, "tool_calls": [call]},
                {"role": "tool", "tool_call_id": "c1", "content": "7 °C"},
                {"role": "assistant", "content": f"On day {n} it is 7 °C.", "weight": 1},
            ],
            "tools": [TOOL],
        }
        for n in range(24)
    ]
    written = [json.dumps(line, ensure_ascii=n % 2 == 0) for n, line in enumerate(came)]
    written[7:7] = ['{"messages": [{"role": "user", "content": "broken']
    path = tmp_path / "talks.jsonl"
    path.write_text("\n".join(written) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    done = prepare(path, "--yes", "--target", "openai/gpt-4.1-mini-2025-04-14", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    back = lines(out / "train.jsonl") + lines(out / "valid.jsonl")
    assert sorted(json.dumps(row, sort_keys=True) for row in back) == sorted(
        json.dumps(row, sort_keys=True) for row in came
    )
    found = report_of(out)
    assert [record["line"] for record in found["left_out"]] == [8]
    assert found["target"] == "openai/gpt-4.1-mini-2025-04-14"
    assert found["cost"]["usd"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["cost"]["as_of"])
    assert "kept as they came? yes" in done.stdout
    assert "2027-01-14" in done.stdout  # the day the model stops to answer is told with the choice


def test_chats_taken_apart_say_what_that_means(tmp_path):
    chat = [{"role": role, "content": f"{role} %d"} for role in ("user", "assistant", "user", "assistant")]
    path = tmp_path / "talks.jsonl"
    path.write_text("".join(json.dumps({"messages": chat}).replace("%d", str(n)) + "\n" for n in range(12)))
    out = tmp_path / "out"
    done = prepare(path, "--yes", "--shape", "completion", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    found = report_of(out)
    assert (found["rows_used"], found["rows_made"], found["shape"]) == (12, 24, "completion")
    assert all(set(line) == {"prompt", "completion"} for line in lines(out / "train.jsonl"))
    assert "becomes several rows" in done.stdout


def test_pairs_of_a_better_and_a_worse_answer(tmp_path):
    path = tmp_path / "pairs.tsv"
    path.write_text("ask\tgood\tbad\n" + "".join(f"q{n}\tgood {n}\tbad {n}\n" for n in range(12)))
    out = tmp_path / "out"
    options = ["--shape", "preference", "--prompt", "ask", "--completion", "good", "--rejected", "bad"]
    done = prepare(path, *options, "--target", "gpt-4.1-2025-04-14", "--system", "Be kind.", "--yes", "--out", out)
    assert (done.returncode, done.stderr) == (0, "")
    row = lines(out / "train.jsonl")[0]
    assert [message["role"] for message in row["input"]["messages"]] == ["system", "user"]
    assert row["preferred_output"][0]["content"].startswith("good")
    assert row["non_preferred_output"][0]["content"].startswith("bad")


def test_too_few_rows_give_a_report_and_no_training_file(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("prompt,completion\na,b\nc,d\n")
    out = tmp_path / "out"
    done = prepare(path, "--yes", "--out", out)
    assert done.returncode == 1
    assert "10" in done.stderr
    assert [path.name for path in out.iterdir()] == ["report.json"]
    assert report_of(out)["rows_in"] == 2


def test_what_is_there_already_is_replaced_only_when_one_says_so(table, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "train.jsonl").write_text("mine")
    words = [table, "--yes", "--prompt", "Frage", "--completion", "Antwort", "--out", out]
    kept = prepare(*words)
    assert kept.returncode == 1
    assert "--replace" in kept.stderr
    assert [path.read_text() for path in out.iterdir()] == ["mine"]
    done = prepare(*words, "--replace")
    assert done.returncode == 0
    assert "replaced" in done.stdout
    assert len(lines(out / "train.jsonl")) == 36


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["gone.csv", "--yes", "--out", "OUT"], 1, "gone.csv"),
        (["TABLE", "--yes", "--prompt", "nothing", "--out", "OUT"], 1, "column"),
        (["TABLE", "--yes", "--target", "gpt-9", "--out", "OUT"], 1, "gpt-9"),
        (["TABLE", "--yes"], 2, "--out"),
        (["TABLE", "--out", "OUT", "--shape", "poem"], 2, "poem"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(arguments, code, said, table, tmp_path):
    names = {"TABLE": str(table), "OUT": str(tmp_path / "out")}
    done = prepare(*(names.get(word, word) for word in arguments))
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_of_a_run_stays_behind_and_no_window_is_loaded(table, tmp_path, home):
    out = tmp_path / "out"
    words = ["--yes", "--prompt", "Frage", "--completion", "Antwort", "--out", str(out)]
    script = (
        "import sys; from desktop_app.__main__ import main; code = main(sys.argv[1:]); "
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('PySide6', 'openai', 'torch'))); "
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "prepare", str(table), *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert [path for path in home.rglob("*") if path.is_file() and "draft" in str(path)] == []
    assert Counter(path.suffix for path in out.iterdir()) == {".jsonl": 2, ".json": 1}


def test_the_help_is_the_documented_one():
    told = (ROOT / "docs" / "prepare.md").read_text(encoding="utf-8")
    assert prepare_parser().format_help().strip() in told
    shown = prepare("--help")
    assert shown.returncode == 0
    assert shown.stdout.strip() in told
