"""Named settings survive a damaged file and a full disk."""

import json

import pytest

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Setting
from desktop_app.core.problem import Problem
from desktop_app.settings.presets import Presets

ONE = Setting(Sampling(0.5, 9, ("a\n",), seed=3), "s")


def test_what_is_kept_comes_back(tmp_path):
    Presets(tmp_path / "p.json").keep("é", ONE)
    Presets(tmp_path / "p.json").keep("b", Setting(Sampling()))
    assert Presets(tmp_path / "p.json").all() == {"é": ONE, "b": Setting(Sampling())}
    Presets(tmp_path / "p.json").remove("é")
    assert list(Presets(tmp_path / "p.json").all()) == ["b"]


@pytest.mark.parametrize(
    "content", ["", "[]", '{"a": 1}', '{"a": {"sampling": {}}}', '{"a": {"sampling": {"x": 1}, "system": null}}']
)
def test_what_nobody_can_read_is_left_out(tmp_path, content):
    (tmp_path / "p.json").write_text(content)
    assert Presets(tmp_path / "p.json").all() == {}
    Presets(tmp_path / "p.json").keep("b", ONE)
    assert json.loads((tmp_path / "p.json").read_text())["b"]["sampling"]["seed"] == 3


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem) as caught:
        Presets(tmp_path / "file" / "p.json").keep("b", ONE)
    assert caught.value.key == "preferences_not_saved"
