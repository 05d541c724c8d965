"""Choosing which rows are shown: what rows can be chosen by, each with how many there are of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.example import Part, RowStatus, Shape
from desktop_app.core.fields import FIELDS
from desktop_app.core.look import By, Look, Sort
from desktop_app.core.search import Search
from desktop_app.gui.editor.columns import field_word, part_word, status_word
from desktop_app.gui.editor.filter_words import finding_word, sorted_word
from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import moment, number
from desktop_app.gui.widgets.field import give_margin
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.plain import on_button
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.store.looks import Facets

K = TypeVar("K", bound=str)
_LONGEST = 60
_ROOM = 0.95
_MOST_TOKENS = 10_000_000
_TOGETHER = frozenset({"contradictions", "different_answers"})
"""What is found in rows that ask the same: such rows are put side by side."""
_QUESTION = {Shape.COMPLETION: "prompt", Shape.CHAT: "user", Shape.PREFERENCE: "user"}
_ANSWER = {Shape.COMPLETION: "completion", Shape.CHAT: "assistant", Shape.PREFERENCE: "preferred"}


class FilterDialog(QDialog):
    """Says by `decided` which Look is wanted; what is not on offer here stays as it was in the old one."""

    decided = Signal(object)

    def __init__(self, look: Look, facets: Facets, shape: Shape, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Filter"))
        self._look = look
        self._facets = facets
        self._answer, self._question = _ANSWER[shape], _QUESTION[shape]
        self.boxes: dict[tuple[str, str], QCheckBox] = {}
        self.text = QLineEdit(look.has.text if look.has is not None else "")
        self.longer = QSpinBox()
        give_margin(self.longer)
        self.since = Menu(24)
        self.order = Menu(24)
        body = QWidget()
        self._box = QVBoxLayout(body)
        self._box.setContentsMargins(0, 0, SMALL, 0)
        self._box.setSpacing(SMALL)
        self._add_text()
        self._add_facets(shape)
        self._add_numbers()
        self._add_order()
        self._box.addStretch(1)
        self._frame(body)

    def look(self) -> Look:
        """Return the look as it is chosen now."""
        words, old = self.text.text(), self._look.has
        has = None if not words else old if old is not None and old.text == words else Search(words)
        others = tuple(each for each in self._look.values if each[0] != self._answer or each not in self._labels())
        chosen = [(self._answer, value) for value in self._chosen("label")]
        return replace(
            self._look,
            has=has,
            parts=frozenset(Part(name) for name in self._chosen("part")),
            statuses=frozenset(RowStatus(name) for name in self._chosen("status")),
            findings=frozenset(self._chosen("finding")),
            tags=frozenset(self._chosen("tag")),
            empty=frozenset(self._chosen("empty")),
            values=(*others, *chosen),
            longer=self.longer.value() or None,
            vocabulary=self._facets.vocabulary,
            since=self.since.currentData() or "",
            sort=self._sort(),
        )

    def _sort(self) -> Sort | None:
        """Return the order that is chosen; without any, rows that answer one question differently stand together."""
        chosen: Sort | None = self.order.currentData()
        new = frozenset(self._chosen("finding")) - self._look.findings
        return Sort(self._question) if chosen is None and new & _TOGETHER else chosen

    def accept(self) -> None:
        """Say what was chosen."""
        self.decided.emit(self.look())
        super().accept()

    def _add_text(self) -> None:
        self.text.setAccessibleName(self.tr("Text in one of the fields"))
        self.text.setPlaceholderText(self.tr("Text in one of the fields"))
        self.text.setClearButtonEnabled(True)
        self._box.addWidget(self.text)

    def _add_facets(self, shape: Shape) -> None:
        facets, look = self._facets, self._look
        said = self.tr("In each group one tick is enough; a row has to fit in every group that has ticks.")
        self._box.addWidget(label(said, tone="muted", wrap=True))
        self._add(
            "part",
            self.tr("Part"),
            ((p, part_word(p), n) for p, n in _with(facets.parts, look.parts)),
            look.parts,
        )
        statuses = ((s, status_word(s), n) for s, n in _with(facets.statuses, look.statuses))
        self._add("status", self.tr("Status"), statuses, look.statuses)
        findings = [(name, finding_word(name), n) for name, n in _with(facets.findings, look.findings)]
        self._add("finding", self.tr("Found by the check-up"), findings, look.findings)
        tags = QCoreApplication.translate("editor", "Tags")
        self._add("tag", tags, ((t, t, n) for t, n in _with(facets.tags, look.tags)), look.tags)
        answers = ((value, " ".join(value.split()), n) for value, n in facets.labels.items())
        self._add("label", self.tr("Answer"), answers, [value for _, value in self._labels()])
        fields = ((name, field_word(name), None) for name in FIELDS[shape])
        self._add("empty", self.tr("Empty field"), fields, look.empty)

    def _add(
        self, kind: str, title: str, choices: Iterable[tuple[str, str, int | None]], ticked: Iterable[str]
    ) -> None:
        """Put a heading and a box for each choice; without choices nothing."""
        known, group = set(ticked), QWidget()
        flow = FlowLayout(group, MEDIUM)
        for value, words, count in choices:
            short = on_button(words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…")
            box = QCheckBox(short if count is None else f"{short} ({number(count)})")
            box.setChecked(value in known)
            self.boxes[kind, str(value)] = box
            flow.addWidget(box)
        if flow.count():
            self._box.addWidget(label(title, "strong"))
            self._box.addWidget(group)

    def _add_numbers(self) -> None:
        self.longer.setRange(0, _MOST_TOKENS)
        self.longer.setGroupSeparatorShown(True)
        self.longer.setSpecialValueText(self.tr("Any length"))
        self.longer.setPrefix(self.tr("Longer than "))
        self.longer.setSuffix(self.tr(" tokens"))
        self.longer.setValue(self._look.longer or 0)
        self.longer.setAccessibleName(self.tr("Longer than so many tokens"))
        self.longer.setEnabled(bool(self._facets.vocabulary))
        self.since.setAccessibleName(self.tr("Changed since a training"))
        self.since.addItem(self.tr("Changed since any time"), "")
        for mark, run in self._facets.trainings.items():
            said = self.tr("Changed since the training of {0}, {1}").format(run.plan.base_model, moment(run.planned))
            self.since.addItem(said, mark)
        self.since.setCurrentIndex(max(0, self.since.findData(self._look.since)))
        self._box.addWidget(self.longer)
        if self._facets.trainings:
            self._box.addWidget(self.since)
        else:
            self.since.setParent(self)
            self.since.hide()

    def _add_order(self) -> None:
        """Offer the orders that no head of a column gives, and that of the moment."""
        self.order.setAccessibleName(self.tr("Order of the rows"))
        length = By.TOKENS if self._facets.vocabulary else By.LENGTH
        self.order.addItem(self.tr("In the order of the table"), None)
        self.order.addItem(self.tr("The longest rows first"), Sort(length, descending=True))
        self.order.addItem(self.tr("The shortest rows first"), Sort(length))
        now = self._look.sort
        at = next((at for at in range(self.order.count()) if self.order.itemData(at) == now), -1)
        if at < 0 and now is not None:
            self.order.addItem(sorted_word(now), now)
            at = self.order.count() - 1
        self.order.setCurrentIndex(at)
        self._box.addWidget(self.order)

    def _frame(self, body: QWidget) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        show = buttons.addButton(self.tr("Show these rows"), QDialogButtonBox.ButtonRole.AcceptRole)
        show.setDefault(True)
        show.setProperty("look", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(HAIR)
        box.addWidget(scrolling(body), 1)
        box.addWidget(buttons)
        line = self.fontMetrics().height()
        self.resize(fitting(QSize(32 * line, 34 * line), self.parentWidget()))
        self.text.setFocus()

    def _chosen(self, kind: str) -> list[str]:
        return [value for (of, value), box in self.boxes.items() if of == kind and box.isChecked()]

    def _labels(self) -> list[tuple[str, str]]:
        """Return the old look's conditions that stand among the answers."""
        return [each for each in self._look.values if each[0] == self._answer and each[1] in self._facets.labels]


def _with(counts: Mapping[K, int], ticked: Iterable[K]) -> Iterable[tuple[K, int]]:
    """Return what there is with its counts, then what is ticked and not there any more: it is taken away here alone."""
    return {**counts, **{name: 0 for name in sorted(ticked) if name not in counts}}.items()


def fitting(wanted: QSize, over: QWidget | None) -> QSize:
    """Return the size a dialog takes: what it wants, as far as the window it stands over has room."""
    return wanted if over is None else wanted.boundedTo(over.size() * _ROOM)
