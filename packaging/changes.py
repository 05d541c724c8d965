"""Puts what changed under the version that is released: `python3 packaging/changes.py`.

What changed stands in CHANGELOG.md under "Unreleased" and in the notes of docs/changes, one file each.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from place import ROOT, Missing, say

sys.path.insert(0, str(ROOT))
from desktop_app import __version__  # found only after the line above

LOG = ROOT / "CHANGELOG.md"
NOTES = ROOT / "docs" / "changes"
WAITING = "## Unreleased\n"


def main() -> int:
    """Do it; returns the exit code, 2 when something is in the way."""
    try:
        say(release(__version__, datetime.now(UTC).date()))
    except Missing as missing:
        say(str(missing))
        return 2
    return 0


def release(version: str, day: date) -> str:
    """Move everything that waits under the heading of `version`; returns a sentence, Missing changes nothing."""
    words = LOG.read_text(encoding="utf-8")
    if f"\n## {version} " in words:
        raise Missing(f"CHANGELOG.md has {version} already: raise the version in desktop_app/__init__.py first.")
    head, found, rest = words.partition(WAITING)
    if not found:
        raise Missing('CHANGELOG.md has no heading "Unreleased" any more: put it above the newest version.')
    waiting, mark, older = rest.partition("\n## ")
    notes = waiting_notes()
    told = "\n".join(part for part in (waiting.strip(), *(note(path) for path in notes)) if part)
    if not told:
        raise Missing(f"Nothing is written about {version} yet, neither in CHANGELOG.md nor in docs/changes.")
    new = f"{head}{WAITING}\n## {version} ({day.isoformat()})\n\n{told}\n{mark}{older}"
    LOG.write_text(new, encoding="utf-8")
    for path in notes:
        path.unlink()
    return f"CHANGELOG.md tells of {version}; {len(notes)} notes are taken up."


def waiting_notes() -> "list[Path]":
    """Return the notes, in the order of their names."""
    return sorted(path for path in NOTES.glob("*.md") if path.name != "README.md")


def note(path: Path) -> str:
    """Return the lines of a note; one that is no list of changes is Missing."""
    lines = path.read_text(encoding="utf-8").strip().splitlines()
    if not lines or not all(line.startswith("- ") for line in lines):
        raise Missing(f'{path.relative_to(ROOT).as_posix()}: each line of a note begins with "- ".')
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
