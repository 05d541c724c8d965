"""One provider of the user: where it is, its key, what works there, what its dates are."""

from collections.abc import Coroutine
from datetime import date
from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.connection import Connection
from desktop_app.core.cost import warnings
from desktop_app.core.problem import Problem
from desktop_app.core.secret import Held, Secret
from desktop_app.gui.background import Background
from desktop_app.gui.preferences.key_box import KeyBox
from desktop_app.gui.preferences.trial import Trial
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers import profiles
from desktop_app.work.reach import Reach


class ConnectionCard(QWidget):
    """Shows a connection; every question to the password store goes through the background."""

    remove_wanted = Signal(str)

    def __init__(self, reach: Reach, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reach = reach
        self._background = background
        self._connection: Connection | None = None
        self._title = label(size="heading", wrap=True)
        self._address = label(tone="muted", wrap=True)
        self._privacy = label(tone="muted", wrap=True)
        self._dates = Banner("", "attention")
        self.key = KeyBox()
        self.key.given.connect(self._keep)
        self.key.forget_wanted.connect(self._forget)
        self.key.look_wanted.connect(self._look)
        self.problem = ProblemView()
        self.problem.hide()
        self.trial = Trial(reach, background)
        self.remove = QPushButton(self.tr("Remove this provider"))
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        self._arrange()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.remove)
        foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, MEDIUM, 0)
        box.setSpacing(SMALL)
        for part in (self._title, self._address, self._privacy, self._dates):
            box.addWidget(part)
        box.addSpacing(MEDIUM)
        box.addWidget(self.key)
        box.addWidget(self.problem)
        box.addSpacing(MEDIUM)
        box.addWidget(self.trial)
        box.addSpacing(LARGE)
        box.addLayout(foot)
        box.addStretch(1)

    def show_connection(self, connection: Connection, today: date | None = None) -> None:
        """Show a connection and look for its key."""
        self._connection = connection
        self.key.clear()
        self.problem.hide()
        self.trial.show_connection(connection.id)
        self._title.setText(connection.title)
        self._address.setText(connection.address)
        profile = self._reach.profiles.get(connection.profile)
        told = [profile.privacy, profile.notice] if profile else []
        self._privacy.setText("\n".join(say(sentence) for sentence in told if sentence is not None))
        self._say_dates(profile, today or date.today())
        self._look()

    def _say_dates(self, profile: profiles.Profile | None, today: date) -> None:
        """Say what ends soonest, and how many models are concerned."""
        targets = profiles.targets([profile]) if profile is not None else ()
        found = [warning for target in targets for warning in warnings(target, today)]
        self._dates.setVisible(bool(found))
        if found:
            more = self.tr(" The same holds for more of its models ({0} notices in all).")
            rest = more.format(QLocale().toString(len(found))) if len(found) > 1 else ""
            self._dates.tell(say(found[0]) + rest, "attention")

    def _look(self) -> None:
        if self._connection is not None:
            self.key.wait()
            self._ask(self._reach.held(self._connection))

    def _keep(self, secret: Secret, session_only: bool) -> None:
        if self._connection is not None:
            self.key.wait()
            entry = self._connection
            kept = self._reach.secrets.keep(entry.id, entry.address, secret, session_only=session_only)
            self._ask(kept)

    def _forget(self) -> None:
        if self._connection is not None:
            self.key.wait()
            self._ask(_forgotten(self._reach, self._connection))

    def _ask(self, question: Coroutine[Any, Any, Held]) -> None:
        asked = self._connection
        self.problem.hide()
        self._background.run(
            self,
            question,
            on_done=lambda held: self.key.show_held(held) if self._connection is asked else None,
            on_problem=self._on_problem,
        )

    def _on_problem(self, problem: Problem) -> None:
        self.problem.show_problem(problem)
        self.problem.show()
        if self._connection is not None:
            connection = self._connection
            self._background.run(self, self._reach.held(connection), on_done=self.key.show_held)

    def _remove(self) -> None:
        if self._connection is not None:
            self.remove_wanted.emit(self._connection.id)


async def _forgotten(reach: Reach, connection: Connection) -> Held:
    """Forget a connection's key and return what there is without it."""
    await reach.secrets.forget(connection.id, connection.address)
    return await reach.held(connection)
