"""`tunedesk export`: what it asks of the engine, says and leaves, and that its help is the documented one."""

from pathlib import Path

import pytest

from desktop_app.__main__ import main
from desktop_app.cli.export_arguments import ExportModel, export_parser, parse
from desktop_app.core.model_export import Form, Precision
from tests.fake_provider import TUNED, FakeProvider

DOCS = Path(__file__).resolve().parents[2] / "docs" / "export_models.md"


@pytest.fixture
def exports(tmp_path, monkeypatch):
    """The exports of an engine that does each at once."""
    home = tmp_path / "home"
    monkeypatch.setenv("TUNEDESK_HOME", str(home))
    with FakeProvider(home / "engine") as engine:
        engine.exports.at_once = True
        yield engine.exports


def test_a_model_is_exported_into_the_folder_that_was_named(exports, tmp_path, capsys):
    out = tmp_path / "my model"
    assert main(["export", TUNED, "--as", "ollama", "--out", str(out), "--precision", "8"]) == 0
    (order,) = exports.orders
    assert (order["model"], order["form"], order["precision"], order["name"]) == (TUNED, "ollama", "Q8_0", "my-model")
    assert order["folder"] == str(out)
    said = capsys.readouterr().out
    assert said.startswith(f"Written: {out} (1 MB). README.md says")
    assert "ollama create my-model -f Modelfile" in (out / "README.md").read_text(encoding="utf-8")


def test_what_stands_in_the_way_is_said_in_three_sentences(exports, tmp_path, capsys):
    exports.refused["gguf"] = (400, "export_family", "This model is of another one (GemmaForCausalLM).")
    assert main(["export", TUNED, "--as", "gguf", "--out", str(tmp_path / "a")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 3
    assert "GemmaForCausalLM" in said[1]
    assert not (tmp_path / "a").exists()


def test_the_words_are_understood(capsys):
    said = ["m", "--as", "merged", "--out", "d", "--precision", "base", "--project", "p.tunedesk"]
    assert parse(said) == ExportModel("m", Form.MERGED, Path("d"), Precision.BASE, Path("p.tunedesk"))
    assert parse(["m", "--as", "adapter", "--out", "d"]).precision is None
    with pytest.raises(SystemExit):
        parse(["m", "--as", "merged", "--out", "d", "--precision", "8"])
    assert "--precision for merged is one of: exact, base" in capsys.readouterr().err


def test_the_help_is_the_documented_one(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    assert export_parser().format_help().strip() in DOCS.read_text(encoding="utf-8")
