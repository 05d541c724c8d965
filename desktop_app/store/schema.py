"""The project file's tables, and the steps from one version to the next.

What the user edits lies in `head` (narrow) and `body` (wide); `store.journal` copies what a step changes of them into
`change` first, which is the undo journal. What the machine writes (jobs, points, answers) is not journaled.
"""

import sqlite3
from collections.abc import Mapping, Sequence

from desktop_app.store.later_tables import LATER

APPLICATION_ID = 0x54444B31
"""Marks an SQLite file as a TuneDesk project (the bytes "TDK1")."""
RANK_GAP = 1 << 20
"""Room between the ranks of neighbours, so that a row can be put between two others without touching the rest."""

_TABLES = """
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE head (
    id INTEGER PRIMARY KEY,
    rank INTEGER NOT NULL,
    part TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'new'
);
CREATE INDEX head_by_rank ON head (rank);
CREATE INDEX head_by_part ON head (part, rank);
CREATE TABLE body (id INTEGER PRIMARY KEY, line TEXT NOT NULL);

CREATE TABLE step (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, undone INTEGER NOT NULL DEFAULT 0);
CREATE TABLE change (
    seq INTEGER PRIMARY KEY,
    step INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    row INTEGER NOT NULL,
    before TEXT
);
CREATE INDEX change_by_step ON change (step);
CREATE TABLE open_step (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), step INTEGER);
INSERT INTO open_step VALUES (1, NULL);

CREATE TABLE job (id TEXT PRIMARY KEY, created REAL NOT NULL, job TEXT NOT NULL, plan TEXT NOT NULL);
CREATE TABLE metric_point (
    job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    measured TEXT NOT NULL,
    PRIMARY KEY (job, step)
) WITHOUT ROWID;
CREATE TABLE job_event (
    seq INTEGER PRIMARY KEY,
    job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    time REAL NOT NULL,
    level TEXT NOT NULL,
    message TEXT NOT NULL,
    UNIQUE (job, id)
);
CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    created REAL NOT NULL,
    model TEXT NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL
);
"""

JOURNALED = {"head": ("id", "rank", "part", "status", "source", "line", "note", "tags"), "body": ("id", "line")}
"""The tables whose every change can be undone, with all their columns."""

_JOURNALED_1 = {"head": ("id", "rank", "part", "status"), "body": ("id", "line")}
_JOURNALED_2 = {"head": ("id", "rank", "part", "status", "source", "line"), "body": ("id", "line")}
_JOURNALED_3 = {**_JOURNALED_2, "head": (*_JOURNALED_2["head"], "note", "tags")}


def _journal_triggers(journaled: Mapping[str, Sequence[str]]) -> str:
    """Return the triggers that write the row as it was (null where there was none) into the open step's journal."""
    triggers = []
    for table, columns in journaled.items():
        old = "json_object(" + ", ".join(f"'{c}', OLD.{c}" for c in columns) + ")"
        for event, row, before in (("INSERT", "NEW", "NULL"), ("UPDATE", "OLD", old), ("DELETE", "OLD", old)):
            journal = (
                f"INSERT INTO change (step, place, row, before) VALUES "
                f"((SELECT step FROM open_step), '{table}', {row}.id, {before});"
            )
            triggers.append(
                f"CREATE TRIGGER {table}_{event.lower()} AFTER {event} ON {table} "
                f"WHEN (SELECT step FROM open_step) IS NOT NULL BEGIN {journal} END;"
            )
    return "\n".join(triggers)


def _no_triggers(journaled: Mapping[str, Sequence[str]]) -> str:
    """Return what takes the triggers of an older version away."""
    return " ".join(f"DROP TRIGGER {t}_{e};" for t in journaled for e in ("insert", "update", "delete"))


_SOURCES = f"""
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    taken REAL NOT NULL,
    recipe TEXT NOT NULL,
    rows_in INTEGER NOT NULL
);
CREATE TABLE left_out (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    raw TEXT NOT NULL
);
CREATE INDEX left_out_by_source ON left_out (source, line);
CREATE TABLE token_count (
    row INTEGER NOT NULL,
    vocabulary TEXT NOT NULL,
    total INTEGER NOT NULL,
    learnt INTEGER NOT NULL,
    PRIMARY KEY (row, vocabulary)
) WITHOUT ROWID;
ALTER TABLE head ADD COLUMN source INTEGER;
ALTER TABLE head ADD COLUMN line INTEGER;
{_no_triggers(_JOURNALED_1)}
{_journal_triggers(_JOURNALED_2)}
CREATE TRIGGER count_stale AFTER UPDATE OF line ON body BEGIN DELETE FROM token_count WHERE row = OLD.id; END;
CREATE TRIGGER count_gone AFTER DELETE ON body BEGIN DELETE FROM token_count WHERE row = OLD.id; END;
"""
"""Where rows come from: the file, its line, what of it was left out and why; and how long rows are (derived)."""

_RUNS = """
CREATE TABLE run (
    mark TEXT PRIMARY KEY,
    planned REAL NOT NULL,
    connection TEXT NOT NULL,
    plan TEXT NOT NULL,
    record TEXT NOT NULL,
    job TEXT UNIQUE REFERENCES job (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TRIGGER run_is_immutable BEFORE UPDATE OF mark, planned, connection, plan, record ON run
BEGIN SELECT RAISE(ABORT, 'what a training was made of never changes'); END;
CREATE TABLE run_row (
    run TEXT NOT NULL REFERENCES run (mark) ON DELETE CASCADE,
    row INTEGER NOT NULL,
    part TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (run, row)
) WITHOUT ROWID;
CREATE TABLE upload (
    connection TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    name TEXT NOT NULL,
    file TEXT,
    upload TEXT,
    parts TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (connection, sha256)
) WITHOUT ROWID;
CREATE TABLE checkpoint (
    job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    id TEXT NOT NULL,
    model TEXT NOT NULL,
    created REAL NOT NULL,
    measured TEXT NOT NULL,
    PRIMARY KEY (job, step)
) WITHOUT ROWID;
"""
"""What a training was made of (`run` is written before anything is sent, `job` is added when the provider made one),
which files lie at which provider already, and the states of the model kept on the way."""

