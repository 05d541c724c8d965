"""The old tool and ours over one file: every finding has its counterpart, and the same rows come out.

Where that does not hold, one of the old tool's FAULTS must be the reason; which ones a file meets is seen from the file
and from what was found in it, never from the difference itself.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from os.path import commonprefix

from tests.oracle.corpus import NOTHING, Sample
from tests.oracle.ours import Ours
from tests.oracle.process import Verdict

FAULTS = {
    "reads words as nothing": "Labels such as None, NA or nan are taken for empty cells, and their rows deleted.",
    "reads one encoding": "A file in another encoding than UTF-8 is refused.",
    "reads one delimiter": "A table with semicolons or bars is refused.",
    "one bad line refuses the file": "A line of JSON that breaks off refuses all the others.",
    "removes the wrong rows": "Long rows are dropped by position after others went: a wrong one goes, or it breaks.",
    "does not see an empty question": "A row without a question stays, and hides what the questions have in common.",
    "takes spaces for an answer": "An answer of spaces alone is not empty.",
    "takes a letter for a mark": "Letters that all texts end with by chance are taken for a separator or an end mark.",
    "takes letters into a mark": "Letters that stand before the mark by chance are taken for a part of it.",
    "cuts into words": "The beginning it removes may end within a word, whose first letters are lost.",
    "reports a chance beginning": "Letters that all texts begin with by chance are reported.",
    "counts the letters of the mark": "An end mark in capitals behind short answers passes for text in capitals.",
    "takes texts for classes": "Long texts that come back often are taken for a classification.",
    "does not see two spellings of a class": "Classes that differ in capitals, spaces or full stops stay apart.",
    "says one class needs two": "One answer for all rows is prepared as a classification with one class.",
}

UNREAD = {"reads words as nothing", "reads one encoding", "reads one delimiter", "one bad line refuses the file"}
"""With these the old tool saw another file than it was given, and there is nothing to compare."""

EXCUSED = {
    "removes the wrong rows": {"rows"},
    "does not see an empty question": {"rows", "prompt_suffix", "prompt_prefix", "format"},
    "takes spaces for an answer": {"rows", "format", "duplicated_rows", "completion_suffix", "completion_prefix"},
    "takes a letter for a mark": {"rows", "prompt_suffix", "completion_suffix"},
    "takes letters into a mark": {"prompt_suffix", "completion_suffix"},
    "cuts into words": {"rows", "prompt_prefix", "completion_prefix"},
    "reports a chance beginning": {"prompt_prefix"},
    "counts the letters of the mark": {"rows", "lower_completion"},
    "takes texts for classes": {"rows", "format", "completion_suffix"},
    "does not see two spellings of a class": {"rows"},
    "says one class needs two": {"rows", "completion_suffix"},
}
"""Fault -> where a difference comes from it."""

COUNTERPARTS = (
    ("num_examples", "we recommend", {"too_few_rows", "rows_below_50", "rows_below_100"}),
    ("additional_column", "", {"unused_columns"}),
    ("format", "classification", {"classification"}),
    ("duplicated_rows", "", {"duplicates"}),
    ("long_examples", "", {"long_rows"}),
    ("lower_prompt", "", {"prompts_upper"}),
    ("lower_completion", "", {"completions_upper"}),
    ("prompt_suffix", "does not contain", {"no_separator"}),
    ("prompt_suffix", "All prompts end", {"separator_found", "separator_long", "separator_repeats"}),
    ("prompt_suffix", "seems very long", {"separator_long"}),
    ("prompt_suffix", "more than once", {"separator_repeats"}),
    ("prompt_suffix", "All prompts are identical", {"prompts_identical"}),
    ("prompt_prefix", "", {"prompt_prefix", "prompt_prefix_short"}),
    ("prompt_prefix", "Remove prefix", {"prompt_prefix"}),
    ("completion_prefix", "", {"completion_prefix"}),
    ("completion_suffix", "does not contain", {"no_ending"}),
    ("completion_suffix", "All completions end", {"ending_found", "ending_long", "ending_repeats"}),
    ("completion_suffix", "seems very long", {"ending_long"}),
    ("completion_suffix", "more than once", {"ending_repeats"}),
    ("space_start", "", {"no_leading_space"}),
)
"""What the old tool says (its validator, a piece of the words) -> the findings of ours that say it."""

SAME_COUNT = (
    ("duplicated_rows", r"Remove (\d+) dup", "duplicates"),
    ("long_examples", r"Remove (\d+) long", "long_rows"),
)
SAME_MARK = (
    ("prompt_suffix", r"Add a suffix separator `(.*)` to", "no_separator", "suffix"),
    ("completion_suffix", r"Add a suffix ending `(.*)` to", "no_ending", "ending"),
)


@dataclass(slots=True)
class Comparison:
    """What differed without an excuse, the faults the file met, and what was compared."""

    differences: list[str] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)
    counted: Counter[str] = field(default_factory=Counter)

    def may_differ(self, where: str) -> bool:
        """Tell whether one of the faults is the reason for a difference there."""
        return any(where in EXCUSED.get(fault, ()) for fault in self.faults)


def compare(made: Sample, old: Verdict, ours: Ours) -> Comparison:
    """Return how the two compare."""
    seen = Comparison(faults={*_unread(made), *_misjudged(made, old)})
    _every_row_is_there(made, ours, seen)
    if not seen.faults & UNREAD:
        _findings(old, ours, seen)
        _numbers_and_marks(old, ours, seen)
        _rows(old, ours, seen)
    seen.counted.update(["files", *(f"files with its fault: {fault}" for fault in seen.faults)])
    if not seen.faults:
        seen.counted["files alike in every finding and row"] += 1
    return seen


def _unread(made: Sample) -> Iterator[str]:
    if made.suffix in ("csv", "tsv", "xlsx") and any(cell in NOTHING for row in made.rows for cell in row):
        yield "reads words as nothing"
    if made.encoding != "utf-8":
        yield "reads one encoding"
    if made.delimiter != ",":
        yield "reads one delimiter"
    if made.bad_line is not None:
        yield "one bad line refuses the file"


def _misjudged(made: Sample, old: Verdict) -> Iterator[str]:
    """Yield the faults that the rows themselves provoke."""
    rows = [(prompt, answer) for prompt, answer in made.rows if answer]
    prompts, answers = [prompt for prompt, _ in rows], [answer for _, answer in rows]
    if "long_examples" in old.findings and ("duplicated_rows" in old.findings or len(rows) < len(made.rows)):
        yield "removes the wrong rows"
    if any(prompts) and not all(prompt.strip() for prompt in prompts):
        yield "does not see an empty question"
    if not all(answer.strip() for answer in answers):
        yield "takes spaces for an answer"
    if len(set(answers)) * 3 < len(answers) and max(map(len, answers)) > 60:
        yield "takes texts for classes"
    if len({_spoken(answer) for answer in answers}) < min(len(set(answers)), len(answers) / 3):
        yield "does not see two spellings of a class"
    if len(set(answers)) == 1:
        yield "says one class needs two"
    yield from _misled(prompts, answers, old)


def _misled(prompts: list[str], answers: list[str], old: Verdict) -> Iterator[str]:
    """Yield the faults that beginnings and endings provoke which the texts share."""
    for name, texts in (("prompt_suffix", prompts), ("completion_suffix", answers)):
        ending = _shared_end(texts) if name in old.findings else ""
        if _is_words(ending):
            yield "takes a letter for a mark"
        elif ending[:1].isalnum():
            yield "takes letters into a mark"
    before_mark = "".join(answer.removesuffix(_shared_end(answers)) for answer in answers)
    if "lower_completion" in old.findings and not _is_upper(before_mark):
        yield "counts the letters of the mark"
    asked, answered = _shared_beginning(prompts), _shared_beginning(answers)
    removed = [(asked, prompts)] if len(asked) > 12 else []
    removed += [(answered, answers)] if len(answered) >= 5 else []
    if any(prefix[-1].isalnum() or prefix in texts for prefix, texts in removed):
        yield "cuts into words"
    if 0 < len(asked) <= 12 and not _whole_words(asked):
        yield "reports a chance beginning"


def _is_words(ending: str) -> bool:
    """Tell whether an ending is nothing but letters and ordinary words."""
    rest = ending
    while rest and rest[0].isalnum():
        rest = rest[1:]
    words = all(letter.isalnum() or letter == " " for letter in rest)
    return bool(ending) and words and (not rest or any(letter.islower() for letter in rest))


def _is_upper(text: str) -> bool:
    return sum(letter.isupper() for letter in text) * 2 > sum(letter.islower() for letter in text)


def _spoken(answer: str) -> str:
    return re.sub(r"\W", "", answer).lower()


def _shared_end(texts: list[str]) -> str:
    return _shared_beginning([text[::-1] for text in texts])[::-1]


def _shared_beginning(texts: list[str]) -> str:
    return commonprefix(texts)  # noqa: RUF071 - letters are what is compared here


def _whole_words(text: str) -> str:
    while text and text[-1].isalnum():
        text = text[:-1]
    return text


def _every_row_is_there(made: Sample, ours: Ours, seen: Comparison) -> None:
    """Ours keeps every row with an answer exactly as it was written, whatever the old tool did to it."""
    wanted = [row for at, row in enumerate(made.rows) if row[1].strip() and at != made.bad_line]
    read = [(example.prompt, example.completion) for _, example in ours.read if example.completion.strip()]
    if wanted != read:
        odd = [(a, b) for a, b in zip_longest(wanted, read) if a != b][:1]
        seen.differences.append(f"{len(wanted)} rows with an answer were written, {len(read)} read; the first: {odd}")
    if len(ours.left_out) + len(ours.read) != len(made.rows):
        seen.differences.append(f"{len(made.rows)} rows in, {len(ours.read)} out and {len(ours.left_out)} explained")


def _findings(old: Verdict, ours: Ours, seen: Comparison) -> None:
    for name, sign, ids in COUNTERPARTS:
        said = sign in old.findings.get(name, "") and name in old.findings
        found = bool(ids & ours.findings.keys())
        seen.counted["findings of the old tool"] += said
        decided = name in ("num_examples", "additional_column", "format") or not old.stopped
        if said and not found and not seen.may_differ(name):
            seen.differences.append(f"only the old tool says {name}: {old.findings[name][:300]}")
        elif found and not said and decided and not seen.may_differ(name):
            seen.differences.append(f"only ours says {ids & ours.findings.keys()}")
    empty = re.search(r"Remove (\d+) rows with empty", old.findings.get("empty_completion", ""))
    blank = sum(reason.key != "row.empty_prompt" for _, reason in ours.left_out)
    blank += ours.findings["empty_answers"].count if "empty_answers" in ours.findings else 0
    if (int(empty[1]) if empty else 0) != blank and not seen.faults & {"takes spaces for an answer"}:
        seen.differences.append(f"empty answers: {empty and empty[0]}, ours {blank}")
    seen.counted["findings of the old tool"] += empty is not None


def _numbers_and_marks(old: Verdict, ours: Ours, seen: Comparison) -> None:
    for name, pattern, check in SAME_COUNT:
        said = re.search(pattern, old.findings.get(name, ""))
        if said and not seen.may_differ(name) and check in ours.findings:
            act = ours.findings[check].remedy
            rows = [place for place in act.rows if ours.read[place][1].completion.strip()]
            if len(rows) != int(said[1]):
                seen.differences.append(f"{name}: {said[0]}, ours {len(rows)}")
    for name, pattern, check, value in SAME_MARK:
        said = re.search(pattern, old.findings.get(name, ""))
        if said and not seen.may_differ(name) and check in ours.findings:
            mark = ours.findings[check].remedy.values[value].replace("\n", "\\n")
            if mark != said[1]:
                seen.differences.append(f"{name}: {said[0]}, ours {mark!r}")


def _rows(old: Verdict, ours: Ours, seen: Comparison) -> None:
    if old.stopped:
        foreseen = "prompts_identical" in ours.findings and "identical" in old.stopped
        if not (foreseen or seen.may_differ("rows")):
            seen.differences.append(f"the old tool stopped: {old.stopped}")
    elif not seen.may_differ("rows"):
        seen.counted["rows alike"] += len(ours.rows)
        if old.rows != ours.rows:
            odd = [(a, b) for a, b in zip_longest(old.rows, ours.rows) if a != b][:1]
            seen.differences.append(f"{len(old.rows)} rows of the old tool, {len(ours.rows)} of ours; the first: {odd}")
