"""The findings of the check-up in a list, under the subjects they belong to."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop_app.core.checks.finding import Finding, Subject
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.wizard.finding_row import FindingRow, Row
from desktop_app.gui.wizard.finding_words import decision_words, look_of, subject_name

_Index = QModelIndex | QPersistentModelIndex

_LETTERS = 120
"""Longer titles are whole beside the list alone."""


class FindingList(QListView):
    """Arrows move from finding to finding; the space bar changes what is decided about the present one."""

    chosen = Signal(object)
    """The Finding that is now the present one; None when there is none."""
    turned = Signal(object)
    """The Finding about which the other way is wanted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Findings(self)
        self.setModel(self._model)
        self.setItemDelegate(FindingRow(self))
        self.setAccessibleName(self.tr("Findings"))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(self._on_current)

    @property
    def current(self) -> Finding | None:
        """Return the present finding."""
        return self._model.finding(self.currentIndex().row())

    @property
    def lines(self) -> list[str]:
        """Return what is listed, headings and findings, as a screen reader says it."""
        said = Qt.ItemDataRole.AccessibleTextRole
        return [str(self._model.index(row, 0).data(said)) for row in range(self._model.rowCount())]

    def show_findings(self, findings: Sequence[Finding], wizard: Wizard, first: Sequence[str] = ()) -> None:
        """List these findings; the present one stays so if it is still among them, else one of the `first` checks."""
        before = self.current
        self._model.set_findings(findings, wizard)
        checks = {finding.check for finding in findings}
        wanted = [before.check] if before is not None else []
        self.choose(next((check for check in (*wanted, *first) if check in checks), ""))

    def choose(self, check: str) -> None:
        """Make the first finding of a check the present one; of an unknown one, the first of all."""
        rows = [row for row in range(self._model.rowCount()) if self._model.finding(row) is not None]
        wanted = [row for row in rows if getattr(self._model.finding(row), "check", None) == check]
        if rows:
            self.setCurrentIndex(self._model.index((wanted or rows)[0], 0))
        else:
            self.chosen.emit(None)

    def take(self, wizard: Wizard) -> None:
        """Show what is decided now."""
        self._model.take(wizard)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the space bar decide; arrows are the list's own."""
        if event.key() == Qt.Key.Key_Space:
            if self.current is not None and self.current.remedy is not None:
                self.turned.emit(self.current)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew for the new width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def minimumSizeHint(self) -> QSize:
        """Return room for some words and some lines."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 24, metrics.height() * 8)

    def _on_current(self, current: QModelIndex) -> None:
        self.chosen.emit(self._model.finding(current.row()))


class _Findings(QAbstractListModel):
    """Headings and findings in one list; headings cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Finding | Subject] = []
        self._wizard: Wizard | None = None

    def set_findings(self, findings: Sequence[Finding], wizard: Wizard) -> None:
        self.beginResetModel()
        self._wizard = wizard
        self._rows = []
        for subject in Subject:
            of_it = [finding for finding in findings if finding.subject is subject]
            self._rows += [subject, *of_it] if of_it else []
        self.endResetModel()

    def take(self, wizard: Wizard) -> None:
        self._wizard = wizard
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def finding(self, row: int) -> Finding | None:
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, Finding) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.finding(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._row(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(part for part in (row.word, row.title.rstrip("."), row.foot) if part)
        return None

    def _row(self, at: int) -> Row:
        found = self._rows[at]
        if isinstance(found, Subject):
            return Row(subject_name(found))
        look, title, many = look_of(found.severity), say(found.title), number(found.count)
        title = title if len(title) <= _LETTERS else f"{title[:_LETTERS]}…"
        decided = decision_words(found, self._wizard) if self._wizard is not None else ""
        about = how_many.rows(found.count) if len(found.rows) and many not in title else ""
        foot = " · ".join(part for part in (about, decided) if part)
        return Row(title, look.word, look.icon, look.tone, foot)
