"""How models are asked in a conversation: the way the data asks and answers, unless the user has set otherwise."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_app.core.batch import Column, Setting, Voice
from desktop_app.core.example import Shape
from desktop_app.core.talk import Speaker, Way
from desktop_app.gui.answers.known_habits import KnownHabits
from desktop_app.gui.answers.parameters import ParameterFold
from desktop_app.gui.answers.prompts import NOTHING, held_out
from desktop_app.gui.background import Background
from desktop_app.gui.workspace import Workspace
from desktop_app.work.habits import Habits

_LEAST_TOKENS = 400
"""Answers of a conversation are longer than those of most data."""


class Manner(QObject):
    """Makes a speaker of a model and its settings, and proposes settings that fit the data."""

    changed = Signal()
    """The data asks or answers otherwise than was known."""

    def __init__(self, workspace: Workspace, background: Background, parameters: ParameterFold) -> None:
        super().__init__(parameters)
        self._workspace = workspace
        self._parameters = parameters
        self._habits = Habits(_LEAST_TOKENS)
        self._around = NOTHING
        self.known = KnownHabits(workspace, background, self)
        self.known.found.connect(self._take_over)

    @property
    def system(self) -> str:
        """Return the system message of the data; "" without one."""
        return self._around.system

    @property
    def way(self) -> Way:
        """Return what prompts and answers of the data end with, as far as it is known."""
        return Way(self._habits.ending, self._habits.stop)

    def look(self) -> None:
        """Take over how the data asks and answers, from the rows as they are now."""
        project = self._workspace.project
        self._around = held_out(project) if project is not None else NOTHING
        self.changed.emit()
        self.known.look()

    def speaker(self, column: Column) -> Speaker:
        """Return who answers: a model that reads chats is given the system message of the data."""
        way = self.way if self._by_prompts(column.voice) else None
        if way is None and column.setting.system is None and self.system:
            column = replace(column, setting=replace(column.setting, system=self.system))
        return Speaker(column, way)

    def plain(self, setting: Setting) -> Setting:
        """Return the settings of a speaker without what was added to them."""
        return replace(setting, system=None) if setting.system == self.system else setting

    def _by_prompts(self, voice: Voice) -> bool:
        """Tell whether a model is asked with a prompt: it was trained on prompts and completions, or knows no chat."""
        learned = voice.model.startswith("ft:") and self._around.shape is Shape.COMPLETION
        return not voice.chat or (learned and voice.completions)

    def _take_over(self, habit: Habits) -> None:
        form = self._parameters.form
        form.suggest_length(max(_LEAST_TOKENS, habit.tokens))
        form.suggest_stop(habit.stop, self._habits.stop)
        self._parameters.presets.take_over(habit)
        self._habits = habit
        self.changed.emit()
