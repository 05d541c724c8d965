"""The whole program from table to compared answers, by keyboard, through its real windows, with the real engine."""

import csv
import json
import os
import subprocess
import sys

import pytest
from PySide6.QtGui import QImage

from desktop_app.settings.preferences import OFFLINE, Preferences
from tests.engine.ending import end_engine
from tests.engine.tiny_model import make_tiny_model
from tests.journeys.guard import guarded, reached

pytestmark = [pytest.mark.engine, pytest.mark.timeout(400)]

STEPS = ["start", "read", "shape", "check", "split", "table", "edited", "plan", "training", "trained"]
STEPS += ["answering", "answers", "models"]


def tour(home, *arguments):
    """Run `tunedesk tour` as a user would, without a screen; whom it tries to reach is written down."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "desktop_app", "tour", *map(str, arguments)],
        env=guarded({**inherited, "TUNEDESK_HOME": str(home)}, home / "guard"),
        capture_output=True,
        text=True,
        check=False,
        timeout=380,
    )


@pytest.fixture
def stocked(home):
    """A home whose engine has the tiny model; the engine is ended afterwards."""
    make_tiny_model(home / "engine" / "models" / "tiny")
    Preferences(home / "preferences.json").set(OFFLINE, 1)
    yield home
    end_engine(home / "engine")


def test_a_strange_table_takes_the_whole_walk(stocked, tmp_path):
    table = tmp_path / "Fragen & Antworten.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["prompt", "completion"])
        rows.writerows(
            [f'Whence "cometh" number {n}?', f"It cometh, good sir,\nfrom the number {n - 1}."] for n in range(60)
        )
    out = tmp_path / "out"
    done = tour(stocked, out, "--data", table, "--rows", 45, "--model", "tiny")
    assert done.returncode == 0, done.stderr
    pictures = sorted(out.glob("*.png"))
    assert [p.stem[3:] for p in pictures] == STEPS
    for path in pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1240, 800)
    told = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert told["rows"] == 45
    assert set(told["seconds"]) == {"open", "import", "train", "compare"}
    assert told["last_validation_loss"] < told["first_validation_loss"]
    assert len(told["answers"]) >= 4
    for answer in told["answers"]:
        assert set(answer) == {"prompt", "expected", "base", "tuned"}
        assert answer["expected"].startswith("It cometh, good sir,\nfrom")
    assert any(a["base"] != a["tuned"] for a in told["answers"])
    curve = (out / "curve.csv").read_text().splitlines()
    assert curve[0].startswith("step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy")
    assert "cometh" in (out / "answers.html").read_text(encoding="utf-8")
    assert [p.name for p in (stocked / "projects").iterdir()] == ["Fragen & Antworten.tunedesk"]
    assert reached(stocked / "guard") <= {"127.0.0.1", "local"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "holds no text"),
        (b"prompt,completion\none,two\nthree,four\n", "stopped at the check-up"),
    ],
)
def test_a_wrong_table_ends_the_tour_with_sentences(home, tmp_path, content, said):
    table = tmp_path / "wrong.csv"
    table.write_bytes(content)
    done = tour(home, tmp_path / "out", "--data", table)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (home / "engine" / "engine.json").exists()


def test_a_folder_that_cannot_be_written_is_said_at_once(home, tmp_path):
    (tmp_path / "file").write_text("x")
    done = tour(home, tmp_path / "file" / "out")
    assert done.returncode == 1
    assert "Nothing can be written" in done.stderr
