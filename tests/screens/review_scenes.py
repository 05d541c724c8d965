"""The scenes of the other views of the rows: review, rows that are alike, what changed since a training."""

from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.core.text import text
from desktop_app.settings import paths
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from tests.gui.learned import learn
from tests.screens.stage import Stage

LONG = "The shop opens at nine and closes at six. On Sundays we rest, and so does the telephone. " * 30


def review(stage: Stage) -> None:
    """Show a review: a short row, a long one, one that is edited, and the end."""
    stage.empty()
    path = paths.projects_dir() / stage.look.name / "Letters.tunedesk"  # in each look nothing is decided yet
    path.parent.mkdir(parents=True, exist_ok=True)
    stage.open(path if path.exists() else _letters(path))
    rooms = stage.program.rooms
    stage.until(lambda: rooms.editor.model.rowCount() == 4, "the rows are there")
    rooms.show_view("review")
    page = rooms.views.review_page
    stage.until(lambda: page.head.sum != "", "the rows are counted")
    stage.shoot("review")
    page.acts["accept"].trigger()  # not by key: a window that is not active at this moment has no shortcuts
    page.acts["exclude"].trigger()
    stage.until(lambda: page.head.sum.count("1") == 2, "it is counted")
    stage.shoot("review-chat")
    page.acts["next"].trigger()
    stage.shoot("review-long")
    page.acts["problem"].trigger()
    stage.shoot("review-problem")
    QTest.keyClicks(page.bar.line, "Who says so?")
    QTest.keyClick(page.bar.line, Qt.Key.Key_Return)
    page.acts["back"].trigger()
    page.acts["edit"].trigger()
    stage.shoot("review-edit")
    QTest.keyClick(page.desk.pane.fields["completion"], Qt.Key.Key_Escape)
    page.acts["last"].trigger()
    page.acts["next"].trigger()
    stage.until(page.end.problems.isVisible, "it is counted")
    stage.shoot("review-end")
    page.acts["leave"].trigger()


def compared(stage: Stage) -> None:
    """Show rows that are alike, and what changed since a training."""
    stage.empty()
    path = paths.projects_dir() / "Letters of a year.tunedesk"
    stage.open(path if path.exists() else _learned(path))
    rooms = stage.program.rooms
    rooms.show_view("alike")
    alike = rooms.views.pairs_page
    stage.until(lambda: alike.state == "content" and alike.model.groups, "the groups are found")
    stage.shoot("alike")
    rooms.show_view("since")
    since = rooms.views.since_page
    stage.until(lambda: len(since.board.sides.cards) == 2, "the rows are compared")
    stage.shoot("since")
    since.board.leave.click()
    editor = rooms.editor
    stage.until(lambda: editor.pane.row is not None, "the row is there")
    editor.pane.spaces.setChecked(True)
    field = editor.pane.fields["completion"]
    field.setFocus()
    field.insertPlainText("Of course:\n")
    stage.until(lambda: editor.pane.length.isEnabled() and editor.pane.length.length, "the tokens are counted")
    stage.shoot("editor-spaces")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    editor.pane.spaces.setChecked(False)


def _learned(path: Path) -> Path:
    wish = "Where is the parcel that I ordered in the second week of May? ->"
    rows = [
        Completion("Do you still sell teapots? ->", " Yes, in blue and in green. END"),
        Completion(wish, " It is on its way to you and comes on Tuesday. END"),
        Completion("Do you still sell teapots? ->", " No, not any more. END"),
        Completion(wish.replace("May", "June"), " It is on its way to you and comes on Monday. END"),
        Completion("When do you open? ->", " At nine. END"),
    ]

    def change(edit: Edit) -> None:
        edit.write_field(5, "completion", " At ten, and on Sundays not at all. END")
        edit.append([(Completion("Do you repair lamps? ->", " We do. END"), Part.TRAINING)])

    with closing(Project.create(path)) as project:
        project.set_setting("shape", "completion").result()
        project.do(text("step.insert_row"), lambda edit: edit.append((row, Part.TRAINING) for row in rows)).result()
        learn(project, title="letters")
        project.do(text("step.insert_row"), change).result()
    return path


def _letters(path: Path) -> Path:
    def fill(edit: Edit) -> None:
        system = Message("system", "You answer letters to a small shop, kindly and in one sentence.")
        chat = (system, Message("user", "My lamp is broken."), Message("assistant", "Send it back, we pay for that."))
        rows = [
            Completion("Do you still sell teapots? ->", " Yes, in blue and in green. END"),
            Conversation((*chat, Message("user", "And if it is lost?"), Message("assistant", "Then you get another."))),
            Completion(f"{LONG} When do you open? ->", " At nine. END"),
            Completion("هل لديكم أباريق شاي؟ ->", " نعم، باللون الأزرق. END"),
        ]
        edit.append((row, Part.TRAINING) for row in rows)
        edit.set_note([3], "From the old web site")
        edit.tag([3], ["long", "ask Eva"])

    with closing(Project.create(path)) as project:
        project.do(text("step.insert_row"), fill).result()
        project.set_setting("shape", "completion").result()
    return path
