"""Settings with a name: those of the data, those of the tutorials, and the user's own."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QInputDialog, QPushButton, QWidget

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Setting
from desktop_app.core.problem import Problem
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.settings.presets import Presets
from desktop_app.work.habits import Habits

_LONG, _LIVELY = 500, 0.7
"""What the tutorials ask for stories with."""
_ALTERNATIVES = 5


class PresetBar(QWidget):
    """Chooses among named settings, and keeps those on show under a name."""

    chosen = Signal(object)
    """A Setting."""

    def __init__(self, presets: Presets, current: Callable[[], Setting], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = presets
        self._current = current
        self._habits: Habits | None = None
        self.menu = Menu(20)
        self.keep = QPushButton(self.tr("Keep these as…"))
        self.forget = QPushButton(self.tr("Forget"))
        self._said = label(size="small", tone="problem", wrap=True)
        self._said.hide()
        title = label(self.tr("Preset"), size="strong")
        title.setBuddy(self.menu)
        self.menu.setAccessibleName(title.text())
        self.forget.setToolTip(self.tr("Forget the preset that is chosen; the settings on show stay"))
        row = FlowLayout(self, SMALL)
        for part in (title, self.menu, self.keep, self.forget, self._said):
            row.addWidget(part)
        self.menu.activated.connect(lambda _: self._choose())
        self.menu.currentIndexChanged.connect(lambda _: self._draw())
        self.keep.clicked.connect(self._ask_name)
        self.forget.clicked.connect(self._forget)
        self._fill("")

    def take_over(self, habits: Habits) -> None:
        """Offer the settings that fit the data."""
        self._habits = habits
        self._fill(self.menu.currentText())

    def showEvent(self, event: QShowEvent) -> None:
        """Offer what was kept elsewhere meanwhile."""
        super().showEvent(event)
        self._fill(self.menu.currentText())

    def keep_as(self, name: str) -> None:
        """Keep the settings on show under a name."""
        named = " ".join(name.split())
        if named:
            self._try(lambda: self._presets.keep(named, self._current()))
            self._fill(named)

    def _ask_name(self) -> None:
        dialog = QInputDialog(self.window())
        dialog.setWindowTitle(self.tr("Keep these settings"))
        dialog.setLabelText(self.tr("What are they called?"))
        own = self.menu.currentText() if self.menu.currentText() in self._presets.all() else ""
        dialog.setTextValue(own)
        dialog.textValueSelected.connect(self.keep_as)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _forget(self) -> None:
        name = self.menu.currentText()
        self._try(lambda: self._presets.remove(name))
        self._fill("")

    def _choose(self) -> None:
        setting = self.menu.currentData()
        if isinstance(setting, Setting):
            self.chosen.emit(setting)

    def _fill(self, chosen: str) -> None:
        offered = {**self._ours(), **self._presets.all()}
        self.menu.blockSignals(True)
        self.menu.clear()
        self.menu.addItem(self.tr("Settings of your own"), None)
        for name, setting in offered.items():
            self.menu.addItem(name, setting)
        self.menu.setCurrentIndex(max(0, self.menu.findText(chosen)))
        self.menu.blockSignals(False)
        self._draw()

    def _ours(self) -> dict[str, Setting]:
        found = {self.tr("Stories (temperature 0.7, 500 tokens)"): Setting(Sampling(_LIVELY, _LONG))}
        habits = self._habits
        if habits is None:
            return found
        stop = (habits.stop,) if habits.stop else ()
        plain = Sampling(max_tokens=habits.tokens, stop=stop)
        stories = {name: replace(one, sampling=replace(one.sampling, stop=stop)) for name, one in found.items()}
        fitting = {self.tr("As your data answers"): Setting(plain), **stories}
        if habits.labels:
            one = replace(plain, max_tokens=1, logprobs=_ALTERNATIVES)
            fitting[self.tr("One label (1 token, with likelihoods)")] = Setting(one)
        return fitting

    def _draw(self) -> None:
        self.forget.setEnabled(self.menu.currentText() in self._presets.all())

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
            self._said.hide()
        except Problem as problem:
            self._said.setText(f"{say(problem.happened)} {say(problem.remedy)}")
            self._said.show()
