"""The dialog of a problem nobody foresaw, with a report the user can read, copy and save."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.report import make_report
from desktop_app.gui.theme.fonts import fixed_font
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.widgets.dialog_size import open_at
from desktop_app.gui.widgets.label import Picture, label
from desktop_app.settings.paths import documents_dir

Target = Callable[[QWidget, str, Path, str, Callable[[str], None]], object]


class ProblemDialog(QDialog):
    """Says that work is safe, shows the report, and does nothing with it by itself."""

    def __init__(
        self, report: str, *, unforeseen: bool, parent: QWidget | None = None, choose: Target = choose_target
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("A problem in TuneDesk") if unforeseen else self.tr("Report a problem"))
        self._choose = choose
        self._text = QPlainTextEdit(report)
        self._text.setReadOnly(True)
        self._text.setFont(fixed_font())
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("Report"))
        self._said = label(tone="muted", wrap=True)
        self._copy = QPushButton(self.tr("Copy the report"))
        self._copy.clicked.connect(self._on_copy)
        self._save = QPushButton(self.tr("Save the report…"))
        self._save.clicked.connect(self._on_save)
        self._close = QPushButton(self.tr("Close"))
        self._close.setProperty("look", "primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.reject)
        self._arrange(self._words(unforeseen=unforeseen))
        open_at(self, 720, 560)
        self._close.setFocus()

    def _words(self, *, unforeseen: bool) -> tuple[str, str, str]:
        if unforeseen:
            return (
                self.tr("TuneDesk met a problem nobody foresaw."),
                self.tr("Your work is safe: every change is saved in the project file as you make it."),
                self.tr("You can go on. If it happens again, give this report to whoever helps you with TuneDesk."),
            )
        return (
            self.tr("Something not as it should be?"),
            self.tr("This report says which versions you use and what TuneDesk did last."),
            self.tr("Read it, copy or save it, and send it with a sentence about what you were doing."),
        )

    def _arrange(self, words: tuple[str, str, str]) -> None:
        said = QVBoxLayout()
        said.setSpacing(SMALL)
        said.addWidget(label(words[0], size="heading", wrap=True))
        said.addWidget(label(words[1], wrap=True))
        said.addWidget(label(words[2], wrap=True))
        head = QHBoxLayout()
        head.setSpacing(MEDIUM)
        head.addWidget(Picture("bug", 28, "problem"), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(said, 1)
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self._copy)
        foot.addWidget(self._save)
        foot.addWidget(self._said, 1)
        foot.addWidget(self._close)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        box.addLayout(head)
        box.addWidget(
            label(self.tr("Keys and the name of your home folder have been removed."), tone="muted", wrap=True)
        )
        box.addWidget(self._text, 1)
        box.addLayout(foot)

    @property
    def report(self) -> str:
        """Return the report as it is shown."""
        return self._text.toPlainText()

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        self._said.setText(self.tr("Copied."))

    def _on_save(self) -> None:
        proposal = documents_dir() / "tunedesk-report.txt"
        self._choose(self, self.tr("Save the report"), proposal, self.tr("Text (*.txt)"), self._write)

    def _write(self, path: str) -> None:
        try:
            Path(path).write_text(self.report, encoding="utf-8")
        except OSError as fault:
            self._said.setText(self.tr("It could not be saved there: {0}").format(fault.strerror or fault))
        else:
            self._said.setText(self.tr("Saved."))


class Reporter(QObject):
    """Opens the dialog of a problem, one at a time, whichever thread tells of it."""

    _told = Signal(str)

    def __init__(
        self, window: Callable[[], QWidget | None], log: Callable[[], str], clean: Callable[[str], str]
    ) -> None:
        super().__init__()
        self._window = window
        self._log = log
        self._clean = clean
        self._dialog: ProblemDialog | None = None
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def tell(self, story: str) -> None:
        """Show the traceback of a fault nobody foresaw; any thread may tell."""
        self._told.emit(story)

    def open(self) -> None:
        """Show a report because the user asks for it."""
        self._show("", unforeseen=False)

    @Slot(str)
    def _on_told(self, story: str) -> None:
        self._show(story, unforeseen=True)

    def _show(self, story: str, *, unforeseen: bool) -> None:
        if self._dialog is not None:
            return  # a second problem is in the log, and so in the next report
        report = make_report(story, self._log(), self._clean)
        self._dialog = ProblemDialog(report, unforeseen=unforeseen, parent=self._window())
        self._dialog.finished.connect(self._on_finished)
        self._dialog.open()

    def _on_finished(self) -> None:
        self._dialog = None
