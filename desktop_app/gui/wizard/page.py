"""The wizard: reads a file, asks four pages of questions, creates the rows."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.change import Change
from desktop_app.core.errand import Errand
from desktop_app.core.left import waiting
from desktop_app.core.problem import Problem
from desktop_app.core.wizard import Wizard, to_recipe
from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.wizard.creating import Creating
from desktop_app.gui.wizard.foot import Foot
from desktop_app.gui.wizard.intake import Intake, Tools
from desktop_app.gui.wizard.opening import Opening
from desktop_app.gui.wizard.steps import Steps
from desktop_app.gui.workspace import Workspace
from desktop_app.settings.today import today
from desktop_app.store.project import Project
from desktop_app.work.draft import Draft
from desktop_app.work.intake import Imported, Look
from desktop_app.work.survey import rows_used


class WizardPage(Page):
    """Draws the states of core.wizard. Enter goes on, Esc leaves; the project is not touched before the last button."""

    finished = Signal(object)
    """An Imported: the rows are in the project."""
    left = Signal()
    """Somebody left it; what is to be gone on with was `set_aside` before."""
    set_aside = Signal(object)
    """The Left of a file that was let go of in the middle, in whatever way."""
    other_file_wanted = Signal()
    project_wanted = Signal(object)
    """No project is open that the rows of this Draft could go to; `creation` waits for the answer."""

    def __init__(
        self, workspace: Workspace, background: Background, tools: Tools, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        self._workspace = workspace
        self._background = background
        self._tools = tools
        self._errand = Errand()
        self._intake: Intake | None = None
        self._wizard: Wizard | None = None
        self.creation = Creating(workspace, background, self)
        self.creation.project_wanted.connect(self.project_wanted)
        self.creation.created.connect(self._on_created)
        self.creation.refused.connect(self._on_stuck)
        self.creation.ended.connect(self._show_foot)
        self._opening = Opening(self)
        self._opening.begun.connect(self._on_begun)
        self._opening.refused.connect(self._on_unreadable)
        self.steps = Steps()
        self.steps.answered.connect(self._on_answered)
        self.steps.state_changed.connect(self._show_foot)
        self.steps.stopped.connect(self._go_back)
        self.steps.stuck.connect(self._on_stuck)
        self.steps.looked.connect(self._on_looked_anew)
        self.steps.afresh_wanted.connect(self._opening.open_afresh)
        foot = Foot()
        self.back, self.next, self.cancel = foot.back, foot.next, foot.cancel
        self.back.clicked.connect(self._go_back)
        self.next.clicked.connect(self._go_on)
        self.cancel.clicked.connect(self._leave)
        self.set_content(_stacked(self.steps, foot))
        self.set_primary(self.tr("Choose another file"), self.other_file_wanted.emit).hide()

    @property
    def errand(self) -> Errand:
        """Return which file is on its way, or was last."""
        return self._errand

    @property
    def wizard(self) -> Wizard | None:
        """Return the answers so far; None while no file is read."""
        return self._wizard

    def start(self, errand: Errand) -> None:
        """Read a file and begin; what was answered for another one is set aside. The very file goes on as it is."""
        if self._goes_on(errand):
            self._errand = self._errand.joined(errand.then)
            return
        errand = errand.following(self._errand)
        self.abandon(again=errand.path == self._errand.path)
        self._errand = errand
        self._offer_other_file(offered=False)
        self.set_title(errand.name, self.tr("Reading the rows.") if errand.own else self.tr("Reading the file."))
        self.show_busy(self.tr("Reading “{0}”").format(errand.name), None, self._leave)
        preparing = _intake_of(errand, self._tools, self._background, self._workspace.project)
        self._opening.prepare(self._background, preparing, self._begin)

    def _begin(self, intake: Intake) -> None:
        self._intake = intake
        self.steps.begin(intake)
        self._opening.open(self._errand, intake)

    def join(self, files: Sequence[Path]) -> bool:
        """Let files wait behind the one that is being read, or that is the first of them; tell whether they do."""
        joins = not self._errand.own and (self._opening.looking or self._goes_on(Errand(files[0])))
        if joins:
            self._errand = self._errand.joined(files)
        return joins

    def _goes_on(self, errand: Errand) -> bool:
        """Tell whether answers for this very file are being given: opened once more, it is not begun anew."""
        return errand.repeats(self._errand) and self._wizard is not None and not self.creation.under_way

    def abandon(self, *, again: bool = False) -> None:
        """Let go of the file and all that was made of it. What was answered is set aside unless it begins `again`."""
        self.creation.drop()
        errand, self._errand = self._errand, self._errand.alone()
        left = waiting(errand.then) if self.creation.under_way else self._opening.left_of(errand, self._wizard)
        self._opening.stop()
        self.steps.leave()
        intake, self._intake, self._wizard = self._intake, None, None
        if intake is not None and not self.creation.under_way:  # what is being adopted goes away by itself
            self._background.run(self, intake.draft.discard())
        if left is not None and not again:
            self.set_aside.emit(left)

    def _on_begun(self, look: Look, wizard: Wizard, remembered: bool) -> None:
        self.steps.show_look(look, wizard, remembered=remembered)
        self._draw(wizard)

    def _on_looked_anew(self, look: Look) -> None:
        """Go on with the file as it is read now; the answers stay as far as they still fit."""
        if self._wizard is not None:
            self._wizard = self._wizard.found_anew(look.found)
            self.steps.show_look(look, self._wizard)

    def _on_unreadable(self, problem: Problem) -> None:
        cannot = "" if self._errand.own else self.tr("This file cannot be used as it is.")
        self.set_title(self._errand.name, cannot)
        self.show_problem(problem, lambda: self.start(self._errand))
        self._offer_other_file(offered=not self._errand.own)

    def _offer_other_file(self, *, offered: bool) -> None:
        if self.primary is not None:
            self.primary.setVisible(offered)
            if offered:
                self.primary.setFocus()

    def _on_answered(self, wizard: Wizard) -> None:
        self._wizard = wizard

    def _go_on(self) -> None:
        if self._wizard is None or (page := self.steps.current) is None:
            return
        if self._wizard.problems():
            page.faulty.setFocus()
        elif self._wizard.is_last:
            self._create()
        else:
            self._draw(self._wizard.next())

    def _go_back(self) -> None:
        if self._wizard is not None:
            self._draw(self._wizard.back())

    def _draw(self, wizard: Wizard) -> None:
        """Show the wizard's present step."""
        self._wizard = wizard
        self.show_content()
        self.steps.draw(wizard)
        if self.steps.current is not None:
            self.set_title(self._errand.name, self.steps.current.sentence)
        self._show_foot()

    def _show_foot(self) -> None:
        page = self.steps.current
        if page is not None and self._wizard is not None:
            self.back.setEnabled(not self._wizard.is_first)
            self.next.setText(page.next_words)
            self.next.setEnabled(page.ready and not self.creation.under_way)

    def _on_stuck(self, problem: Problem) -> None:
        """Let a problem take the whole page; trying again enters the step anew, Esc leaves."""
        if (wizard := self._wizard) is None:
            return
        if problem.key in ("file_changed", "rows_changed"):  # only another look at it helps
            again = replace(self._errand, recipe=to_recipe(wizard.answer(step=wizard.steps[0])))
            self.show_problem(problem, lambda: self.start(again))
        else:
            self.show_problem(problem, lambda: self._draw(wizard))

    def _create(self) -> None:
        intake, wizard = self._intake, self._wizard
        if intake is None or wizard is None:
            return
        self.steps.leave()
        if not self._errand.own:
            self.set_aside.emit(self._errand.left(to_recipe(wizard)))  # until its rows are there
        self.show_busy(self.tr("Changing the rows") if self._errand.own else self.tr("Creating the rows"), None)
        self.creation.begin(intake, wizard)

    def _on_created(self, imported: Imported, intake: Intake) -> None:
        self._workspace.announce(Change(examples=True, order=True))
        if self._intake is intake:  # else another file has been opened meanwhile, and is on show
            self._intake = self._wizard = None
            errand, self._errand = self._errand, self._errand.alone()
            if (following := waiting(errand.then)) is not None:
                self.set_aside.emit(following)
            self.finished.emit(imported)

    def _leave(self) -> None:
        if not self.creation.under_way:  # what has begun to be written is brought to its end; undo takes it back
            self.abandon()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the button that has the focus says, else the primary thing; Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton | QToolButton):
                focused.click()
            elif self.state == "content" and self.next.isEnabled():
                self.next.click()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


def _stacked(steps: Steps, foot: Foot) -> QWidget:
    content = QWidget()
    box = QVBoxLayout(content)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(LARGE)
    box.addWidget(steps, 1)
    box.addWidget(foot)
    return content


async def _intake_of(errand: Errand, tools: Tools, background: Background, project: Project | None) -> Intake:
    """Return what the pages work with; raise a Problem if the models' list cannot be read."""
    beside = None if errand.own else project
    return Intake(
        errand.path,
        errand.name,
        Draft(tools.apart, errand.rows, own=errand.own),
        tools.apart,
        background,
        tools.targets(),
        0 if project is None else await rows_used(project),
        today(),
        None if beside is None else beside.path,
    )
