"""Step 2: chat or prompt and completion, and what the model will see."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from desktop_app.core.example import Shape
from desktop_app.core.wizard import Wizard
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.direction import follow_content
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.pair import Pair
from desktop_app.gui.wizard.choice_card import ChoiceCard
from desktop_app.gui.wizard.seen import Seen
from desktop_app.gui.wizard.step_page import StepPage
from desktop_app.work.import_table import Source


class ShapeStep(StepPage):
    """Asks for the shape and the system prompt, and shows any row as the model will see it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wizard: Wizard | None = None
        self._source: Source | None = None
        self.chat = ChoiceCard(
            self.tr("Chat"),
            self.tr("A question from a user and the assistant's answer. Right for most models of today."),
        )
        self.completion = ChoiceCard(
            self.tr("Prompt and completion"),
            self.tr("One text that the model goes on writing. Right for plain text models and for short patterns."),
        )
        self._shapes = QButtonGroup(self)
        for card in (self.chat, self.completion):
            self._shapes.addButton(card.radio)
            card.radio.toggled.connect(self._on_toggled)
        self.system = QPlainTextEdit()
        self.system.setTabChangesFocus(True)
        self.system.setAccessibleName(self.tr("System prompt"))
        self.system.setPlaceholderText(self.tr("For example: You answer in one short paragraph."))
        self.system.textChanged.connect(self._on_system)
        follow_content(self.system)
        self.row = QSpinBox()
        self.row.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.row.setAccessibleName(self.tr("Row to look at"))
        self.row.valueChanged.connect(self._show_row)
        self._of = label(tone="muted")
        self.seen = Seen()
        self._lay_out()

    def _lay_out(self) -> None:
        sides = (QWidget(), QWidget())
        left = QVBoxLayout(sides[0])
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(SMALL)
        left.addWidget(self.chat)
        left.addWidget(self.completion)
        left.addSpacing(MEDIUM)
        left.addWidget(label(self.tr("System prompt (chat only, may stay empty)"), size="heading", wrap=True))
        self.system.setFixedHeight(self.system.fontMetrics().lineSpacing() * 3 + 20)
        left.addWidget(self.system)
        left.addWidget(
            label(
                self.tr(
                    "It stands in front of every row and sets the tone. A model that learned with one answers best "
                    "when it is asked with the same one."
                ),
                tone="muted",
                size="small",
                wrap=True,
            )
        )
        left.addStretch(1)
        chooser = QHBoxLayout()
        chooser.setSpacing(SMALL)
        chooser.addWidget(label(self.tr("Row")))
        chooser.addWidget(self.row)
        chooser.addWidget(self._of)
        chooser.addStretch(1)
        right = QVBoxLayout(sides[1])
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(SMALL)
        right.addWidget(label(self.tr("What the model will see"), size="heading", wrap=True))
        right.addLayout(chooser)
        right.addWidget(self.seen, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, MEDIUM, 0)
        box.addWidget(Pair(*sides))
        box.addStretch(1)

    @property
    def first(self) -> QWidget:
        """Return the control that takes the focus."""
        return self.chat.radio if self.chat.radio.isChecked() else self.completion.radio

    def show_wizard(self, source: Source, wizard: Wizard) -> None:
        """Show the answers so far and the first row."""
        self._wizard, self._source = None, source
        (self.chat if wizard.mapping.shape is Shape.CHAT else self.completion).radio.setChecked(True)
        self.system.setPlainText(wizard.mapping.system)
        self.row.setRange(1, max(1, len(source.rows)))
        self.row.setValue(1)
        self._of.setText(self.tr("of {0}").format(self.locale().toString(len(source.rows))))
        self.take(wizard)

    def take(self, wizard: Wizard) -> None:
        """Take over answers that were given elsewhere."""
        self._wizard = wizard
        self._show_row()

    def _on_toggled(self, checked: bool) -> None:
        shape = Shape.CHAT if self.chat.radio.isChecked() else Shape.COMPLETION
        self.system.setEnabled(shape is Shape.CHAT)
        if checked and self._wizard is not None:
            self._tell(self._wizard.answer(shape=shape))

    def _on_system(self) -> None:
        if self._wizard is not None:
            self._tell(self._wizard.answer(system=self.system.toPlainText()))

    def _tell(self, wizard: Wizard) -> None:
        self.take(wizard)
        self.answered.emit(wizard)

    def _show_row(self) -> None:
        if self._wizard is not None and self._source is not None and self._source.rows:
            self.seen.show_example(self._wizard.preview(self._source.rows[self.row.value() - 1]))
