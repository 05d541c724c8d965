"""One price to be changed, or to be added for a model that is not in the list."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.target import Price
from desktop_app.gui.preferences import price_words
from desktop_app.gui.preferences.price_fields import PriceFields
from desktop_app.gui.theme.say import name_said
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets.abreast import SideBySide
from desktop_app.gui.widgets.field import Field
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.menu import Menu
from desktop_app.providers.own_list import Kind
from desktop_app.providers.profiles import Profile
from desktop_app.settings.today import today
from desktop_app.work.price_list import PriceLine

_LETTERS = 20
_LINES = 30
"""Provider and model stand abreast from a width of so many heights of a line on."""


class PriceForm(QWidget):
    """Asks what a model costs; a price that is kept is of today."""

    kept = Signal(object, object)
    """The PriceLine, and the Price it gets."""
    added = Signal(object, str, object)
    """The Profile and the name of a model, and the Price it gets."""
    back_wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: PriceLine | None = None
        self._profiles: tuple[Profile, ...] = ()
        self._title = label(size="heading", wrap=True)
        self.about = label(tone="muted", size="small", wrap=True)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.provider = Menu(_LETTERS)
        self.model = QLineEdit()
        self.figures = PriceFields()
        self.source = QLineEdit()
        self.source.setPlaceholderText(self.tr("you"))
        self.keep = QPushButton(self.tr("Keep this price"))
        self.keep.setProperty("look", "primary")
        self.back = QPushButton()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.keep.clicked.connect(self.give)
        self.back.clicked.connect(lambda: self.back_wanted.emit(self._line))
        self.cancel.clicked.connect(self.left)
        self.model.textEdited.connect(lambda _: self._named.set_help(self._hint))
        self._arrange()

    def _arrange(self) -> None:
        self._hint = self.tr("As the provider writes it, for example in its list of models.")
        self._named = Field(self.tr("Model"), self.model, self._hint)
        self._whose = SideBySide(_LINES)
        self._whose.add_column(Field(self.tr("Provider"), self.provider))
        self._whose.add_column(self._named)
        unit = label(
            self.tr("In US dollars for a million tokens (pieces of words). Leave empty what you do not know."),
            tone="muted",
            wrap=True,
        )
        acts = QWidget()
        flow = FlowLayout(acts)
        for button in (self.keep, self.back, self.cancel):
            button.setAutoDefault(False)
            flow.addWidget(button)
        where = Field(self.tr("Where you read it"), self.source, self.tr("A page of prices or a bill, for example."))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(SMALL)
        for part in (self._title, self.about, self._whose, unit, self.figures, where, acts):
            box.addWidget(part)

    @property
    def adding(self) -> bool:
        """Tell whether it is asked for a model that is not in the list."""
        return not self._whose.isHidden()

    def show_line(self, line: PriceLine) -> None:
        """Ask what this model costs, beginning with what is known."""
        self._line = line
        price, own = line.price, line.changed and line.price is not None
        self._title.setText(self.tr("{0}, {1}").format(name_said(line.title), name_said(line.provider)))
        self.about.setText(price_words.about(line))
        self.source.setText(price.source if price is not None and own else "")
        self.figures.show_price(price, reads_only=line.kind is Kind.EMBEDDING)
        known = line.ours is not None
        self.back.setText(self.tr("Back to what TuneDesk came with") if known else self.tr("Take this price away"))
        self._put(adding=False)

    def ask(self, profiles: Sequence[Profile], titles: Sequence[str], first: str = "") -> None:
        """Ask for a model at one of these providers and what it costs; `first` is the id of the likeliest provider."""
        self._line = None
        self._profiles = tuple(profiles)
        self.provider.clear()
        for profile, title in zip(profiles, titles, strict=True):
            self.provider.addItem(title, profile.id)
        self.provider.setCurrentIndex(max(0, self.provider.findData(first)))
        self._title.setText(self.tr("A price for another model"))
        for line in (self.model, self.source):
            line.clear()
        self._named.set_help(self._hint)
        self.figures.show_price(None, reads_only=False)
        self._put(adding=True)
        self.model.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, *, adding: bool) -> None:
        for part in (self._whose, self.cancel):
            part.setVisible(adding)
        self.about.setVisible(not adding)
        self.back.setVisible(self._line is not None and self._line.changed)

    def give(self) -> None:
        """Give the price as it is typed, or say what has to be typed anew."""
        name = self.model.text().strip()
        if self.adding and not name:
            self._named.set_help(self.tr("Enter the name of the model."), "problem")
            self.model.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        figures = self.figures.read()
        if figures is None:
            return
        price = Price(as_of=today(), source=self.source.text().strip() or self.tr("you"), **figures)
        if self._line is None:
            self.added.emit(self._profiles[self.provider.currentIndex()], name, price)
        else:
            self.kept.emit(self._line, price)
