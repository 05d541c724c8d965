"""What a person said in a turn; it can be said otherwise, which begins a branch."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.gui.answers.text_box import TextBox
from desktop_app.gui.answers.version_bar import VersionBar
from desktop_app.gui.talk.fit_box import FitBox
from desktop_app.gui.theme.icons import icon
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.direction import follow_content
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label


class SaidView(QFrame):
    """Shows the words, and on demand an editor in which they are changed; that is made when it is first wanted."""

    version_wanted = Signal(int)
    anew_wanted = Signal(str, bool)
    """The changed words, and whether all that followed is to be said again after them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "banner")
        self.setProperty("kind", "note")
        self.versions = VersionBar(self.tr("What you said before"), self.tr("What you said later"))
        self.versions.wanted.connect(self.version_wanted)
        self.change = QToolButton()
        self.change.setIcon(icon("pencil", "text"))
        self.change.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.change.setToolTip(self.tr("Say this otherwise, and ask anew from here"))
        self.change.clicked.connect(self.edit)
        self.words = FitBox()
        self.words.setProperty("look", "bare")
        self.editor: SaidEditor | None = None
        self._follows = False
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addWidget(label(self.tr("You"), size="strong"), 1)
        head.addWidget(self.versions)
        head.addWidget(self.change)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(MEDIUM, SMALL, SMALL, SMALL)
        self._box.setSpacing(SMALL)
        self._box.addLayout(head)
        self._box.addWidget(self.words)

    @property
    def editing(self) -> bool:
        """Tell whether the words are being changed."""
        return self.editor is not None and not self.editor.isHidden()

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
        if self.editor is None:
            self.editor = SaidEditor()
            self.editor.given.connect(self._give)
            self.editor.left.connect(self.leave)
            self._box.addWidget(self.editor)
            self.editor.chain(self.change)
        self.editor.box.setPlainText(self.words.text)
        self.words.hide()
        self.editor.show()
        self._draw()
        self.editor.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Leave the words as they were."""
        if self.editor is None:
            return
        had = self.editor.isAncestorOf(self.focusWidget() or self)
        self.editor.hide()
        self.words.show()
        if had:
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self, said: str, rest: bool) -> None:
        self.leave()
        self.anew_wanted.emit(said, rest)

    def _draw(self) -> None:
        if self.editor is not None:
            self.editor.allow(changeable=self.change.isEnabled(), follows=self._follows)


class SaidEditor(QWidget):
    """A box with the words, and what can be done with them when they are changed."""

    given = Signal(str, bool)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changeable = True
        self.box = TextBox(4)
        self.box.setAccessibleName(self.tr("What you say instead"))
        follow_content(self.box)
        self.rest = QPushButton(self.tr("Ask anew, and say again all that followed"))
        self.alone = QPushButton(self.tr("Ask anew from here"))
        self.cancel = QPushButton(self.tr("Leave it as it is"))
        self.cancel.clicked.connect(self.left)
        self.alone.clicked.connect(lambda: self.given.emit(self.box.toPlainText(), False))
        self.rest.clicked.connect(lambda: self.given.emit(self.box.toPlainText(), True))
        self.box.textChanged.connect(self._draw)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SMALL)
        inner.addWidget(self.box)
        buttons = FlowLayout(gap=SMALL)
        inner.addLayout(buttons)
        for button in (self.alone, self.rest, self.cancel):
            buttons.addWidget(button)

    def chain(self, before: QWidget) -> None:
        """Let Tab come here after another control; by itself it would come last in the window."""
        for control in (self.box, self.alone, self.rest, self.cancel):
            QWidget.setTabOrder(before, control)
            before = control

    def allow(self, *, changeable: bool, follows: bool) -> None:
        """Let the words be asked, or not while models are asked; with what followed, where something did."""
        self._changeable = changeable
        self.rest.setVisible(follows)
        self._draw()

    def _draw(self) -> None:
        there = self._changeable and bool(self.box.toPlainText().strip())
        for button in (self.rest, self.alone):
            button.setEnabled(there)
