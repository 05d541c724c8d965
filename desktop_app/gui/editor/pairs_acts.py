"""What can be done with rows that are alike, each as one step that can be undone."""

from collections.abc import Callable, Sequence

from desktop_app.core.example import RowStatus
from desktop_app.core.text import text
from desktop_app.gui.workspace import Workspace


def exclude(workspace: Workspace, rows: Sequence[int], on_done: Callable[[], None]) -> None:
    """Exclude rows because another one stays."""
    label = text("step.review_exclude") if len(rows) == 1 else text("step.keep_one", count=len(rows))
    workspace.do(label, lambda edit: edit.set_status(rows, RowStatus.EXCLUDED), on_done)


def use_again(workspace: Workspace, row: int, on_done: Callable[[], None]) -> None:
    """Use a row that was excluded."""
    workspace.do(text("step.use_row"), lambda edit: edit.set_status([row], RowStatus.NEW), on_done)
