"""What stands in the way while models are asked, in a sentence."""

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.say import say
from desktop_app.work.ask_batch import Again, Failed, Got, Halted, Heard


class Hindrance:
    """A wait counts until the next answer comes, what failed until somebody begins anew."""

    def __init__(self) -> None:
        self._wait = ""
        self._failure = ""

    def hear(self, heard: Heard) -> None:
        """Take up what came of a question."""
        if isinstance(heard, Got):
            self._wait = ""
        elif isinstance(heard, Again):
            self._wait = say(heard.problem.happened)
        elif isinstance(heard, Failed | Halted):
            self.fail(heard.problem)

    def fail(self, problem: Problem, *, whole: bool = False) -> None:
        """Say what failed; `whole` with what to do about it."""
        self._failure = say(problem.happened) + (f" {say(problem.remedy)}" if whole else "")

    def forget(self) -> None:
        """Begin anew: nothing stands in the way."""
        self._wait = self._failure = ""

    def words(self, *, asking: bool) -> str:
        """Return what is to be said; nobody waits any more once nothing is asked."""
        return self._wait if asking and self._wait else self._failure
