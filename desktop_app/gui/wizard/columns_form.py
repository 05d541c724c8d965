"""Which columns hold what is asked and what is answered."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_app.core import template
from desktop_app.core.example import Shape
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.text import Text
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, SMALL
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import label
from desktop_app.gui.wizard.prompt_picker import ColumnMenu, PromptPicker

_PLACES = ("prompt", "answer", "rejected")


class ColumnsForm(QWidget):
    """Asks for the prompt, the answer and, for preference pairs, the answer that is not preferred."""

    answered = Signal(dict)
    """The parts of the mapping that were answered, by name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prompt = PromptPicker()
        self.prompt.chosen.connect(lambda said: self.answered.emit({"prompt": said, "unasked": self.prompt.unasked}))
        self.answer = ColumnMenu(self.tr("Column with the answer"))
        self.answer.chosen.connect(lambda value: self.answered.emit({"answer": value}))
        self.rejected = ColumnMenu(self.tr("Column with the answer that is not preferred"))
        self.rejected.chosen.connect(lambda value: self.answered.emit({"rejected": value}))
        self._asked = Elided()
        self._asked.setProperty("tone", "muted")
        self._answer_title = label(size="heading", wrap=True)
        self.problems: dict[str, QLabel] = {place: label(tone="problem", wrap=True) for place in _PLACES}
        self._rejected_group = self._group(
            label(self.tr("The worse answer (not preferred)"), size="heading", wrap=True),
            self.rejected,
            self.problems["rejected"],
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(LARGE)
        title = label(self.tr("What is asked (prompt)"), size="heading", wrap=True)
        box.addWidget(self._group(title, self.prompt, self._asked, self.problems["prompt"]))
        box.addWidget(self._group(self._answer_title, self.answer, self.problems["answer"]))
        box.addWidget(self._rejected_group)

    @property
    def faulty(self) -> QWidget:
        """Return the control that the first problem is about."""
        controls = {"prompt": self.prompt.first, "answer": self.answer, "rejected": self.rejected}
        return next((controls[place] for place in _PLACES if self.problems[place].text()), self.prompt.first)

    def show_mapping(self, columns: Sequence[str], mapping: ColumnMapping) -> None:
        """Show the columns of a file and what each one is by the answers so far."""
        self.prompt.show_template(columns, mapping.prompt, unasked=mapping.unasked)
        self.answer.show_value(columns, mapping.answer)
        self.rejected.show_value(columns, mapping.rejected)

    def take(self, mapping: ColumnMapping, problems: Sequence[Text], first_row: Mapping[str, str]) -> None:
        """Say what stands in the way, each beside the control it is about, and what the first row asks."""
        preference = mapping.shape is Shape.PREFERENCE
        self._rejected_group.setVisible(preference)
        self._answer_title.setText(
            self.tr("The better answer (preferred)")
            if preference
            else self.tr("What the model should answer (completion)")
        )
        for place in _PLACES:
            about = [problem for problem in problems if _place_of(problem, mapping) == place]
            self.problems[place].setText(say(about[0]) if about else "")
            self.problems[place].setVisible(bool(about))
        known = all(name in first_row for name in template.names(mapping.prompt))
        example = template.fill(mapping.prompt, first_row) if known else ""
        self._asked.set_text(self.tr("In the first row: {0}").format(example) if example else "")

    def _group(self, *parts: QWidget) -> QWidget:
        group = QWidget(self)
        box = QVBoxLayout(group)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in parts:
            box.addWidget(part)
        return group


def _place_of(problem: Text, mapping: ColumnMapping) -> str:
    """Return which answer a problem is about; "" for one that belongs to the system prompt."""
    if problem.key == "mapping.unknown_column":
        named = {place: template.names(getattr(mapping, place)) for place in _PLACES}
        return next((place for place in _PLACES if problem.values["column"] in named[place]), "")
    about = {
        "mapping.prompt_names_no_column": "prompt",
        "mapping.rejected_names_no_column": "rejected",
        "mapping.answers_are_equal": "rejected",
    }
    return about.get(problem.key, "answer")
