"""What a column shows in a window of its own: its settings, its code, its tokens, and its answer as a training row."""

import math
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Setting
from desktop_app.core.checks.ends import visible
from desktop_app.core.code_view import Language
from desktop_app.gui.answers.parameters import ParameterForm
from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.plain import plain_tip

_OTHERS = 5


class _Sheet(QDialog):
    """A window over the program that ends with its buttons."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        self.box.setSpacing(SMALL)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(SMALL)
        self.foot.addStretch(1)

    def button(self, words: str, act: Callable[[], object], *, main: bool = False) -> QPushButton:
        """Add a button to the foot."""
        made = QPushButton(words)
        made.clicked.connect(lambda _checked=False: act())
        made.setDefault(main)
        made.setAutoDefault(main)
        if main:
            made.setProperty("look", "primary")
        self.foot.addWidget(made)
        return made

    def finish(self, width: int, height: int) -> None:
        """Put the foot below everything and take a size in lines of text."""
        self.box.addLayout(self.foot)
        line = self.fontMetrics().height()
        self.resize(width * line, height * line)


class SettingDialog(_Sheet):
    """Settings for one column alone."""

    def __init__(self, setting: Setting, own: bool, chosen: Callable[[Setting | None], None], parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Settings of this column"))
        self.form = ParameterForm()
        self.form.show_setting(setting)
        self._chosen = chosen
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.form)
        hint = self.tr("So you can compare one model with itself, asked in two ways. Other columns are not touched.")
        self.box.addWidget(label(hint, wrap=True))
        self.box.addWidget(area, 1)
        common = self.button(self.tr("Use the settings of all columns"), lambda: self._give(None))
        common.setEnabled(own)
        self.button(self.tr("Cancel"), self.reject)
        self.button(self.tr("Use these"), lambda: self._give(self.form.setting), main=True)
        self.finish(34, 30)

    def _give(self, setting: Setting | None) -> None:
        self._chosen(setting)
        self.accept()


class CodeDialog(_Sheet):
    """The code that sends exactly this request, in three languages."""

    def __init__(self, code: Callable[[Language], str], parent: QWidget, *, here: bool) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Code for this request"))
        self._code = code
        self.menu = Menu()
        for language in Language:
            self.menu.addItem(language.value, language)
        self.menu.setAccessibleName(self.tr("Language"))
        self.shown = QPlainTextEdit()
        self.shown.setReadOnly(True)
        self.shown.setTabChangesFocus(True)
        self.shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
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
        self.shown.setPlainText(self._code(Language(self.menu.currentData())))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.shown.toPlainText())


class TokensDialog(_Sheet):
    """Each token of an answer with its likelihood and what else might have come, in a table one can walk through."""

    def __init__(self, answer: Answer, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("Likelihoods"))
        table = QTableWidget(len(answer.drawn), 3)
        heads = (self.tr("Token"), self.tr("Likelihood"), self.tr("Others that might have come"))
        table.setHorizontalHeaderLabels(heads)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        table.setAccessibleName(self.tr("Tokens of the answer"))
        for row, one in enumerate(answer.drawn):
            others = [other for other in one.others if other[0] != one.text][:_OTHERS]
            said = "   ".join(f"“{visible(text)}” {_share(value)}" for text, value in others)
            for column, words in enumerate((f"“{visible(one.text)}”", _share(one.logprob), said)):
                item = QTableWidgetItem(words)
                item.setToolTip(plain_tip(words))
                table.setItem(row, column, item)
        table.resizeColumnToContents(0)
        self.table = table
        self.box.addWidget(table, 1)
        self.button(self.tr("Close"), self.reject, main=True)
        self.finish(34, 26)


class RowDialog(_Sheet):
    """An answer, to be corrected and learned from."""

    def __init__(self, prompt: str, answer: str, held_out: bool, given: Callable[[str], None], parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("A training row of this answer"))
        self._given = given
        asked, self.answer = TextBox(4), TextBox(8, grows=True)
        asked.setPlainText(prompt)
        asked.setReadOnly(True)
        asked.setLayoutDirection(direction_of(prompt))
        self.answer.setPlainText(answer)
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
        self.button(self.tr("Cancel"), self.reject)
        self._take = self.button(self.tr("Take it into the data"), self._give, main=True)
        self.answer.textChanged.connect(self._draw)
        self._draw()
        self.finish(34, 26)

    def _draw(self) -> None:
        self._take.setEnabled(bool(self.answer.toPlainText().strip()))

    def _give(self) -> None:
        self._given(self.answer.toPlainText())
        self.accept()


def _share(logprob: float) -> str:
    return f"{number(100 * math.exp(min(0.0, logprob)), 1)} %"
