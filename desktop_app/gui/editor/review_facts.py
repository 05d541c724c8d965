"""What is known of a row besides its texts: what it is for, what checks found, what people wrote beside it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.gui.editor.columns import part_word, status_word
from desktop_app.gui.editor.filter_words import finding_word
from desktop_app.gui.theme.spacing import HAIR, MEDIUM, SMALL
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import Picture, label
from desktop_app.store.examples import Row


class RowFacts(QWidget):
    """Says it in a few lines, always in the same order; `line` says the same where there is room for one line alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("About this row"))
        self._lines = QWidget()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._lines)
        self._box.addStretch(1)
        self.line = Elided()
        self.line.setProperty("tone", "muted")
        self.said: tuple[str, ...] = ()

    def show_row(self, row: Row | None, found: Sequence[str] | None) -> None:
        """Show a row and what was found in it; None where nobody has looked at it as it is now."""
        lines = QWidget()
        box = QVBoxLayout(lines)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(HAIR)
        said: list[str] = []
        for head, words in () if row is None else self._facts(row):
            said.append(f"{head}: {words}")
            box.addWidget(label(head, size="small", tone="muted"))
            box.addWidget(label(words, size="medium" if head == self.tr("Status") else "", wrap=True))
            box.addSpacing(SMALL)
        if row is not None:
            box.addWidget(label(self.tr("Checks"), size="small", tone="muted"))
            said += self._show_findings(box, found)
        self._box.replaceWidget(self._lines, lines)
        self._lines.deleteLater()
        self._lines = lines
        self.said = tuple(said)
        self.line.set_text(" · ".join(said))
        self.setAccessibleDescription("\n".join(said))

    def _facts(self, row: Row) -> list[tuple[str, str]]:
        facts = [(self.tr("Status"), status_word(row.status)), (self.tr("Part"), part_word(row.part))]
        if row.note:
            facts.append((self.tr("Note"), row.note))
        if row.tags:
            facts.append((self.tr("Tags"), ", ".join(row.tags)))
        return facts

    def _show_findings(self, box: QVBoxLayout, found: Sequence[str] | None) -> list[str]:
        if not found:
            words = self.tr("Nothing was found.") if found is not None else self.tr("Not looked at yet.")
            box.addWidget(label(words, tone="muted", wrap=True))
            return [words]
        said = [finding_word(name) for name in found]
        for words in said:
            line = QHBoxLayout()
            line.setSpacing(SMALL)
            line.addWidget(Picture("triangle-alert", 16, "attention"))
            line.addWidget(label(words, wrap=True), 1)
            box.addLayout(line)
        box.addSpacing(MEDIUM)
        return said
