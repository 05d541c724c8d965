"""A table of figures: the first column names them, each further one is a model."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.examining import Figures
from desktop_app.gui.testing.words import label_name, percent, share
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.plain import plain_tip

_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its name, what it means, and a cell for each model."""

    name: str
    meaning: str
    cells: tuple[str, ...]


class LinesTable(QAbstractTableModel):
    """What a screen reader and the clipboard get is what is shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return what the table shows."""
        return self._lines

    def show_figures(self, names: Sequence[str], figures: Sequence[Figures]) -> None:
        """Show the figures of these models."""
        self.beginResetModel()
        self._names, self._lines = tuple(names), tuple(self._made(figures))
        self.endResetModel()

    def as_text(self) -> str:
        """Return the table for the clipboard, with tabs between the cells."""
        rows = [("", *self._names), *((line.name, *line.cells) for line in self._lines)]
        return "\n".join("\t".join(row) for row in rows)

    def rowCount(self, parent: _Index = _NONE) -> int:
        """Return the number of figures."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NONE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else 1 + len(self._names)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell; what a figure means as its tooltip."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(line.meaning)
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[index.column() - 1] if index.column() else line.name
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a model's name."""
        if orientation is not Qt.Orientation.Horizontal or not section:
            return self.tr("Figure") if role == Qt.ItemDataRole.DisplayRole and not section else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._names[section - 1])
        return self._names[section - 1] if role == Qt.ItemDataRole.DisplayRole else None

    def _made(self, all_of: Sequence[Figures]) -> list[Line]:
        def line(name: str, meaning: str, cells: Sequence[str]) -> Line:
            return Line(name, meaning, tuple(cells))

        answered = [self.tr("{0} of {1}").format(number(len(one.marks)), number(one.rows)) for one in all_of]
        lines = [line(self.tr("Rows answered"), self.tr("Figures rest on these rows."), answered)]
        classes = [one.classes for one in all_of]
        if any(classes):
            lines += self._of_labels(all_of)
        else:
            lines += self._of_texts(all_of)
        cut = [number(one.cut) for one in all_of]
        if any(one.cut for one in all_of) and not any(classes):
            meaning = self.tr("They were longer than allowed. Often the mark that ends answers is missing.")
            lines.append(line(self.tr("Answers cut off"), meaning, cut))
        tokens = [self.tr("{0} and {1}").format(number(one.tokens_in), number(one.tokens_out)) for one in all_of]
        lines.append(line(self.tr("Tokens read and written"), self.tr("As the provider counted them."), tokens))
        seconds = [number(one.seconds, 2) if one.marks else "–" for one in all_of]
        lines.append(line(self.tr("Seconds an answer"), self.tr("On average, waiting included."), seconds))
        return lines

    def _of_texts(self, all_of: Sequence[Figures]) -> list[Line]:
        same = self.tr("The same but for case, white space, the end mark and full stops.")
        letters = self.tr("How many runs of letters are the same as in the expected answer (chrF), from 0 to 1.")
        words = self.tr("How many words are the same in the same order (ROUGE-L), from 0 to 1.")
        return [
            Line(self.tr("Right"), same, tuple(percent(one.right) for one in all_of)),
            Line(
                self.tr("Letter for letter"), self.tr("Exactly the same."), tuple(percent(one.exact) for one in all_of)
            ),
            Line(self.tr("Letters in common"), letters, tuple(share(one.chrf) if one.chrf else "–" for one in all_of)),
            Line(self.tr("Words in common"), words, tuple(share(one.rouge) if one.rouge else "–" for one in all_of)),
        ]

    def _of_labels(self, all_of: Sequence[Figures]) -> list[Line]:
        right = self.tr("How often the label was the expected one (accuracy).")
        f1 = self.tr("Precision and recall of all labels in one figure (weighted F1), from 0 to 1.")
        told = [one.classes for one in all_of]
        lines = [
            Line(self.tr("Right"), right, tuple(percent(one.right) for one in all_of)),
            Line(self.tr("Weighted F1"), f1, tuple(share(one.weighted_f1) if one else "–" for one in told)),
        ]
        positive = next((one.positive for one in told if one is not None and one.auroc is not None), "")
        if positive:
            areas = self.tr("How well the likelihoods tell “{0}” from the other label: 1 always, 0.5 by chance.")
            for name, values in (
                (self.tr("Telling “{0}” apart (AUROC)"), [one.auroc if one else None for one in told]),
                (self.tr("Finding “{0}” (AUPRC)"), [one.auprc if one else None for one in told]),
            ):
                cells = tuple(share(value) if value is not None else "–" for value in values)
                lines.append(Line(name.format(positive), areas.format(positive), cells))
        found = self.tr("Of the rows that expect this label, how many got it.")
        sure = self.tr("Of the answers that give this label, how many are right.")
        labels = dict.fromkeys(each.of.label for one in told if one is not None for each in one.labels)
        for label in labels:
            each_of = [next((e for e in one.labels if e.of.label == label), None) if one else None for one in told]
            if any(each is not None and each.recall is not None for each in each_of):
                for name, meaning, kind in (
                    (self.tr("{0}: found (recall)"), found, "recall"),
                    (self.tr("{0}: sure (precision)"), sure, "precision"),
                ):
                    cells = tuple(percent(getattr(each, kind) if each is not None else None) for each in each_of)
                    lines.append(Line(name.format(label_name(label)), meaning, cells))
        return lines
