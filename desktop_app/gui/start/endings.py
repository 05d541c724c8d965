"""The notice of models that end: which, in which of the projects of before, on what day, and what to do."""

from collections.abc import AsyncIterator, Callable, Sequence

from PySide6.QtCore import QLocale, QObject, Qt, Signal

from desktop_app.gui.background import Background
from desktop_app.gui.one_task import OneTask
from desktop_app.gui.theme.say import day, quoted
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.work.project_endings import ProjectEnding, in_order

Look = Callable[[Sequence[str]], AsyncIterator[ProjectEnding]]
_NAMED = 2
"""So many are named; how many more there are is said."""
_LETTERS = 24
"""So many letters of a project's name stand on the button."""


class Endings(QObject):
    """Has the projects looked into aside and shows what comes of it; without anything to say there is no notice."""

    project_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner("", "attention")
        self.button = self.banner.set_button("", self._open)
        self.banner.hide()
        self._found: list[ProjectEnding] = []
        self._look: Look | None = None
        self._task: OneTask | None = None

    def attend(self, background: Background, look: Look) -> None:
        """Say who looks into the projects; before that there is nothing to tell."""
        self._task, self._look = OneTask(background, self), look

    def look_into(self, projects: Sequence[str]) -> None:
        """Have these projects looked into; what is shown stays until something else is known."""
        if self._task is None or self._look is None:
            return
        found: list[ProjectEnding] = []

        def take(items: list[ProjectEnding]) -> None:
            found.extend(items)
            self._show(found)

        self._task.begin(self._look(projects), on_items=take, on_done=lambda _: self._show(found))

    def stop(self) -> None:
        """Let go of what is being looked into: nobody sees the page any more."""
        if self._task is not None:
            self._task.stop()

    def _show(self, found: Sequence[ProjectEnding]) -> None:
        self._found = in_order(found)
        if self._found:
            self.banner.tell("\n".join(self._words()), "attention")
            name = self._found[0].path.stem
            letters = self.button.fontMetrics()
            short = letters.elidedText(name, Qt.TextElideMode.ElideRight, _LETTERS * letters.averageCharWidth())
            self.button.setText(self.tr("Open {0}").format(quoted(short)))
            self.button.setAccessibleName(self.tr("Open {0}").format(quoted(name)))
        self.banner.setVisible(bool(self._found))

    def _words(self) -> list[str]:
        """Return a line for each of the first, how many more there are, and what to do."""
        said = [self._line(one) for one in self._found[:_NAMED]]
        if more := sum(one.count for one in self._found[_NAMED:]):
            said.append(self.tr("More such models in these projects: {0}.").format(QLocale().toString(more)))
        if self._found[0].over:
            return [*said, self.tr("Its rows are still in the project: train them again on this computer.")]
        words = self.tr(
            "Train the rows again on this computer. Before that day, “Bring my models home” keeps the model’s answers."
        )
        return [*said, words]

    def _line(self, one: ProjectEnding) -> str:
        several = one.count > 1
        if one.over and several:
            words = self.tr("{0} and others in {1} were switched off on {2} ({3} models in all).")
        elif one.over:
            words = self.tr("{0} in {1} was switched off on {2}.")
        elif several:
            words = self.tr("{0} and others in {1} will be switched off on {2} ({3} models in all).")
        else:
            words = self.tr("{0} in {1} will be switched off on {2}.")
        name = " ".join((one.called or model_name(one.model)).split())  # a line of its own is ours to begin
        return words.format(name, quoted(one.path.stem), day(one.day), QLocale().toString(one.count))

    def _open(self) -> None:
        if self._found:
            self.project_wanted.emit(str(self._found[0].path))
