"""Where things lie."""

from pathlib import Path

import pytest

from desktop_app.core.problem import Problem
from desktop_app.settings import paths


def test_one_folder_can_hold_everything(tmp_path, monkeypatch):
    monkeypatch.setenv("TUNEDESK_HOME", str(tmp_path / "home"))
    folders = [paths.data_dir(), paths.log_dir(), paths.engine_dir(), paths.projects_dir()]
    assert all(folder.is_dir() and folder.is_relative_to(tmp_path / "home") for folder in folders)
    assert len(set(folders)) == 4


def test_without_it_the_system_says_where(tmp_path, monkeypatch):
    monkeypatch.delenv("TUNEDESK_HOME", raising=False)
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert "TuneDesk" in paths.data_dir().parts
    assert paths.projects_dir().name == "TuneDesk"
    assert paths.data_dir() != paths.projects_dir()


def test_a_folder_that_cannot_be_made_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("TUNEDESK_HOME", str(tmp_path / "file" / "home"))
    for folder in (paths.data_dir, paths.log_dir, paths.engine_dir, paths.projects_dir):
        with pytest.raises(Problem) as caught:
            folder()
        assert caught.value.key == "folder_not_writable"


def test_what_ships_with_the_program_is_found():
    assert paths.resource("fonts", "Inter-Regular.ttf").is_file()
    assert paths.resource("icons", "house.svg").is_file()
    assert "SIL OPEN FONT LICENSE" in paths.resource("fonts", "OFL.txt").read_text(encoding="utf-8")
    assert "ISC" in paths.resource("icons", "LICENSE.txt").read_text(encoding="utf-8")


def test_an_installed_program_uses_its_own_resources(tmp_path, monkeypatch):
    (tmp_path / "_resources").mkdir()
    monkeypatch.setattr(paths, "_HERE", tmp_path)
    assert paths.resource("icons", "a.svg") == tmp_path / "_resources" / "icons" / "a.svg"
