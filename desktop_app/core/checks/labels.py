"""Classes: how they are written, and how many rows each has. For rows whose answers are few and short."""

import json
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType

from desktop_app.core.checks.finding import Change, Circumstances, Finding, Seen, Severity, Subject
from desktop_app.core.checks.piles import Verdict, found
from desktop_app.core.checks.task import ROWS_PER_CLASS, Tally, Task
from desktop_app.core.example import Completion, Example, Preference
from desktop_app.core.fields import write_field
from desktop_app.core.text import Value

LONGEST = 80
"""Letters of an answer that may still be a class."""

MOST = 2000
"""With more different spellings than this the answers are texts, not classes."""

UNBALANCED = 10
"""So many times the rows of the rarest class is too much for the most frequent one; so is this share of all rows:"""
DOMINANT = 0.8

STRAY = 0.05
"""So large a share of the answers may be texts (or empty) among classes."""

_TEXT = -1
_QUOTES, _MARKS = "\"'“”„«»", ".!?,;:"


class Labels:
    """Counts short answers by their spelling; it keeps at most MOST of them and two numbers a row."""

    def __init__(self, circumstances: Circumstances, tally: Tally) -> None:
        self._completes = circumstances.target.completes
        self._tally = tally
        self._numbers: dict[str, int] = {}
        self._ids = array("q")
        self._which = array("i")
        self._texts = False

    def see(self, rows: Sequence[Seen]) -> None:
        """Look at some rows."""
        if self._texts:
            return
        numbers = self._numbers
        for row in rows:
            answer = row.answer
            if len(answer) > LONGEST or not answer or isinstance(row.example, Preference):
                number = _TEXT
            else:
                number = numbers.setdefault(answer, len(numbers))
            self._ids.append(row.id)
            self._which.append(number)
        if len(numbers) > MOST:
            self._texts = True
            self._numbers, self._ids, self._which = {}, array("q"), array("i")

    def sizes(self) -> Sequence[int]:
        """Return how many rows each class has, its spellings taken together; of what are no classes, each answer's."""
        spelled = self._spelled()
        classes = _classes(spelled)
        return [sum(spelled[said] for said in spellings) for spellings in classes.values()] or (
            self._tally.per_answer.tolist()
        )

    def finish(self) -> Iterator[Finding]:
        """Return what is the matter with the classes; nothing where the answers are texts."""
        total = self._tally.rows
        if self._tally.task is Task.CLASSIFICATION and len(self.sizes()) > 1:
            values: dict[str, Value] = {"classes": len(self.sizes())}
            yield Finding("classification", Subject.LABELS, Severity.NOTE, total, array("q"), values)
        if total > 1 and self._tally.task is not Task.OPEN_ENDED and len(self._tally.per_answer) == 1:
            yield Finding("one_class", Subject.LABELS, Severity.BLOCKS, total, array("q"))
            return
        spelled = self._spelled()
        classes = _classes(spelled)
        texts = len(self._which) - sum(spelled.values())
        if self._texts or self._tally.task is Task.OPEN_ENDED or texts > STRAY * total:
            return
        if total < 2 or len(classes) >= total / ROWS_PER_CLASS:
            return
        yield from self._variants(classes, spelled)
        if len(classes) == 1:
            yield Finding("one_class", Subject.LABELS, Severity.BLOCKS, total, array("q"))
            return
        rows_of = {kept: sum(spelled[s] for s in spellings) for kept, spellings in classes.items()}
        yield from self._amounts(rows_of)
        if self._completes:
            yield from self._collisions(rows_of)

    def _spelled(self) -> dict[str, int]:
        """Return how often each short answer is given, as it is spelled."""
        times = Counter(self._which)
        return {said: times[number] for said, number in self._numbers.items()}

    def _variants(self, classes: Mapping[str, list[str]], spelled: Mapping[str, int]) -> Iterator[Finding]:
        other = {said: kept for kept, spellings in classes.items() for said in spellings if said != kept}
        if not other:
            return
        rows = self._rows(other)
        values: dict[str, Value] = {"sample": _quoted(other), "kept": _quoted(dict.fromkeys(other.values()))}
        needs = {"labels": json.dumps(other)}
        verdict = Verdict(Severity.PROBLEM, "unify_labels", recommended=True, values=values, needs=needs)
        yield found("label_variants", Subject.LABELS, rows, verdict)

    def _amounts(self, rows_of: Mapping[str, int]) -> Iterator[Finding]:
        single = [label for label, rows in rows_of.items() if rows == 1]
        if single:
            verdict = Verdict(Severity.ADVICE, "drop_single_labels", values={"sample": _quoted(single)})
            yield found("single_labels", Subject.LABELS, self._rows(single), verdict)
        most, least = max(rows_of, key=rows_of.__getitem__), min(rows_of, key=rows_of.__getitem__)
        many, few, total = rows_of[most], rows_of[least], sum(rows_of.values())
        if many > DOMINANT * total or (few > 1 and many >= UNBALANCED * few):
            values: dict[str, Value] = {"most": most.strip(), "least": least.strip()}
            values |= {"few": few, "share": round(100 * many / total)}
            yield Finding("label_imbalance", Subject.LABELS, Severity.ADVICE, many, array("q"), values)

    def _collisions(self, rows_of: Mapping[str, int]) -> Iterator[Finding]:
        """Find classes that begin alike. Tokens are not known here, so this goes by words and beginnings of words."""
        labels = sorted(rows_of, key=str.strip)
        pairs = [pair for pair in pairwise(labels) if _begin_alike(pair[0].strip(), pair[1].strip())]
        if pairs:
            values = {"one": pairs[0][0].strip(), "other": pairs[0][1].strip()}
            count = sum(rows_of[label] for label in {label for pair in pairs for label in pair})
            yield Finding("label_beginnings", Subject.LABELS, Severity.ADVICE, count, array("q"), values)

    def _rows(self, spellings: Sequence[str] | Mapping[str, str]) -> "array[int]":
        wanted = {self._numbers[said] for said in spellings}
        return array("q", (row for row, number in zip(self._ids, self._which, strict=True) if number in wanted))


