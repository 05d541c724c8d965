"""What can be done with the tuned models: compare them, or delete them after saying what is lost."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.problem import Problem
from desktop_app.gui.models.tuned_table import TunedTable
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.models import Model


class TunedList(QWidget):
    """A table of models; Enter compares the chosen one, Delete asks once and then deletes it."""

    compare_wanted = Signal(str)
    delete_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = TunedTable(self)
        self._title = label(self.tr("Tuned models and checkpoints"), size="heading", wrap=True)
        self._none = label(
            self.tr("Nothing has been trained on this computer yet. Each training leaves its models here."),
            tone="muted",
            wrap=True,
        )
        self._table = QTableView()
        self._compare = QPushButton(self.tr("Compare with its base model"))
        self._delete = QPushButton(self.tr("Delete…"))
        self._question = QFrame()
        self._lost = label(wrap=True)
        self._for_good = QPushButton(self.tr("Delete for good"))
        self._keep = QPushButton(self.tr("Keep it"))
        self._problem = ProblemView()
        self._asked_about: Model | None = None
        self._set_up_table()
        self._connect()
        self._arrange()

    def _set_up_table(self) -> None:
        table = self._table
        table.setModel(self._rows)
        table.setAccessibleName(self._title.text())
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setMinimumHeight(160)

    def _connect(self) -> None:
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self._on_row())
        self._table.doubleClicked.connect(lambda _: self._on_compare())
        keys = ((Qt.Key.Key_Return, self._on_compare), (Qt.Key.Key_Enter, self._on_compare))
        for key, slot in (*keys, (Qt.Key.Key_Delete, self._on_delete)):
            shortcut = QShortcut(QKeySequence(key), self._table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._question)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._on_keep)
        self._compare.clicked.connect(self._on_compare)
        self._delete.clicked.connect(self._on_delete)
        self._for_good.clicked.connect(self._on_for_good)
        self._keep.clicked.connect(self._on_keep)

    def _arrange(self) -> None:
        self._for_good.setProperty("look", "danger")
        self._question.setProperty("surface", "banner")
        self._question.setProperty("kind", "attention")
        buttons = QHBoxLayout()
        buttons.setSpacing(SMALL)
        for button in (self._compare, self._delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        choice = QHBoxLayout()
        choice.setSpacing(SMALL)
        for button in (self._keep, self._for_good):
            choice.addWidget(button)
        choice.addStretch(1)
        asking = QVBoxLayout(self._question)
        asking.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        asking.addWidget(self._lost)
        asking.addLayout(choice)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        for part in (self._title, self._none, self._table):
            box.addWidget(part)
        box.addLayout(buttons)
        box.addWidget(self._question)
        box.addWidget(self._problem)
        self._question.hide()
        self._problem.hide()

    @property
    def chosen(self) -> Model | None:
        """Return the model that is chosen."""
        return self._rows.model(self._table.currentIndex().row())

    @property
    def problem(self) -> Problem | None:
        """Return the problem on show, if any."""
        return None if self._problem.isHidden() else self._problem.problem

    def show_models(self, models: list[Model]) -> None:
        """List these models; the one chosen before stays chosen if it is still there."""
        before = self.chosen
        self._question.hide()
        self._problem.hide()
        self._rows.set_models(models)
        if models:
            self._table.selectRow(self._rows.row_of(before.id) if before else 0)
        for part in (self._table, self._compare, self._delete):
            part.setVisible(bool(models))
        self._none.setVisible(not models)

    def show_problem(self, problem: Problem) -> None:
        """Say why a model could not be deleted."""
        self._problem.show_problem(problem)
        self._problem.show()

    def _on_row(self) -> None:
        if self.chosen is not self._asked_about:
            self._question.hide()

    def _on_compare(self) -> None:
        if self.chosen is not None:
            self.compare_wanted.emit(self.chosen.id)

    def _on_delete(self) -> None:
        model = self.chosen
        if model is None:
            return
        self._asked_about = model
        sentence = self.tr(
            "Delete “{0}”? What it has learned is removed from this computer and cannot be brought back; only "
            "training again makes such a model. Your rows, the curve and the base model stay."
        )
        self._lost.setText(sentence.format(model_name(model.id)))
        self._for_good.setAccessibleDescription(self._lost.text())
        self._question.show()
        self._keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_for_good(self) -> None:
        model, self._asked_about = self._asked_about, None
        self._question.hide()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if model is not None:
            self.delete_wanted.emit(model.id)

    def _on_keep(self) -> None:
        self._question.hide()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
