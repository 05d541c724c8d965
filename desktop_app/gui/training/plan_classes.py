"""For rows whose answers are classes: a switch that has it measured how well the model tells them apart."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop_app.core.classes import TWO, Classes, measurable
from desktop_app.gui.theme.spacing import LARGE, SMALL
from desktop_app.gui.training import plan_words
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.tick import Tick

_NAMED = 6
_BETAS = (0.5, 1.0, 2.0)
_USUAL = (1.0,)


class PlanClasses(QWidget):
    """Says which classes there are and takes what is wanted of them; nothing is shown where there are none."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: Mapping[str, int] = {}
        self._wanted: Classes | None = None
        self.switch = Tick(self.tr("Measure how well the classes are told apart"))
        self._said = label(tone="muted", size="small", wrap=True)
        self.positive = Menu(8)
        told = self.tr(
            "Precision then says how many of those the model finds are right, recall how many of all it finds."
        )
        self._field = Field(self.tr("Class that is looked for (positive class)"), self.positive, told)
        self._betas: dict[float, QCheckBox] = {}
        self._scores = QWidget()
        self._row = FlowLayout(self._scores)
        self._fold = Fold(self.tr("F-scores (betas)"), self._scores)
        self._more = QWidget()
        self._arrange()
        for beta in _BETAS:
            self._add_beta(beta)
        self._betas[1.0].setChecked(True)
        self.switch.toggled.connect(self._on_changed)
        self.positive.currentIndexChanged.connect(self._on_changed)
        self.positive.activated.connect(self._on_chosen)
        self._draw()

    def _arrange(self) -> None:
        inner = QVBoxLayout(self._more)
        inner.setContentsMargins(LARGE, 0, 0, 0)
        inner.setSpacing(SMALL)
        inner.addWidget(self._field)
        inner.addWidget(self._fold)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self.switch, self._said, self._more):
            box.addWidget(part)

    @property
    def wish(self) -> Classes | None:
        """Return what is to be measured; None for nothing."""
        if self.isHidden() or not self.switch.isEnabled() or not self.switch.isChecked():
            return None
        positive = str(self.positive.currentData() or "")
        return Classes(len(self._labels), positive, self._chosen if positive else ())

    @property
    def betas(self) -> Mapping[float, QCheckBox]:
        """Return the box of each F-score that can be had."""
        return self._betas

    def open_scores(self) -> None:
        """Unfold the F-scores."""
        self._fold.set_open(is_open=True)

    def show_labels(self, labels: Mapping[str, int] | None, *, checked: bool) -> None:
        """Offer to measure these classes; `checked` tells that validation rows are sent, on which it is done."""
        known = labels if labels is not None and measurable(labels) else {}
        if known != self._labels:
            self._labels = dict(known)
            self._name_classes()
        self.switch.setEnabled(checked)
        self.setVisible(bool(known))
        self._draw()

    def take(self, wish: Classes | None) -> None:
        """Choose what a plan says; a class is chosen as soon as it is known."""
        self._wanted = wish
        self.switch.setChecked(wish is not None)
        if wish is None:
            return
        for beta in wish.betas:
            if beta not in self._betas:
                self._add_beta(beta)
        for beta, box in self._betas.items():
            box.setChecked(beta in (wish.betas or _USUAL))
        self.positive.setCurrentIndex(max(0, self.positive.findData(wish.positive)))

    @property
    def _chosen(self) -> tuple[float, ...]:
        """Return the betas that are ticked, () for the usual one alone."""
        ticked = tuple(sorted(beta for beta, box in self._betas.items() if box.isChecked()))
        return () if ticked == _USUAL else ticked

    def _name_classes(self) -> None:
        chosen = self._wanted.positive if self._wanted is not None else str(self.positive.currentData() or "")
        self.positive.blockSignals(True)
        self.positive.clear()
        self.positive.addItem(self.tr("None: all count alike"), "")
        names = filter(None, self._labels) if len(self._labels) == TWO else ()  # nobody looks for no answer at all
        for name in sorted(names):
            self.positive.addItem(name, name)
        self.positive.setCurrentIndex(max(0, self.positive.findData(chosen)))
        self.positive.blockSignals(False)

    def _add_beta(self, beta: float) -> None:
        box = QCheckBox(plan_words.f_score(beta))
        box.toggled.connect(self._on_changed)
        self._betas[beta] = box
        self._row.addWidget(box)

    def _on_chosen(self) -> None:
        self._wanted = None

    def _on_changed(self) -> None:
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        named = [f"{name or '…'} ({number(count)})" for name, count in list(self._labels.items())[:_NAMED]]
        said = self.tr("The answers of your training rows are {0} classes: {1}.").format(
            number(len(self._labels)), ", ".join(named)
        )
        if len(self._labels) > _NAMED:
            more = number(len(self._labels) - _NAMED)
            said = self.tr("The answers of your training rows are {0} classes: {1} and {2} more.").format(
                number(len(self._labels)), ", ".join(named), more
            )
        how = self.tr("After each pass, the share of right answers (accuracy) and F1 are measured on validation rows.")
        if not self.switch.isEnabled():
            how = self.tr("That can be measured when validation rows are used.")
        self._said.setText(f"{said} {how}")
        self.switch.setAccessibleDescription(self._said.text())
        self._more.setVisible(self.switch.isChecked() and self.switch.isEnabled() and len(self._labels) == TWO)
        self._fold.setVisible(bool(self.positive.currentData()))
        scores = sorted(self._chosen or _USUAL)
        self._fold.set_summary(", ".join(plan_words.f_name(beta) for beta in scores))
