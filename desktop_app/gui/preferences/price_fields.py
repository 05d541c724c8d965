"""The figures of one price: a field for each thing that is paid for."""

from functools import partial

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.core.target import Price
from desktop_app.core.typed_price import MOST, Unread, read_price
from desktop_app.gui.preferences.price_words import figure, typed
from desktop_app.gui.widgets.abreast import SideBySide
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.field import Field

_LINES = 36
"""The fields stand abreast from a width of so many heights of a line on."""
_EXAMPLE = 2.5


class PriceFields(SideBySide):
    """Takes figures in the way of the user's language; what cannot be reckoned with is said under its field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_LINES, parent)
        titles = {
            "training": self.tr("Training"),
            "input": self.tr("Input (what is read)"),
            "output": self.tr("Output (what is written)"),
            "cached_input": self.tr("Cached input (read before)"),
        }
        self.lines = {name: QLineEdit() for name in titles}
        self._fields = {name: Field(title, self.lines[name]) for name, title in titles.items()}
        for name, field in self._fields.items():
            self.lines[name].setPlaceholderText(self.tr("not known"))
            self.lines[name].textEdited.connect(partial(self._say, name, ""))
            self.add_column(field)
            self._say(name, "")

    def show_price(self, price: Price | None, *, reads_only: bool) -> None:
        """Show a price to be changed; of a model that only reads there is no other."""
        for name, line in self.lines.items():
            line.setText(typed(getattr(price, name)) if price is not None else "")
            self._say(name, "")
            self._fields[name].setVisible(name == "input" or not reads_only)

    def take_focus(self) -> None:
        """Give the keyboard to the first figure."""
        self._to_be_filled[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self) -> dict[str, float | None] | None:
        """Return the figures, None for one that is not known; None where something has to be typed anew.

        That is said, and has the keyboard.
        """
        found: dict[str, float | None] = {}
        wrong = []
        for name, line in self.lines.items():
            told = read_price(line.text(), QLocale().decimalPoint()) if not self._fields[name].isHidden() else None
            if isinstance(told, Unread):
                wrong.append(line)
                self._say(name, self._why(told))
            else:
                found[name] = told
        paid = (found.get(name) for name in ("training", "input", "output"))
        if not wrong and all(dollars is None for dollars in paid):
            wrong = self._to_be_filled[:1]
            name = next(name for name, line in self.lines.items() if line is wrong[0])
            self._say(name, self.tr("Enter a price. What costs nothing is 0."))
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        return found

    @property
    def _to_be_filled(self) -> list[QLineEdit]:
        return [line for name, line in self.lines.items() if not self._fields[name].isHidden()]

    def _why(self, unread: Unread) -> str:
        words = {
            Unread.NO_NUMBER: self.tr("This is no number. Write it like {0}.").format(figure(_EXAMPLE)),
            Unread.NEGATIVE: self.tr("A price is never below 0."),
            Unread.TOO_MUCH: self.tr("No model costs more than ${0} for a million tokens. Look once more.").format(
                number(MOST)
            ),
            Unread.TWO_WAYS: self.tr(
                "This may be thousands or decimals. Write thousands without a sign between, and decimals like {0}."
            ).format(figure(_EXAMPLE)),
        }
        return words[unread]

    def _say(self, name: str, trouble: str, *_: str) -> None:
        """Say under a field why its figure was not taken; whoever hears a field that is in order hears the unit."""
        self._fields[name].set_help(trouble, "problem")
        self.lines[name].setAccessibleDescription(trouble or self.tr("In US dollars for a million tokens"))
