"""What goes on in the background: each piece of work by itself, and all of it in one line at the rail's foot."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, Signal

LONG_S = 120.0
"""Work that took longer than this is said on the desktop when it ends while another program is in front."""


class Piece(QObject):
    """One piece of work: whoever does it tells how far it is and when it is over."""

    def __init__(self, under_way: "UnderWay", way: Callable[[], object], owner: QObject) -> None:
        super().__init__(owner)
        self._under_way = under_way
        self.way = way
        self.sentence = ""
        self.fraction: float | None = None
        self.since = 0.0

    def tell(self, sentence: str | None, fraction: float | None = None) -> None:
        """Say what is done and how far it is (0 to 1, None where nobody knows); without a sentence it is over."""
        if sentence is None:
            self._under_way.end(self)
        else:
            self._under_way.go_on(self, sentence, fraction)

    def leave(self) -> None:
        """Show it no longer; nobody is told that it is over."""
        self._under_way.drop(self)


class UnderWay(QObject):
    """Knows the pieces of work that go on, each with the way to where it is done; none hides another."""

    turned = Signal()
    """Another piece goes on, one has ended, or one is further."""
    over = Signal(str)
    """A piece that took long is over: what was said of it last."""

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(parent)
        self.clock = clock
        self._pieces: list[Piece] = []

    def piece(self, owner: QObject, way: Callable[[], object]) -> Piece:
        """Return a piece of work of this owner; `way` leads to where it is done."""
        return Piece(self, way, owner)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return what is said of each piece that goes on, the newest last."""
        return tuple(piece.sentence for piece in self._pieces)

    @property
    def fraction(self) -> float | None:
        """Return how far the work is; of several pieces, the one that is least far."""
        known = [piece.fraction for piece in self._pieces if piece.fraction is not None]
        return min(known) if known and len(known) == len(self._pieces) else None

    def lead(self) -> None:
        """Go where the newest piece is done."""
        if self._pieces:
            self._pieces[-1].way()

    def go_on(self, piece: Piece, sentence: str, fraction: float | None) -> None:
        """Take note of a piece that begins, or is further."""
        if piece not in self._pieces:
            piece.since = self.clock()
            self._pieces.append(piece)
        piece.sentence, piece.fraction = sentence, fraction
        self.turned.emit()

    def end(self, piece: Piece) -> None:
        """Take note that a piece is over, and say so of one that took long."""
        if self.drop(piece) and self.clock() - piece.since > LONG_S:
            self.over.emit(piece.sentence)

    def drop(self, piece: Piece) -> bool:
        """Show a piece no longer; tell whether it was under way."""
        there = piece in self._pieces
        if there:
            self._pieces.remove(piece)
            self.turned.emit()
        return there
