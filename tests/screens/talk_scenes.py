"""Scenes of the conversation: two models over two turns, an earlier message being changed, prompts from a file."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from desktop_app.gui.playground.prompts_dialog import PromptsDialog
from desktop_app.gui.talk.page import TalkPage
from desktop_app.gui.widgets.tabbed_place import TabbedPlace
from desktop_app.settings import paths
from tests.screens.recording import Recording
from tests.screens.stage import Stage

_ENDING = " ->"


def talk(stage: Stage, open_heroes: Callable[[], None]) -> None:
    """Show a conversation, its second message being changed, and the list of earlier ones."""
    stage.empty()
    open_heroes()
    room = _room(stage)
    talking, board = room.conversation, room.conversation.board
    stage.shoot("talk-empty")
    said = [str(one["prompt"]).removesuffix(_ENDING) for one in Recording.read().answers[:3]]
    board.heads.add_button.click()
    checkpoint = next(voice for voice in talking._choices.voices if ":ckpt-" in voice.model)
    board.heads.show_voices([(0, board.heads.voices[0]), (1, checkpoint)])
    for number, words in enumerate(said, start=1):
        board.box.setPlainText(words)
        board.send.click()
        stage.until(lambda: not room.asking, "both models have answered")
        if number == 2:
            stage.shoot("talk")
    view = talking._display.turns.views[1].said
    view.edit()
    talking._display.turns.area.ensureWidgetVisible(view)
    stage.shoot("talk-anew")
    view.leave()
    board.past.click()
    dialog = stage.program.window.findChild(QDialog)
    stage.until(lambda: dialog.list.model().rowCount() > 0, "the earlier conversations are listed")
    stage.shoot("talk-past", dialog)
    dialog.reject()
    _place(stage).choose("compare")


def prompts_file(stage: Stage, open_heroes: Callable[[], None]) -> None:
    """Show which columns of a file hold prompts, and the prompts listed."""
    stage.empty()
    open_heroes()
    stage.program.window.go("playground")
    _place(stage).choose("compare")
    page = stage.program.rooms.playground
    stage.until(lambda: page.state == "content" and len(page.models) > 1, "the models are offered")
    path = paths.projects_dir() / "Questions of the visitors.csv"
    rows = [f"{n},Who can fly over {n} houses?,Nobody yet" for n in range(1, 1200)]
    path.write_text("\n".join(["number,question,answer", *rows]), encoding="utf-8")
    sources = page.comparison.board.sources
    page.comparison.files.look(path)
    window = stage.program.window
    stage.until(lambda: window.findChild(PromptsDialog) is not None, "the columns can be chosen")
    dialog = window.findChild(PromptsDialog)
    stage.shoot("prompts-columns", dialog)
    dialog.take.click()
    stage.until(lambda: sources.by_file, "the prompts are listed")
    stage.shoot("prompts-file")


def _place(stage: Stage) -> TabbedPlace:
    return stage.program.window.page("playground")


def _room(stage: Stage) -> TalkPage:
    """Show a new conversation with the tuned model."""
    stage.program.window.go("playground")
    _place(stage).choose("talk")
    room: TalkPage = _place(stage).room("talk")
    stage.until(lambda: room.state == "content" and bool(room.conversation.board.heads.all), "a model is there")
    room.conversation.board.new.click()
    stage.until(lambda: room.conversation.board.setting.sampling.max_tokens >= 400, "the data's ways are known")
    return room
