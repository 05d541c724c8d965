"""A search as far as it has come: how far that is, what it says, the heat map, and the chosen setting's answers."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.batch import Column
from desktop_app.core.problem import Problem
from desktop_app.core.sweep import axes_of
from desktop_app.core.sweep_figures import AGREEMENT, Figure
from desktop_app.gui.answers.cost_words import dollars
from desktop_app.gui.finder.axes_form import ABREAST
from desktop_app.gui.finder.axis_menus import AxisMenus
from desktop_app.gui.finder.cell_view import CellView
from desktop_app.gui.finder.figure_words import amount, figure_name
from desktop_app.gui.finder.heat_model import HeatModel
from desktop_app.gui.finder.heat_view import HeatView
from desktop_app.gui.finder.searching import Searching
from desktop_app.gui.finder.verdict_words import verdict_words
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.abreast import SideBySide
from desktop_app.gui.widgets.amounts import duration, moment, number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.model_name import model_name

_REDRAWN_MS = 200
"""Answers may come faster than anybody reads figures."""


class ResultsView(QWidget):
    """Shows what a Searching knows."""

    compare_wanted = Signal(object)
    """A Column that is to be used in the comparison."""
    keep_wanted = Signal(object)
    """A Column whose setting is to become a preset."""
    again_wanted = Signal()

    def __init__(self, searching: Searching, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._searching = searching
        self.title = ""
        """What the search on show is called."""
        self._chosen_figure: str | None = None
        self.progress = label(tone="muted", wrap=True)
        self.bar = QProgressBar()
        self.notice, self.verdict = Banner(), Banner()
        self.figure = Menu(16)
        self.menus = AxisMenus()
        self._legend = label(size="small", tone="muted", wrap=True)
        self.model = HeatModel(self)
        self.heat = HeatView(self.model)
        self.cell = CellView()
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAWN_MS)
        self._redraw.timeout.connect(self._refresh)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        head = QVBoxLayout()
        head.setSpacing(SMALL)
        for part in (self.progress, self.bar):
            head.addWidget(part)
        box.addLayout(head)
        box.addWidget(self.notice)
        box.addWidget(self.verdict)
        choice = SideBySide(ABREAST)
        choice.add_column(Field(self.tr("Show"), self.figure))
        choice.add_column(self.menus)
        box.addWidget(choice)
        box.addWidget(self.heat)
        box.addWidget(self._legend)
        box.addWidget(self.cell, 1)

    def _connect(self) -> None:
        self.figure.activated.connect(lambda _: self._on_figure())
        self.menus.changed.connect(self._on_cut)
        self.heat.chosen.connect(self._on_cell)
        self.heat.activated.connect(lambda _: self.cell.take_focus())
        self.cell.compare_wanted.connect(lambda: self.compare_wanted.emit(self._chosen))
        self.cell.keep_wanted.connect(lambda: self.keep_wanted.emit(self._chosen))
        self.cell.again_wanted.connect(self.again_wanted)
        self._searching.opened.connect(self._open)
        self._searching.changed.connect(self._on_changed)
        self._searching.ended.connect(self._refresh)

    def _open(self) -> None:
        known = self._searching.known
        if known is None:
            return
        batch = known.batch
        said = self.tr("{0}, {1}, {2}, {3} ({4})")
        tried, asked = how_many.settings(len(batch.columns)), how_many.prompts(len(batch.prompts))
        name = model_name(batch.columns[0].voice.model)
        self.title = said.format(name, tried, asked, how_many.repeats(batch.repeats), moment(batch.made))
        self.menus.offer(axes_of(batch.columns))
        self._offer_figures(hoped=any(prompt.expected for prompt in batch.prompts), repeated=batch.repeats > 1)
        self.model.show_figure(Figure(self.figure.currentData()))
        self.model.show_search(batch.columns, known.sheet)
        self._on_cut()
        self.heat.setCurrentIndex(self.model.index(0, 0))
        self._refresh()

    def _offer_figures(self, *, hoped: bool, repeated: bool) -> None:
        """Offer the figures that this search can have; the one that the user chose stays where it is among them."""
        self.figure.clear()
        for figure in Figure:
            if (hoped or not figure.needs_expected) and (repeated or figure is not Figure.SPREAD):
                self.figure.addItem(figure_name(figure), figure.value)
        self.figure.setCurrentIndex(max(0, self.figure.findData(self._chosen_figure)))

    def _on_figure(self) -> None:
        self._chosen_figure = self.figure.currentData()
        self.model.show_figure(Figure(self.figure.currentData()))
        self._refresh()

    def _on_cut(self) -> None:
        column = self.cell.column
        self.model.show_cut(self.menus.cut)
        known = self._searching.known
        if known is None:
            return
        if column is not None and column < len(known.batch.columns):
            self.heat.choose(column)
        if not self.heat.currentIndex().isValid():
            self.heat.setCurrentIndex(self.model.index(0, 0))

    def _on_cell(self, column: int) -> None:
        known = self._searching.known
        if known is not None:
            self.cell.show_column(known, column)

    def _on_changed(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    def _refresh(self) -> None:
        if self._searching.known is None:
            return
        self._redraw.stop()
        self.model.refresh()
        self.cell.refresh()
        self._tell_progress()
        self._tell_notice()
        self._tell_verdict()
        self._legend.setText(self._legend_words())

    def _legend_words(self) -> str:
        reach, figure = self.model.reach, self.model.figure
        if reach is None:
            return ""
        least, most = (amount(figure, end) for end in reach)
        if least == most:
            return self.tr("All settings are alike in this: {0}. The second line says how sure that is.").format(most)
        words = self.tr("Stronger colour stands for more: least {0}, most {1}. The second line says how sure that is.")
        return words.format(least, most)

    def _tell_progress(self) -> None:
        known, searching = self._searching.known, self._searching
        if known is None:
            return
        done, size = len(known.answers), known.batch.size
        said = [self.tr("{0} of {1}.").format(number(done), how_many.answers(size))]
        if known.dollars:
            said.append(self.tr("They have cost {0}.").format(dollars(known.dollars)))
        if searching.running and known.left:
            rest = searching.seconds_left
            if rest is not None:
                left = self.tr("{0} left.").format(duration(rest))
                said.append(left[:1].upper() + left[1:])
        self.progress.setText(" ".join(said))
        self.bar.setRange(0, size)
        self.bar.setValue(done)
        self.bar.setVisible(bool(known.left))

    def _tell_notice(self) -> None:
        searching = self._searching
        said, kind = self._notice()
        self.notice.setVisible(bool(said))
        if said and (said != self.notice.text or searching.halted is not None):
            self.notice.tell(said, kind)

    def _notice(self) -> tuple[str, str]:
        """Return what is in the way of the search, if anything is."""
        searching, known = self._searching, self._searching.known
        if searching.halted is not None:
            return _in_short(searching.halted), "problem"
        if searching.enough is not None:
            said = self.tr("It stopped because it has cost {0}, as much as you allowed. To go on allows as much again.")
            return said.format(dollars(searching.enough)), "attention"
        if searching.running and searching.waiting is not None:
            return self.tr("The provider is waited for: {0}").format(say(searching.waiting.happened)), "note"
        if known is not None and known.left and not searching.running and not searching.reading:
            broken = len(known.faults)
            if broken:
                one, more = self.tr("1 answer did not come: {1}"), self.tr("{0} answers did not come: {1}")
                why = say(next(iter(known.faults.values())).happened)
                return how_many.counted(broken, one, more, why), "attention"
            said = self.tr("Paused. Nothing that was answered is asked again when you go on.")
            if known.dollars:
                rest = dollars(known.dollars / len(known.answers) * known.left)
                one = self.tr("The other answer will cost about {1}.")
                more = self.tr("The other {0} answers will cost about {1}.")
                said = f"{said} {how_many.counted(known.left, one, more, rest)}"
            return said, "note"
        return "", "note"

    def _tell_verdict(self) -> None:
        """Name a best setting only once nothing more comes: who looks often enough always sees one in front by luck."""
        known, figure = self._searching.known, self.model.figure
        quiet = known is None or self._searching.running or self._searching.reading or not known.answers
        self.verdict.setVisible(not quiet)
        if known is None or quiet:
            self.model.show_leader(None)
            return
        said, found = verdict_words(known.batch, known.sheet, figure if figure in AGREEMENT else Figure.NORMAL)
        best = found.outcome.value == "best"
        self.verdict.tell(said, "good" if best else "note")
        self.model.show_leader(found.column if best else None)

    @property
    def _chosen(self) -> Column | None:
        known, column = self._searching.known, self.cell.column
        return known.batch.columns[column] if known is not None and column is not None else None


def _in_short(problem: Problem) -> str:
    return f"{say(problem.happened)} {say(problem.remedy)}"
