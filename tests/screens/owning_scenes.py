"""Scenes of the models: what a model is, what is lost with it, exporting, carrying, storage, a successor."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QProgressBar, QScrollArea

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.example import Part
from desktop_app.core.fields import question_and_answer
from desktop_app.core.model_export import Form
from desktop_app.core.pack import PROJECT, Manifest
from desktop_app.formats import pack_file
from desktop_app.gui.models.export_dialog import ModelExportDialog
from desktop_app.settings import paths
from desktop_app.store import answers, examples
from desktop_app.work.pack import _with_files
from tests.screens.recording import TUNED
from tests.screens.stage import Stage

if TYPE_CHECKING:
    from sqlite3 import Connection

    from desktop_app.gui.models.shelf_page import ShelfPage
    from desktop_app.gui.models.storage_page import StoragePage
    from desktop_app.gui.models.succession_page import SuccessionPage
    from desktop_app.gui.widgets.tabbed_place import TabbedPlace

OLD = "ft:gpt-3.5-turbo-0125:school::heroes"
"""A model that is going to be switched off, of which answers are kept."""

_SHOWN = "C:\\Users\\Ada\\Documents\\TuneDesk"
"""In the pictures stands this in place of the folder they were drawn in."""


def owning(stage: Stage, open_heroes: Callable[[], None]) -> None:
    """Show one's own models: what is known of one, what is lost with it, that it can be put back, and exporting it."""
    stage.empty()
    open_heroes()
    page = cast("ShelfPage", _room(stage, "shelf"))
    stage.until(lambda: page.state == "content" and page.list.models, "the models are listed")
    page.search.clear()
    one = next(each for each in page.list.shown if each.model == TUNED)
    page.list.choose(one.key)
    stage.shoot("models-chosen")
    page.details.ask()
    stage.until(page.details.farewell.confirm.isEnabled, "it is known what is lost")
    stage.shoot("models-delete")
    page.details.farewell.confirm.click()
    stage.until(page.undo.button.isVisible, "it is deleted")
    stage.until(lambda: TUNED not in [each.model for each in page.list.shown], "the list is looked at anew")
    stage.shoot("models-deleted")
    page.undo.button.click()
    stage.until(lambda: TUNED in [each.model for each in page.list.shown], "it is back")
    _export(stage)
    _carry(stage)


def storage(stage: Stage, open_heroes: Callable[[], None]) -> None:
    """Show what lies on the disk, and what is in the bin once something was freed."""
    stage.empty()
    open_heroes()
    page = cast("StoragePage", _room(stage, "storage"))
    stage.until(lambda: page.disk is not None and page.state == "content" and page.groups, "the disk is counted")
    above = next(each for each in page.findChildren(QScrollArea) if each.isAncestorOf(next(iter(page.groups.values()))))
    stage.until(lambda: above.verticalScrollBar().maximum() > 0, "all have the room that they need")
    stage.shoot("models-storage")
    page.primary.click()
    stage.until(lambda: "bin" in page.groups and page.groups["bin"].isVisible(), "the bin has something")
    stage.shoot("models-storage-freed")
    page.undo.button.click()
    stage.until(lambda: "bin" not in page.groups, "it is put back")


def successor(stage: Stage, open_heroes: Callable[[], None]) -> None:
    """Show what a comparison with a successor will be, and what it has brought."""
    stage.empty()
    open_heroes()
    _record(stage)
    page = cast("SuccessionPage", _room(stage, "successor"))
    stage.until(lambda: page.state == "content" and page.form.new is not None, "the models are known")
    stage.until(page.primary.isEnabled, "it can be compared")
    stage.shoot("models-successor")
    page.primary.click()
    stage.until(
        lambda: page.run.told is not None and not page.run.unfinished and not page.run.running, "all is answered", 90
    )
    stage.shoot("models-succeeded")


def _export(stage: Stage) -> None:
    rooms = stage.program.rooms
    window, folder = stage.program.window, paths.projects_dir()
    dialog = ModelExportDialog(stage.program.background, rooms._sites, TUNED, stage.program.workspace.project, window)
    dialog.form.use_folder(str(folder))
    dialog.open()
    stage.until(dialog.go_on.isEnabled, "it is known how large it becomes")
    dialog.form._place.set_text(_SHOWN)
    stage.shoot("models-export", dialog)
    dialog.form.forms[Form.GGUF].setChecked(True)
    stage.until(dialog.go_on.isEnabled, "it is known how large it becomes")
    dialog.go_on.click()
    stage.until(lambda: bool(stage.engine.exports.orders), "it is begun")
    stage.engine.exports.state["progress"] = 0.4
    bar = dialog.busy.findChild(QProgressBar)
    stage.until(lambda: bar.value() == 400, "it is said how far it is")
    stage.shoot("models-exporting", dialog)
    stage.engine.exports.finish()
    stage.until(dialog.show_folder.isVisible, "it is written")
    dialog.said.setText(dialog.said.text().replace(str(folder), _SHOWN))
    stage.shoot("models-exported", dialog)
    dialog.reject()
    stage.activate()


def _carry(stage: Stage) -> None:
    rooms, window = stage.program.rooms._keeping, stage.program.window
    dialog = rooms.pack(window)
    assert dialog is not None
    stage.until(dialog.go.isEnabled, "it is known what the pack holds")
    stage.shoot("models-pack", dialog)
    dialog.reject()
    project = stage.program.workspace.project
    assert project is not None
    target = paths.data_dir() / "Superheroes.tunedeskpack"
    listed = Manifest(project.name, time.time(), "TuneDesk", (), (TUNED,), ("SmolLM2-135M-Instruct",))
    for _ in pack_file.write(target, [(project.path, PROJECT)], lambda files: _with_files(listed, files)):
        pass
    unpacking = rooms.unpack(target, window)
    stage.until(unpacking.go.isEnabled, "it was looked into")
    unpacking.said.setText(unpacking.said.text().replace(str(paths.projects_dir()), _SHOWN))
    stage.shoot("models-unpack", unpacking)
    unpacking.reject()
    with suppress(OSError):
        target.unlink()
    stage.activate()


def _room(stage: Stage, name: str) -> object:
    stage.program.window.go("models")
    place = cast("TabbedPlace", stage.program.window.page("models"))
    place.choose(name)
    return place.room(name)


def _record(stage: Stage) -> None:
    """Keep answers of the old model to the rows that were held back, most of them good."""
    project = stage.program.workspace.project
    assert project is not None

    def write(connection: "Connection") -> None:
        rows = [row for row in examples.rows(connection) if row.part is not Part.TRAINING]
        for at, row in enumerate(rows):
            asked, hoped = question_and_answer(row.example)
            said = hoped if at % 4 else hoped[: len(hoped) // 2]
            answer = Answer(0, OLD, said, Finish.STOP, 40, 1.0)
            answers.add(connection, Request(0, OLD, asked, Sampling()), answer)

    project.write(write).result()
