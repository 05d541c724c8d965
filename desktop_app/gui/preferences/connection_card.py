"""One provider of the user: where it is, its key, what works there, what its dates are."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.connection import Connection
from desktop_app.core.cost import warnings
from desktop_app.core.network import is_here
from desktop_app.core.problem import Problem
from desktop_app.core.secret import Held, Secret
from desktop_app.gui.background import Background
from desktop_app.gui.preferences.key_help import KeyHelp
from desktop_app.gui.preferences.prices_dialog import PricesDialog
from desktop_app.gui.preferences.trial import Trial
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.key_box import KeyBox
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers import profiles
from desktop_app.settings.today import today
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
        self.plain = Banner(
            self.tr(
                "This address begins with http://, so nothing on the way is encrypted: whoever is in the same network "
                "could read your key and your rows. Use it in a network you trust."
            ),
            "attention",
        )
        self.notice = Banner("", "attention")
        self.trouble = Banner("", "problem")
        self.key = KeyBox()
        self.key.given.connect(self._keep)
        self.key.forget_wanted.connect(self._forget)
        self.key.look_wanted.connect(self._look)
        self.help = KeyHelp(lambda: reach.offline)
        self.problem = ProblemView()
        self.problem.hide()
        self.trial = Trial(reach, background)
        self.remove = QPushButton(self.tr("Remove this provider"))
        self.remove.setAutoDefault(False)
        self.remove.clicked.connect(self._remove)
        self.prices = QPushButton(self.tr("Prices and dates…"))
        self.prices.setAutoDefault(False)
        self.prices.setToolTip(self.tr("What its models cost, and the file in which dates can be changed as well."))
        self.prices.clicked.connect(self._open_prices)
        self._arrange()

    def _arrange(self) -> None:
        acts = QWidget()
        foot = FlowLayout(acts)
        foot.addWidget(self.prices)
        foot.addWidget(self.remove)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, MEDIUM, 0)
        box.setSpacing(SMALL)
        told = (self._title, self._address, self._privacy, self.plain, self.notice, self.trouble)
        for part in told:
            box.addWidget(part)
        box.addSpacing(MEDIUM)
        box.addWidget(self.key)
        box.addWidget(self.problem)
        box.addWidget(self.help)
        box.addSpacing(MEDIUM)
        box.addWidget(self.trial)
        box.addSpacing(LARGE)
        box.addWidget(acts)
        box.addStretch(1)

    def show_connection(self, connection: Connection) -> None:
        """Show a connection and look for its key."""
        self._connection = connection
        self.key.clear()
        self.problem.hide()
        self.trial.show_connection(connection.id)
        self.prices.setVisible(connection.profile in self._reach.profiles)
        self._title.setText(connection.title)
        self._address.setText(connection.address)
        profile = self._reach.profiles.get(connection.profile)
        self._privacy.setText(say(profile.privacy) if profile is not None else "")
        self.plain.setVisible(connection.address.startswith("http:") and not is_here(connection.address))
        self._say_notice(profile)
        self._say_trouble()
        self.help.show_profile(profile)
        self._look()

    def _say_notice(self, profile: profiles.Profile | None) -> None:
        """Say what is to be known before anything is planned there: the provider's notice, and what ends soonest."""
        targets = profiles.targets([profile]) if profile is not None else ()
        found = [warning for target in targets for warning in warnings(target, today())]
        told = [say(profile.notice)] if profile is not None and profile.notice is not None else []
        if found:
            more = self.tr(" The same holds for more of its models ({0} notices in all).")
            rest = more.format(QLocale().toString(len(found))) if len(found) > 1 else ""
            told.append(say(found[0]) + rest)
        self.notice.setVisible(bool(told))
        if told:
            self.notice.tell("\n".join(told), "attention")

    def _say_trouble(self) -> None:
        """Say what is wrong with the user's own list of prices, which is not used then."""
        trouble = self._reach.trouble
        self.trouble.setVisible(trouble is not None)
        if trouble is not None:
            self.trouble.tell(f"{say(trouble.happened)} {say(trouble.meaning)} {say(trouble.remedy)}", "problem")
            self.trouble.setToolTip(trouble.details)

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
            on_done=lambda held: self._show_held(asked, held),
            on_problem=lambda problem: self._on_problem(asked, problem),
        )

    def _show_held(self, asked: Connection | None, held: Held) -> None:
        if self._connection is asked:
            self.key.show_held(held)

    def _on_problem(self, asked: Connection | None, problem: Problem) -> None:
        if asked is None or self._connection is not asked:
            return  # another one is on show by now
        self.problem.show_problem(problem)
        self.problem.show()
        self._background.run(self, self._reach.held(asked), on_done=lambda held: self._show_held(asked, held))

    def _open_prices(self) -> None:
        """Show the prices, those of this provider first; what was wrong with them may be mended there."""
        if self._connection is None:
            return
        dialog = PricesDialog(self._reach, self.window(), first=self._connection.profile)
        dialog.finished.connect(self._on_prices)
        dialog.open()

    def _on_prices(self) -> None:
        self._say_trouble()
        if self._connection is not None:
            self._say_notice(self._reach.profiles.get(self._connection.profile))

    def _remove(self) -> None:
        if self._connection is not None:
            self.remove_wanted.emit(self._connection.id)


async def _forgotten(reach: Reach, connection: Connection) -> Held:
    """Forget a connection's key and return what there is without it."""
    await reach.secrets.forget(connection.id, connection.address)
    return await reach.held(connection)
