"""How much the answers differ from each other: in words, and their lengths as bars."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from desktop_app.core.variety import OPENING, Bar, Variety
from desktop_app.gui.answers.folding import in_a_line
from desktop_app.gui.theme.palette import colours
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.fold import Fold
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip

_LONGEST = 60
_LINES = 5


class Bars(QWidget):
    """How many texts are how long; the same is said in words to those who do not see it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these bars."""
        self._bars = tuple(bars)
        told = self.tr("{0} to {1} words: {2}")
        self.setAccessibleName(self.tr("Lengths of the answers"))
        said = "; ".join(told.format(number(bar.low), number(bar.high), number(bar.count)) for bar in bars)
        self.setAccessibleDescription(said)
        self.setToolTip(plain_tip(said.replace("; ", "\n")))
        self.update()

    def sizeHint(self) -> QSize:
        """Return a height in lines of text."""
        return QSize(240, _LINES * self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a bar for each length, with its ends below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        ground, most = self.height() - line, max((bar.count for bar in self._bars), default=1)
        wide = self.width() / max(1, len(self._bars))
        table = colours()
        for at, bar in enumerate(self._bars):
            left = at * wide if not self.isRightToLeft() else self.width() - (at + 1) * wide
            high = (ground - 2) * bar.count / most
            painter.fillRect(QRectF(left + 2, ground - high, wide - 4, high), QColor(table.curves[0]))
            painter.setPen(QColor(table.muted))
            room = QRectF(left, ground, wide, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, number(bar.low))
        painter.setPen(QColor(table.line))
        painter.drawLine(0, ground, self.width(), ground)


class VarietyView(QWidget):
    """Folded away, with the most important of it beside its title; what should be thought of stands above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner()
        self.words = label(wrap=True)
        self.bars = Bars()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SMALL)
        column.addWidget(self.words)
        column.addWidget(label(self.tr("Length in words"), size="small", tone="muted"))
        column.addWidget(self.bars)
        self.fold = Fold(self.tr("How much the answers differ"), inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(self.banner)
        box.addWidget(self.fold)
        self.hide()

    def show_variety(self, found: Variety | None) -> None:
        """Show how much the answers differ; nothing without any."""
        self.setVisible(found is not None)
        if found is None:
            return
        one = self.tr("1 answer; its length in words: {1}.")
        more = self.tr("{0} answers, {1} to {2} words long, half of them shorter than {3}.")
        lengths = map(number, (found.shortest, found.longest, found.median))
        lines = [how_many.counted(found.texts, one, more, *lengths)]
        doubles = self.tr("Copies of one before: {0}. Nearly the same as one before: {1}.")
        lines.append(doubles.format(number(found.same), number(found.near)))
        share = self.tr("{0} % begin with {1} words of their own.")
        lines.append(share.format(number(round(100 * found.openings)), number(OPENING)))
        often = self.tr("“{0}…” begins {1} of them.")
        lines += [often.format(in_a_line(words, _LONGEST), number(count)) for words, count in found.often]
        self.words.setText("\n".join(lines))
        self.bars.show_bars(found.bars)
        self.fold.set_summary(" ".join(lines[:2]))
        self.banner.tell("\n".join(map(say, found.remarks)), "attention")
        self.banner.setVisible(bool(found.remarks))
