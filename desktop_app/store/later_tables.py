"""The tables that came later, each the statements of one migration (`store.schema` has those before)."""

from collections.abc import Sequence

MADE = """
CREATE TABLE making (
    batch INTEGER PRIMARY KEY REFERENCES batch (id) ON DELETE CASCADE,
    recipe TEXT NOT NULL,
    source INTEGER,
    most REAL
);
CREATE TABLE made_item (
    batch INTEGER NOT NULL REFERENCES batch (id) ON DELETE CASCADE,
    cell TEXT NOT NULL,
    text TEXT,
    taken INTEGER,
    PRIMARY KEY (batch, cell)
) WITHOUT ROWID;
"""
"""What a batch makes rows of, and what a person said of its answers (`store.made` says what each column is)."""

VECTORS = """
CREATE TABLE embedder (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    model TEXT NOT NULL,
    width INTEGER NOT NULL,
    UNIQUE (site, model)
);
CREATE TABLE vector (
    id INTEGER PRIMARY KEY,
    embedder INTEGER NOT NULL REFERENCES embedder (id) ON DELETE CASCADE,
    hash BLOB NOT NULL,
    vector BLOB NOT NULL
);
CREATE UNIQUE INDEX vector_of_text ON vector (embedder, hash);
"""
"""What texts mean to a model, as vectors (`store.vectors` says what each column is)."""

COUNTED_ANEW = "DELETE FROM token_count WHERE vocabulary NOT IN ('cl100k_base', 'o200k_base');"
"""Open models' counts left out tools, calls and thoughts until then; what is not counted is counted when it is needed.
"""

LATER: Sequence[str] = (MADE, VECTORS, COUNTED_ANEW)
"""In the order in which they came; none is ever changed."""
