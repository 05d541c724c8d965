"""Backups: a project's file as it was on a day, kept in a folder apart from the project, and which of them stay.

A folder a project, named after the project's file and where that lies; in it a file a day, an ordinary project.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop_app.core.file_name import file_name
from desktop_app.core.ladder import kept
from desktop_app.core.problem import Problem
from desktop_app.store.connection import endable, in_words, unsettled
from desktop_app.store.course import Course
from desktop_app.store.project import SUFFIX, Project
from desktop_app.store.side_files import without_sides

MOST_BYTES = 2 << 30
"""So much the backups of one project may take together."""
_ALWAYS = 2
"""So many of the newest stay however large they are."""
SPARE_BYTES = 1 << 30
"""So much has to be free beyond what a backup takes: the project needs the room more."""
_ORIGIN = "project.json"
_PAGES = 500
"""Pages of 8 KB that are copied before it is asked whether anybody still wants them."""
_SLACK_NS = 1_000_000_000
"""What files say of when they were changed may be so much too early."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A project as it was on a day: the copy, the project's own file (which may be gone), and the copy's bytes."""

    path: Path
    project: Path
    day: date
    bytes: int

    @property
    def taken_ns(self) -> int:
        """Return the moment the copy shows, in nanoseconds since 1970; 0 where it has been deleted."""
        try:
            return self.path.stat().st_mtime_ns
        except OSError:
            return 0


def backups(root: Path) -> list[Backup]:
    """Return all backups, the newest first."""
    found: list[Backup] = []
    for folder in root.glob("*/"):
        project = _origin(folder)
        if project is not None:
            found += _in(folder, project)
    return sorted(found, key=lambda backup: (backup.day, backup.taken_ns), reverse=True)


def of_project(root: Path, project: Path) -> list[Backup]:
    """Return the backups of one project, the newest first."""
    return _in(_folder(root, project), project)


def has_news(root: Path, project: Path) -> bool:
    """Tell whether a project was written to since its newest backup."""
    newest = of_project(root, project)[:1]
    return not newest or _changed_ns(project) > newest[0].taken_ns


def make(project: Project, root: Path, day: date, course: Course) -> Backup:
    """Copy a project, which may be written to meanwhile; one of the same day gives way, and so do those too old.

    Raise Problem ("backup_no_room", "backup_not_made", "project_damaged"), or Ended where `course` was ended: the
    backups are as they were then.
    """
    folder = _folder(root, project.path)
    target = folder / f"{day.isoformat()}{SUFFIX}"
    part = target.with_name(target.name + ".part")
    with _told(project, root):
        folder.mkdir(parents=True, exist_ok=True)
        needed = _bytes(project.path)
        if shutil.disk_usage(folder).free < needed + SPARE_BYTES:
            raise Problem("backup_no_room", name=project.name, folder=str(root))
        (folder / _ORIGIN).write_text(json.dumps({"project": str(project.path)}), encoding="utf-8")
        begun = time.time_ns() - _SLACK_NS
        try:
            _copy(project.path, part, course)
            os.utime(part, ns=(begun, begun))
            with without_sides(target):
                part.replace(target)
        finally:
            with suppress(OSError):
                part.unlink()
    _thin(folder, project.path)
    return Backup(target, project.path, day, target.stat().st_size)


def bring_back(backup: Backup, target: Path) -> None:
    """Write a backup's project into a new file; raise Problem("project_exists") rather than overwrite anything."""
    try:
        target.touch(exist_ok=False)
    except FileExistsError as error:
        raise Problem("project_exists", name=target.name, folder=str(target.parent)) from error
    except OSError as error:
        raise Problem("copy_not_written", details=str(error), name=target.name) from error
    part = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(backup.path, part)
        with without_sides(target):
            part.replace(target)
    except OSError as error:
        for left in (part, target):
            with suppress(OSError):
                left.unlink()
        raise Problem("copy_not_written", details=str(error), name=target.name) from error


def forget(root: Path, project: Path) -> None:
    """Delete all backups of a project for good; raise Problem("backup_not_deleted") with the first that stays."""
    folder = _folder(root, project)
    try:
        for backup in _in(folder, project):
            backup.path.unlink()
        (folder / _ORIGIN).unlink(missing_ok=True)
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError as error:
        raise Problem("backup_not_deleted", details=str(error), name=project.stem, folder=str(folder)) from error


def _copy(source: Path, part: Path, course: Course) -> None:
    """Copy what a project holds at this moment into a file, and look whether that is whole.

    On a connection of its own, so nobody waits for it. It could write, so that it leaves no side file where the project
    is closed before it.
    """
    part.unlink(missing_ok=True)
    if not source.is_file():
        raise Problem("project_gone", name=source.name, folder=str(source.parent))
    with closing(unsettled(source)) as reader, closing(sqlite3.connect(part)) as copy:
        reader.execute("BEGIN")
        reader.execute("SELECT 1 FROM sqlite_schema").fetchone()  # from here on it sees the project as it is now
        reader.backup(copy, pages=_PAGES, progress=lambda *_: course.look())
        reader.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without others beside it
        with endable(copy, course):
            (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        course.look()
        if found != "ok":
            raise Problem("project_damaged", details=found, name=source.name, folder=str(source.parent))


@contextmanager
def _told(project: Project, root: Path) -> Iterator[None]:
    """Say that a backup was not made, and not that a change of the project was not saved."""
    try:
        with in_words(project.path):
            yield
    except OSError as error:
        raise Problem("backup_not_made", details=str(error), name=project.name, folder=str(root)) from error
    except Problem as problem:
        if problem.key in {"backup_no_room", "project_damaged"}:
            raise
        raise Problem("backup_not_made", details=problem.details, name=project.name, folder=str(root)) from problem


def _thin(folder: Path, project: Path) -> None:
    """Let those go that are too old, or too many bytes."""
    found, room = _in(folder, project), MOST_BYTES
    stay = kept(backup.day for backup in found)
    for place, backup in enumerate(found):
        if backup.day in stay and (place < _ALWAYS or backup.bytes <= room):
            room -= backup.bytes
        else:
            with suppress(OSError):
                backup.path.unlink()


def _in(folder: Path, project: Path) -> list[Backup]:
    """Return the backups that lie in a folder, the newest first."""
    found: list[Backup] = []
    for path in folder.glob(f"*{SUFFIX}"):
        with suppress(ValueError, OSError):
            found.append(Backup(path, project, date.fromisoformat(path.stem), path.stat().st_size))
    return sorted(found, key=lambda backup: backup.day, reverse=True)


def _origin(folder: Path) -> Path | None:
    with suppress(OSError, ValueError, TypeError, KeyError):
        return Path(json.loads((folder / _ORIGIN).read_text(encoding="utf-8"))["project"])
    return None


def _folder(root: Path, project: Path) -> Path:
    """Return the folder of a project's backups: two projects of one name lie in two."""
    place = hashlib.sha256(os.fsencode(project.absolute())).hexdigest()[:8]
    return root / f"{file_name(project.stem)}-{place}"


def _sides(project: Path) -> list[os.stat_result]:
    found: list[os.stat_result] = []
    for path in (project, project.with_name(project.name + "-wal")):
        with suppress(OSError):
            found.append(path.stat())
    return found


def _changed_ns(project: Path) -> int:
    """Return when a project was last written to; SQLite's side file is there, and empty, as soon as it is opened."""
    return max((told.st_mtime_ns for told in _sides(project) if told.st_size), default=0)


def _bytes(project: Path) -> int:
    return sum(told.st_size for told in _sides(project))
