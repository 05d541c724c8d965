"""Step 2: what each row becomes, of which columns, and for which model; beside it what that model will see."""

from collections.abc import Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core import mapping as mapping_
from desktop_app.core.convert import consequences
from desktop_app.core.example import Shape
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE
from desktop_app.gui.widgets.abreast import Abreast
from desktop_app.gui.wizard.columns_form import ColumnsForm
from desktop_app.gui.wizard.intake import Intake
from desktop_app.gui.wizard.kept_choice import KeptChoice
from desktop_app.gui.wizard.seen_pane import SeenPane
from desktop_app.gui.wizard.shape_cards import ShapeCards
from desktop_app.gui.wizard.step_page import StepPage
from desktop_app.gui.wizard.system_prompt import SystemPrompt
from desktop_app.gui.wizard.target_picker import TargetPicker
from desktop_app.work.intake import Look


class ShapeStep(StepPage):
    """Asks for everything that makes an example of a row, and shows any row as the model will see it."""

    scrolls = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first_row: Mapping[str, str] = {}
        self._other: ColumnMapping | None = None
        """The answers of the way that is not taken now (as they are, or of columns), so that nothing is lost."""
        self.kept = KeptChoice()
        self.kept.chosen.connect(self._on_kept)
        self.shapes = ShapeCards()
        self.shapes.chosen.connect(self._on_shape)
        self.columns = ColumnsForm()
        self.columns.answered.connect(lambda answers: self._tell(**answers))
        self.system = SystemPrompt()
        self.system.changed.connect(lambda value: self._tell(system=value))
        self.target = TargetPicker()
        self.target.chosen.connect(lambda target: self._tell(target=target))
        self.pane = SeenPane()
        questions = QWidget()
        asked = QVBoxLayout(questions)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(LARGE)
        for part in (self.target, self.kept, self.shapes, self.columns, self.system):
            asked.addWidget(part)
        asked.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Abreast(questions, self.pane))

    @property
    def sentence(self) -> str:
        """Return what the page is for."""
        if self._wizard is not None and self._wizard.found.own:
            return self.tr("Say which model the rows are for, and turn them into another form if you like.")
        return self.tr("Say what each row becomes, and see on the other side what the model will get.")

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        return self.shapes.first if self.kept.isHidden() else self.kept.first

    @property
    def faulty(self) -> QWidget:
        """Return the control that the first problem is about."""
        if self.system.problem.text():
            return self.system.text if self.system.same.isChecked() else self.system.menu
        return self.columns.faulty

    def begin(self, intake: Intake) -> None:
        """Get a new file."""
        super().begin(intake)
        self._other = None
        self.target.show_targets(intake.targets, intake.today)
        self.pane.begin(intake)

    def show_look(self, look: Look) -> None:
        """Get the first records of the file as it is read now."""
        self._first_row = look.records[0].cells if look.records else {}
        self._other = None
        self.pane.show_look(look)

    def enter(self, wizard: Wizard) -> None:
        """Show the answers so far."""
        self._fill(wizard)
        super().enter(wizard)

    def take(self, wizard: Wizard) -> None:
        """Let everything follow the answers."""
        super().take(wizard)
        mapping, columns = wizard.mapping, wizard.found.columns
        self.columns.setVisible(not mapping.kept)
        self.shapes.say_consequences(self._consequences(wizard))
        self.system.setVisible(mapping.shape is not Shape.COMPLETION)
        problems = mapping_.problems(mapping, columns)
        self.columns.take(mapping, problems, self._first_row)
        completes = self.intake.target(wizard.target).completes and len(columns) > 1
        self.columns.prompt.offer_nothing(offered=completes and mapping.shape is Shape.COMPLETION)
        said = {self.columns.problems[place].text() for place in self.columns.problems}
        rest = [say(problem) for problem in problems if say(problem) not in said]
        self.system.say_problem(rest[0] if rest else "")
        self.target.show_target(self.intake.target(wizard.target), mapping.shape)
        self.pane.take(wizard)

    def _fill(self, wizard: Wizard) -> None:
        """Put the answers into the controls."""
        mapping, found = wizard.mapping, wizard.found
        self.kept.setVisible(found.shape is not None and not found.own)
        if found.shape is not None:
            self.kept.show_choice(found.shape, kept=mapping.kept)
        self.shapes.show_shape(mapping.shape, self._refused(wizard))
        self.columns.show_mapping(found.columns, mapping)
        self.system.show_value(found.columns, mapping.system, kept=mapping.kept, own=found.own)

    def _refused(self, wizard: Wizard) -> Mapping[Shape, str]:
        """Return the shapes that cannot be had, each with the reason."""
        if wizard.mapping.kept and wizard.found.shape is not Shape.PREFERENCE:
            return {Shape.PREFERENCE: self.tr("These examples have no second answer that could be the worse one.")}
        if not wizard.mapping.kept and len(wizard.found.columns) < 2:
            return {Shape.PREFERENCE: self.tr("This needs a column with a second answer.")}
        return {}

    def _consequences(self, wizard: Wizard) -> str:
        """Return what a person should know before examples of one shape become another."""
        if not wizard.mapping.kept or wizard.found.shape is None:
            return ""
        return " ".join(say(text) for text in consequences(wizard.found.shape, wizard.mapping.shape))

    def _on_kept(self, kept: bool) -> None:
        if self._wizard is None or kept is self._wizard.mapping.kept:
            return
        found, before = self._wizard.found, self._wizard.mapping
        shape, other = found.shape, self._other
        if shape is None:
            return
        if other is None or other.kept is not kept:
            other = ColumnMapping(shape, "", "", kept=True) if kept else mapping_.guess(found.columns)
        self._other = before
        wizard = self._wizard.answer(**{name: getattr(other, name) for name in ColumnMapping.__slots__})
        self._fill(wizard)
        self.take(wizard)
        self.answer(wizard)

    def _on_shape(self, shape: Shape) -> None:
        if self._wizard is None:
            return
        mapping, columns = self._wizard.mapping, self._wizard.found.columns
        guessed = mapping_.guess(columns, shape)
        more: dict[str, object] = {}
        if shape is Shape.PREFERENCE and not mapping.rejected:
            more = {"rejected": guessed.rejected}
        if mapping.unasked and shape is not Shape.COMPLETION:  # the other shapes have to ask something
            more |= {"prompt": guessed.prompt, "unasked": False}
        if more and not mapping.kept:
            self._tell(shape=shape, **more)
            self.columns.show_mapping(columns, self._wizard.mapping)
        else:
            self._tell(shape=shape)

    def _tell(self, **answers: object) -> None:
        if self._wizard is not None:
            wizard = self._wizard.answer(**answers)
            if wizard != self._wizard:
                self.take(wizard)
                self.answer(wizard)
