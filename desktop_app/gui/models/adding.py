"""Bringing a base model that is in no list: a folder, a GGUF file, or a model of the hub by its name."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.theme.say import name_said
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.choosing import choose_file, choose_folder
from desktop_app.gui.widgets.fetch_model import FetchModel
from desktop_app.gui.widgets.fetch_words import room
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.hub_key import HubKey
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.hub import HubModel
from desktop_app.providers.local import BaseModel
from desktop_app.work import hub_token, models
from desktop_app.work.sites import Sites

T = TypeVar("T")


class Adding(QFrame):
    """Looks at what it is given before anything is fetched; what is wrong with it is said here."""

    added = Signal()
    """There is one more base model, or one more on its way."""

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._background = background
        self._sites = sites
        self._task: Task | None = None
        self._folder = Path(QDir.homePath())
        self.folder = QPushButton(self.tr("Use a folder…"))
        self.folder.clicked.connect(self._choose_folder)
        self.file = QPushButton(self.tr("Use a GGUF file…"))
        self.file.clicked.connect(self._choose_file)
        self.name = QLineEdit()
        self.name.setPlaceholderText("Qwen/Qwen3-0.6B")
        self.name.returnPressed.connect(self.look_up)
        self.name.textChanged.connect(self._on_typed)
        self.look = QPushButton(self.tr("Look at it"))
        self.look.clicked.connect(self.look_up)
        self.look.setEnabled(False)
        self.state = label(tone="muted", wrap=True)
        self.problem = ProblemView()
        self.hub = HubKey(background, sites.reach)
        self.fetch = FetchModel(background, sites, quiet=True)
        self.fetch.begun.connect(self._on_begun)
        self.fetch.ready.connect(lambda _: self._on_begun())
        self._arrange()

    def _arrange(self) -> None:
        said = self.tr(
            "A folder with a model (config.json, tokenizer.json and weights as safetensors) is used where it lies; a "
            "GGUF file is converted once. You can also drop either of them on this page."
        )
        help_text = self.tr(
            "Its name as it stands on {0}. What it is and under which licence is shown first; what comes is compared "
            "with the checksums its server names. Models that bring program code are not taken."
        )
        files, names = QWidget(), QWidget()
        for holder, buttons in ((files, (self.folder, self.file)), (names, (self.look,))):
            flow = FlowLayout(holder)
            for button in buttons:
                flow.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        box.setSpacing(SMALL)
        box.addWidget(label(self.tr("Bring another model"), size="strong"))
        box.addWidget(label(said, tone="muted", wrap=True))
        box.addWidget(files)
        box.addSpacing(SMALL)
        hub = hub_token.address().partition("://")[2]
        box.addWidget(Field(self.tr("A model of the hub"), self.name, help_text.format(hub)))
        for part in (names, self.state, self.problem, self.hub, self.fetch):
            box.addWidget(part)
        self._clear()

    def take_in(self, path: str) -> None:
        """Use a folder with a model, or a GGUF file, of this computer."""
        self._clear()
        self._folder = Path(path).parent
        self._say(self.tr("Looking at {0}…").format(Path(path).name))
        self._run(models.take_in(self._sites.engine, Path(path)), self._on_taken)

    def look_up(self) -> None:
        """Ask the hub what the model named is."""
        name = self.name.text().strip()
        if name and self._task is None:
            self._clear()
            self._say(self.tr("Asking what {0} is…").format(name))
            self._run(models.look(self._sites.engine, name, self._sites.reach.secrets), self._on_seen)

    def _run(self, asked: Coroutine[Any, Any, T], on_done: Callable[[T], None]) -> None:
        self.look.setEnabled(False)
        task = self._task = self._background.run(self, asked, on_done=on_done, on_problem=self._on_problem)
        task.ended.connect(self._on_end)

    def _on_end(self) -> None:
        self._task = None
        self.look.setEnabled(bool(self.name.text().strip()))

    def _on_taken(self, model: BaseModel) -> None:
        ready = self.tr("{0} can be used now. It stays where it lies.")
        converting = self.tr("{0} is being converted; see below how far it is.")
        self._say((ready if model.ready else converting).format(name_said(model.title)))
        self.added.emit()

    def _on_seen(self, found: HubModel) -> None:
        licence = found.licence or self.tr("it names none; look at its page before you use it")
        words = self.tr("{0}: {1} to fetch. Licence: {2}.")
        agreement = self.tr("Its makers want you to agree to that licence on its page first.")
        said = words.format(found.id, room(found.bytes), licence)
        self._say(f"{said} {agreement}" if found.gated else said)
        self.fetch.show_model(_as_base(found))
        self.fetch.show()
        self.fetch.button.setFocus()

    def _on_begun(self) -> None:
        """Leave it to the list, where it stands from now on."""
        focused = QApplication.focusWidget()
        if focused is not None and self.fetch.isAncestorOf(focused):
            self.name.setFocus()  # else the keyboard would come to rest on a button that fetches something else
        self.name.clear()
        self._clear()
        self.added.emit()

    def _on_problem(self, problem: Problem) -> None:
        self._say("")
        self.problem.show_problem(problem)
        self.problem.show()
        if problem.key in models.NEEDS_TOKEN or problem.key == "models.not_there":
            self.hub.show()

    def _on_typed(self, text: str) -> None:
        self.look.setEnabled(bool(text.strip()) and self._task is None)

    def _clear(self) -> None:
        self._say("")
        for part in (self.problem, self.hub, self.fetch):
            part.hide()

    def _say(self, words: str) -> None:
        self.state.setText(words)
        self.state.setVisible(bool(words))

    def _choose_folder(self) -> QFileDialog:
        return choose_folder(self, self.tr("Use a folder with a model"), self._folder, self.take_in)

    def _choose_file(self) -> QFileDialog:
        filters = self.tr("Models (*.gguf)")
        return choose_file(self, self.tr("Use a GGUF file"), self._folder, filters, self.take_in)


def _as_base(found: HubModel) -> BaseModel:
    """Return a model that the hub has described as one that can be fetched."""
    return BaseModel(
        found.id,
        found.id,
        found.bytes,
        found.licence,
        "absent",
        0.0,
        "",
        found.bytes,
        found.gated,
        pausable=True,
        page=found.page,
        listed=False,
    )
