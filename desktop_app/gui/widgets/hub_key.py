"""The user's token for the hub of open models: where it is made, and the place to keep it."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.core.secret import Held, Secret
from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.key_box import KeyBox
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.plain import plain_tip
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.work import hub_token
from desktop_app.work.reach import Reach


class HubKey(QWidget):
    """Asks the password store when it is first shown; a page is opened when its button is pressed, never offline."""

    kept = Signal()

    def __init__(self, background: Background, reach: Reach, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._reach = reach
        self._page = ""
        self._asked = False
        self.open = QPushButton()
        self.open.setAutoDefault(False)
        self.open.clicked.connect(self._open)
        self.key = KeyBox(self.tr("Hub token"))
        self.key.given.connect(self._keep)
        self.key.forget_wanted.connect(lambda: self._ask(hub_token.forget(reach.secrets)))
        self.key.look_wanted.connect(self._look)
        self.problem = ProblemView()
        self._arrange()
        self.show_page("")

    def _arrange(self) -> None:
        said = self.tr(
            "Some makers give their models only to those who agree to their licence. Agree on the model's page; then "
            "make a token there (under Settings, Access Tokens; to read is enough) and paste it here. It is kept in "
            "the password store of this computer and shown to {0} alone."
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(label(said.format(hub_token.address().partition("://")[2]), tone="muted", wrap=True))
        box.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeading)
        box.addWidget(self.key)
        box.addWidget(self.problem)
        self.problem.hide()

    def show_page(self, address: str) -> None:
        """Offer to open the page of a model, "" for the hub's own."""
        self._page = address or hub_token.address()
        offline = self._reach.offline
        words = self.tr("Open the model's page in the browser") if address else self.tr("Open the hub in the browser")
        self.open.setText(self.tr("Not opened while offline") if offline else words)
        self.open.setEnabled(not offline)
        self.open.setToolTip(plain_tip(self._page))
        self.open.setAccessibleDescription(self._page)

    def take_focus(self) -> None:
        """Give the keyboard to the line for the token as soon as one can be entered."""
        self.key.take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for the token when somebody can see what is said about it."""
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            self._look()

    def _look(self) -> None:
        self._ask(hub_token.held(self._reach.secrets))

    def _keep(self, secret: Secret, session_only: bool) -> None:
        self._ask(hub_token.keep(self._reach.secrets, secret, session_only=session_only), told=True)

    def _ask(self, question: Coroutine[Any, Any, Held], *, told: bool = False) -> None:
        self.problem.hide()
        self.key.wait()

        def on_done(held: Held) -> None:
            self.key.show_held(held)
            if told:
                self.kept.emit()

        self._background.run(self, question, on_done=on_done, on_problem=self._on_problem)

    def _on_problem(self, problem: Problem) -> None:
        self.problem.show_problem(problem)
        self.problem.show()
        self._background.run(self, hub_token.held(self._reach.secrets), on_done=self.key.show_held)

    def _open(self) -> None:
        if not self._reach.offline:
            QDesktopServices.openUrl(QUrl(self._page))
