"""A project whose window was killed and whose file is gone since: what SQLite had beside it still lies there."""

import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

from desktop_app.store import backup

DAY = date(2026, 11, 22)
ROWS = 300
_CHILD = textwrap.dedent(
    f"""
    import os, signal, sys
    from datetime import date
    from pathlib import Path
    from desktop_app.core.example import Completion, Part
    from desktop_app.core.text import text
    from desktop_app.store import backup
    from desktop_app.store.course import Course
    from desktop_app.store.project import Project
    path, root = map(Path, sys.argv[1:])
    label = text("step.insert_row")
    many = lambda word: [(Completion(f"{{word}} {{n}} " + "x" * 500, " a"), Part.TRAINING) for n in range({ROWS})]
    project = Project.create(path)
    project.do(label, lambda edit: edit.append(many("old"))).result()
    backup.make(project, root, date({DAY.year}, {DAY.month}, {DAY.day}), Course())
    for word in "abcdefghij":
        project.do(label, lambda edit: edit.append(many(word))).result()
    project.do(label, lambda edit: edit.delete(range(1, 250))).result()
    project.close()
    project = Project.open(path)  # another day
    project.do(label, lambda edit: edit.change({ROWS} * 10, lambda row: Completion("edited", " b"))).result()
    os.kill(os.getpid(), signal.SIGKILL)
    """
)


def lost(path: Path, root: Path) -> backup.Backup:
    """Make a project, and a backup of it with ROWS rows; kill who edits it then, and take its file away alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-c", _CHILD, str(path), str(root)], check=False)
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    path.unlink()
    return backup.of_project(root, path)[0]