_NOTES = f"""
ALTER TABLE head ADD COLUMN note TEXT;
ALTER TABLE head ADD COLUMN tags TEXT;
CREATE TABLE row_finding (row INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (row, name)) WITHOUT ROWID;
CREATE INDEX row_finding_by_name ON row_finding (name, row);
CREATE TABLE row_checked (row INTEGER PRIMARY KEY);
CREATE TRIGGER finding_stale AFTER UPDATE OF line ON body BEGIN
DELETE FROM row_finding WHERE row = OLD.id; DELETE FROM row_checked WHERE row = OLD.id; END;
CREATE TRIGGER finding_gone AFTER DELETE ON body BEGIN
DELETE FROM row_finding WHERE row = OLD.id; DELETE FROM row_checked WHERE row = OLD.id; END;
ALTER TABLE step ADD COLUMN made REAL;
ALTER TABLE step ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
UPDATE step SET bytes = (SELECT coalesce(sum(length(before)), 0) FROM change WHERE change.step = step.id);
{_no_triggers(_JOURNALED_2)}
{_journal_triggers(_JOURNALED_3)}
"""
"""What people write beside a row (each tag has a line break before and after it), when and how large a step was, and
what checks found in single rows (derived: `row_checked` holds those that were looked at as they are now)."""

_HEARD = """
CREATE TABLE heard (
    job TEXT PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
    known TEXT NOT NULL,
    newest TEXT NOT NULL,
    last TEXT NOT NULL,
    place INTEGER NOT NULL,
    settled INTEGER NOT NULL
) WITHOUT ROWID;
"""
"""How far a job's events were read (`store.story` says what each column is)."""

_BATCHES = """
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    mark TEXT NOT NULL UNIQUE,
    made REAL NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    plan TEXT NOT NULL
);
CREATE TABLE batch_prompt (
    batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    row INTEGER,
    asked TEXT NOT NULL,
    expected TEXT NOT NULL,
    PRIMARY KEY (batch, place)
) WITHOUT ROWID;
CREATE TABLE batch_fault (
    batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    cell TEXT NOT NULL,
    problem TEXT NOT NULL,
    PRIMARY KEY (batch, cell)
) WITHOUT ROWID;
ALTER TABLE answer ADD COLUMN batch INTEGER REFERENCES batch (id) ON DELETE SET NULL;
ALTER TABLE answer ADD COLUMN cell TEXT;
ALTER TABLE answer ADD COLUMN place INTEGER;
ALTER TABLE answer ADD COLUMN entry INTEGER;
CREATE UNIQUE INDEX answer_cell ON answer (batch, cell) WHERE batch IS NOT NULL;
CREATE INDEX answer_by_model ON answer (model, id);
"""
"""Questions that are asked together, and which answers are theirs (`store.batches` says what each column is)."""

_AT_ONCE = f"""
{_no_triggers(_JOURNALED_3)}
DROP TRIGGER count_stale; DROP TRIGGER count_gone; DROP TRIGGER finding_stale; DROP TRIGGER finding_gone;
DELETE FROM change WHERE seq NOT IN (SELECT min(seq) FROM change GROUP BY step, place, row);
UPDATE change SET before = json_extract(before, '$.line') WHERE place = 'body' AND before IS NOT NULL;
DROP INDEX change_by_step;
CREATE UNIQUE INDEX change_of_row ON change (step, place, row);
"""
"""No triggers any more, which cost as much as the changes themselves: `store.journal` writes many rows at a time. What
was kept of a body is its text alone, and a step holds each place of a row once."""

_ROW_IDS = """
CREATE TABLE row_id (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), last INTEGER NOT NULL);
INSERT INTO row_id SELECT 1, max(
    (SELECT coalesce(max(id), 0) FROM head),
    (SELECT coalesce(max(row), 0) FROM change),
    (SELECT coalesce(max(row), 0) FROM run_row),
    (SELECT coalesce(max(row), 0) FROM batch_prompt)
);
"""
"""The highest id that was ever given to a row (`store.row_ids`)."""

_VOTES = """
CREATE TABLE vote (
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    left_cell TEXT NOT NULL,
    right_cell TEXT NOT NULL,
    verdict TEXT NOT NULL,
    comment TEXT NOT NULL,
    made REAL NOT NULL
);
CREATE UNIQUE INDEX vote_on ON vote (batch, left_cell, right_cell);
"""
"""What a person said of two answers whose models they did not know (`store.votes`)."""

MIGRATIONS: Sequence[str] = (
    _TABLES + _journal_triggers(_JOURNALED_1),
    _SOURCES,
    _RUNS,
    _NOTES,
    _HEARD,
    _BATCHES,
    _AT_ONCE,
    _ROW_IDS,
    _VOTES,
    *LATER,
)
"""Statements; migration N brings a file from version N to N + 1, and a new file walks through all of them."""


def version(connection: sqlite3.Connection) -> int:
    """Return the file's schema version; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring the file to the newest version, in one go: all of it is on disk afterwards, or nothing."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    missing = range(version(connection), len(migrations))
    steps = "".join(f"{migrations[number]}\n;PRAGMA user_version = {number + 1};\n" for number in missing)
    try:
        connection.executescript(f"BEGIN;\n{steps}COMMIT;")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
