"""`tunedesk rescue` as typed on a server: a real process, a real cloud, the key from a variable or a pipe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.spending import Spent
from desktop_app.settings.connections import Connections
from desktop_app.settings.ledger import Ledger
from desktop_app.settings.preferences import OFFLINE, Preferences
from desktop_app.store.project import Project
from tests.cloud.server import Cloud
from tests.work.test_rescue import fill

DOCS = Path(__file__).resolve().parents[2] / "docs" / "rescue.md"


def rescue(*arguments, key="", **variables):
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("OPENAI_")} | variables
    return subprocess.run(
        [sys.executable, "-m", "desktop_app", "rescue", *map(str, arguments)],
        input=key,
        env=inherited,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """Give the command a data folder of its own, and return it."""
    monkeypatch.setenv("TUNEDESK_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def cloud():
    with Cloud() as running:
        fill(running, 2)
        yield running


@pytest.mark.parametrize("way", ["variable", "pipe"])
def test_everything_comes_home_and_the_key_is_written_nowhere(cloud, tmp_path, way):
    key = cloud.account.key
    given = {"MY_KEY": key} if way == "variable" else {}
    options = ("--key-variable", "MY_KEY") if way == "variable" else ()
    out = tmp_path / "home"
    done = rescue(cloud.address, "--out", out, *options, key="" if given else key + "\n", **given)
    assert done.returncode == 0, done.stderr
    assert ": 2, with " in done.stdout
    projects = sorted((out / "projects").iterdir())
    assert len(projects) == 2
    Project.open(projects[0]).close()
    assert key not in done.stdout + done.stderr
    assert not any(key.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_what_is_gone_is_told_by_the_exit_code(cloud, tmp_path):
    del cloud.account.files[next(iter(cloud.account.jobs.values())).asked["training_file"]]
    done = rescue(cloud.address, "--out", tmp_path / "home", key=cloud.account.key)
    assert done.returncode == 1
    assert "Could not be had: 1" in done.stdout


@pytest.mark.parametrize(
    ("provider", "key", "said"),
    [
        ("http://far.example.com/v1", "k", "without encryption"),
        ("openai", "", "Set the variable OPENAI_API_KEY"),
    ],
)
def test_what_stands_in_the_way_is_said(tmp_path, provider, key, said):
    done = rescue(provider, "--out", tmp_path / "home", key=key)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


def outside(cloud):
    """Return the cloud's address as one that is not this computer's: what is sent there counts as having left."""
    return cloud.address.replace("127.0.0.1", "0.0.0.0")


no_windows = pytest.mark.skipif(sys.platform == "win32", reason="needs an address of this computer that is no loopback")


@no_windows
def test_the_users_rules_hold_here_as_well(cloud, tmp_path, data):
    Preferences(data / "preferences.json").set(OFFLINE, True)
    done = rescue(outside(cloud), "--out", tmp_path / "home", key=cloud.account.key)
    assert done.returncode == 1
    assert "set to stay offline" in done.stderr
    assert not cloud.visits


@no_windows
def test_what_answers_cost_is_said_before_and_entered_afterwards(cloud, tmp_path, data):
    data.mkdir()
    mine = Connections(data / "connections.json").add("openai", "My school", outside(cloud))
    command = ("My school", "--out", tmp_path / "home", "--questions", "2", "--key-variable", "MY_KEY")
    key = cloud.account.key
    refused = rescue(*command, key="n\n", MY_KEY=key)
    assert refused.returncode == 0, refused.stderr
    assert "The first of these models is switched off on 2027-01-14." in refused.stdout
    assert "The answers cost at most $0.0" in refused.stdout
    assert "Home: " in refused.stdout
    assert cloud.account.asked == []
    assert Ledger(data / "ledger.jsonl").entries() == []
    done = rescue(*command, "--yes", MY_KEY=key)
    assert done.returncode == 0, done.stderr
    assert len(cloud.account.asked) == 4
    entries = Ledger(data / "ledger.jsonl").entries()
    assert {(entry.connection, entry.what) for entry in entries} == {(mine.id, Spent.ANSWERS)}
    assert sum(entry.dollars for entry in entries) > 0
    assert not any(key.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_what_is_on_this_computer_is_home(tmp_path):
    done = rescue("local", "--out", tmp_path / "home")
    assert done.returncode == 1
    assert "“local” is not an address" in done.stderr


def test_the_help_is_the_documented_one():
    assert rescue("--help").stdout.strip() in DOCS.read_text(encoding="utf-8")
