"""Which files are opened as projects: those that TuneDesk made, and nothing that would act by itself."""

import re
import sqlite3
from pathlib import Path

from desktop_app.core.problem import Problem
from desktop_app.store import schema

_TRIGGER = re.compile(r"CREATE TRIGGER .*?\bEND(?=;)", re.DOTALL)
_LYING_STILL = re.compile(r"CREATE (TABLE|INDEX|UNIQUE INDEX) ")
"""How SQLite itself writes what does nothing; what is written otherwise was put there by hand, and may act."""


def refuse(connection: sqlite3.Connection, path: Path) -> None:
    """Raise a Problem for a file that is no project of ours or was made by a newer TuneDesk; nothing is written."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != schema.APPLICATION_ID:
        raise Problem("project_not_a_project", name=path.name, folder=str(path.parent))
    if schema.version(connection) > len(schema.MIGRATIONS):
        raise Problem("project_too_new", name=path.name, folder=str(path.parent))
    made = connection.execute("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    ours = _our_triggers()
    foreign = [str(kind) for kind, sql in made if sql not in ours and not _LYING_STILL.match(str(sql))]
    if foreign:  # somebody put it there; statements of theirs would run whenever a row is touched
        details = f"It holds what no TuneDesk writes into a project: {', '.join(sorted(set(foreign)))}."
        raise Problem("project_not_a_project", details=details, name=path.name, folder=str(path.parent))


def _our_triggers() -> frozenset[str]:
    """Return the triggers that some version of TuneDesk has written, as SQLite keeps them."""
    return frozenset(found for statements in schema.MIGRATIONS for found in _TRIGGER.findall(statements))
