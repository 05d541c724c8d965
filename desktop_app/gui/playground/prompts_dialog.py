"""Which columns of a file hold prompts, with a look at what the first one is."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.prompt_file import Given, PromptColumns, given, guess
from desktop_app.gui.answers.reading_box import ReadingBox
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.direction import direction_of
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.scrolling import scrolling
from desktop_app.work.read_prompts import PromptFile

_LETTERS = 24


class PromptsDialog(QDialog):
    """Proposes what a person would most likely choose."""

    def __init__(self, file: PromptFile, chosen: Callable[[PromptColumns], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(self.tr("Prompts from {0}").format(file.path.name))
        self._file = file
        self._chosen = chosen
        self.prompt, self.expected, self.system = Menu(_LETTERS), Menu(_LETTERS), Menu(_LETTERS)
        self._fill()
        self._said = label(size="small", tone="muted", wrap=True)
        self.shown, self.hoped = ReadingBox(4), ReadingBox(3)
        self._hoped_title = label(self.tr("Its expected answer"), size="strong")
        self.take = QPushButton(self.tr("Take the prompts"))
        self._arrange()
        for menu in (self.prompt, self.expected, self.system):
            menu.currentIndexChanged.connect(lambda _: self._draw())
        self._draw()

    def _fill(self) -> None:
        found = self._file.found
        guessed = guess(found.columns, found.shape)
        if found.shape is not None:
            self.prompt.addItem(self.tr("what each row asks (it is training data)"), None)
        for menu in (self.expected, self.system):
            menu.addItem(self.tr("none"), "")
        for name in found.columns:
            for menu in (self.prompt, self.expected, self.system):
                menu.addItem(name, name)
        for menu, name in ((self.prompt, guessed.prompt), (self.expected, guessed.expected)):
            menu.setCurrentIndex(max(0, menu.findData(name)) if name else 0)
        self.system.setCurrentIndex(max(0, self.system.findData(guessed.system)))

    def _arrange(self) -> None:
        content = QWidget()
        box = QVBoxLayout(content)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(MEDIUM)
        for name, menu in (
            (self.tr("Prompts stand in"), self.prompt),
            (self.tr("Expected answers stand in"), self.expected),
            (self.tr("System messages stand in"), self.system),
        ):
            box.addWidget(Field(name, menu))
        title = label(self.tr("The first prompt"), size="strong")
        title.setBuddy(self.shown)
        self.shown.setAccessibleName(title.text())
        self._hoped_title.setBuddy(self.hoped)
        self.hoped.setAccessibleName(self._hoped_title.text())
        for part in (title, self.shown, self._hoped_title, self.hoped, self._said):
            box.addWidget(part)
        box.addStretch(1)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        cancel.setAutoDefault(False)
        self.take.setProperty("look", "primary")
        self.take.setDefault(True)
        self.take.clicked.connect(self._give)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.take)
        around = QVBoxLayout(self)
        around.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        around.setSpacing(MEDIUM)
        around.addWidget(scrolling(content), 1)
        around.addLayout(foot)
        line, room = self.fontMetrics().height(), self.screen().availableGeometry()
        self.resize(min(32 * line, room.width()), min(36 * line, round(0.85 * room.height())))

    @property
    def columns(self) -> PromptColumns:
        """Return what is chosen."""
        prompt = self.prompt.currentData()
        if prompt is None:
            return PromptColumns("", kept=True)
        return PromptColumns(prompt, self.expected.currentData(), self.system.currentData())

    def _first(self) -> Given | None:
        made = (given(self.columns, record.cells, record.source) for record in self._file.first)
        return next((one for one in made if one is not None), None)

    def _draw(self) -> None:
        columns, first = self.columns, self._first()
        for menu in (self.expected, self.system):
            menu.setEnabled(not columns.kept)
        self.shown.show_text(first.text if first is not None else "")
        self.shown.setLayoutDirection(direction_of(first.text if first is not None else ""))
        hoped = first.expected if first is not None else ""
        self.hoped.show_text(hoped)
        self.hoped.setLayoutDirection(direction_of(hoped))
        for part in (self._hoped_title, self.hoped):
            part.setVisible(bool(hoped))
        if first is None:
            self._said.setText(self.tr("The first rows ask nothing in this column."))
        elif first.question is None:
            self._said.setText(self.tr("Each prompt is asked in the form of your data: with their system or ending."))
        else:
            self._said.setText(self.tr("Each row is asked exactly as it stands there."))
        self.take.setEnabled(bool(columns.kept or columns.prompt))

    def _give(self) -> None:
        columns = self.columns
        self.accept()
        self._chosen(columns)
