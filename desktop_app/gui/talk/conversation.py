"""The conversation: between the board, which shows, and the talking, which brings answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_app.core import talk as talks
from desktop_app.core.batch import Voice
from desktop_app.core.problem import Problem
from desktop_app.core.talk import Speaker
from desktop_app.gui.answers.dialogs import SettingDialog
from desktop_app.gui.answers.voices import Choices
from desktop_app.gui.background import Background
from desktop_app.gui.talk.acts import TalkActs
from desktop_app.gui.talk.board import TalkBoard
from desktop_app.gui.talk.display import Display
from desktop_app.gui.talk.head import ThreadHead
from desktop_app.gui.talk.manner import Manner
from desktop_app.gui.talk.past_dialog import Hands, PastTalks
from desktop_app.gui.talk.said_view import SaidView
from desktop_app.gui.talk.talk_words import leaving, private, told, too_long
from desktop_app.gui.talk.talking import Talking
from desktop_app.gui.widgets import how_many
from desktop_app.gui.workspace import Workspace
from desktop_app.work.ahead import private_in
from desktop_app.work.sites import Sites
from desktop_app.work.talk import Remembered


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
        self.talking = Talking(workspace, background, sites, self)
        self._acts = TalkActs(workspace, sites, self.talking, self.speakers)
        self._display = Display(self.talking, self._acts, self)
        self.board = TalkBoard(self._display.turns)
        self._acts.set_over(self.board)
        self._manner = Manner(workspace, background, self.board.parameters)
        self._connect()
        self.look()
        self._display.show_all()
        self._draw()

    def _connect(self) -> None:
        board, talking = self.board, self.talking
        board.send_wanted.connect(self.send)
        board.stop_wanted.connect(self.stop)
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
        self._manner.changed.connect(self._on_manner)
        self._manner.known.ended.connect(lambda: self._on_asking(self.asking))
        self._workspace.opened.connect(self.look)

    @property
    def asking(self) -> bool:
        """Tell whether models are being asked, or are about to be."""
        return self.talking.asking or self._manner.known.waiting

    def offer(self, choices: Choices) -> None:
        """Offer these models."""
        self._choices = choices
        self.board.heads.offer(choices)
        self._draw()

    def speakers(self) -> dict[int, Speaker]:
        """Return who answers in each thread, as they are asked now."""
        found = ((head.number, head.column(self.board.setting)) for head in self.board.heads.all)
        return {thread: self._manner.speaker(column) for thread, column in found if column is not None}

    def look(self) -> None:
        """Take over how the data asks and answers, from the rows as they are now."""
        self._manner.look()

    def send(self) -> None:
        """Say what stands in the box to the models that are chosen."""
        if self.board.box.toPlainText().strip():
            self._when_known(self._send)

    def stop(self) -> None:
        """Stop asking; what has come stays."""
        self._manner.known.leave()
        self.talking.stop()

    def _when_known(self, act: Callable[[], None]) -> None:
        """Do what goes by the settings once the habits of the data are known; nothing while models are asked."""
        if not self.asking:
            self._manner.known.when_known(act)
            self._on_asking(self.asking)

    def _send(self) -> None:
        said, wanted = self.board.box.toPlainText(), self.board.threads
        speakers = {thread: speaker for thread, speaker in self.speakers().items() if thread in wanted}
        if speakers:
            self.board.box.clear()
            self.talking.send(said, speakers)

    def show(self, found: Remembered) -> None:
        """Go on with an earlier conversation, with the models and settings it had."""
        self._when_known(lambda: self._show(found))

    def _show(self, found: Remembered) -> None:
        talk = found.talk
        threads: dict[int, Speaker] = {}
        for turn in talk.turns:
            for leg in turn.legs:
                threads[leg.thread] = talk.speakers[leg.speaker]
        newest = sorted(threads)[-talks.MOST_THREADS :]
        self.board.heads.show_voices([(number, threads[number].column.voice) for number in newest])
        for head in self.board.heads.all:
            plain = self._manner.plain(threads[head.number].column.setting)
            head.choose_setting(None if plain == self.board.setting else plain)
        self.talking.show(found)

    def talk_with(self, voices: Sequence[Voice]) -> None:
        """Talk with these models from now on."""
        self.board.heads.show_voices(list(enumerate(voices)))

    @property
    def going_on(self) -> bool:
        """Tell whether there is something to leave: words are being changed, or models asked."""
        return self._changing is not None or self.asking

    def leave(self) -> None:
        """Leave what is being changed as it was; else stop asking."""
        changing = self._changing
        if changing is not None:
            changing.leave()
        else:
            self.stop()

    @property
    def _changing(self) -> SaidView | None:
        return next((view.said for view in self._display.turns.views if view.said.editing), None)

    def _on_manner(self) -> None:
        self._acts.way = self._manner.way
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
        one = self.tr("1 answer is still to come: the asking ended before.")
        said = how_many.counted(left, one, self.tr("{0} answers are still to come: the asking ended before."))
        self.board.show_left(said if left > broken else "")
        self.board.show_told(told(self.speakers().values(), self._manner.system))
        self._warn()

    def _warn(self) -> None:
        """Say before sending what leaves this computer, and that a thread is longer than its model reads."""
        typed, wanted, held = self.board.box.toPlainText(), self.board.threads, self.talking.held
        said, hosts = list[str](), dict[str, None]()
        for head in self.board.heads.all:
            column = head.column(self.board.setting)
            if column is None or head.number not in wanted:
                continue
            read = talks.tokens(held.talk, held.last, head.number, held.answers, typed)
            words = too_long(head.title, column, read, self._choices.context(column.voice))
            if words and not said:
                said.append(words)
            site = self._sites.site(column.voice.site)
            if site is not None and not site.here:
                hosts[site.host] = None
        self.board.show_leaving(leaving(hosts))
        if hosts:
            said.append(private(private_in(typed)))
        self.board.show_warning("\n".join(filter(None, said)))
