"""Both tutorials of the terminal, typed again: questions and answers in a table, a training, one question."""

import io
import json
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from desktop_app.__main__ import main
from desktop_app.cli.training_arguments import ask_parser, jobs_parser, parse, results_parser, train_parser
from desktop_app.cli.verbs import VERBS
from desktop_app.core import results
from desktop_app.core.classes import Classes
from desktop_app.settings.connections import Connections
from desktop_app.store import jobs
from desktop_app.store.project import Project
from desktop_app.work import train as verbs
from desktop_app.work import watch
from tests.cloud.dialects import DIALECTS, OPENAI
from tests.cloud.server import Cloud
from tests.engine.tiny_model import make_tiny_model
from tests.fake_provider import FakeProvider

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs" / "terminal.md"
MODEL = "gpt-4o-mini-2024-07-18"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "questions.csv"
    rows = [f"what is {a} and {b}?,it is {a + b} indeed" for a in range(9) for b in range(5)]
    path.write_text("question,answer\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("TUNEDESK_HOME", str(folder))
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    return folder


def words(*arguments):
    return [sys.executable, "-m", "desktop_app", *map(str, arguments)]


def typed(*arguments):
    """Run a command as a process of its own; return what it printed, or fail with what it said."""
    done = subprocess.run(words(*arguments), capture_output=True, text=True, cwd=ROOT, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def tiny_home(home):
    make_tiny_model(home / "engine" / "models" / "tiny")
    return home


def test_each_command_loads_its_own_verb_and_no_other(tmp_path):
    assert all(find_spec(f"desktop_app.cli.{verb}") for verb in VERBS.values())
    asked = ["prepare", str(tmp_path / "none.csv"), "--out", str(tmp_path / "out")]
    program = f"import sys; from desktop_app.__main__ import main; assert main({asked}) == 1; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)
    loaded = {name for name in VERBS.values() if f"desktop_app.cli.{name}" in done.stdout.split()}
    assert loaded == {"prepare"}


@pytest.mark.engine
def test_the_tutorial_on_a_computer_of_ones_own(tiny_home, table, tmp_path):
    out = tmp_path / "prepared"
    shape = ("--shape", "completion", "--prompt", "question", "--completion", "answer")
    typed("prepare", table, *shape, "--yes", "--out", out)
    said = typed("train", out, "--model", "tiny", "--suffix", "sums", "--epochs", "4", "--yes")
    assert "Everything stays on this computer." in said
    model = re.search(r"The model is (\S+)", said).group(1)
    assert re.fullmatch(rf"ft:tiny:local:sums:{date.today().isoformat()}-[0-9a-f]{{6}}", model)
    job = re.search(r"Started: (\S+)", said).group(1)
    assert model in typed("jobs")
    assert json.loads(typed("jobs", job, "--json"))["status"] == "succeeded"
    answer = json.loads(typed("ask", model, "--completion", "-p", "what is 3 and 4?", "--max-tokens", 8, "--json"))
    assert answer["model"] == model
    assert answer["tokens"] in range(1, 9)
    points = results.parse(typed("results", job).encode())
    kept = Project.open(out / "training.tunedesk")
    assert verbs.unfinished(kept) == []
    kept.close()
    assert points[-1].step == 44
    assert points[-1].values["train_loss"] < points[1].values["train_loss"]


@pytest.mark.engine
def test_classes_are_measured_by_the_words_of_the_old_command(tiny_home, tmp_path, capsys):
    rows, checked = tmp_path / "rows.jsonl", tmp_path / "checked.jsonl"
    for path, count in ((rows, 12), (checked, 4)):
        lines = [{"prompt": f"is {n} even?", "completion": " no" if n % 2 else " yes"} for n in range(count)]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    old = ("--compute_classification_metrics", "--classification_positive_class", " yes", "--classification_betas")
    start = ["train", str(rows), "--valid", str(checked), "--model", "tiny", "--epochs", "1", "--yes"]
    assert main([*start, *old, "1", "0.5"]) == 0
    said = capsys.readouterr().out
    assert "how well 2 classes are told apart; “yes” is looked for" in said
    assert main(["results", re.search(r"Started: (\S+)", said).group(1)]) == 0
    table = capsys.readouterr().out
    names = ("accuracy", "precision", "recall", "f1.0", "f0.5", "auroc", "auprc")
    assert {f"classification/{name}" for name in names} <= set(table.splitlines()[0].split(","))
    measured = [point for point in results.parse(table.encode()) if "classification/f0.5" in point.values]
    assert [point.step for point in measured] == [0, 3]
    with closing(Project.open(rows.with_suffix(".tunedesk"))) as kept, kept.reading() as connection:
        assert jobs.plan(connection, jobs.all_jobs(connection)[0].id).classes == Classes(2, "yes", (1.0, 0.5))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--classification-n-classes", "2"], "need --classification-metrics"),
        (["--classification-metrics", "--classification-betas", "1"], "needs --classification-positive-class"),
        (
            ["--classification-metrics", "--classification-positive-class", "y", "--classification-betas", "0"],
            "above 0",
        ),
    ],
)
def test_words_about_classes_that_mean_nothing_are_refused(arguments, said, capsys):
    with pytest.raises(SystemExit) as caught:
        parse(["train", "rows.jsonl", *arguments])
    assert caught.value.code == 2
    assert said in capsys.readouterr().err


