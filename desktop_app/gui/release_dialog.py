"""Looking for a newer TuneDesk when somebody asks: what there is, and a button that opens its page."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app import __version__
from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.release import Release
from desktop_app.gui.background import Background
from desktop_app.gui.theme.say import day
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.work import updates

_WIDTH = 520


class ReleaseDialog(QDialog):
    """Asks the place `place` names once; nothing is fetched but its news, and nothing is installed."""

    def __init__(
        self, background: Background, place: str, network: Callable[[], Network], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Newer TuneDesk"))
        self._background = background
        self._place = place
        self._network = network
        self._page = ""
        self.said = label(wrap=True, size="heading")
        self.said.setMinimumHeight(1)
        self.notes = QPlainTextEdit()
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.notes.setAccessibleName(self.tr("What is new"))
        self.problem = ProblemView()
        self.open_page = QPushButton(self.tr("Open its page"))
        self.open_page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self._page)))
        self.leave = QPushButton(self.tr("Close"))
        self.leave.clicked.connect(self.accept)
        self._arrange()
        self.look()

    def _arrange(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(SMALL)
        acts.addStretch(1)
        acts.addWidget(self.leave)
        acts.addWidget(self.open_page)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(MEDIUM)
        for part in (self.said, self.notes, self.problem):
            box.addWidget(part)
        box.addStretch(1)
        box.addLayout(acts)
        box.addStrut(_WIDTH)  # a least width of the dialog itself would let its buttons be cut off

    def look(self) -> None:
        """Ask for news."""
        for part in (self.notes, self.problem, self.open_page):
            part.hide()
        self.said.setText(self.tr("Looking for a newer version…"))
        self.said.show()
        asking = updates.newer(self._place, self._network())
        self._background.run(self, asking, on_done=self._on_found, on_problem=self._on_problem)

    def _on_found(self, found: Release | None) -> None:
        if found is None:
            self.said.setText(self.tr("You have the newest version: {0}.").format(__version__))
            return
        words = self.tr("Version {0} came out on {1}. You have {2}.")
        self.said.setText(words.format(found.version, day(found.day), __version__))
        self.notes.setPlainText(found.notes)
        self.notes.setVisible(bool(found.notes))
        self._page = found.page
        self.open_page.setToolTip(plain_tip(found.page))
        self.open_page.setAccessibleDescription(found.page)
        self.open_page.show()
        self.open_page.setFocus()

    def _on_problem(self, problem: Problem) -> None:
        self.said.hide()
        self.problem.show_problem(problem, self.look)
        self.problem.show()
