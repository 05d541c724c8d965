"""Personal data and keys in the rows. What is found is counted and listed by row, and never kept or shown.

Looking for patterns letter by letter would take longer than reading the file. So each blob is first asked a few quick
questions (is there an @, are there digits close together, is there an unbroken run of letters as long as a key?), and
only around such places the patterns are tried.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from desktop_app.core.checks.blob import Blob
from desktop_app.core.checks.finding import Change, Finding, Severity, Subject
from desktop_app.core.checks.piles import Piles, Verdict
from desktop_app.core.checks.private import KINDS as PRIVATE
from desktop_app.core.checks.texts import rewritten, texts_of
from desktop_app.core.example import Example
from desktop_app.core.text import Value

_AROUND: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"keys": (4, 100), "cards": (4, 4), "accounts": (42, 42), "emails": (66, 320), "phones": (4, 4)}
)
"""How many letters before and after the place that caught the eye the thing itself may begin and end."""

_FEWEST: Mapping[str, int] = MappingProxyType({"cards": 13, "accounts": 10, "phones": 8})
"""So many digits stand close together in each at least."""

_APART = 4
"""Digits of one number stand at most so far apart, as in "030 / 901820"."""

_BEGINNING = re.compile(rb"sk[-_]|[rp]k_|gh[a-z_]|gi|gl|hf_|gsk|xai|npm|xox|A[KIS]|SG|eyJ")
_DOMAIN = re.compile(rb"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,8}[A-Za-z]{2}")
_BLOCK, _BEFORE_BLOCK = b"PRIVATE KEY-----", 40
_SHORTEST_KEY = 20
_WORD, _FULL = 4, 0x01010101
"""Bytes of a word, and a word of four times True."""

_VERDICTS = {
    "private_keys": Verdict(Severity.PROBLEM, "hide_keys", True, needs={"what": "keys"}),
    "private_cards": Verdict(Severity.PROBLEM, "hide_cards", True, needs={"what": "cards"}),
    "private_accounts": Verdict(Severity.ADVICE, "hide_accounts", needs={"what": "accounts"}),
    "private_emails": Verdict(Severity.ADVICE, "hide_emails", needs={"what": "emails"}),
    "private_phones": Verdict(Severity.ADVICE, "hide_phones", needs={"what": "phones"}),
}


class Privacy:
    """Looks into the blobs of all rows."""

    def __init__(self) -> None:
        self._piles = Piles(Subject.PRIVACY)

    def look(self, blob: Blob) -> None:
        """Look at one blob."""
        self._note("emails", blob, ((place, place) for place in blob.places(b"@") if _in_address(blob.data, place)))
        self._note("keys", blob, _keys(blob))
        groups = _digit_groups(blob)
        for kind, digits in _FEWEST.items():
            self._note(kind, blob, ((first, last) for first, last, count in groups if count >= digits))

    def finish(self) -> Iterable[Finding]:
        """Return what kinds were found, the gravest first; the values hold nothing of what was found."""
        return self._piles.findings(_VERDICTS)

    def _note(self, kind: str, blob: Blob, candidates: Iterable[tuple[int, int]]) -> None:
        """Note the rows in which one of the candidates (first place, last place) is what it looks like."""
        private, noted = PRIVATE[kind], -1
        before, after = _AROUND[kind]
        for first, last in candidates:
            if last < noted:
                continue
            row = blob.row_at(last)
            begin, end = blob.span(row)
            if not private.stands_in(blob.data, max(begin, first - before), min(end, last + 1 + after)):
                continue
            if any(any(private.found(said)) for said in texts_of(blob.rows[row].example)):  # it was no part of another
                self._piles.add(f"private_{kind}", blob.rows[row].id)
                noted = end


def _in_address(data: bytes, place: int) -> bool:
    """Tell whether an @ stands in something built like an address; most others are done with quickly."""
    return _DOMAIN.match(data, place + 1) is not None and not data[place - 1 : place].isspace()


def _digit_groups(blob: Blob) -> list[tuple[int, int, int]]:
    """Return first and last place and the number of digits that stand close together, if they are not too few."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before there are rows

    places = np.flatnonzero(blob.numbers() - np.uint8(ord("0")) < 10)
    fewest = min(_FEWEST.values())
    if len(places) < fewest:
        return []
    breaks = np.flatnonzero(np.diff(places) > _APART)
    first, last = np.concatenate(([0], breaks + 1)), np.append(breaks, len(places) - 1)
    counts = last - first + 1
    enough = counts >= fewest
    found = (places[first[enough]], places[last[enough]], counts[enough])
    return list(zip(*(numbers.tolist() for numbers in found), strict=True))


def _unbroken(blob: Blob) -> list[tuple[int, int]]:
    """Return first and last place of every run of signs of keys that is long enough for one.

    More signs than those of keys count, as long as they are rare in words: what comes after the digits in ASCII. A run
    that ends with the three signs it begins with is none: it is a line of hyphens under a heading.
    """
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before there are rows

    data = blob.data
    signs = np.frombuffer(data + b"\n" * (_WORD + -len(data) % _WORD), dtype=np.int8)  # whole words, the last of none
    long = (signs >= ord("0")) | (signs == ord("-"))
    words = long.view(np.uint32) == _FULL
    # A run of twenty signs fills four words of four that begin at a multiple of four, wherever it begins itself.
    filled = words[:-3] & words[1:-2] & words[2:-1] & words[3:]
    if not np.count_nonzero(filled):  # as mostly, and told several times as fast as where they are
        return []
    places = np.flatnonzero(filled)
    breaks = np.flatnonzero(np.diff(places) > 1)
    first = _WORD * places[np.concatenate(([0], breaks + 1))]
    last = _WORD * (places[np.append(breaks, len(places) - 1)] + 4) - 1
    for _ in range(_WORD - 1):  # the rest of the run before and after its whole words
        first = first - ((first > 0) & long[first - 1])
        last = last + long[last + 1]
    ruled = (
        (signs[first] == signs[last - 2]) & (signs[first + 1] == signs[last - 1]) & (signs[first + 2] == signs[last])
    )
    enough = (last - first >= _SHORTEST_KEY - 1) & ~ruled
    return list(zip(first[enough].tolist(), last[enough].tolist(), strict=True))


def _keys(blob: Blob) -> list[tuple[int, int]]:
    """Return first and last place of long runs in which a key may begin, and of the first lines of key blocks."""
    data = blob.data
    runs = [(first, last) for first, last in _unbroken(blob) if _BEGINNING.search(data, max(0, first - 3), last)]
    if _BLOCK not in data:
        return runs
    return sorted([*runs, *((place - _BEFORE_BLOCK, place + len(_BLOCK) - 1) for place in blob.places(_BLOCK))])


def _hide(example: Example, values: Mapping[str, Value]) -> Example:
    return rewritten(example, PRIVATE[str(values["what"])].hidden)


KINDS: Mapping[str, Change] = MappingProxyType(
    {
        "hide_accounts": _hide,
        "hide_cards": _hide,
        "hide_emails": _hide,
        "hide_keys": _hide,
        "hide_phones": _hide,
    }
)