@pytest.fixture
def hears_ctrl_c():
    """Let processes hear Ctrl+C: the background of a shell hands on a deaf ear for it, a terminal never does."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.engine
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Windows has no SIGINT for one process")
def test_whoever_stops_looking_does_not_stop_the_training(tiny_home, table, tmp_path, hears_ctrl_c):
    rows = tmp_path / "rows.jsonl"
    lines = [{"prompt": f"what is {n}", "completion": f" it is {n}"} for n in range(40)]
    rows.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = words("train", rows, "--model", "tiny", "--epochs", "50", "--yes")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        job = next(line.split()[1] for line in iter(process.stdout.readline, "") if line.startswith("Started:"))
        process.stdout.readline()  # it looks at the training now
        process.send_signal(signal.SIGINT)
        said, faults = process.communicate()
    assert process.returncode == 130, faults
    assert f"tunedesk jobs {job} --follow" in said
    assert json.loads(typed("jobs", job, "--json"))["status"] in ("queued", "running")
    assert "cancelled" in typed("jobs", job, "--cancel")


def test_a_training_that_was_stopped_by_a_problem_is_told_how_to_go_on(home, capsys):
    with FakeProvider(home / "engine") as engine:
        job = engine.add_job()
        job.fail("The disk is full.", resumable=True)
        assert main(["jobs", job.id]) == 0
        said = capsys.readouterr().out
        assert "What went wrong: The disk is full." in said
        assert f"tunedesk jobs {job.id} --resume\n" in said
        assert main(["jobs", job.id, "--follow"]) == 1
        assert f"tunedesk jobs {job.id} --resume\n" in capsys.readouterr().out
        assert main(["jobs", job.id, "--resume"]) == 0
        said = capsys.readouterr().out
        assert "waits for its turn" in said
        assert "--resume" not in said
        assert job.status == "queued"


@pytest.fixture(params=DIALECTS, ids=lambda dialect: dialect.name)
def cloud(request, monkeypatch):
    monkeypatch.setattr(watch, "RUNNING_SECONDS", 0.05)
    monkeypatch.setattr(watch, "WAITING_SECONDS", 0.05)
    with Cloud(request.param) as running:
        yield running


@pytest.fixture
def works(cloud):
    """Let the cloud's trainings go on by themselves."""
    over = threading.Event()

    def work():
        while not over.wait(0.05):
            for job in list(cloud.account.jobs.values()):
                if job.status in ("queued", "pendingValidation"):
                    cloud.account.begin(job)
                elif job.status == "running":
                    cloud.account.finish(job)
                job.deployed = True

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


