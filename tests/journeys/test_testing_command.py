"""`tunedesk test`: two models, an interval for each figure, and a killed test that goes on."""

import sys
from pathlib import Path
from random import Random

import pytest

from desktop_app.cli.arguments import parse
from desktop_app.cli.testing_arguments import Examine, Judging, Reading, examine_parser
from desktop_app.cli.training_arguments import At
from desktop_app.core.example import Part
from desktop_app.core.judging import Scale
from tests.campaigns.testing_kills import killed

DOCS = Path(__file__).resolve().parents[2] / "docs" / "testing.md"


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.timeout(300)
def test_a_killed_test_goes_on_and_says_what_a_whole_one_says(tmp_path):
    counted = killed(Random(4), tmp_path / "round", rows=24)
    assert counted["rows"] == 24


def test_what_is_asked_for_is_understood():
    assert parse(["test", "a.tunedesk", "--model", "m", "--recorded", "old", "--part", "validation"]) == Examine(
        Path("a.tunedesk"), parse(["test", "x", "--go-on"]).at, ("m",), ("old",), Part.VALIDATION
    )
    assert parse(["test", "a.tunedesk", "--go-on"]).go_on
    judged = parse(
        ["test", "a", "--go-on", "--judge", "j", "--judge-by", "pair", "--judge-at", "openai", "--beta", "2"]
    )
    assert (judged.judging, judged.beta) == (Judging("j", At("openai"), Scale.PAIR), 2.0)
    same = parse(["test", "a", "--model", "m", "--at", "nebius", "--judge", "j", "--embed", "e", "--rubric", "r.txt"])
    assert same.judging == Judging("j", At("nebius"), Scale.POINTS, Path("r.txt"))
    assert same.reading == Reading("e", At("nebius"))
    apart = ["--embed", "e", "--embed-at", "openai"]
    own = parse(["test", "a", "--model", "m", "--at", "nebius", "--key-variable", "NEBIUS", *apart])
    assert own.reading == Reading("e", At("openai")), "the key of one place is none for another"
    named = parse(["test", "a", "--model", "m", *apart, "--embed-key-variable", "OTHER"])
    assert named.reading == Reading("e", At("openai", "OTHER"))
    for wrong in (
        ["a"],
        ["a", "--model", "m", "--embed-at", "openai"],
        ["a", "--model", "m", "--embed", "e", "--embed-key-variable", "OTHER"],
        ["a", "--model", "m", "--judge", "j", "--judge-key-variable", "OTHER"],
        ["a", "--go-on", "--model", "m"],
        ["a", "--model", "m", "--rows", "0"],
        ["a", "--model", "m", "--rubric", "r.txt"],
        ["a", "--model", "m", "--judge", "j", "--judge-by", "luck"],
        ["a", "--model", "m", "--beta", "3"],
        ["a", "--model", "m", "--part", "test", "--file", "x"],
    ):
        with pytest.raises(SystemExit):
            parse(["test", *wrong])


def test_the_help_is_the_documented_one(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert examine_parser().format_help().strip() in DOCS.read_text(encoding="utf-8")
