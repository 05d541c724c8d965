"""What a person said in a turn; it can be said otherwise, which begins a branch."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.talk.fit_box import FitBox
from desktop_app.gui.talk.version_bar import VersionBar
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.direction import follow_content
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label


class SaidView(QFrame):
    """Shows the words, and on demand a box in which they are changed."""

    version_wanted = Signal(int)
    anew_wanted = Signal(str, bool)
    """The changed words, and whether all that followed is to be said again after them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self.setProperty("kind", "note")
        self.who = label(self.tr("You"), size="strong")
        self.versions = VersionBar(self.tr("What you said before"), self.tr("What you said later"))
        self.versions.wanted.connect(self.version_wanted)
        self.change = QToolButton()
        self.change.setIcon(icon("pencil", "text"))
        self.change.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.change.setToolTip(self.tr("Say this otherwise, and ask anew from here"))
        self.words = FitBox()
        self.words.setProperty("look", "bare")
        self.box = TextBox(4)
        self.box.setAccessibleName(self.tr("What you say instead"))
        follow_content(self.box)
        self.rest = QPushButton(self.tr("Ask anew, and say again all that followed"))
        self.alone = QPushButton(self.tr("Ask anew from here"))
        self.cancel = QPushButton(self.tr("Leave it as it is"))
        self._editor = QWidget()
        self._follows = False
        self._arrange()
        self.change.clicked.connect(self.edit)
        self.cancel.clicked.connect(self.leave)
        self.alone.clicked.connect(lambda: self._give(rest=False))
        self.rest.clicked.connect(lambda: self._give(rest=True))
        self.box.textChanged.connect(self._draw)
        self._editor.hide()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(self.who, 1)
        head.addWidget(self.versions)
        head.addWidget(self.change)
        buttons = FlowLayout(gap=SMALL)
        for button in (self.alone, self.rest, self.cancel):
            buttons.addWidget(button)
        inner = QVBoxLayout(self._editor)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SMALL)
        inner.addWidget(self.box)
        inner.addLayout(buttons)
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, SMALL, SMALL, SMALL)
        box.setSpacing(SMALL)
        box.addLayout(head)
        box.addWidget(self.words)
        box.addWidget(self._editor)

    @property
    def editing(self) -> bool:
        """Tell whether the words are being changed."""
        return not self._editor.isHidden()

    def show_said(self, said: str, place: int, *, follows: bool) -> None:
        """Show what was said as message number `place` (from 1); `follows` tells whether more was said after it."""
        if self.words.text != said:
            self.words.show_text(said)
        self.words.setAccessibleName(self.tr("Your message {0}").format(place))
        self.change.setAccessibleName(self.tr("Change your message {0}").format(place))
        self._follows = follows
        self._draw()

    def set_changeable(self, changeable: bool) -> None:
        """Let the words be changed, or not while models are asked."""
        self.change.setEnabled(changeable)
        self._draw()

    def edit(self) -> None:
        """Offer the words to be changed."""
        self.box.setPlainText(self.words.text)
        self.words.hide()
        self._editor.show()
        self._draw()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Leave the words as they were."""
        had = self._editor.isAncestorOf(self.focusWidget() or self)
        self._editor.hide()
        self.words.show()
        if had:
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, *, rest: bool) -> None:
        said = self.box.toPlainText()
        self.leave()
        self.anew_wanted.emit(said, rest)

    def _draw(self) -> None:
        self.rest.setVisible(self._follows)
        there = self.change.isEnabled() and bool(self.box.toPlainText().strip())
        for button in (self.rest, self.alone):
            button.setEnabled(there)
