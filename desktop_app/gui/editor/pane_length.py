"""One line that says how long the row is."""

from PySide6.QtWidgets import QWidget

from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.elided import Elided
from desktop_app.gui.widgets.label import set_tone
from desktop_app.work.row_length import Length


class LengthLine(Elided):
    """Always takes the room of its line; a count of what was there before the last letter steps back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.setProperty("letters", "small")
        self.setProperty("tone", "muted")
        self._length: Length | None = None

    @property
    def length(self) -> Length | None:
        """Return what is shown."""
        return self._length

    def grow_stale(self) -> None:
        """Say that the count is of a moment ago."""
        self.setEnabled(False)
        set_tone(self, "")

    def show_length(self, length: Length | None) -> None:
        """Show a length; None where nobody has counted yet."""
        self._length = length
        self.setEnabled(True)
        over = length is not None and length.limit is not None and length.total > length.limit
        set_tone(self, "problem" if over else "muted")
        self.set_text("" if length is None else self._words(length, over=over))

    def _words(self, length: Length, *, over: bool) -> str:
        if over and length.limit is not None:
            words = self.tr("{0} tokens: {1} more than the model takes. What is shaded would be cut.")
            plain = self.tr("{0} tokens: {1} more than the model takes.")
            return (words if length.cut else plain).format(number(length.total), number(length.total - length.limit))
        words = self.tr("{0}, {1} of them to be learned") if length.exact else self.tr("about {0}")
        said = words.format(how_many.tokens(length.total), number(length.learnt))
        limit = "" if length.limit is None else self.tr(" · at most {0}").format(number(length.limit))
        return said + limit
