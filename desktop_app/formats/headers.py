"""Which row of a table names its columns, and what the columns are called."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

SAMPLE_ROWS = 60
"""How many rows at a table's start decide about its header."""
_MOST_TITLES = 5
_NAMES = frozenset(
    [
        "prompt",
        "completion",
        "question",
        "answer",
        "input",
        "output",
        "instruction",
        "response",
        "system",
        "user",
        "assistant",
        "text",
        "label",
        "category",
        "class",
        "messages",
        "message",
        "chosen",
        "rejected",
        "preferred",
        "non_preferred",
        "id",
        "name",
        "title",
        "description",
        "context",
        "topic",
        "reply",
        "subject",
        "body",
        "date",
        "source",
        "target",
        "tags",
        "intent",
        "sentiment",
        "frage",
        "antwort",
        "pregunta",
        "respuesta",
        "réponse",
        "domanda",
        "risposta",
        "pergunta",
        "resposta",
        "vraag",
        "antwoord",
        "pytanie",
        "odpowiedź",
        "вопрос",
        "ответ",
        "问题",
        "答案",
        "質問",
        "回答",
    ]
)
_NUMBER = re.compile(r"[-+]?[$€£]?\d[\d.,:/ -]*%?")
_SENTENCE_END = re.compile(r"[.!?…。！？]['\"”’)]*$")
_LONG_NAME = 80


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table begins: `above` rows of titles, then a row of names if there is a `header`; the columns' names."""

    above: int
    header: bool
    columns: tuple[str, ...]


def layout(rows: Sequence[Sequence[str]], header: bool | None, width: int = 0) -> Layout:
    """Return how the table with these first rows (none of them blank) begins; `header` is the user's word, if any.

    `width` is the least number of columns.
    """
    above = titles(rows)
    body = rows[above:]
    if not body:
        return Layout(above, bool(header), column_names((), width))
    named = _has_names(body) if header is None else header
    if named:
        return Layout(above, True, column_names(body[0], width))
    usual = Counter(len(row) for row in body).most_common(1)[0][0]
    return Layout(above, False, column_names((), max(width, usual)))


def column_names(cells: Sequence[str], width: int = 0) -> tuple[str, ...]:
    """Return the header's names, trimmed; an empty or repeated name gets a number so that each is unique."""
    names: dict[str, None] = {}
    padded = [*cells, *[""] * (width - len(cells))]
    for number, cell in enumerate(padded, start=1):
        name = plain_name(" ".join(cell.split())) or f"column {number}"
        while name in names:
            name = f"{name} ({number})"
        names[name] = None
    return tuple(names)


def plain_name(name: str) -> str:
    """Return a name without the braces that templates put around names, and without what cannot be shown."""
    shown = name.replace("{", "(").replace("}", ")")
    return re.sub("[\0\ud800-\udfff]", "\ufffd", shown)


def has_known_names(cells: Sequence[str]) -> bool:
    """Tell whether one of the cells is a name that columns of training data often have."""
    return any(_is_name(cell) for cell in cells)


def titles(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows above the table hold just one cell, as titles and remarks do."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    above = 0
    while above < min(_MOST_TITLES, len(rows) - 2) and filled[above] == 1 and not _is_name(rows[above][0]):
        above += 1
    below = filled[above:]
    wide = sum(count > 1 for count in below)
    return above if above and below[0] > 1 and wide > len(below) / 2 else 0


def _has_names(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns; a table is thought to have names unless the row speaks against."""
    first, rest = rows[0], rows[1:]
    if has_known_names(first):
        return True
    columns = [[row[at].strip() for row in rest if at < len(row)] for at in range(len(first))]
    for cell, below in zip(first, columns, strict=True):
        numbers = [_is_number(other) for other in below if other]
        if _is_number(cell):
            return False
        if len(numbers) > 1 and all(numbers) and cell.strip():
            return True
    repeated = any(cell.strip() and below.count(cell.strip()) > 1 for cell, below in zip(first, columns, strict=True))
    if repeated and list(first) not in [list(row) for row in rest]:
        return False
    filled = [cell.strip() for cell in first if cell.strip()]
    return not all(_is_sentence(cell) for cell in filled)


def _is_name(cell: str) -> bool:
    return cell.strip().strip('"').lower() in _NAMES


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None


def _is_sentence(cell: str) -> bool:
    words = cell.split()
    return len(cell) > _LONG_NAME or (len(words) > 2 and _SENTENCE_END.search(cell) is not None)
