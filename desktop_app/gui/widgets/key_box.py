"""The place of one key: its state in words, a line to enter it, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.secret import Held, Keeping, Secret
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets import key_words
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label


class KeyBox(QWidget):
    """Asks for a key and says what became of it. The line is emptied the moment the key leaves it."""

    given = Signal(object, bool)
    """A Secret, and whether it is to be kept for this session only."""
    forget_wanted = Signal()
    look_wanted = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        """Ask for a key that people call by this title, "" for "Key"."""
        super().__init__(parent)
        self._title = title or self.tr("Key")
        self._held: Held | None = None
        self._focus_wanted = False
        self.state = Banner()
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(self._title)
        self.line.setPlaceholderText(self.tr("Paste the key here"))
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self.line.returnPressed.connect(self._give)
        self.line.textChanged.connect(self._draw)
        self.keep = QPushButton(self.tr("Keep the key"))
        self.keep.clicked.connect(self._give)
        self.session = QCheckBox(self.tr("Only until TuneDesk is closed"))
        self.forget = QPushButton(self.tr("Forget the key"))
        self.forget.clicked.connect(self.forget_wanted)
        self.store = QPushButton(self.tr("Move it into the password store"))
        self.store.clicked.connect(self._store)
        self.again = QPushButton(self.tr("Look again"))
        self.again.clicked.connect(self.look_wanted)
        for button in (self.keep, self.forget, self.store, self.again):
            button.setAutoDefault(False)
        self._arrange()
        self.wait()

    def _arrange(self) -> None:
        acts = QWidget()
        flow = FlowLayout(acts)
        for part in (self.keep, self.store, self.again, self.forget, self.session):
            flow.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(label(self._title, size="heading"))
        box.addWidget(self.state)
        box.addWidget(self.line)
        box.addWidget(acts)

    def wait(self) -> None:
        """Say that the password store is being asked; nothing can be done meanwhile."""
        self._held = None
        self.state.tell(self.tr("Waiting for your password store…"))
        self._draw()

    def show_held(self, held: Held) -> None:
        """Say what is known about the key."""
        self._held = held
        self.state.tell(key_words.said(held), key_words.KINDS[held.keeping])
        self._draw()

    def take_focus(self) -> None:
        """Give the keyboard to the line as soon as a key can be entered."""
        self._focus_wanted = not self.line.isEnabled()
        self.line.setFocus()

    def clear(self) -> None:
        """Empty the line, whatever stands in it, and let nothing of it be undone back."""
        self.line.clear()
        self.line.setModified(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter here: else it would press what gets the focus while the key is being kept."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _give(self) -> None:
        secret = Secret(self.line.text())
        self.clear()
        if secret:
            self.given.emit(secret, self.session.isChecked())

    def _store(self) -> None:
        if self._held is not None and self._held.secret is not None:
            self.given.emit(self._held.secret, False)

    def _draw(self) -> None:
        keeping = self._held.keeping if self._held is not None else None
        known = keeping is not None
        self.line.setEnabled(known)
        self.keep.setEnabled(known and bool(self.line.text().strip()))
        self.session.setEnabled(known)
        self.forget.setVisible(keeping in (Keeping.STORED, Keeping.SESSION))
        self.store.setVisible(keeping is Keeping.ENVIRONMENT)
        self.again.setVisible(keeping in (Keeping.LOCKED, Keeping.MOVED))
        if known and self._focus_wanted:
            self._focus_wanted = False
            self.line.setFocus()
