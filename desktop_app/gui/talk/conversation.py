"""The conversation: between the board, which shows, and the talking, which brings answers."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_app.core import talk as talks
from desktop_app.core.batch import Voice
from desktop_app.core.example import Shape
from desktop_app.core.problem import Problem
from desktop_app.core.talk import Speaker, Way
from desktop_app.gui.answers.dialogs import SettingDialog
from desktop_app.gui.answers.prompts import NOTHING, held_out
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.background import Background
from desktop_app.gui.talk.acts import TalkActs
from desktop_app.gui.talk.board import TalkBoard
from desktop_app.gui.talk.display import Display
from desktop_app.gui.talk.head import ThreadHead
from desktop_app.gui.talk.past_dialog import Hands, PastTalks
from desktop_app.gui.talk.talk_words import told, too_long
from desktop_app.gui.talk.talking import Talking
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.workspace import Workspace
from desktop_app.work.habits import Habits, habits
from desktop_app.work.sites import Sites
from desktop_app.work.talk import Remembered

_LEAST_TOKENS = 400
"""Answers of a conversation are longer than those of most data."""


class Conversation(QObject):
    """Sends what is typed, and shows the conversation that is on."""

    asking_changed = Signal(bool)
    problem = Signal(object)

    def __init__(self, workspace: Workspace, background: Background, sites: Sites, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._background = background
        self._sites = sites
        self._choices = Choices()
        self._habits = Habits(_LEAST_TOKENS)
        self._around = NOTHING
        self.talking = Talking(workspace, background, sites, self)
        self._acts = TalkActs(workspace, sites, self.talking, self.speakers)
        self._display = Display(self.talking, self._acts, self)
        self.board = TalkBoard(self._display.turns)
        self._acts.set_over(self.board)
        self._connect()
        self.look()
        self._display.show_all()
        self._draw()

    def _connect(self) -> None:
        board, talking = self.board, self.talking
        board.send_wanted.connect(self.send)
        board.stop_wanted.connect(talking.stop)
        board.new_wanted.connect(self._begin)
        board.past_wanted.connect(self._show_past)
        board.go_on_wanted.connect(talking.go_on)
        board.typed.connect(self._warn)
        board.heads.changed.connect(self._on_heads)
        board.heads.setting_wanted.connect(self._show_setting)
        board.parameters.form.changed.connect(self._draw)
        self._acts.problem.connect(self.problem)
        talking.changed.connect(self._draw)
        talking.asking_changed.connect(self._on_asking)
        self._workspace.opened.connect(self.look)

    @property
    def asking(self) -> bool:
        """Tell whether models are being asked."""
        return self.talking.asking

    def offer(self, choices: Choices) -> None:
        """Offer these models."""
        self._choices = choices
        self.board.heads.offer(choices)
        self._draw()

    def speakers(self) -> dict[int, Speaker]:
        """Return who answers in each thread, as they are asked now."""
        found = ((head.number, self._speaker(head)) for head in self.board.heads.all)
        return {thread: speaker for thread, speaker in found if speaker is not None}

    def look(self) -> None:
        """Take over how the data asks and answers, from the rows as they are now."""
        project = self._workspace.project
        self._around = held_out(project) if project is not None else NOTHING
        self._draw()
        if project is None:
            return

        def found(habit: Habits | None) -> None:
            if habit is not None and project is self._workspace.project:
                self._take_over(habit)

        # Without a proposal the settings on show stay, and there is nothing to say.
        self._background.run(self, habits(project), on_done=found, on_problem=lambda _: None)

    def send(self) -> None:
        """Say what stands in the box to the models that are chosen."""
        said = self.board.box.toPlainText()
        if self.asking or not said.strip():
            return
        wanted = self.board.threads
        speakers = {thread: speaker for thread, speaker in self.speakers().items() if thread in wanted}
        if speakers:
            self.board.box.clear()
            self.talking.send(said, speakers)

    def show(self, found: Remembered) -> None:
        """Go on with an earlier conversation, with the models and settings it had."""
        talk = found.talk
        threads: dict[int, Speaker] = {}
        for turn in talk.turns:
            for leg in turn.legs:
                threads[leg.thread] = talk.speakers[leg.speaker]
        newest = sorted(threads)[-talks.MOST_THREADS :]
        self.board.heads.show_voices([(number, threads[number].column.voice) for number in newest])
        for head in self.board.heads.all:
            setting = threads[head.number].column.setting
            plain = replace(setting, system=None) if setting.system == self._around.system else setting
            head.choose_setting(None if plain == self.board.setting else plain)
        self.talking.show(found)

    def talk_with(self, voices: Sequence[Voice]) -> None:
        """Talk with these models from now on."""
        self.board.heads.show_voices(list(enumerate(voices)))

    def leave(self) -> None:
        """Leave what is being changed as it was; else stop asking."""
        changing = next((view.said for view in self._display.turns.views if view.said.editing), None)
        if changing is not None:
            changing.leave()
        else:
            self.talking.stop()

    def _speaker(self, head: ThreadHead) -> Speaker | None:
        column = head.column(self.board.setting)
        if column is None:
            return None
        way = self._way(column.voice.chat, column.voice.completions, column.voice.model)
        if way is None and column.setting.system is None and self._around.system:
            column = replace(column, setting=replace(column.setting, system=self._around.system))
        return Speaker(column, way)

    def _way(self, chat: bool, completions: bool, model: str) -> Way | None:
        """Return how a model is asked: one that was trained on prompts and completions is asked with such."""
        learned = model.startswith("ft:") and self._around.shape is Shape.COMPLETION
        if chat and not (learned and completions):
            return None
        return Way(self._habits.ending, self._habits.stop)

    def _take_over(self, habit: Habits) -> None:
        form = self.board.parameters.form
        form.suggest_length(max(_LEAST_TOKENS, habit.tokens))
        form.suggest_stop(habit.stop, self._habits.stop)
        self.board.parameters.presets.take_over(habit)
        self._habits = habit
        self._acts.way = Way(habit.ending, habit.stop)
        self._draw()

    def _begin(self) -> None:
        self.talking.begin()
        self.board.focus_box()

    def _show_past(self) -> None:
        project = self._workspace.project
        if project is None:
            self.problem.emit(Problem("talk_without_project"))
            return
        hands = Hands(self.show, self._on_renamed, self._on_removed)
        PastTalks(project, self._background, self._sites, hands, self.board.window()).open()

    def _on_renamed(self, mark: str, title: str) -> None:
        held = self.talking.held
        if held.talk.mark == mark:
            held.talk = replace(held.talk, title=title)
            self._draw()

    def _on_removed(self, mark: str) -> None:
        if self.talking.held.talk.mark == mark:
            self.talking.begin()

    def _show_setting(self, head: ThreadHead) -> None:
        def chosen(setting: object) -> None:
            head.choose_setting(setting)  # type: ignore[arg-type]  # what the dialog gives
            self._draw()

        own = head.setting is not None
        SettingDialog(head.setting or self.board.setting, own, chosen, self.board.window()).open()

    def _on_heads(self) -> None:
        self.board.show_receivers()
        self._draw()

    def _on_asking(self, asking: bool) -> None:
        self.board.show_asking(asking=asking)
        self._draw()
        self.asking_changed.emit(asking)

    def _draw(self) -> None:
        held = self.talking.held
        self.board.show_name(held.talk.title)
        left = 0 if self.asking else sum(map(len, held.open_cells()))
        broken = sum(cell.prompt in held.broken for cells in held.open_cells() for cell in cells)
        said = self.tr("{0} answers are still to come: the asking ended before.").format(number(left))
        self.board.show_left(said if left > broken else "")
        self.board.show_told(told(self.speakers().values(), self._around.system))
        self._warn()

    def _warn(self) -> None:
        """Say before sending that a thread is longer than its model reads."""
        typed, wanted, held = self.board.box.toPlainText(), self.board.threads, self.talking.held
        for head in self.board.heads.all:
            column = head.column(self.board.setting)
            if column is None or head.number not in wanted:
                continue
            read = talks.tokens(held.talk, held.last, head.number, held.answers, typed)
            words = too_long(head.title, column, read, self._choices.context(column.voice))
            if words:
                self.board.show_warning(words)
                return
        self.board.show_warning("")
