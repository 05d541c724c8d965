"""What the export of a model asks: for which program, how exactly, under which name and where."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget

from desktop_app.core.file_name import file_name
from desktop_app.core.model_export import PRECISIONS, Form, Precision, proposed_name
from desktop_app.core.problem import Problem
from desktop_app.gui.models.export_words import form_name, form_use, precision_name, precision_use
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import HAIR, LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import size
from desktop_app.gui.widgets.choosing import choose_folder
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label, set_tone
from desktop_app.gui.widgets.menu import Menu
from desktop_app.work.export_model import Room

_ORDER = (Form.OLLAMA, Form.LM_STUDIO, Form.GGUF, Form.MERGED, Form.ADAPTER)


class ModelExportForm(QWidget):
    """The questions, with the likeliest answers filled in."""

    wanted = Signal()
    """Form or precision is another one, so that it has to be looked up anew what it takes."""
    changed = Signal()

    def __init__(self, model: str, folder: Path, parent: QWidget | None = None) -> None:
        """Ask about a model; `folder` is proposed to hold the export."""
        super().__init__(parent)
        self._model = model
        self._folder = folder
        self._room: Room | None = None
        self._proposed = ""
        self.forms = {form: QRadioButton(form_name(form)) for form in _ORDER}
        self._group = QButtonGroup(self)
        self.precision_menu = Menu(24)
        self._precision_field = Field(self.tr("How exactly its numbers are kept"), self.precision_menu)
        self.name_line = QLineEdit()
        self._name_field = Field(self.tr("Name of the folder"), self.name_line)
        self._place = Elided(str(folder))
        self.choose_button = QPushButton(self.tr("Choose…"))
        self.choose_button.setAccessibleName(self.tr("Choose the place for the folder"))
        self.said = label(wrap=True)
        """What the export takes, or why it cannot be had; whoever shows the questions gives it a place."""
        self._arrange()
        self.forms[Form.OLLAMA].setChecked(True)
        self._on_form()
        self._group.buttonToggled.connect(lambda _, on: self._on_form() if on else None)
        self.precision_menu.currentIndexChanged.connect(lambda _: self._on_precision())
        self.name_line.textChanged.connect(lambda _: self._tell())
        self.choose_button.clicked.connect(self._choose)

    @property
    def form(self) -> Form:
        """Return the chosen form."""
        return next(form for form, button in self.forms.items() if button.isChecked())

    @property
    def precision(self) -> Precision:
        """Return the chosen precision."""
        return Precision(self.precision_menu.currentData())

    @property
    def folder(self) -> Path:
        """Return the folder in which the export is to lie."""
        return self._folder

    @property
    def target(self) -> Path:
        """Return the folder that the export becomes."""
        return self._folder / file_name(self.name_line.text())

    @property
    def ready(self) -> bool:
        """Tell whether it can begin as it stands."""
        named = bool(file_name(self.name_line.text()))
        return self._room is not None and self._room.fits and named and not self.target.exists()

    def take_focus(self) -> None:
        """Put the keyboard to the first question."""
        self.forms[self.form].setFocus()

    def show_looking(self) -> None:
        """Say that it is looked up what the export takes."""
        self._room = None
        self._say(self.tr("Looking how large it becomes…"), "muted")
        self.changed.emit()

    def show_room(self, found: Room) -> None:
        """Say what the export takes, and what there is."""
        self._room = found
        self._tell()

    def show_refusal(self, problem: Problem) -> None:
        """Say why this form cannot be had."""
        self._room = None
        self._say(" ".join(map(say, (problem.happened, problem.meaning, problem.remedy))), "attention")
        self.changed.emit()

    def use_folder(self, folder: str) -> None:
        """Let the export go into another place."""
        self._folder = Path(folder)
        self._place.set_text(folder)
        self.wanted.emit()

    def _arrange(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        choices = QVBoxLayout()
        choices.setSpacing(HAIR)
        choices.addWidget(label(self.tr("For which program"), size="strong"))
        for form, button in self.forms.items():
            use = label(form_use(form), size="small", tone="muted", wrap=True)
            use.setIndent(LARGE)
            button.setAccessibleDescription(use.text())
            self._group.addButton(button)
            choices.addWidget(button)
            choices.addWidget(use)
        place = QVBoxLayout()
        place.setSpacing(HAIR)
        place.addWidget(label(self.tr("Where it goes"), size="strong"))
        line = QHBoxLayout()
        line.setSpacing(SMALL)
        line.addWidget(self._place, 1)
        line.addWidget(self.choose_button)
        place.addLayout(line)
        box.addLayout(choices)
        box.addWidget(self._precision_field)
        box.addWidget(self._name_field)
        box.addLayout(place)
        box.addStretch(1)

    def _on_form(self) -> None:
        """Offer what there is for the chosen form, and a name that says it unless the user has written one."""
        self.precision_menu.blockSignals(True)
        self.precision_menu.clear()
        for precision in PRECISIONS[self.form]:
            self.precision_menu.addItem(precision_name(precision), precision)
        self.precision_menu.blockSignals(False)
        self._precision_field.setVisible(len(PRECISIONS[self.form]) > 1)
        if self.name_line.text() in ("", self._proposed):
            self._proposed = self._free_name()
            self.name_line.setText(self._proposed)
        self._on_precision()

    def _on_precision(self) -> None:
        self._precision_field.set_help(precision_use(self.precision))
        self.wanted.emit()

    def _free_name(self) -> str:
        """Return a name that nothing in the place has."""
        wanted = proposed_name(self._model, self.form)
        names = (wanted, *(f"{wanted}-{count}" for count in range(2, 1000)))
        return next((name for name in names if not (self._folder / name).exists()), wanted)

    def _choose(self) -> None:
        choose_folder(self, self.tr("Where the folder goes"), self._folder, self.use_folder)

    def _tell(self) -> None:
        found = self._room
        if not file_name(self.name_line.text()):
            self._say(self.tr("Give the folder a name."), "attention")
        elif self.target.exists():
            self._say(self.tr("There is something of this name already. Choose another name."), "attention")
        elif found is not None:
            words = (
                self.tr("It takes about {0}; {1} are free there.")
                if found.fits
                else self.tr(
                    "It takes about {0}, and only {1} are free there. Choose another place, or a smaller form."
                )
            )
            free = found.free if found.free is not None else found.outlook.room
            self._say(words.format(size(found.outlook.bytes), size(free)), "muted" if found.fits else "attention")
        self.changed.emit()

    def _say(self, sentence: str, tone: str) -> None:
        self.said.setText(sentence)
        set_tone(self.said, tone)
