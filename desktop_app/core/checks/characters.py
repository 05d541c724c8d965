"""Characters that do not belong into texts, and the texts of special tokens, for which a service refuses a file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from desktop_app.core.checks.blob import Blob
from desktop_app.core.checks.finding import Change, Finding, Severity, Subject
from desktop_app.core.checks.piles import Piles, Verdict
from desktop_app.core.checks.texts import rewritten
from desktop_app.core.example import Example
from desktop_app.core.text import Value

SPECIAL = re.compile(r"<\|([A-Za-z][A-Za-z0-9_]*)\|>")
"""Every name between these brackets: <|endoftext|>, <|endofprompt|>, <|fim_prefix|>, <|im_start|>, <|channel|>, …

Each family of models has a few of its own, and a service refuses more of them than its own tokenizer knows.
"""

TEMPLATE = re.compile(
    r"</?(?:bos|eos|start_of_turn|end_of_turn)>|\[/?INST\]|<</?SYS>>|<\uff5c(?:[A-Za-z_]|\u2581){1,40}\uff5c>"
    r"|</s>(?=\s*(?:$|[<\[]))|^<s>|<s>(?=\s*\[)",
    re.MULTILINE,
)
"""What the templates of other families put around the texts: [INST], <<SYS>>, <start_of_turn>, </s> at an end, …

Between words <s> and </s> strike out on web pages, so they count at a beginning and at an end alone.
"""

_TEMPLATE_BYTES = re.compile(
    TEMPLATE.pattern.replace(r"\uff5c", "\uff5c").replace(r"\u2581", "\u2581").encode(), re.MULTILINE
)
_TEMPLATE_SECOND = frozenset(b"/bes<S\xef")
"""What follows the bracket "<" in any of them: few of the many such brackets of code and web pages."""
_INSTRUCTION = re.compile(rb"\[/?INST\]")

_AROUND_TEMPLATE = re.compile(rf"[ \t]*(?:(?:{TEMPLATE.pattern})[ \t]*)+", re.MULTILINE)
_SPECIAL_BYTES = re.compile(SPECIAL.pattern.encode())
_BAR = ord("|")
_HALF = re.compile(rb"\xed[\xa0-\xbf]")
_CONTROLS = bytes(sorted({*range(32), 127} - {9, 10, 13}))
_LATER_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]")
_BOM, _LOST = "\ufeff", "\ufffd"
_UNWANTED: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "control": re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"),
        "half": re.compile(r"[\ud800-\udfff]"),
        "bom": re.compile(_BOM),
        "lost": re.compile(_LOST),
    }
)
_VERDICTS = {
    "special_tokens": Verdict(Severity.PROBLEM, "space_special_tokens", recommended=True),
    "template_marks": Verdict(Severity.PROBLEM, "remove_template_marks"),
    "half_characters": Verdict(Severity.PROBLEM, "remove_half_characters", True, needs={"what": "half"}),
    "control_characters": Verdict(Severity.PROBLEM, "remove_control_characters", True, needs={"what": "control"}),
    "bom_inside": Verdict(Severity.ADVICE, "remove_bom_inside", True, needs={"what": "bom"}),
    "lost_characters": Verdict(Severity.ADVICE, "remove_lost_characters", needs={"what": "lost"}),
}


class Characters:
    """Looks into the blobs of all rows."""

    def __init__(self) -> None:
        self._piles = Piles(Subject.CHARACTERS)

    def look(self, blob: Blob, beyond: bytes) -> None:
        """Look at one blob; most hold nothing of interest, and a few quick looks tell.

        `beyond` holds the bytes of all its characters beyond ASCII; there may be others among them.
        """
        data = blob.data
        controls = {row for sign in _controls_in(blob) for row in blob.rows_with(sign)}
        opened = [(place, data[place + 1]) for place in blob.places_of(ord("<"), len(data) - 1)]
        special = [place for place, second in opened if second == _BAR and _SPECIAL_BYTES.match(data, place)]
        self._put("special_tokens", blob, map(blob.row_at, special))
        self._put("template_marks", blob, map(blob.row_at, sorted(_template_marks(blob, opened))))
        if beyond:  # what is of several bytes stands together there, too
            if _LATER_CONTROLS.search(beyond):
                controls.update(blob.row_at(found.start()) for found in _LATER_CONTROLS.finditer(data))
            if _HALF.search(beyond):
                self._put("half_characters", blob, (blob.row_at(found.start()) for found in _HALF.finditer(data)))
            for check, sign in (("bom_inside", _BOM.encode()), ("lost_characters", _LOST.encode())):
                if sign in beyond:
                    self._put(check, blob, blob.rows_with(sign))
        self._put("control_characters", blob, sorted(controls))

    def finish(self) -> Iterable[Finding]:
        """Return what was found, the gravest first."""
        return self._piles.findings(_VERDICTS)

    def _put(self, check: str, blob: Blob, rows: Iterable[int]) -> None:
        for row in rows:
            self._piles.add(check, blob.rows[row].id)


def _template_marks(blob: Blob, opened: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Yield the places of marks of templates; `opened` are those of the brackets "<", with the byte that follows."""
    data = blob.data
    if blob.has(ord("T"), ord("]")):
        yield from (found.start() for found in _INSTRUCTION.finditer(data))
    for place, second in opened:
        if second in _TEMPLATE_SECOND and _TEMPLATE_BYTES.match(data, place):
            yield place


def _controls_in(blob: Blob) -> list[bytes]:
    """Return the control characters of ASCII that stand in the blob, besides tabs and ends of lines."""
    import numpy as np  # noqa: PLC0415 - heavy, and not wanted before there are rows

    data, numbers = blob.data, blob.numbers()
    low = int(np.count_nonzero(numbers < 32)) - int(np.count_nonzero(numbers == ord("\n")))
    if b"\x7f" not in data and (not low or low == data.count(b"\t") + data.count(b"\r")):
        return []
    return [bytes((number,)) for number in _CONTROLS if number in data]


def _space_special_tokens(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    return rewritten(example, lambda said: SPECIAL.sub(r"<| \1 |>", said) if "<|" in said else said)


def _remove_template_marks(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    return rewritten(example, _without_template)


def _without_template(said: str) -> str:
    """Return the text without such marks, a space in the place of those between words."""
    while TEMPLATE.search(said):  # what is taken out may leave another one at an end
        said = _AROUND_TEMPLATE.sub(lambda found: " " if _between(found) else "", said)
    return said


def _between(found: re.Match[str]) -> bool:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return bool(before and after) and not (before.isspace() or after.isspace())


def _remove(example: Example, values: Mapping[str, Value]) -> Example:
    unwanted = _UNWANTED[str(values["what"])]
    return rewritten(example, lambda said: unwanted.sub(_instead, said))


def _instead(found: re.Match[str]) -> str:
    """Return what was meant: the later controls are letters of Windows (code page 1252) that were read as Latin-1."""
    sign = found.group()
    return sign.encode("latin-1").decode("cp1252", "ignore") if "\x80" <= sign <= "\x9f" else ""


KINDS: Mapping[str, Change] = MappingProxyType(
    {
        "remove_bom_inside": _remove,
        "remove_control_characters": _remove,
        "remove_half_characters": _remove,
        "remove_lost_characters": _remove,
        "remove_template_marks": _remove_template_marks,
        "space_special_tokens": _space_special_tokens,
    }
)