@pytest.mark.usefixtures("works")
def test_the_tutorial_at_a_provider(home, cloud, table, monkeypatch, capsys):
    out, key = table.with_name("prepared"), cloud.account.key
    monkeypatch.setenv("MY_KEY", key)
    Connections(home / "connections.json").add(cloud.account.dialect.name, "The Cloud", cloud.address)
    at = ("--at", "the cloud", "--key-variable", "MY_KEY")
    shape = (
        "--shape",
        "chat",
        "--prompt",
        "question",
        "--completion",
        "answer",
        "--target",
        "openai/gpt-4.1-mini-2025-04-14",
    )
    assert main(["prepare", str(table), *shape, "--yes", "--out", str(out)]) == 0
    assert main(["train", str(out), *at, "--model", MODEL, "--suffix", "sums", "--epochs", "2", "--yes"]) == 0
    said = capsys.readouterr()
    model = re.search(r"The model is (\S+)", said.out).group(1)
    assert ("sums" in model) == (cloud.account.dialect.name != "crusoe")  # it takes no name
    assert "Leaves this computer: 45 examples" in said.out
    (job,) = cloud.account.jobs.values()
    assert len(cloud.account.files) >= 2
    assert main(["jobs", *at]) == 0
    listed = capsys.readouterr().out
    assert date.today().isoformat() in listed
    assert model in listed
    assert main(["ask", model, *at, "-p", "what is 3 and 4?"]) == 0
    assert capsys.readouterr().out.strip()
    table_out = table.with_name("curve.csv")
    assert main(["results", job.id, *at, "--out", str(table_out)]) == 0
    assert any("train_loss" in point.values for point in results.parse(table_out.read_bytes()))
    assert main(["train", str(out), *at, "--model", MODEL, "--suffix", "sums", "--epochs", "2", "--yes"]) == 0
    sent = [stored.name for stored in cloud.account.files.values() if stored.purpose == "fine-tune"]
    assert len(sent) == 2, sent
    assert not any(key.encode() in path.read_bytes() for path in home.parent.rglob("*") if path.is_file())
    assert key not in said.out + said.err + capsys.readouterr().out
    assert [known.address for known in Connections(home / "connections.json").all] == [cloud.address]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["train", "nowhere.jsonl", "--yes"], "There are no training examples"),
        (["train", "rows.jsonl", "--valid", "nosuch.jsonl", "--yes"], "There are no training examples"),
        (["train", "rows.jsonl", "--at", "http://127.0.0.1:9/v1", "--yes"], "which model shall be trained"),
        (["results", "--file", "rows.jsonl"], "not a table of measurements"),
        (["jobs", "--at", "openai"], "Set the variable OPENAI_API_KEY"),
        (["ask", "m", "-p", " "], "There is no question."),
        (["jobs", "--at", "http://far.example.com/v1"], "without encryption"),
    ],
)
def test_what_stands_in_the_way_is_said(home, tmp_path, monkeypatch, capsys, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    lines = [{"prompt": f"q{n}", "completion": " a"} for n in range(12)]
    Path("rows.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(arguments) == 1
    assert sentence in capsys.readouterr().err
    assert "openai" not in [known.profile for known in Connections(home / "connections.json").all]


CHAT = '{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]}\n'


@pytest.fixture
def starting(tmp_path, monkeypatch):
    """Return a function that returns a file for rows, and the words that train with it at a cloud."""

    def made(cloud):
        monkeypatch.setenv("MY_KEY", cloud.account.key)
        rows = tmp_path / "rows.jsonl"
        return rows, ["train", str(rows), "--at", cloud.address, "--key-variable", "MY_KEY", "--model", MODEL]

    return made


def test_other_rows_do_not_slip_into_an_old_project(home, starting, capsys):
    with Cloud(OPENAI) as cloud:
        rows, start = starting(cloud)
        rows.write_text(CHAT * 12, encoding="utf-8")
        assert main([*start, "--yes", "--detach"]) == 0
        rows.write_text(CHAT * 13, encoding="utf-8")
        assert main([*start, "--yes", "--detach"]) == 1
        assert "holds other examples" in capsys.readouterr().err
        assert len(cloud.account.jobs) == 1


def test_lines_that_are_no_examples_are_told_before_anything_is_paid(home, starting, tmp_path, capsys):
    with Cloud(OPENAI) as cloud:
        rows, start = starting(cloud)
        valid = tmp_path / "valid.jsonl"
        rows.write_text(CHAT * 12 + '{"messages": [\n' + CHAT + "{}\n", encoding="utf-8")
        valid.write_text(CHAT + '{"broken"\n', encoding="utf-8")
        assert main([*start, "--valid", str(valid), "--yes", "--detach"]) == 0
        said = capsys.readouterr().out
        assert "rows.jsonl: 2 lines are no examples and are left out.\n  line 13: " in said
        assert "valid.jsonl: 1 line is no example and is left out." in said
        assert said.index("left out") < said.index("Started")


def test_a_project_that_was_moved_away_leaves_nothing_to_the_next_one(home, starting, tmp_path, capsys):
    with Cloud(OPENAI) as cloud:
        rows, start = starting(cloud)
        project = rows.with_suffix(".tunedesk")
        rows.write_text(CHAT * 12, encoding="utf-8")
        assert main([*start, "--yes", "--detach"]) == 0
        copy = tmp_path / "copy.tunedesk"
        copy.write_bytes(project.read_bytes())
        with closing(sqlite3.connect(copy)) as there:
            there.execute("PRAGMA journal_mode = wal")
            there.execute("CREATE TABLE stranger (x)")
            there.commit()
            side = copy.with_name(copy.name + "-wal").read_bytes()
        project.unlink()
        project.with_name(project.name + "-wal").write_bytes(side)  # as a closed terminal leaves it
        rows.write_text(CHAT * 13, encoding="utf-8")
        assert main([*start, "--yes", "--detach"]) == 0
        with closing(sqlite3.connect(project)) as there:
            assert there.execute("SELECT count(*) FROM head").fetchone() == (13,)
            assert not there.execute("SELECT 1 FROM sqlite_master WHERE name = 'stranger'").fetchone()


def test_an_answer_is_said_though_its_cost_cannot_be_entered(home, tmp_path, monkeypatch, capsys):
    with Cloud(OPENAI) as cloud:
        monkeypatch.setenv("MY_KEY", cloud.account.key)
        (home / "ledger.jsonl").mkdir(parents=True)
        code = main(["ask", MODEL, "--at", cloud.address, "--key-variable", "MY_KEY", "--json", "-p", "who?"])
        said = capsys.readouterr()
        assert json.loads(said.out)["answer"]
        assert code in (0, 1)


@pytest.mark.parametrize(
    "parser", [train_parser(), jobs_parser(), results_parser(), ask_parser()], ids=lambda p: p.prog
)
def test_the_help_is_the_documented_one(parser, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert parser.format_help().strip() in DOCS.read_text(encoding="utf-8")
