"""The pictures can be drawn: a few pages in a process of their own, looked at for what would make them worthless."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.screens.stage import HEIGHT, WIDTH

ROOT = Path(__file__).resolve().parents[2]
SCENES = {"start_recent": "start", "editor": "editor", "training_finished": "training-finished", "models": "models"}


def colours(image: QImage) -> set[int]:
    """Return the colours of a picture's points, a few of each row."""
    return {image.pixel(x, y) for y in range(0, HEIGHT, 5) for x in range(0, WIDTH, 5)}


@pytest.mark.timeout(120)
def test_pages_can_be_drawn_in_light_and_dark(tmp_path):
    command = [sys.executable, "-m", "tests.screens", str(tmp_path), *SCENES]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=110)
    assert done.returncode == 0, done.stderr[-3000:]
    drawn = [*SCENES.values(), "models-get"]
    names = {f"{name}-{look}.png" for name in drawn for look in ("light", "dark")}
    assert {path.name for path in tmp_path.iterdir()} == names
    for name in SCENES.values():
        light, dark = (QImage(str(tmp_path / f"{name}-{look}.png")) for look in ("light", "dark"))
        for image in (light, dark):
            assert (image.width(), image.height()) == (WIDTH, HEIGHT)
            assert len(colours(image)) > 20, f"{name} is as good as empty"
        corner = (WIDTH - 3, HEIGHT - 3)
        assert light.pixelColor(*corner).lightness() > 128 > dark.pixelColor(*corner).lightness()


@pytest.mark.timeout(120)
def test_a_folder_s_own_pictures_can_be_drawn_again_and_no_other_comes_to_it(tmp_path):
    (tmp_path / "models-dark.png").touch()
    asked = [str(tmp_path), "models", "--look", "light", "--look", "dark", "--again"]
    subprocess.run(
        [sys.executable, "-m", "tests.screens", *asked],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        check=True,
        timeout=110,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["models-dark.png"]
    assert QImage(str(tmp_path / "models-dark.png")).width() == WIDTH


@pytest.mark.timeout(120)
def test_no_word_of_the_first_pages_is_cut_off_faint_or_untranslated(tmp_path):
    asked = [str(tmp_path), "start_empty", "palette", "--look", "pseudo-rtl", "--look", "large", "--check"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.screens", *asked],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
