"""`python -m tests.campaigns.opener PROJECT`: opens a project and tells when it begins and when it is open."""

import sys
from pathlib import Path

from desktop_app.store.project import Project


def main(path: Path) -> None:
    """Open the project and close it again."""
    for word, act in (("begin", lambda: None), ("open", lambda: Project.open(path).close())):
        act()
        sys.stdout.write(f"{word}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
