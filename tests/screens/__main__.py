"""`python -m tests.screens FOLDER [SCENE ...] [--all]`: draw the pages of the program as pictures, without a screen."""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.screens.recorded_engine import RecordedEngine
from tests.screens.recording import Recording
from tests.screens.scenes import RARE, USUAL
from tests.screens.stage import REACHED, RUNNING, Look, Stage

LOOKS = (Look("light"), Look("dark", "dark"))
HARD_LOOKS = (Look("large", text_size=200), Look("large-dark", "dark", 200), Look("rtl", right_to_left=True))
ODD_LOOKS = (
    Look("contrast", strong=True),
    Look("contrast-dark", "dark", strong=True),
    Look("german", language="de"),
    Look("german-large", text_size=200, language="de"),
    Look("spanish", language="es"),
    Look("pseudo", pseudo=True),
    Look("pseudo-rtl", right_to_left=True, pseudo=True),
)


def draw(folder: Path, scenes: list[str], looks: tuple[Look, ...], home: Path) -> tuple[list[Path], int]:
    """Draw the named scenes in each look into `folder`, and say what nobody could read there.

    `home` is an empty folder for the program's own files. Returns the pictures and the number of remarks.
    """
    os.environ["TUNEDESK_HOME"] = os.environ["HOME"] = str(home)
    application = QApplication.instance() or QApplication([])
    every = {**USUAL, **RARE}
    drawn: list[Path] = []
    remarks = 0
    for look in looks:
        with RecordedEngine(home / "engine", Recording.read(), RUNNING, REACHED) as engine:
            stage = Stage(application, look, folder, engine)
            try:
                for name in scenes:
                    every[name](stage)
            finally:  # what was seen before a scene broke is worth telling
                for remark, pictures in sorted(stage.remarks.items()):
                    print(f"{look.name} {pictures[0]} (in {len(pictures)}): {remark}", flush=True)
            drawn += stage.drawn
            remarks += len(stage.remarks)
            stage.close()
    return drawn, remarks


def main(arguments: list[str] | None = None) -> int:
    """Draw what is asked for on the command line and tell the names of the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help=", ".join([*USUAL, *RARE]))
    parser.add_argument("--check", action="store_true", help="end with 1 if a word is cut off, faint or untranslated")
    parser.add_argument("--all", action="store_true", help="also large text, right to left, and what is rare")
    parser.add_argument("--again", action="store_true", help="keep none but the pictures that FOLDER has already")
    every = {look.name: look for look in LOOKS + HARD_LOOKS + ODD_LOOKS}
    parser.add_argument("--look", action="append", choices=[*every], help="only in this look; may be given again")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.scenes) - set(USUAL) - set(RARE))
    if unknown:
        parser.error(f"there is no scene {unknown[0]}")
    scenes = given.scenes or [*USUAL, *(RARE if given.all or given.again else ())]
    looks = tuple(every[name] for name in given.look or ()) or LOOKS + (HARD_LOOKS if given.all else ())
    with tempfile.TemporaryDirectory(prefix="screens-") as home, tempfile.TemporaryDirectory() as aside:
        drawn, remarks = draw(Path(aside) if given.again else given.folder, scenes, looks, Path(home))
        if given.again:
            wanted = {path.name for path in given.folder.iterdir()}
            drawn = [Path(shutil.copy(path, given.folder)) for path in drawn if path.name in wanted]
        for path in drawn:
            print(path.name, f"{path.stat().st_size // 1024} kB", flush=True)
    return 1 if given.check and remarks else 0


if __name__ == "__main__":
    sys.exit(main())
