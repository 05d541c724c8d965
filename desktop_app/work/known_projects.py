"""The projects this computer knows of: those opened last, and those in the folder where projects are proposed."""

from pathlib import Path

from desktop_app.settings import paths
from desktop_app.settings.preferences import RECENT_PROJECTS, Preferences
from desktop_app.store.project import SUFFIX

BEFORE_UPDATE = "-before-update-"
"""What stands in the name of the copy of a project that is made before it is brought up to date."""


def known_projects() -> list[Path]:
    """Return the files of all known projects that are there, each once."""
    recent = Preferences(paths.data_dir() / "preferences.json").get(RECENT_PROJECTS)
    lying = sorted(paths.projects_dir().glob(f"*{SUFFIX}"))
    found = [Path(path) for path in recent] + [path for path in lying if BEFORE_UPDATE not in path.stem]
    there = [path for path in found if path.is_file() and not path.name.startswith(".")]
    return list({path.resolve(): path for path in there}.values())
