"""What could not be read is not written over: a broken file lies beside the new one, others stay as they are."""

import json
from pathlib import Path

import pytest

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Setting
from desktop_app.core.problem import Problem
from desktop_app.settings.connections import Connections
from desktop_app.settings.model_names import Called, ModelNames
from desktop_app.settings.preferences import APPEARANCE, RECENT_PROJECTS, WINDOW, Preferences
from desktop_app.settings.presets import Presets
from desktop_app.settings.recipes import Recipes

WRITES = {
    "preferences": lambda path: Preferences(path).set(APPEARANCE, "dark"),
    "connections": lambda path: Connections(path).add("custom", "New", "https://new.example.com"),
    "names of models": lambda path: ModelNames(path).set("here", "new", Called("New")),
    "presets": lambda path: Presets(path).keep("new", Setting(Sampling())),
    "a preset less": lambda path: Presets(path).remove("old"),
    "recipes": lambda path: Recipes(path).keep(["new"], {}),
}
EACH = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)


@EACH
@pytest.mark.parametrize("content", [b'{"old": {"a\xff": 1}}', b'[{"id": "old",', b"[" * 100_000])
def test_a_broken_file_is_put_aside_before_anything_is_written(tmp_path, write, content):
    """One bad byte would cost all that stands in it."""
    path = tmp_path / "own.json"
    path.write_bytes(content)
    write(path)
    assert (tmp_path / "own-broken.json").read_bytes() == content
    json.loads(path.read_text(encoding="utf-8"))


@EACH
def test_a_file_that_an_editor_put_its_mark_before_is_read(tmp_path, write):
    """Old editors of Windows save every text of UTF-8 with a mark of its byte order."""
    path = tmp_path / "own.json"
    write(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    write(path)
    assert [each.name for each in tmp_path.iterdir()] == ["own.json"]


def test_what_stands_behind_the_mark_of_an_editor_counts(tmp_path):
    path = tmp_path / "connections.json"
    Connections(path).add("custom", "Mine", "https://api.example.com/v1")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert [each.title for each in Connections(path).all] == ["Mine"]


@EACH
def test_a_file_that_cannot_be_read_for_a_moment_is_neither_moved_nor_written_over(tmp_path, write, monkeypatch):
    """As on Windows, while a scanner of viruses or a backup has it."""
    path, read = tmp_path / "own.json", Path.read_text
    path.write_text("all that was kept", encoding="utf-8")

    def refused(self, **how):
        if self == path:
            raise PermissionError(13, "in use", str(self))
        return read(self, **how)

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(Problem) as caught:
        write(path)
    assert "in use" in caught.value.details
    assert path.read_bytes() == b"all that was kept"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_preferences_that_could_not_be_read_at_first_are_joined_by_what_was_chosen_since(tmp_path):
    path = tmp_path / "preferences.json"
    path.mkdir()  # something that cannot be read as a file
    preferences = Preferences(path)
    for change in (lambda: preferences.set(APPEARANCE, "dark"), lambda: preferences.remember_project("/new")):
        with pytest.raises(Problem):
            change()
    assert preferences.get(APPEARANCE) == "dark"
    path.rmdir()
    kept = {"appearance": "light", "recent_projects": ["/old", "/new"], "of_tomorrow": 1}
    path.write_text(json.dumps(kept), encoding="utf-8")
    preferences.set(WINDOW, "abc")
    again = Preferences(path)
    assert (again.get(APPEARANCE), again.get(RECENT_PROJECTS)) == ("dark", ["/new", "/old"])
    assert json.loads(path.read_text(encoding="utf-8"))["of_tomorrow"] == 1


def test_half_a_character_in_a_model_s_name_can_be_kept(tmp_path):
    ModelNames(tmp_path / "names.json").set("here", "ft:\ud83d", Called("Mine \udcff", "ü"))
    assert ModelNames(tmp_path / "names.json").get("here", "ft:\ud83d") == Called("Mine \udcff", "ü")


def test_two_who_name_models_at_a_time_keep_both_names(tmp_path):
    path = tmp_path / "names.json"
    one, other = ModelNames(path), ModelNames(path)
    one.set("here", "a", Called("A"))
    other.set("here", "b", Called("B"))
    assert ModelNames(path).get("here", "a") == Called("A")
    assert ModelNames(path).get("here", "b") == Called("B")
