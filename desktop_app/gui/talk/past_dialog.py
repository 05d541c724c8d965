"""Earlier conversations: found by what was said, gone on with, renamed, removed."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.batch import Kind
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.direction import ContentOrder
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.store.batches import Line
from desktop_app.store.project import Project
from desktop_app.work import past_batches, talk
from desktop_app.work.sites import Sites

_PAUSE_MS = 250
"""Who types a word is not answered after each letter."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Hands:
    """What the room does about an earlier conversation."""

    show: Callable[[talk.Opened], None]
    renamed: Callable[[str, str], None]
    """Called with the mark of a conversation and its new title."""
    removed: Callable[[str], None]


class PastTalks(QDialog):
    """The newest conversation stands on top."""

    def __init__(self, project: Project, background: Background, sites: Sites, hands: Hands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(self.tr("Earlier conversations"))
        self._project = project
        self._background = background
        self._sites = sites
        self._hands = hands
        self._looking: Task | None = None
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setPlaceholderText(self.tr("A word that was said or answered"))
        self.words.setAccessibleName(self.tr("Find a conversation"))
        self.model = _Lines(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(ContentOrder(self.list))
        self.list.setProperty("look", "plain")
        self.list.setAccessibleName(self.tr("Conversations, the newest first"))
        self._said = label(tone="muted", wrap=True)
        self._problem = ProblemView()
        self._problem.hide()
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(self._look)
        self.words.textChanged.connect(lambda _: self._soon.start())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._draw())
        self.list.activated.connect(lambda _: self._show())
        self._arrange()
        self._look()

    def _arrange(self) -> None:
        self.remove = QPushButton(self.tr("Remove"))
        self.rename = QPushButton(self.tr("Rename…"))
        self.open_button = QPushButton(self.tr("Go on with it"))
        self.open_button.setDefault(True)
        self.open_button.setProperty("look", "primary")
        acts = ((self.remove, self._take_away), (self.rename, self._ask_title), (self.open_button, self._show))
        for button, act in acts:
            button.clicked.connect(act)
            button.setAutoDefault(button is self.open_button)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self.remove)
        foot.addWidget(self.rename)
        foot.addStretch(1)
        foot.addWidget(self.open_button)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(SMALL)
        for part in (self.words, self._problem, self.list, self._said):
            box.addWidget(part, int(part is self.list))
        box.addLayout(foot)
        line = self.fontMetrics().height()
        self.resize(34 * line, 26 * line)

    def _look(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._background.run(
            self,
            past_batches.listed(self._project, (Kind.TALK,), self.words.text()),
            on_done=self._list,
            on_problem=self._say,
        )

    def _list(self, found: list[Line]) -> None:
        self._looking = None
        row = max(0, self.list.currentIndex().row())
        self.model.show_lines(found)
        self.list.setCurrentIndex(self.model.index(min(row, len(found) - 1), 0) if found else QModelIndex())
        if found:
            self._said.setText(self.tr("{0} conversations").format(number(len(found))) if len(found) > 1 else "")
        elif self.words.text().strip():
            self._said.setText(self.tr("No conversation has these words."))
        else:
            self._said.setText(self.tr("No conversation was held yet. What is said is kept here by itself."))
        self._draw()

    def _draw(self) -> None:
        for button in (self.remove, self.rename, self.open_button):
            button.setEnabled(self._chosen is not None)

    @property
    def _chosen(self) -> Line | None:
        return self.model.line(self.list.currentIndex().row())

    def _show(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            opening = talk.opened(self._project, chosen.id)
            self._background.run(self, opening, on_done=self._give, on_problem=self._say)

    def _give(self, found: talk.Opened) -> None:
        self.accept()
        self._hands.show(found)

    def _ask_title(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        dialog = QInputDialog(self)
        dialog.setWindowTitle(self.tr("Rename the conversation"))
        dialog.setLabelText(self.tr("What is it called?"))
        dialog.setTextValue(chosen.title)
        dialog.textValueSelected.connect(lambda title: self._rename(chosen, title))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _rename(self, line: Line, title: str) -> None:
        named = " ".join(title.split())
        if not named:
            return

        def done(_: None) -> None:
            self._hands.renamed(line.mark, named)
            self._look()

        self._background.run(self, talk.rename(self._project, line.id, named), on_done=done, on_problem=self._say)

    def _take_away(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return

        def done(_: None) -> None:
            self._hands.removed(chosen.mark)
            self._look()

        removing = past_batches.remove(self._project, self._sites, chosen.id)
        self._background.run(self, removing, on_done=done, on_problem=self._say)

    def _say(self, problem: Problem) -> None:
        self._problem.show_problem(problem, None)
        self._problem.show()


class _Lines(QAbstractListModel):
    """One line a conversation."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: list[Line] = []

    def show_lines(self, found: list[Line]) -> None:
        """Show these conversations."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """Return a conversation by its row."""
        return self._found[row] if 0 <= row < len(self._found) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many conversations there are."""
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what it is called, when it was begun, and how many answers came."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            said = self.tr("{0}: {1} ({2} answers)")
            return said.format(moment(line.made), line.title, number(line.answered))
        return plain_tip(line.title) if role == Qt.ItemDataRole.ToolTipRole else None
