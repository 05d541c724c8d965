"""Adding a provider: which kind, its address, its name."""

from collections.abc import Mapping, Sequence
from string import Formatter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.theme.say import name_said, say
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.profiles import Profile
from desktop_app.settings.connections import Connections


class AddForm(QWidget):
    """Asks for what a profile's address wants to know, and adds the connection."""

    added = Signal(str)
    left = Signal()

    def __init__(self, connections: Connections, profiles: Sequence[Profile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connections = connections
        self._profiles = [profile for profile in profiles if not profile.local]
        self.kind = Menu(16)
        for profile in self._profiles:
            self.kind.addItem(name_said(profile.title), profile.id)
        self.kind.currentIndexChanged.connect(self._draw)
        self.title = QLineEdit()
        self.gaps: dict[str, QLineEdit] = {}
        self._gaps = QVBoxLayout()
        self._gaps.setSpacing(MEDIUM)
        self._privacy = label(tone="muted", wrap=True)
        self.problem = ProblemView()
        self.problem.hide()
        self.add = QPushButton(self.tr("Add this provider"))
        self.add.setProperty("look", "primary")
        self.add.clicked.connect(self._add)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.left)
        self._arrange()
        self._draw()

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addWidget(self.add)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, MEDIUM, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(Field(self.tr("Provider"), self.kind))
        box.addLayout(self._gaps)
        box.addWidget(Field(self.tr("Name"), self.title, self.tr("What you call it; two accounts need two names.")))
        box.addWidget(self._privacy)
        box.addWidget(self.problem)
        box.addLayout(foot)
        box.addStretch(1)

    @property
    def profile(self) -> Profile:
        """Return the profile that is chosen."""
        return self._profiles[max(0, self.kind.currentIndex())]

    def _draw(self) -> None:
        """Ask for what the chosen profile's address wants to know."""
        while (item := self._gaps.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        self.gaps.clear()
        for name in _gaps_of(self.profile.base_url):
            line = self.gaps[name] = QLineEdit()
            whole = self.profile.base_url.strip("{}") == name
            shown, note = self._asked(name, whole=whole)
            self._gaps.addWidget(Field(shown, line, note))
        before: QWidget = self.kind
        for part in (*self.gaps.values(), self.title, self.add, self.cancel):  # lines made later would come last
            QWidget.setTabOrder(before, part)
            before = part
        self.title.setText(name_said(self.profile.title))
        self._privacy.setText(say(self.profile.privacy))
        self.problem.hide()

    def _asked(self, name: str, *, whole: bool) -> tuple[str, str]:
        example = self.profile.example
        if whole:
            return self.tr("Address"), self.tr("For example {0}; it often ends with /v1.").format(example)
        note = self.tr("For example {0}. It stands in the address: {1}").format(example, self.profile.base_url)
        return name.capitalize(), note

    def _add(self) -> None:
        filled: Mapping[str, str] = {name: line.text().strip() for name, line in self.gaps.items()}
        address = self.profile.base_url.format_map(filled) if filled else self.profile.base_url
        title = self.title.text().strip() or name_said(self.profile.title)
        missing = not all(filled.values())
        try:
            made = None if missing else self._connections.add(self.profile.id, title, address, filled)
        except Problem as problem:
            self._refuse(problem)
            return
        if made is None:
            self._refuse(Problem("address_not_usable", address=address))
        else:
            self.added.emit(made.id)

    def _refuse(self, problem: Problem) -> None:
        self.problem.show_problem(problem)
        self.problem.show()


def _gaps_of(address: str) -> tuple[str, ...]:
    """Return the names of the gaps in an address, each once, in order."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(address) if name))
