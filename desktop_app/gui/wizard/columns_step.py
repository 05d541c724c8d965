"""Step 1: which columns hold what is asked and what is answered."""

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core import template
from desktop_app.core.text import Text
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.pair import Pair
from desktop_app.gui.wizard.left_out import LeftOut
from desktop_app.gui.wizard.preview_table import PreviewTable
from desktop_app.gui.wizard.prompt_picker import PromptPicker, column_menu
from desktop_app.gui.wizard.step_page import StepPage
from desktop_app.work.import_table import Source


class ColumnsStep(StepPage):
    """Shows what was found in the file, and asks for the prompt and the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wizard: Wizard | None = None
        self._row: dict[str, str] = {}
        self.facts = label(wrap=True)
        self.left_out = LeftOut()
        self.table = PreviewTable()
        self.prompt = PromptPicker()
        self.prompt.chosen.connect(lambda prompt: self._answer(prompt=prompt))
        self.answer = column_menu(self.tr("Column with the answer"))
        self.answer.activated.connect(lambda _: self._answer(answer=self.answer.currentData()))
        self._asked = Elided()
        self._asked.setProperty("tone", "muted")
        self.prompt_problem = label(tone="problem", wrap=True)
        self.answer_problem = label(tone="problem", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, MEDIUM, 0)
        box.setSpacing(SMALL)
        box.addWidget(self.facts)
        box.addWidget(self.table)
        box.addWidget(self.left_out)
        box.addSpacing(SMALL)
        box.addWidget(
            Pair(
                _group(self.tr("What is asked (prompt)"), self.prompt, self._asked, self.prompt_problem),
                _group(self.tr("What the model should answer (completion)"), self.answer, self.answer_problem),
            )
        )
        box.addStretch(1)

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        return self.prompt.first

    @property
    def faulty(self) -> QWidget:
        """Return the control that the first problem is about."""
        return self.prompt.first if self.prompt_problem.text() else self.answer

    def show_wizard(self, source: Source, wizard: Wizard) -> None:
        """Show a file that was just read and the answers guessed for it."""
        self._wizard = wizard
        self._row = dict(source.rows[0]) if source.rows else {}
        self.facts.setText(facts_of(source))
        self.table.show_source(source)
        self.left_out.tell([(record.line, record.reason) for record in source.unread])
        self.prompt.show_template(wizard.columns, wizard.mapping.prompt)
        self.answer.clear()
        for name in wizard.columns:
            self.answer.addItem(name, template.column(name))
        if self.answer.findData(wizard.mapping.answer) < 0:
            self.answer.addItem(wizard.mapping.answer, wizard.mapping.answer)
        self.answer.setCurrentIndex(self.answer.findData(wizard.mapping.answer))
        self._say_problems()

    def take(self, wizard: Wizard) -> None:
        """Take over answers that were given elsewhere."""
        self._wizard = wizard

    def _answer(self, *, prompt: str | None = None, answer: str | None = None) -> None:
        if self._wizard is not None:
            self._wizard = self._wizard.answer(prompt=prompt, answer=answer)
            self._say_problems()
            self.answered.emit(self._wizard)

    def _say_problems(self) -> None:
        if self._wizard is None:
            return
        found = self._wizard.problems()
        prompt = self._wizard.mapping.prompt
        asked = [problem for problem in found if _is_about_prompt(problem, prompt)]
        self.prompt_problem.setText(say(asked[0]) if asked else "")
        rest = [problem for problem in found if problem not in asked]
        self.answer_problem.setText(say(rest[0]) if rest else "")
        known = all(name in self._row for name in template.names(prompt))
        example = template.fill(prompt, self._row) if known else ""
        self._asked.set_text(self.tr("In the first row: {0}").format(example) if example else "")


def _group(title: str, *parts: QWidget) -> QWidget:
    group = QWidget()
    box = QVBoxLayout(group)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(SMALL)
    box.addWidget(label(title, size="heading", wrap=True))
    for part in parts:
        box.addWidget(part)
    box.addStretch(1)
    return group


def _is_about_prompt(problem: Text, prompt: str) -> bool:
    if problem.key == "mapping.unknown_column":
        return problem.values["column"] in template.names(prompt)
    return problem.key == "mapping.prompt_names_no_column"


def facts_of(source: Source) -> str:
    """Return what was found out about a file, in one sentence."""
    table, number = source.table, QLocale().toString
    translate = QCoreApplication.translate
    separators = {
        ",": translate("wizard", "commas"),
        ";": translate("wizard", "semicolons"),
        "\t": translate("wizard", "tabs"),
        "|": translate("wizard", "vertical bars"),
    }
    return translate("wizard", "{0} rows and {1} columns, separated by {2}, encoded as {3}.").format(
        number(len(source.rows)),
        number(len(table.columns)),
        separators.get(table.delimiter, f"“{table.delimiter}”"),
        _encoding_word(table.encoding),
    )


def _encoding_word(encoding: str) -> str:
    known = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
    return known.get(encoding, encoding)
