"""Where the listed prompts come from: the held-out rows of the project, or a file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.problem_view import ProblemView


class PromptSource(QWidget):
    """A menu of sources, once there is more than one, and the button that opens a file."""

    chosen = Signal(bool)
    """Whether the prompts of the file are to be listed, rather than the held-out rows."""
    file_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu = Menu()
        self.menu.setAccessibleName(self.tr("Which prompts are listed"))
        self.button = QPushButton(self.tr("Prompts from a file…"))
        self.button.setIcon(icon("file-text", "text"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self._said = label(size="small", tone="muted", wrap=True)
        self._problem = ProblemView()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        for part in (self.menu, self.button, self._said, self.cancel, self._problem):
            box.addWidget(part)
            part.hide()
        self.menu.activated.connect(lambda _: self.chosen.emit(self.by_file))
        self.button.clicked.connect(self.file_wanted)
        self.cancel.clicked.connect(self.stop_wanted)

    @property
    def by_file(self) -> bool:
        """Tell whether the prompts of the file are listed."""
        return bool(self.menu.currentData())

    def offer_files(self) -> None:
        """Offer to open a file."""
        self.button.show()

    def show_sources(self, held_out: str, file: str, *, by_file: bool) -> None:
        """Name the sources and choose one; without a file there is nothing to choose."""
        self.menu.clear()
        self.menu.addItem(held_out, False)
        if file:
            self.menu.addItem(file, True)
        self.menu.setCurrentIndex(int(by_file and bool(file)))
        self.menu.setVisible(bool(file))

    def show_busy(self, sentence: str) -> None:
        """Say that a file is being read; it can be left."""
        self._problem.hide()
        self.tell(sentence)
        self.cancel.show()
        self.button.setEnabled(False)

    def show_free(self) -> None:
        """Say that nothing is being read any more."""
        if not self.cancel.isHidden() and self._said.text().endswith("…"):
            self.tell("")
        self.cancel.hide()
        self.button.setEnabled(True)

    def tell(self, sentence: str) -> None:
        """Say something about the file; "" for nothing."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def show_problem(self, problem: Problem) -> None:
        """Say why a file cannot be read."""
        self.tell("")
        self._problem.show_problem(problem, None)
        self._problem.show()
