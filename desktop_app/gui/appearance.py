"""Keeps menu, preferences and theme of one mind about light, dark, contrast and the size of the text."""

from PySide6.QtCore import QObject, Signal

from desktop_app.core.problem import Problem
from desktop_app.gui.actions import Actions
from desktop_app.gui.theme.theme import Theme
from desktop_app.settings.preferences import APPEARANCE, CONTRAST, TEXT_SIZE, Preferences

_SIZES = tuple(choice.value for choice in TEXT_SIZE.choices)
_MODES = tuple(choice.value for choice in APPEARANCE.choices)


class Appearance(QObject):
    """Carries a choice made anywhere to the file of preferences, the theme and the marks in the menu."""

    problem = Signal(object)

    def __init__(self, actions: Actions, theme: Theme, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._theme = theme
        self._preferences = preferences
        for mode in _MODES:
            actions[mode].triggered.connect(lambda _checked, mode=mode: self.choose(mode))
        actions.on("larger", lambda: self._step(1))
        actions.on("smaller", lambda: self._step(-1))
        actions.on("normal_size", lambda: self.set_text_size(TEXT_SIZE.default))

    def apply(self) -> None:
        """Paint the program as the preferences say."""
        mode, size = self._preferences.get(APPEARANCE), self._preferences.get(TEXT_SIZE)
        self._actions[mode].setChecked(True)
        if size != self._theme.text_size:
            self._theme.set_text_size(size)
        self._theme.set_contrast(self._preferences.get(CONTRAST))
        self._theme.apply(mode)

    def choose(self, mode: str) -> None:
        """Choose "system", "light" or "dark"."""
        try:
            self._preferences.set(APPEARANCE, mode)
        except Problem as problem:
            self.problem.emit(problem)
        self.apply()

    def set_text_size(self, percent: int) -> None:
        """Choose the size of the text, in per cent."""
        try:
            self._preferences.set(TEXT_SIZE, percent)
        except Problem as problem:
            self.problem.emit(problem)
        self.apply()

    def _step(self, direction: int) -> None:
        now = self._theme.text_size
        nearest = min(range(len(_SIZES)), key=lambda place: abs(_SIZES[place] - now))
        self.set_text_size(_SIZES[max(0, min(len(_SIZES) - 1, nearest + direction))])
