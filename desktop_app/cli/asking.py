"""Questions in a terminal: asked of a person or of a pipe, or answered as recommended."""

import sys
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from desktop_app.core.problem import Problem

T = TypeVar("T")

_YES = frozenset(("y", "yes", "j", "ja", "s", "si", "sí"))
_NO = frozenset(("n", "no", "nein"))


class Asker(Protocol):
    """Gives the answer to a question; `recommended` is what an empty answer means."""

    def words(self, question: str, recommended: str) -> str:
        """Return some words."""

    def yes(self, question: str, *, recommended: bool) -> bool:
        """Return whether the answer is yes."""

    def one_of(self, question: str, names: Sequence[str], recommended: int) -> int:
        """Return the place of the chosen one of some names."""


def tell(line: str = "", end: str = "\n") -> None:
    """Print a line; what the terminal cannot show stands as a question mark."""
    sys.stdout.write(_showable(line) + end)
    sys.stdout.flush()


def _showable(line: str) -> str:
    encoding = sys.stdout.encoding or "utf-8"
    return line.encode(encoding, "replace").decode(encoding)


class Terminal:
    """Asks whoever is at the other end of standard input, a person or a pipe.

    Raise Problem("prepare_nobody_answers") when no answer comes any more.
    """

    def words(self, question: str, recommended: str) -> str:
        """Return what was typed, or the recommended answer for an empty line."""
        return self._line(f"{question} [{recommended}] ") or recommended

    def yes(self, question: str, *, recommended: bool) -> bool:
        """Return whether y or n was typed; ask again for anything else."""
        return self._until(f"{question} {'[Y/n]' if recommended else '[y/N]'} ", _yes_or_no, recommended)

    def one_of(self, question: str, names: Sequence[str], recommended: int) -> int:
        """Return the place of the name whose number, or whose own beginning, was typed."""
        for number, name in enumerate(names, start=1):
            tell(f"  {number}. {name}")
        return self._until(f"{question} [{recommended + 1}] ", lambda said: _place(said, names), recommended)

    def _until(self, prompt: str, understood: Callable[[str], T | None], recommended: T) -> T:
        while True:
            said = self._line(prompt)
            found = understood(said) if said else recommended
            if found is not None:
                return found
            tell("That was not understood.")

    def _line(self, prompt: str) -> str:
        try:
            said = input(_showable(prompt)).strip()
        except EOFError:
            tell()
            raise Problem("prepare_nobody_answers") from None
        if not sys.stdin.isatty():
            tell(said)  # in a terminal it stands there already
        return said


class Recommended:
    """Takes the recommended answers, and says which."""

    def words(self, question: str, recommended: str) -> str:
        """Return the recommended words."""
        tell(f"{question} {recommended or '(none)'}")
        return recommended

    def yes(self, question: str, *, recommended: bool) -> bool:
        """Return the recommended answer."""
        tell(f"{question} {'yes' if recommended else 'no'}")
        return recommended

    def one_of(self, question: str, names: Sequence[str], recommended: int) -> int:
        """Return the recommended place."""
        tell(f"{question} {names[recommended]}")
        return recommended


def _yes_or_no(said: str) -> bool | None:
    word = said.casefold()
    return True if word in _YES else False if word in _NO else None


def _place(said: str, names: Sequence[str]) -> int | None:
    """Return the place meant by a number or by the beginning of exactly one name."""
    if said.isdecimal():
        return int(said) - 1 if 1 <= int(said) <= len(names) else None
    exact = [place for place, name in enumerate(names) if name == said]
    begun = [place for place, name in enumerate(names) if name.casefold().startswith(said.casefold())]
    found = exact or begun
    return found[0] if len(found) == 1 else None
