"""What a column shows in a window of its own: its settings, its code, its tokens, and its answer as a training row."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Setting
from desktop_app.core.code_view import Language
from desktop_app.gui.answers.parameters import ParameterForm
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.answers.sheet import Sheet
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.answers.token_table import TokenTable
from desktop_app.gui.theme.fonts import fixed_font
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.plain import whole_text
from desktop_app.gui.widgets.scrolling import scrolling

_TOKEN_LETTERS = 24
_LONGEST_LINE = 50_000
"""A longer line cannot be typed in without holding up the window."""


class SettingDialog(Sheet):
    """Settings for one column alone."""

    def __init__(self, setting: Setting, own: bool, chosen: Callable[[Setting | None], None], parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Settings of this column"))
        self.form = ParameterForm()
        self.form.show_setting(setting)
        self._chosen = chosen
        hint = self.tr("So you can compare one model with itself, asked in two ways. Other columns are not touched.")
        self.box.addWidget(label(hint, wrap=True))
        self.box.addWidget(scrolling(self.form), 1)
        common = self.button(self.tr("Use the settings of all columns"), lambda: self._give(None))
        common.setEnabled(own)
        self.button(self.tr("Cancel"), self.reject)
        self.button(self.tr("Use these"), lambda: self._give(self.form.setting), main=True)
        self.finish(34, 30)

    def _give(self, setting: Setting | None) -> None:
        self._chosen(setting)
        self.accept()


class CodeDialog(Sheet):
    """The code that sends exactly this request, in three languages."""

    def __init__(self, code: Callable[[Language], str], parent: QWidget, *, here: bool) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Code for this request"))
        self._code = code
        self.menu = Menu()
        for language in Language:
            self.menu.addItem(language.value, language)
        self.menu.setAccessibleName(self.tr("Language"))
        self.shown = ReadingBox(4, grows=True)
        self.shown.setFont(fixed_font())
        self.shown.setAccessibleName(self.tr("Code"))
        self.menu.currentIndexChanged.connect(lambda _: self._draw())
        hint = self.tr(
            "It asks the same model the same thing in the same way. Your key is not in it: it is read from the "
            "environment variable that is named there."
        )
        self.box.addWidget(label(hint, wrap=True))
        if here:
            start = self.tr(
                "Start the engine for it with “tunedesk engine --port 8080” in a terminal, where the same variable "
                "holds a token of your own choice."
            )
            self.box.addWidget(label(start, tone="muted", wrap=True))
        self.box.addWidget(self.menu)
        self.box.addWidget(self.shown, 1)
        self.button(self.tr("Close"), self.reject)
        self.button(self.tr("Copy the code"), self._copy, main=True)
        self._draw()
        self.finish(40, 26)

    def _draw(self) -> None:
        code = self._code(Language(self.menu.currentData()))
        modes = QPlainTextEdit.LineWrapMode  # every line has to be laid out to know how wide the widest one is
        self.shown.setLineWrapMode(modes.NoWrap if len(code) <= _LONGEST_LINE else modes.WidgetWidth)
        self.shown.show_text(code)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.shown.text)


class TokensDialog(Sheet):
    """Each token of an answer with its likelihood and what else might have come, in a table one can walk through."""

    def __init__(self, answer: Answer, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Likelihoods"))
        table = QTableView()
        table.setModel(TokenTable(answer.drawn, table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        table.setAccessibleName(self.tr("Tokens of the answer"))
        table.setCurrentIndex(table.model().index(0, 0))
        self.table = table
        self.box.addWidget(table, 1)
        self.button(self.tr("Close"), self.reject, main=True)
        self.finish(34, 26)
        for column in (0, 1):  # heads and cells have their margins by now
            table.resizeColumnToContents(column)
        table.setColumnWidth(0, min(table.columnWidth(0), table.fontMetrics().averageCharWidth() * _TOKEN_LETTERS))


class RowDialog(Sheet):
    """An answer, to be corrected and learned from."""

    def __init__(self, prompt: str, answer: str, held_out: bool, given: Callable[[str], None], parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("A training row of this answer"))
        self._given = given
        asked = ReadingBox(3)
        asked.show_text(prompt)
        asked.setLayoutDirection(direction_of(prompt))
        self.answer = answer_box(answer)
        self.answer.setLayoutDirection(direction_of(answer))
        for words, box in ((self.tr("Prompt"), asked), (self.tr("The answer as it should be"), self.answer)):
            title = label(words, size="strong")
            title.setBuddy(box)
            box.setAccessibleName(words)
            self.box.addWidget(title)
            self.box.addWidget(box, int(box is self.answer))
        if held_out:
            hint = self.tr(
                "This prompt is a held-out row. Its row gets this answer and moves to the training part: what a model "
                "has learned from can no longer test it."
            )
        else:
            hint = self.tr("A new row is put at the end of the table, for training. It can be undone there.")
        self.box.addWidget(label(hint, tone="muted", wrap=True))
        if self.answer.isReadOnly():
            long = self.tr("A line of it is so long that it cannot be changed here. It can be changed in the table.")
            self.box.addWidget(label(long, tone="muted", wrap=True))
        self.button(self.tr("Cancel"), self.reject)
        self._take = self.button(self.tr("Take it into the data"), self._give, main=True)
        self.answer.textChanged.connect(self._draw)
        self._draw()
        self.finish(34, 26)

    @property
    def corrected(self) -> str:
        """Return the answer as it stands in the box."""
        return self.answer.text if isinstance(self.answer, ReadingBox) else whole_text(self.answer)

    def _draw(self) -> None:
        self._take.setEnabled(bool(self.corrected.strip()))

    def _give(self) -> None:
        self._given(self.corrected)
        self.accept()


def answer_box(answer: str, lines: int = 4) -> TextBox:
    """Return a box of so many lines to correct an answer in; one with too long a line can only be read."""
    if max(map(len, answer.split("\n"))) > _LONGEST_LINE:
        box = ReadingBox(lines, grows=True)
        box.show_text(answer)
        return box
    typed = TextBox(lines, grows=True)
    typed.setPlainText(answer)
    return typed
