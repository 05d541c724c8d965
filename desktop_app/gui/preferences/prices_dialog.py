"""The prices TuneDesk reckons with: looked up, changed, and added to."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.core.target import Price
from desktop_app.gui.preferences.price_form import PriceForm
from desktop_app.gui.preferences.price_table import PriceTable
from desktop_app.gui.theme.fonts import POINTS
from desktop_app.gui.theme.say import name_said
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.label import label, set_tone
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.providers.own_list import Way
from desktop_app.providers.profiles import Profile
from desktop_app.work import price_list
from desktop_app.work.price_list import PriceLine
from desktop_app.work.reach import Reach
from desktop_app.work.targets import own_path, own_prices

_WIDTH, _HEIGHT = 1000, 720
"""In pixels at text size 100 %."""


class PricesDialog(QDialog):
    """A table with a form below it; what is kept stands in the user's own list and counts at once.

    `missed` names models whose price somebody was in want of: (profile, model). `first` is the provider (its
    profile's id) whose prices are meant most likely.
    """

    def __init__(self, reach: Reach, parent: QWidget, missed: Sequence[tuple[str, str]] = (), first: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Prices"))
        self._reach = reach
        self._missed = tuple(missed)
        self._first = first
        self._read: tuple[int, int] | None = None
        """When the user's own list was written that is on show, and how long it is."""
        self.search = QLineEdit()
        self.table = PriceTable()
        self.said = label(tone="muted", wrap=True)
        self.problem = ProblemView()
        self.form = PriceForm()
        self.add = self._button(self.tr("Add a price…"), self._ask)
        self.file = self._button(self.tr("Open the file"), self._open_file)
        self.file.setToolTip(self.tr("Your own list as a text file; what you change there is read when you come back."))
        self.leave = self._button(self.tr("Close"), self.accept)
        self._arrange()
        self._connect()
        self.look(next((line.way for line in self._lines if line.profile == first), None))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        made = QPushButton(words)
        made.setAutoDefault(False)
        made.clicked.connect(lambda _checked=False: act())
        return made

    def _arrange(self) -> None:
        hint = self.tr(
            "With these prices TuneDesk reckons what something will cost and has cost. Choose a model to change its "
            "price; what you keep counts from then on."
        )
        self.search.setAccessibleName(self.tr("Search in the prices"))
        self.search.setPlaceholderText(self.tr("Which model or provider?"))
        self.search.setClearButtonEnabled(True)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, SMALL, 0)
        inner.setSpacing(SMALL)
        for part in (label(hint, wrap=True), self.problem, self.search, self.table, self.said, self.form):
            inner.addWidget(part, int(part is self.table))
        inner.addStretch()
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        for button in (self.add, self.file):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(MEDIUM)
        box.addWidget(scrolling(content), 1)
        box.addLayout(foot)
        self.problem.hide()
        letters = QApplication.font().pointSizeF() / POINTS
        self.resize(QSize(round(_WIDTH * letters), round(_HEIGHT * letters)).boundedTo(_lowest(self).size()))

    def _connect(self) -> None:
        self.search.textChanged.connect(self.table.narrow)
        self.table.chosen.connect(self._show)
        self.table.itemDoubleClicked.connect(lambda _: self.form.figures.take_focus())
        self.form.kept.connect(self._keep)
        self.form.added.connect(self._add)
        self.form.back_wanted.connect(self._take_back)
        self.form.left.connect(self._leave_form)

    def look(self, choose: Way | None = None) -> None:
        """Read the prices anew; a list of the user's own that is wrong is said, and ours are shown."""
        self._read = _written()
        self._reach.read_again()
        self.table.show_lines(self._lines, choose)
        trouble = self._reach.trouble
        self.problem.setVisible(trouble is not None)
        if trouble is not None:
            self._say_problem(trouble)
        self.add.setEnabled(bool(self._profiles))

    def event(self, event: QEvent) -> bool:
        """Look anew when the user comes back from another program and has changed the file there."""
        if event.type() is QEvent.Type.WindowActivate and _written() != self._read:
            self.look()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, keeps the price from within its fields, else leads on."""
        focused = self.focusWidget()
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton):
            focused.click()
        elif isinstance(focused, QLineEdit) and self.form.isAncestorOf(focused):
            self.form.give()
        elif focused is self.search:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif focused is self.table and self.form.isVisible():
            self.form.figures.take_focus()

    @property
    def _lines(self) -> tuple[PriceLine, ...]:
        return price_list.lines(self._reach.profiles.values(), self._missed)

    @property
    def _profiles(self) -> list[Profile]:
        """Return the kinds of provider the user has, each once."""
        had = dict.fromkeys(connection.profile for connection in self._reach.connections.all)
        return [profile for profile in self._reach.profiles.values() if profile.id in had and not profile.local]

    def _show(self, line: PriceLine | None) -> None:
        """Show the line that is chosen, or why there is none to choose."""
        self._tell("")
        if line is not None:
            self.form.show_line(line)
        elif self.search.text().strip():
            self._tell(
                self.tr("Nothing in the list has these letters. “Add a price…” takes a model that is not in it.")
            )
        else:
            self._tell(self.tr("No price is known here yet. Add a provider, then enter what its models cost."))
        for part in (self.table, self.form):
            part.setVisible(line is not None)

    def _tell(self, words: str, tone: str = "muted") -> None:
        self.said.setText(words)
        self.said.setVisible(bool(words))
        set_tone(self.said, tone)

    def _ask(self) -> None:
        line = self.table.line
        connections = self._reach.connections.all
        titles = []
        for profile in self._profiles:
            title = name_said(profile.title)
            own = [each.title for each in connections if each.profile == profile.id and each.title != title]
            titles.append(f"{title} ({', '.join(own)})" if own else title)
        self._tell("")
        self.form.show()
        self.form.ask(self._profiles, titles, line.profile if line is not None else self._first)

    def _leave_form(self) -> None:
        self._show(self.table.line)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, profile: Profile, model: str, price: Price) -> None:
        known = self._lines
        line = price_list.line_for(known, profile, model)
        if line not in known:
            self._keep(line, price)
            return
        self.search.clear()
        self.table.show_lines(known, line.way)
        self._tell(self.tr("This model is in the list already. Here is its price; change it if it is another by now."))
        self.form.figures.take_focus()

    def _keep(self, line: PriceLine, price: Price) -> None:
        said = self.tr("Kept. From now on TuneDesk reckons with this price of {0}.").format(name_said(line.title))
        self._write(lambda: price_list.keep(line, price), line, said)

    def _take_back(self, line: PriceLine) -> None:
        said = self.tr("TuneDesk reckons again with the price it came with for {0}.")
        gone = self.tr("Your price of {0} is no longer in the list.")
        words = (said if line.ours is not None else gone).format(name_said(line.title))
        self._write(lambda: price_list.take_back(line), line, words)

    def _write(self, act: Callable[[], None], line: PriceLine, said: str) -> None:
        """Change the user's own list and say so; where that cannot be, say why, and leave what was typed."""
        try:
            act()
        except Problem as problem:
            self._say_problem(problem, lambda: self._write(act, line, said))
            self.problem.take_focus()
            return
        if line not in self._lines:
            self.search.clear()  # a new line may have none of the words that are looked for
        self.look(line.way)
        self._tell(said, "good")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_file(self) -> None:
        """Open the user's own list, in whatever program opens such files; one is made if there is none yet."""
        line = self.table.line
        known = self._reach.profiles
        profile = known[line.profile] if line is not None else next(iter(known.values()))
        try:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(own_prices(profile))))
        except Problem as problem:
            self._say_problem(problem, self._open_file)

    def _say_problem(self, problem: Problem, on_retry: Callable[[], None] | None = None) -> None:
        self.problem.show_problem(problem, on_retry or self.look)
        self.problem.show()


def _lowest(dialog: QWidget) -> QWidget:
    """Return the window that all others stand on: the preferences in between are narrower than a table of prices."""
    above = dialog.parentWidget()
    return dialog if above is None else _lowest(above)


def _written() -> tuple[int, int] | None:
    """Return when the user's own list was written, and its length; None where there is none."""
    try:
        found = own_path().stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
