"""Where things lie: the program's own resources, the user's projects and the program's data.

A folder that cannot be made is a Problem ("folder_not_writable").
"""

import os
from pathlib import Path

import platformdirs

from desktop_app.core.problem import Problem

_HERE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """Return the path of a file that ships with the program, installed or in a checkout."""
    installed = _HERE / "_resources"
    root = installed if installed.is_dir() else _HERE.parent / "resources"
    return root.joinpath(*parts)


def _home() -> Path | None:
    """Return the one folder everything is kept in when the user or a test asks for that, else None."""
    home = os.environ.get("TUNEDESK_HOME")
    return Path(home) if home else None


def data_dir() -> Path:
    """Return the folder of preferences, logs and the engine, and create it."""
    return _made(_home() or Path(platformdirs.user_data_dir("TuneDesk", appauthor=False)))


def log_dir() -> Path:
    """Return the folder of the crash log, and create it."""
    return _made(data_dir() / "logs")


def engine_dir() -> Path:
    """Return the folder in which the local engine keeps models, files and jobs, and create it."""
    return _made(data_dir() / "engine")


def drafts_dir() -> Path:
    """Return the folder of imports that are under way, and create it."""
    return _made(data_dir() / "drafts")


def backups_dir() -> Path:
    """Return the folder of the backups of all projects, and create it."""
    return _made(data_dir() / "backups")


def projects_dir() -> Path:
    """Return the folder in which new projects are proposed, and create it."""
    home = _home()
    documents = Path(platformdirs.user_documents_dir()) / "TuneDesk"
    return _made(home / "projects" if home else documents)


def documents_dir() -> Path:
    """Return the folder in which people keep their files; their home where there is none."""
    documents = Path(platformdirs.user_documents_dir())
    return documents if documents.is_dir() else Path.home()


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem("folder_not_writable", details=str(error), folder=str(folder)) from error
    return folder
