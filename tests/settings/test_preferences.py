"""The preferences on disk."""

import json
import os
from pathlib import Path

import pytest

from desktop_app.core.problem import Problem
from desktop_app.core.sentences import ENGLISH
from desktop_app.settings.preferences import (
    APPEARANCE,
    LANGUAGE,
    RECENT_PROJECTS,
    TABLE,
    TEXT_SIZE,
    WINDOW,
    Preferences,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "preferences.json"


def test_without_a_file_the_defaults_hold(path):
    preferences = Preferences(path)
    defaults = ["system", "system", 100, "system", 1, 0, "", "", 600, 0, "", "", [], "", 0, []]
    assert [preferences.get(row) for row in TABLE] == defaults
    assert not path.exists()


def test_the_file_holds_only_what_differs(path):
    preferences = Preferences(path)
    preferences.set(APPEARANCE, "dark")
    preferences.set(TEXT_SIZE, 150)
    preferences.set(LANGUAGE, "system")
    assert json.loads(path.read_text(encoding="utf-8")) == {"appearance": "dark", "text_size": 150}
    preferences.set(TEXT_SIZE, 100)
    assert json.loads(path.read_text(encoding="utf-8")) == {"appearance": "dark"}
    assert Preferences(path).get(APPEARANCE) == "dark"


def test_keys_of_a_newer_version_survive(path):
    path.parent.mkdir()
    path.write_text('{"of_tomorrow": {"deep": [1]}, "appearance": "light"}', encoding="utf-8")
    Preferences(path).set(WINDOW, "abc")
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert kept == {"of_tomorrow": {"deep": [1]}, "appearance": "light", "window": "abc"}


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[1]", b"3", b""])
def test_a_broken_file_is_kept_aside(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    preferences = Preferences(path)
    assert preferences.get(APPEARANCE) == "system"
    assert path.with_name("preferences-broken.json").read_bytes() == content
    preferences.set(APPEARANCE, "dark")
    assert Preferences(path).get(APPEARANCE) == "dark"


@pytest.mark.parametrize(
    ("row", "value"),
    [(APPEARANCE, "purple"), (APPEARANCE, ["dark"]), (TEXT_SIZE, 500), (TEXT_SIZE, "100"), (RECENT_PROJECTS, "a")],
)
def test_a_value_that_makes_no_sense_is_passed_over(path, row, value):
    path.parent.mkdir()
    path.write_text(json.dumps({row.key: value}), encoding="utf-8")
    assert Preferences(path).get(row) == row.default


def test_a_list_that_was_given_out_is_not_the_one_that_is_kept(path):
    preferences = Preferences(path)
    preferences.get(RECENT_PROJECTS).append("a")
    assert preferences.get(RECENT_PROJECTS) == []
    assert RECENT_PROJECTS.default == []


def test_recent_projects_have_the_newest_first_and_each_once(path):
    preferences = Preferences(path)
    for number in range(12):
        preferences.remember_project(f"/p/{number}")
    preferences.remember_project("/p/5")
    recent = Preferences(path).get(RECENT_PROJECTS)
    assert recent[:2] == ["/p/5", "/p/11"]
    assert len(recent) == 10
    assert len(set(recent)) == 10
    preferences.forget_project("/p/11")
    assert "/p/11" not in preferences.get(RECENT_PROJECTS)


def test_a_project_whose_path_is_no_text_is_remembered_like_any_other(path):
    """Refused once, it would stay in the list that every later change writes as well."""
    strange = os.fsdecode(b"/p/h\xe9ros.tunedesk") if os.name == "posix" else "/p/h\udce9ros.tunedesk"
    preferences = Preferences(path)
    preferences.remember_project(strange)
    preferences.set(APPEARANCE, "dark")
    again = Preferences(path)
    assert again.get(RECENT_PROJECTS) == [strange]
    assert again.get(APPEARANCE) == "dark"


def test_a_disk_that_refuses_is_a_problem_and_the_choice_holds(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    preferences = Preferences(blocked / "preferences.json")
    with pytest.raises(Problem) as caught:
        preferences.set(APPEARANCE, "dark")
    assert caught.value.key == "preferences_not_saved"
    assert preferences.get(APPEARANCE) == "dark"


def test_no_half_written_file_is_left(path):
    Preferences(path).set(APPEARANCE, "dark")
    assert [entry.name for entry in path.parent.iterdir()] == ["preferences.json"]


def test_a_broken_file_that_cannot_be_moved_keeps_nobody_from_starting(path, monkeypatch):
    def refused(*_):
        raise PermissionError(13, "in use")

    path.parent.mkdir()
    path.write_text("{torn", encoding="utf-8")
    monkeypatch.setattr(Path, "rename", refused)
    preferences = Preferences(path)
    assert preferences.get(TEXT_SIZE) == TEXT_SIZE.default
    with pytest.raises(Problem):
        preferences.set(TEXT_SIZE, 150)
    assert path.read_text(encoding="utf-8") == "{torn"


def test_every_row_of_the_dialog_has_its_words():
    assert len({row.key for row in TABLE}) == len(TABLE)
    for row in TABLE:
        assert row.accepts(row.default), row.key
        texts = [row.label, row.note, *(choice.label for choice in row.choices)]
        assert all(said.key in ENGLISH for said in texts if said is not None), row.key
        assert all(row.accepts(choice.value) for choice in row.choices), row.key
