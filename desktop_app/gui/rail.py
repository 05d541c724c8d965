"""The left rail: the project's name, the places, and at the foot what goes on in the background."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.gui.theme.spacing import HAIR, LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.row_button import RowButton

_NARROWEST = 184
_STEPS = 1000


class Rail(QFrame):
    """Shows where one is and where one can go; it does not know what the places are."""

    wanted = Signal(str)
    problems_wanted = Signal()
    work_wanted = Signal()
    """Somebody wants to see what goes on in the background."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "rail")
        self._face()
        self.setAccessibleName(self.tr("Places"))
        self._buttons: dict[str, RowButton] = {}
        self._group = QButtonGroup(self)
        self._current = ""
        self._project = Elided()
        self._project.setProperty("letters", "strong")
        self._project.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._places = QVBoxLayout()
        self._places.setSpacing(HAIR)
        self._work = RowButton("", "", letters="small")  # the rail is narrow, and a step has two numbers
        self._work.clicked.connect(self.work_wanted)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Background work"))
        self._problems = RowButton("octagon-x", "", "problem")
        self._problems.clicked.connect(self.problems_wanted)
        self._offline = Elided(self.tr("Offline"))
        self._offline.setProperty("letters", "small")
        self._offline.setToolTip(
            self.tr("TuneDesk connects to nothing outside this computer; see Preferences, Network.")
        )
        self._offline.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange()
        self.set_offline(offline=False)
        self.set_project_name(None)
        self.set_work(())
        self.set_problems(0)

    def _face(self) -> None:
        """Have the line on the side where the page is; a style sheet knows left and right alone."""
        self.setProperty("page", "left" if self.isRightToLeft() else "right")

    def _arrange(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, LARGE, MEDIUM, MEDIUM)
        box.setSpacing(HAIR)
        box.addWidget(label(self.tr("Project"), size="small", tone="muted"))
        box.addWidget(self._project)
        box.addSpacing(MEDIUM)
        box.addLayout(self._places)
        box.addStretch(1)
        box.addWidget(self._offline)
        box.addWidget(self._work)
        box.addWidget(self._bar)
        box.addSpacing(SMALL)
        box.addWidget(self._problems)

    def add(self, place: str, title: str, icon_name: str) -> None:
        """Add a place below the others."""
        button = RowButton(icon_name, title)
        button.setCheckable(True)
        button.setAutoExclusive(True)  # what Qt tells assistive technology: one of these
        button.toggled.connect(partial(self._on_toggled, place))
        self._group.addButton(button)
        self._buttons[place] = button
        self._places.addWidget(button)
        self._fit()

    def set_current(self, place: str) -> None:
        """Mark the place one is at."""
        had_focus = any(button.hasFocus() for button in self._buttons.values())
        self._current = place
        self._group.setExclusive(place in self._buttons)  # elsewhere no place is the one
        for name, button in self._buttons.items():
            here = name == place
            button.setChecked(here)
            button.setAccessibleDescription(self.tr("You are here") if here else "")
            if here and had_focus:
                button.setFocus()
        self._group.setExclusive(True)

    def set_tip(self, place: str, tip: str) -> None:
        """Say in a tooltip which keys lead to a place."""
        self._buttons[place].setToolTip(tip)

    def set_project_name(self, name: str | None) -> None:
        """Show the open project's name, or that none is open."""
        self._project.set_text(name or self.tr("None open"))

    def set_work(self, sentences: Sequence[str], fraction: float | None = None) -> None:
        """Show what goes on in the background and how far it is; of several pieces of work, how many they are."""
        several = len(sentences) > 1
        for part in (self._work, self._bar):
            part.setVisible(bool(sentences))
        self._work.set_text(self.tr("{0} tasks").format(len(sentences)) if several else "".join(sentences))
        self._work.setToolTip(plain_tip("\n".join(sentences)))
        self._work.setAccessibleDescription(" ".join(f"{sentence}." for sentence in sentences) if several else "")
        self._bar.setRange(0, 0 if fraction is None else _STEPS)
        if fraction is not None:
            self._bar.setValue(round(fraction * _STEPS))

    def set_offline(self, *, offline: bool) -> None:
        """Show whether the user wants nothing outside this computer to be reached."""
        self._offline.setVisible(offline)

    def set_problems(self, count: int) -> None:
        """Show how many problems wait to be read; none hides the button."""
        self._problems.setVisible(count > 0)
        self._problems.set_text(how_many.counted(count, self.tr("1 problem"), self.tr("{0} problems")))

    def changeEvent(self, event: QEvent) -> None:
        """Take the width the words need in another text size, and turn the line to the page."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._face()
            self.style().unpolish(self)
            self.style().polish(self)

    def _on_toggled(self, place: str, checked: bool) -> None:
        """Ask for a place when somebody chose it; a button that assistive technology toggles is not clicked."""
        if checked and place != self._current:
            self.wanted.emit(place)

    def _fit(self) -> None:
        widest = max((button.sizeHint().width() for button in self._buttons.values()), default=0)
        self.setFixedWidth(max(_NARROWEST, widest + 2 * MEDIUM))
