"""What can happen in the rooms that ask models: none there, nobody to be reached, faults, texts of every kind."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QScrollArea, QWidget

from desktop_app.core.example import Completion, Part
from desktop_app.core.secret import Secret
from desktop_app.core.text import text
from desktop_app.gui.answers.asking_page import AskingPage
from desktop_app.settings import paths
from desktop_app.settings.preferences import OFFLINE
from desktop_app.store.project import Project
from tests.screens.recorded_engine import Whims
from tests.screens.recording import TUNED
from tests.screens.stage import Stage

if TYPE_CHECKING:
    from desktop_app.gui.finder.page import FinderPage
    from desktop_app.gui.playground.page import PlaygroundPage
    from desktop_app.gui.talk.page import TalkPage
    from desktop_app.gui.widgets.tabbed_place import TabbedPlace

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
ARABIC = "من يستطيع أن يطير فوق المدينة؟ (hero 7)"
ARABIC_ANSWER = "اسمها «نجمة الصباح»، تطير فوق المدينة كل ليلة، وتعود قبل الفجر. The mayor calls her “Star”."
HEBREW = "מי שומר על העיר בלילה?"
_ASKED = (f"Who wrote the {LONG} 12 times?", ARABIC, HEBREW, "Which hero hears the sea?")
_HOPED = (f"{LONG * 4} and nobody else", ARABIC_ANSWER, "הגיבורה של הנמל", "Captain Tide")
_MANY_WORDS = 100_000
_HOST = "https://api.openai.com/v1"


def playground_states(stage: Stage) -> None:
    """Show what the comparison says and holds where things are not as usual."""
    room = cast("PlaygroundPage", _without_models(stage, "compare"))
    board, columns = room.comparison.board, room.comparison.board.columns
    stage.open(_project("Nothing held out", Part.TRAINING))
    _show(stage, "compare")
    stage.until(lambda: room.state == "content", "it is on show")
    stage.shoot("states-compare-none-held-out")
    stage.empty()
    stage.open(_project("Strange texts", Part.TEST))
    _show(stage, "compare")
    room.show_model(TUNED)
    stage.until(lambda: room.models[-1:] == [TUNED] and not room.offers.busy, "both are compared")
    with _whims(stage) as whims:
        whims.says = lambda _model, prompt: _said(prompt)
        for row, name in ((1, "long-words"), (2, "right-to-left"), (3, "hebrew")):
            board.choose_row(row)
            _ask(stage, room)
            stage.shoot(f"states-compare-{name}")
        board.choose_row(4)
        whims.holds = 3
        room.comparison.ask()
        stage.until(lambda: all(side.pane.text for side in columns.all), "both have begun")
        stage.shoot("states-compare-asking-one")
        room.comparison.stop()
        stage.shoot("states-compare-stopped")
        whims.holds, whims.refused = None, {TUNED}
        _ask(stage, room)
        stage.shoot("states-compare-fault")
        whims.refused = set()
        whims.says = lambda _model, _prompt: "word " * _MANY_WORDS
        _ask(stage, room)
        stage.shoot("states-compare-very-long")
        whims.says = lambda model, _prompt: f"Captain Tide, says {model[-8:]}."
        while len(columns) < 12:
            columns.add()
        _ask(stage, room)
        stage.shoot("states-compare-twelve")
        while len(columns) > 2:
            columns.remove(columns.all[-1])
    _offline(stage, room)


def talk_states(stage: Stage) -> None:
    """Show what the conversation says and holds where things are not as usual."""
    room = cast("TalkPage", _without_models(stage, "talk"))
    stage.open(_project("Strange texts", Part.TEST))
    _show(stage, "talk")
    talking, board = room.conversation, room.conversation.board
    stage.until(lambda: room.state == "content" and bool(board.heads.all), "a model is there")
    board.new.click()
    tuned = next(voice for voice in room.offers.choices.voices if voice.model == TUNED)
    board.heads.show_voices([(0, tuned)])
    with _whims(stage) as whims:
        whims.says = lambda _model, prompt: _said(prompt.splitlines()[-1] if prompt else "")
        for words, name in ((_ASKED[0], "long-words"), (ARABIC, "right-to-left")):
            _say(stage, room, words)
            stage.shoot(f"states-talk-{name}")
        board.new.click()
        board.heads.add_button.click()
        board.heads.add_button.click()
        voices = [one for one in room.offers.choices.voices if one.model.startswith(TUNED)][:3]
        board.heads.show_voices(list(enumerate(voices)))
        whims.refused = {voices[1].model}
        _say(stage, room, "Which hero hears the sea?")
        stage.shoot("states-talk-fault")
        whims.refused = set()
        whims.holds = 1
        board.box.setPlainText("And which one bends light?")
        board.send.click()
        stage.until(lambda: talking.talking.asking, "it is asked")
        stage.until(lambda: any(view.pane.text for view in _answers(room)), "an answer has begun")
        stage.shoot("states-talk-asking")
        talking.leave()
        stage.shoot("states-talk-stopped")
        whims.holds = None
        board.heads.show_voices([(0, voices[0])])
        whims.says = lambda _model, _prompt: "word " * _MANY_WORDS
        _say(stage, room, "Tell me everything.")
        stage.shoot("states-talk-very-long")
        board.box.setPlainText("What is " + "very " * 9000 + "long?")
        stage.shoot("states-talk-too-long")
        board.box.clear()


def finder_states(stage: Stage) -> None:
    """Show what the value finder says and holds where things are not as usual."""
    room = cast("FinderPage", _without_models(stage, "finder", project=_project("Strange texts", Part.TEST)))
    stage.empty()
    stage.open(_project("Nothing held out", Part.TRAINING))
    _show(stage, "finder")
    stage.until(lambda: room.state == "content", "it is on show")
    _to_top(room.plan)
    stage.shoot("states-finder-none-held-out")
    stage.empty()
    stage.open(_project("Strange texts", Part.TEST))
    _show(stage, "finder")
    stage.until(lambda: room.plan.voice is not None and room.plan.answers > 0, "there is a plan")
    with _whims(stage) as whims:
        whims.says = lambda _model, prompt: _said(prompt)
        whims.holds = 1
        room.primary.click()
        stage.until(lambda: room.searching.running, "it is asked")
        stage.shoot("states-finder-asking-first")
        whims.holds = None
        stage.until(lambda: not room.searching.running, "all has come", 120)
        room.results.cell.take_focus()
        stage.shoot("states-finder-strange-texts")
        room.show_plan()
        whims.refused = {voice.model for voice in room.offers.choices.voices}
        room.primary.click()
        stage.until(lambda: room.searching.waiting is not None, "the model is waited for")
        stage.until(lambda: room.results.notice.text != "", "it is said")
        _to_top(room.plan)
        stage.shoot("states-finder-waiting")
        room.searching.pause()
    room.show_plan()


def _without_models(stage: Stage, name: str, project: Path | None = None) -> AskingPage:
    """Show a room where there is no model, where nobody tells which there are, and without a project."""
    stage.empty()
    for connection in stage.program.reach.connections.all:  # of scenes before this one
        stage.program.reach.connections.remove(connection.id)
    room = _show(stage, name)
    if project is not None:
        stage.shoot(f"states-{name}-no-project")
        stage.open(project)
        _show(stage, name)
    with _whims(stage) as whims:
        whims.bare = True
        stage.until(lambda: not room.offers.busy, "it was looked")
        _look(stage, name)
        stage.until(lambda: room.state == "empty" and room.no_models.fetch.isVisible(), "three ways are offered")
        stage.shoot(f"states-{name}-no-model")
        whims.silent = True
        _look(stage, name)
        stage.until(lambda: room.state == "busy", "it is looked which models there are")
        stage.shoot(f"states-{name}-looking")
        whims.silent, whims.bare, whims.troubled = False, False, True
        stage.until(lambda: not room.offers.busy, "it was looked")
        _look(stage, name)
        stage.until(lambda: room.state == "problem", "it is said what is wrong")
        stage.shoot(f"states-{name}-trouble")
    _look(stage, name)
    stage.until(lambda: room.state == "content", "the models are there")
    if project is None:
        stage.shoot(f"states-{name}-no-project")
    stage.empty()
    return room


def _offline(stage: Stage, room: "PlaygroundPage") -> None:
    """Show a column whose model cannot be reached, since the program is to stay offline."""
    program = stage.program
    connection = program.reach.connections.add("openai", "OpenAI", _HOST)
    asyncio.run(program.reach.secrets.keep(connection.id, _HOST, Secret("sk-picture"), session_only=True))
    program.preferences.set(OFFLINE, True)
    program.window._on_preference()
    room.look()
    stage.until(lambda: not room.offers.busy, "it was looked")
    side = room.comparison.board.columns.all[0]
    side.choose(next(voice for voice in room.offers.choices.voices if voice.site == connection.id))
    side.chosen.emit()
    _ask(stage, room)
    stage.shoot("states-compare-offline")
    side.choose(room.comparison.board.columns.all[1].voice)
    program.preferences.set(OFFLINE, False)
    program.window._on_preference()
    program.reach.connections.remove(connection.id)


@contextmanager
def _whims(stage: Stage) -> Iterator[Whims]:
    try:
        yield stage.engine.whims
    finally:
        stage.engine.whims = Whims()


def _show(stage: Stage, name: str) -> AskingPage:
    stage.program.window.go("playground")
    place = cast("TabbedPlace", stage.program.window.page("playground"))
    place.choose(name)
    return cast("AskingPage", place.room(name))


def _look(stage: Stage, name: str) -> None:
    """Leave the room and come back: that is when it looks which models there are."""
    stage.program.window.go("start")
    _show(stage, name)


def _ask(stage: Stage, room: "PlaygroundPage") -> None:
    room.comparison.ask()
    stage.until(lambda: not room.asking, "all columns have answered", 120)


def _say(stage: Stage, room: "TalkPage", words: str) -> None:
    room.conversation.board.box.setPlainText(words)
    room.conversation.board.send.click()
    stage.until(lambda: not room.asking, "all models have answered", 120)


def _answers(room: "TalkPage") -> list:
    return [view for turn in room.conversation._display.turns.views for view in turn.answers.values()]


def _to_top(part: QWidget) -> None:
    above = part.parentWidget()
    while not isinstance(above, QScrollArea):
        above = above.parentWidget()
    above.verticalScrollBar().setValue(0)


def _said(prompt: str) -> str:
    """Return a long answer whose words are as strange as those of the prompt."""
    known = next((hoped for asked, hoped in zip(_ASKED, _HOPED, strict=True) if asked in prompt), _HOPED[-1])
    return f"{known} and on we go, {known}"


def _project(name: str, part: Part) -> Path:
    path = paths.projects_dir() / f"{name}.tunedesk"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [(Completion(asked, hoped), part) for asked, hoped in zip(_ASKED, _HOPED, strict=True)]
        with closing(Project.create(path)) as project:
            project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
            project.set_setting("shape", "completion").result()
    return path


STATES: dict[str, Callable[[Stage], None]] = {
    "playground_states": playground_states,
    "talk_states": talk_states,
    "finder_states": finder_states,
}
