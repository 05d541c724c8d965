"""Projects as the rooms' tests need them."""

from desktop_app.core.example import Completion, Conversation, Message, Part
from desktop_app.core.text import text

PARTS = (Part.TRAINING,) * 12 + (Part.VALIDATION,) * 3 + (Part.TEST,) * 6


def pairs():
    """Return 21 prompt-completion rows: 12 to learn from, 3 for validation, 6 for the test."""
    return [(Completion(f"question {n}", f"answer {n}"), part) for n, part in enumerate(PARTS)]


def talks():
    """Return the same as conversations with a system message."""
    return [
        (
            Conversation(
                (
                    Message("system", "Be brief."),
                    Message("user", f"question {n}"),
                    Message("assistant", f"answer {n}"),
                )
            ),
            part,
        )
        for n, part in enumerate(PARTS)
    ]


def open_project(qtbot, workspace, path, rows=None):
    """Make a project with these rows and open it in the workspace; return it."""
    workspace.create(path)
    qtbot.waitUntil(lambda: workspace.project is not None and workspace.project.path == path)
    rows = pairs() if rows is None else rows
    if rows:
        workspace.project.set_setting("shape", rows[0][0].shape.value).result()
        workspace.announce(workspace.project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result())
    return workspace.project


def habits_known(qtbot, page):
    """Wait until a comparison knows how its rows ask and answer: that is part of what is asked from then on."""
    presets = page.comparison.board.parameters.presets
    qtbot.waitUntil(lambda: presets._habits is not None)
