"""The backups of projects in a list: any of them becomes a project again, and the one there is now stays."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.theme.say import day
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import moment, size
from desktop_app.gui.widgets.dialog_size import open_at
from desktop_app.gui.widgets.direction import in_order
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.store.backup import Backup
from desktop_app.work import backups


class BackupsDialog(QDialog):
    """Lists the backups of one project at a time, first those of the project that is open."""

    brought_back = Signal(object, str)
    """The file of a project that was made of a backup, and a sentence about it."""

    def __init__(self, project: Path | None, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Backups"))
        self._found: dict[Path, list[Backup]] = {}
        self._first = project
        self._work = OneTask(background, self)
        self.of = QComboBox()
        self.list = QListWidget()
        self.said = label(tone="muted", wrap=True)
        self.problem = ProblemView()
        self.delete = QPushButton(self.tr("Delete these backups…"))
        self.bring = QPushButton(self.tr("Open as a project"))
        self.question = _Question()
        self._arrange()
        self._connect()
        self._look()

    def _arrange(self) -> None:
        hint = self.tr(
            "On each day you work on a project, TuneDesk keeps a backup of it in a folder of its own. Opened, a backup "
            "becomes a project with a file of its own; the project as it is now stays as it is."
        )
        self.of.setAccessibleName(self.tr("Project"))
        self.list.setAccessibleName(self.tr("Backups, the newest first"))
        self.list.setProperty("look", "plain")
        self.bring.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.delete)
        buttons.addStretch(1)
        buttons.addWidget(self.bring)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(SMALL)
        for part in (label(hint, wrap=True), self.problem, self.of, self.list, self.said, self.question):
            box.addWidget(part, int(part is self.list))
        box.addLayout(buttons)
        for part in (self.problem, self.question):
            part.hide()
        open_at(self, 560, 460)

    def _connect(self) -> None:
        self.of.activated.connect(lambda _: self._list())
        self.list.currentRowChanged.connect(lambda _: self._draw())
        self.list.itemActivated.connect(lambda _: self._bring_back())
        self.bring.clicked.connect(self._bring_back)
        self.delete.clicked.connect(self._ask)
        self.question.kept.connect(self._leave_question)
        self.question.confirmed.connect(self._forget)

    def _look(self) -> None:
        self._work.begin(backups.all_backups(), on_done=self._show, on_problem=self._say)
        self._draw()

    def _show(self, found: Sequence[Backup]) -> None:
        self._found = {}
        for backup in found:
            self._found.setdefault(backup.project, []).append(backup)
        self.of.clear()
        for project in self._found:
            shown = project.stem if project.exists() else self.tr("{0} (its file is gone)").format(project.stem)
            self.of.addItem(shown, project)
            self.of.setItemData(self.of.count() - 1, str(project), Qt.ItemDataRole.ToolTipRole)
        if self._first is not None:
            self.of.setCurrentIndex(max(0, self.of.findData(self._first)))
        self._list()

    def _list(self) -> None:
        around = self.layoutDirection()
        self.list.clear()
        for backup in self._shown:
            when = moment(backup.taken_ns / 1e9)
            self.list.addItem(in_order(f"{when}  ·  {size(backup.bytes)}", around))
        self.list.setCurrentRow(0 if self._shown else -1)
        self._leave_question()
        if self._shown:
            self.list.setFocus()

    @property
    def _shown(self) -> list[Backup]:
        return self._found.get(self.of.currentData(), [])

    @property
    def _chosen(self) -> Backup | None:
        row, shown = self.list.currentRow(), self._shown
        return shown[row] if 0 <= row < len(shown) else None

    def _draw(self) -> None:
        """Say what is listed, and let those buttons be pressed that have something to act upon."""
        busy, chosen = self._work.running, self._chosen
        nothing = self.tr("There is no backup yet. The first one is made a little after a project was opened.")
        lies = self.tr("The project lies in {0}.")
        self.said.setText(lies.format(chosen.project.parent) if chosen is not None else "" if busy else nothing)
        self.of.setVisible(bool(self._found))
        self.bring.setEnabled(chosen is not None and not busy)
        self.delete.setVisible(chosen is not None and self.question.isHidden())
        self.delete.setEnabled(not busy)

    def _bring_back(self) -> None:
        chosen = self._chosen
        if chosen is None or self._work.running:
            return
        said = self.tr("This is “{0}” as it was on {1}, in a file of its own.")
        said = said.format(chosen.project.stem, day(chosen.day))
        name = self.tr("{0} as of {1}").format(chosen.project.stem, chosen.day.isoformat())

        def done(path: Path) -> None:
            self.brought_back.emit(path, said)
            self.accept()

        self._work.begin(backups.bring_back(chosen, name), on_done=done, on_problem=self._say)
        self._draw()

    def _ask(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.question.ask(chosen.project.stem, len(self._shown))
            self._draw()

    def _leave_question(self) -> None:
        self.question.hide()
        self._draw()

    def _forget(self) -> None:
        chosen = self._chosen
        self.question.hide()
        if chosen is not None and not self._work.running:
            self._work.begin(backups.forget(chosen.project), on_done=lambda _: self._look(), on_problem=self._say)
        self._draw()

    def _say(self, problem: Problem) -> None:
        self.problem.show_problem(problem, None)
        self.problem.show()
        self._draw()


class _Question(QWidget):
    """Asks once, in place, before backups are deleted for good."""

    kept = Signal()
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._words = label(tone="attention", wrap=True)
        self.keep = QPushButton(self.tr("Keep them"))
        self.keep.clicked.connect(self.kept)
        self.confirm = QPushButton(self.tr("Delete them for good"))
        self.confirm.clicked.connect(self.confirmed)
        acts = QHBoxLayout()
        acts.addWidget(self.keep)
        acts.addWidget(self.confirm)
        acts.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._words)
        box.addLayout(acts)

    def ask(self, name: str, count: int) -> None:
        """Ask about all backups of a project."""
        one = self.tr("The one backup of “{0}” is deleted and cannot be brought back. The project itself stays.")
        more = self.tr("All {1} backups of “{0}” are deleted and cannot be brought back. The project itself stays.")
        self._words.setText((one if count == 1 else more).format(name, count))
        self.show()
        self.keep.setFocus()
