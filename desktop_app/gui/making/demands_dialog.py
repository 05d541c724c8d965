"""What answers have to pass to be marked by themselves."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from desktop_app.core.making import Demands, labels_of
from desktop_app.gui.answers.sheet import Sheet
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.field import give_margin
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.tick import Tick

_LONGEST = 400


class DemandsDialog(Sheet):
    """Asks which demands count; how many answers pass them is said at once."""

    def __init__(
        self,
        count: Callable[[Demands], int],
        labels: tuple[str, ...],
        chosen: Callable[[Demands], None],
        parent: QWidget,
    ) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Mark those that pass"))
        self._count, self._labels, self._chosen = count, labels_of(labels), chosen
        self.not_empty = Tick(self.tr("The answer is not empty"))
        self.not_cut = Tick(self.tr("It was not cut off, and not refused"))
        self.differs = Tick(self.tr("It differs from the text before"))
        self.short = Tick(self.tr("It is no longer than so many tokens:"))
        self.longest = QSpinBox()
        self.longest.setRange(1, 1_000_000)
        self.longest.setValue(_LONGEST)
        self.longest.setEnabled(False)
        give_margin(self.longest)
        self.longest.setAccessibleName(self.tr("The most tokens"))
        self.keeps = Tick(self.tr("It keeps the label of the row"))
        self.said = label(tone="muted", wrap=True)
        for part in (self.not_empty, self.not_cut, self.differs):
            part.setChecked(True)
        self.keeps.setChecked(bool(labels))
        self._arrange()
        self.keeps.setVisible(bool(labels))  # not sooner: without a parent it would open as a window of its own
        self._connect()
        self._say()
        self.finish(26, 17)

    def _arrange(self) -> None:
        length = QWidget()
        row = QHBoxLayout(length)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        row.addWidget(self.short)
        row.addWidget(self.longest)
        row.addStretch(1)
        self.box.addWidget(
            label(self.tr("Answers that pass all of these get their mark, all others lose it:"), wrap=True)
        )
        parts: tuple[QWidget, ...] = (self.not_empty, self.not_cut, self.differs, length, self.keeps, self.said)
        for each in parts:
            self.box.addWidget(each)
        self.box.addStretch(1)
        self.button(self.tr("Cancel"), self.reject)
        self.mark = self.button(self.tr("Mark them"), self._give, main=True)

    def _connect(self) -> None:
        self.short.toggled.connect(self.longest.setEnabled)
        for check in (self.not_empty, self.not_cut, self.differs, self.short, self.keeps):
            check.toggled.connect(lambda _: self._say())
        self.longest.valueChanged.connect(lambda _: self._say())

    @property
    def demands(self) -> Demands:
        """Return the demands that count."""
        return Demands(
            self.not_empty.isChecked(),
            self.not_cut.isChecked(),
            self.differs.isChecked(),
            self.longest.value() if self.short.isChecked() else 0,
            self._labels if self.keeps.isChecked() else frozenset(),
        )

    def _say(self) -> None:
        passing = self._count(self.demands)
        self.said.setText(how_many.counted(passing, self.tr("1 answer passes."), self.tr("{0} answers pass.")))

    def _give(self) -> None:
        self._chosen(self.demands)
        self.accept()
