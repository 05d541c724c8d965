"""The scenes of finding in the table: its filter, the filter's dialog, replacing and its preview."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.look import Look, Sort
from desktop_app.core.search import Search
from desktop_app.core.text import text
from desktop_app.gui.editor.filter_dialog import FilterDialog
from desktop_app.gui.editor.find_bar import Where
from desktop_app.gui.editor.find_preview import PreviewDialog
from desktop_app.settings import paths
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from tests.screens.stage import Stage

WISHES = ("My order has not come.", "I want my money back.", "The lamp came broken.", "Do you still sell teapots?")
CLASSES = ("delivery", "money", "damage", "sales")
_ROWS = 80
PARTS = (Part.TRAINING,) * 8 + (Part.VALIDATION, Part.TEST)


def editor_finding(stage: Stage) -> None:
    """Show a filtered and sorted table, the filter's dialog, replacing, and a filter that no row fits."""
    stage.empty()
    path = paths.projects_dir() / "Support tickets.tunedesk"
    stage.open(path if path.exists() else _made(path))
    editor = stage.program.rooms.editor
    look = Look(has=Search("order"), parts=frozenset({Part.TRAINING}), sort=Sort("completion", descending=True))
    editor.filter.show(look)
    stage.until(lambda: _counts(editor.filter_row.said.text()), "the rows are found")
    editor.table.go_to(2, 3)
    stage.shoot("editor-filtered")
    editor.filter.ask()
    stage.until(lambda: editor.window().findChild(FilterDialog) is not None, "the dialog is there")
    dialog = editor.window().findChild(FilterDialog)
    stage.shoot("editor-filter-dialog", dialog)
    dialog.reject()
    editor.filter.show(Look(has=Search("unicorn")))
    said = editor.filter_row.said
    stage.until(lambda: editor.model.rowCount() == 0 and _counts(said.text()), "no row is found")
    stage.shoot("editor-none-found")
    editor.filter.show(Look())
    stage.until(lambda: editor.model.rowCount() == _ROWS, "all rows are back")
    for name in ("note", "tags"):
        editor.view.toggle(name)
    editor.table.go_to(1, editor.model.columnCount() - 2)
    stage.shoot("editor-remarks")
    editor.view.reset()
    _replace(stage)


def _counts(said: str) -> bool:
    """Tell whether a sentence holds a number, in whatever language it is."""
    return any(map(str.isdigit, said))


def _replace(stage: Stage) -> None:
    editor = stage.program.rooms.editor
    editor.row_actions["replace"].trigger()
    bar = editor.find_bar
    bar.field.setText("teapots")
    bar.replacement.setText("coffee pots")
    bar.where.setCurrentIndex(bar.where.findData(Where.SHOWN))
    bar.seek(backwards=False)
    stage.until(lambda: _counts(bar.word), "a row is found")
    stage.shoot("editor-replace")
    bar.replace_all.click()
    preview = editor.window().findChildren(PreviewDialog)[-1]
    stage.until(preview.go.isEnabled, "all is counted")
    stage.shoot("editor-replace-all", preview)
    preview.reject()
    bar.left.emit()


def _made(path: Path) -> Path:
    def fill(edit: Edit) -> None:
        edit.append(_rows())
        edit.tag([2, 7, 11], ["ask Eva"])
        edit.tag([4, 7], ["odd"])
        edit.set_note([2], "Eva knows what became of this order; she comes back on Monday.")
        edit.set_note([4], "Sounds rude.")
        edit.set_status([1, 2, 3, 5, 8], RowStatus.REVIEWED)
        edit.set_status([4], RowStatus.PROBLEM)

    with closing(Project.create(path)) as project:
        project.do(text("step.insert_row"), fill).result()
        project.set_setting("shape", "completion").result()
    return path


def _rows() -> Iterable[tuple[Completion, Part]]:
    for number in range(_ROWS):
        kind = number % len(WISHES)
        yield Completion(f"Ticket {number}: {WISHES[kind]}", CLASSES[kind]), PARTS[number % len(PARTS)]
