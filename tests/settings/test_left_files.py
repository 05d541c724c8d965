"""What was left on its way to a new project: kept on the disk, and a place that cannot be written is said."""

from pathlib import Path

import pytest

from desktop_app.core.left import Left
from desktop_app.core.problem import Problem
from desktop_app.settings.left_files import LeftFiles


def test_what_was_left_is_there_for_the_next_start(tmp_path):
    place = tmp_path / "sub" / "left.json"
    assert LeftFiles(place).all() == ()
    kept = (Left(Path("Größe.csv"), {"step": "check"}, 3, (Path("b.csv"),)), Left(Path("c.csv")))
    LeftFiles(place).keep(kept)
    assert LeftFiles(place).all() == kept
    LeftFiles(place).keep(())
    assert LeftFiles(place).all() == ()


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Problem) as raised:
        LeftFiles(tmp_path / "file" / "left.json").keep((Left(Path("a.csv")),))
    assert raised.value.key == "preferences_not_saved"
