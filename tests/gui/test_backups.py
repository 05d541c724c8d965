"""The daily backup in the window: made on the quiet, listed, brought back, deleted, and told once where it fails."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.copies import Copies
from desktop_app.gui.actions import Actions
from desktop_app.gui.backups_dialog import BackupsDialog
from desktop_app.gui.daily_backup import DailyBackup
from desktop_app.gui.window import Window
from desktop_app.settings import paths
from desktop_app.settings.preferences import Preferences
from desktop_app.store import backup, examples
from desktop_app.work import backups
from tests.gui.accessible import unnamed_controls
from tests.gui.filled import open_project
from tests.gui.held import nothing_under_way


@pytest.fixture
def daily(workspace, background, qapp):
    return DailyBackup(workspace, background, workspace)


@pytest.fixture
def project(qtbot, workspace, tmp_path):
    return open_project(qtbot, workspace, tmp_path / "heroes.tunedesk")


@pytest.fixture
def show(qtbot, background, theme):
    over = QWidget()  # the dialog goes by itself when it is over
    qtbot.addWidget(over)
    over.resize(900, 700)

    def shown(path):
        dialog = BackupsDialog(path, background, over)
        dialog.open()
        qtbot.waitUntil(lambda: nothing_under_way(dialog))
        return dialog

    return shown


def made(qtbot, daily):
    """Let a backup be made of what is open."""
    daily.look()
    qtbot.waitUntil(daily._timer.isActive)


def lines(dialog):
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_it_is_made_after_opening_and_again_only_when_there_is_something_new(qtbot, workspace, daily, project):
    assert daily._timer.remainingTime() > 5000
    made(qtbot, daily)
    (first,) = backup.backups(paths.backups_dir())
    assert daily._timer.remainingTime() > (backups.APART - 60) * 1000
    assert first.project == project.path
    workspace.close()
    assert not daily._timer.isActive()


def test_a_project_in_which_nothing_ever_was_has_no_backup(qtbot, workspace, daily, tmp_path):
    open_project(qtbot, workspace, tmp_path / "fresh.tunedesk", [])
    made(qtbot, daily)
    assert backup.backups(paths.backups_dir()) == []


def test_what_stands_in_the_way_is_told_once_a_project(qtbot, workspace, daily, project):
    told = []
    daily.problem.connect(told.append)
    (paths.data_dir() / "backups").write_text("a file in the way", "utf-8")
    for _ in range(2):
        made(qtbot, daily)
        daily._timer.stop()
    assert [problem.key for problem in told] == ["folder_not_writable"]
    workspace.close()
    daily.look()
    assert not daily._timer.isActive()


def test_a_backup_is_opened_beside_the_project_by_keyboard(qtbot, workspace, daily, project, show):
    made(qtbot, daily)
    dialog = show(project.path)
    assert unnamed_controls(dialog) == []
    assert dialog.of.currentText() == "heroes"
    (line,) = lines(dialog)
    assert "B" in line
    with qtbot.waitSignal(dialog.brought_back) as heard:
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    path, said = heard.args
    assert path.parent == project.path.parent
    assert path.name.startswith("heroes as of 20")
    assert said.startswith("This is “heroes” as it was on ")
    assert project.path.exists()
    workspace.open(path)
    qtbot.waitUntil(lambda: workspace.project is not None and workspace.project.path == path)
    with workspace.project.reading() as connection:
        assert len(list(examples.rows(connection))) == 21


def test_a_project_whose_file_is_gone_comes_back_under_its_name(qtbot, workspace, daily, project, show):
    made(qtbot, daily)
    workspace.close()
    project.path.unlink()
    dialog = show(None)
    assert dialog.of.currentText() == "heroes (its file is gone)"
    with qtbot.waitSignal(dialog.brought_back) as heard:
        qtbot.mouseClick(dialog.bring, Qt.MouseButton.LeftButton)
    assert heard.args[0] == project.path
    assert project.path.is_file()


def test_without_backups_it_says_when_there_will_be_one(show):
    dialog = show(None)
    assert "There is no backup yet." in dialog.said.text()
    assert dialog.of.isHidden()
    assert dialog.delete.isHidden()
    assert not dialog.bring.isEnabled()


def test_they_are_deleted_after_a_question(qtbot, daily, project, show):
    made(qtbot, daily)
    dialog = show(project.path)
    dialog.delete.click()
    assert dialog.question.isVisible()
    dialog.question.keep.click()
    assert len(backup.backups(paths.backups_dir())) == 1
    dialog.delete.click()
    dialog.question.confirm.click()
    qtbot.waitUntil(lambda: "There is no backup yet." in dialog.said.text())
    assert backup.backups(paths.backups_dir()) == []
    assert project.path.is_file()


def test_the_menu_leads_to_them_and_what_is_brought_back_is_opened(qtbot, theme, workspace, background, project):
    actions = Actions(workspace)
    window = Window(actions, theme, Preferences(paths.data_dir() / "preferences.json"))
    qtbot.addWidget(window)
    copies = Copies(window, workspace, background, actions)
    window.add_place("data", "Data", "table", QWidget)
    window.show()
    made(qtbot, copies.daily)
    actions["backups"].trigger()
    (dialog,) = window.findChildren(BackupsDialog)
    qtbot.waitUntil(dialog.bring.isEnabled)
    dialog.bring.click()
    qtbot.waitUntil(lambda: workspace.project is not None and workspace.project.path != project.path)
    assert workspace.project.name.startswith("heroes as of ")
    window.close()
