"""The scenes of the first minutes: the first steps, a hint, and the pages of the help."""

from desktop_app.gui.guide.hint_line import HINTS
from desktop_app.gui.help.place import ADVICE, INTERNET, WORDS
from desktop_app.settings.preferences import HINTS_SEEN
from tests.screens.stage import Stage


def first_steps(stage: Stage) -> None:
    """Show the hint of the first visit, and the panel that leads on, at its first and its third step."""
    stage.empty()
    guiding = stage.program.guiding
    stage.program.preferences.set(HINTS_SEEN, [])
    stage.program.window.go("models")
    stage.program.window.go("start")
    stage.shoot("first-hint")
    guiding.begin()
    stage.shoot("first-steps")
    stage.program.rooms.start.sample.click()
    wizard = stage.program.rooms.wizard
    stage.until(lambda: wizard.wizard is not None and wizard.next.isEnabled(), "the sample is read")
    wizard.next.click()
    stage.until(wizard.next.isEnabled, "the columns are known")
    stage.shoot("first-steps-shape")
    wizard.cancel.click()
    guiding.end()
    stage.program.preferences.set(HINTS_SEEN, list(HINTS))
    stage.empty()


def help_pages(stage: Stage) -> None:
    """Show every page of the help."""
    stage.empty()
    for page in (WORDS, INTERNET, ADVICE):
        stage.program.guiding.show_help(page)
        stage.shoot(f"help-{page}")
    stage.empty()
