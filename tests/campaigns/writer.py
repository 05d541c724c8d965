"""`python -m tests.campaigns.writer PROJECT SEED FROM`: a user who works until killed and tells each finished act."""

import sys
from pathlib import Path

from desktop_app.store.project import Project
from tests.campaigns.random_table import Foreseen, choose
from tests.campaigns.table_acts import perform


def main(path: Path, seed: str, already: int) -> None:
    """Do one act after the other, those before `already` in mind only; never returns."""
    state = Foreseen()
    for number in range(1, already + 1):
        state = state.after(choose(state, number, seed))
    project = Project.open(path)
    number = already
    while True:
        number += 1
        act = choose(state, number, seed)
        project = perform(project, act)
        state = state.after(act)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