def plain(label: str) -> str:
    """Return a class without what does not make another class of it: capitals, quotes and spaces, marks at its end."""
    folded = unicodedata.normalize("NFD", label).casefold()  # taken apart first: to fold may take letters apart
    said = " ".join(unicodedata.normalize("NFC", folded).split())
    return said.lstrip(_QUOTES + " ").rstrip(_QUOTES + _MARKS + " ") or said


def _classes(spelled: Mapping[str, int]) -> dict[str, list[str]]:
    """Return the most frequent spelling of each class (of equals the first) with all of its spellings."""
    by_plain: dict[str, list[str]] = {}
    for said in spelled:
        by_plain.setdefault(plain(said), []).append(said)
    return {max(spellings, key=spelled.__getitem__): spellings for spellings in by_plain.values()}


def _begin_alike(first: str, second: str) -> bool:
    if first.isdigit() and second.isdigit():
        return False
    return second.startswith(first) or first.split()[:1] == second.split()[:1]


def _quoted(labels: Sequence[str] | Mapping[str, object]) -> str:
    shown = [f"“{label}”" for label in list(labels)[:3]]
    return ", ".join(shown) + (" …" if len(labels) > len(shown) else "")


def _unify(example: Example, values: Mapping[str, Value]) -> Example:
    labels: dict[str, str] = json.loads(str(values["labels"]))
    if isinstance(example, Completion):
        return write_field(example, "completion", labels.get(example.completion, example.completion))
    if isinstance(example, Preference) or example.messages[-1].role != "assistant":
        return example
    said = example.messages[-1].content
    return write_field(example, "assistant", labels.get(said, said))


KINDS: Mapping[str, Change] = MappingProxyType({"unify_labels": _unify})
