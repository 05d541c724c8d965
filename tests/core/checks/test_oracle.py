"""The old `prepare_data` tool as an oracle: what it finds, ours finds; what it does wrong, ours does right."""

import json
from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from desktop_app.core.checks.finding import Severity
from desktop_app.core.example import Completion, Part
from desktop_app.core.split import Shares, split
from tests.campaigns.oracle import judged, nothing_is_left_to_recommend
from tests.oracle import corpus, ours
from tests.oracle.compare import FAULTS, compare
from tests.oracle.corpus import Sample
from tests.oracle.process import is_there, old_tool

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not is_there(), reason="the old tool is not there: packaging/test.py fetches it"),
]

FILES = 15
NAMES = ("ada", "bob", "cyd", "dan", "eve", "fay", "gus", "hal", "ivy", "jo", "kim", "lou")
TEXTS = tuple((f"{name} aged {at} ->", f" {name} says {at}.") for at, name in enumerate(NAMES))
"""Rows whose design is good: neither of the two has anything to recommend."""


@pytest.fixture(scope="module")
def old():
    with old_tool() as running:
        yield running


@pytest.mark.parametrize("number", range(FILES))
def test_every_finding_has_its_counterpart_and_the_same_rows_come_out(old, tmp_path, number):
    made = corpus.sample(Random(f"slice:{number}"))
    assert judged(made, corpus.write(made, tmp_path), old).counted["files"] == 1


def test_the_comparison_sees_what_is_missing_and_what_is_changed(old, tmp_path):
    made = Sample("conditional", "csv", [("Q one", "A"), ("Q two", "B"), ("Q two", "B"), *TEXTS])
    path = corpus.write(made, tmp_path)
    theirs, mine = old.judge(path), ours.prepare(path)
    assert not compare(made, theirs, mine).differences
    assert not compare(made, theirs, mine).faults
    for check in ("duplicates", "no_separator", "rows_below_50", "no_leading_space"):
        fewer = {name: finding for name, finding in mine.findings.items() if name != check}
        assert compare(made, theirs, replace(mine, findings=fewer)).differences
    more = {**mine.findings, "long_rows": mine.findings["duplicates"]}
    assert compare(made, theirs, replace(mine, findings=more)).differences
    assert compare(made, theirs, replace(mine, rows=mine.rows[1:])).differences
    assert compare(made, theirs, replace(mine, read=mine.read[1:])).differences


def test_what_we_write_leaves_the_old_tool_nothing_to_recommend(old, tmp_path):
    rows = [(f"TELL ME OF {name}", f"Answer: {name}") for name in NAMES]
    mine = ours.settled(corpus.write(Sample("conditional", "csv", [*rows, rows[3], ("x", "")]), tmp_path))
    assert len(mine) == len(rows)
    again = old.judge(corpus.write(Sample("conditional", "jsonl", mine), tmp_path, "again"))
    assert again.rows == mine
    assert "[Recommended]" not in again.said


@pytest.mark.parametrize("number", [1, 7, 10, 14])
def test_the_whole_preparation_ends_where_the_old_tool_has_nothing_to_recommend(old, tmp_path, number):
    made = corpus.sample(Random(f"whole:{number}"))
    path = corpus.write(made, tmp_path)
    assert not judged(made, path, old).faults, "another number is needed"
    nothing_is_left_to_recommend(path, old)


def words_for_nothing(old, folder):
    made = Sample(
        "classification", "csv", [(f"{name} ->", " yes" if at % 2 else "None") for at, name in enumerate(NAMES)]
    )
    path = corpus.write(made, folder)
    theirs, mine = old.judge(path), ours.prepare(path)
    assert len(theirs.rows) == len(NAMES) // 2
    assert [answer.strip() for _, answer in mine.rows].count("None") == len(NAMES) // 2


def one_encoding(old, folder):
    for encoding in ("cp1252", "utf-16"):
        made = Sample("conditional", "csv", [(f"Frau Müller {p}", f"{c} – schön") for p, c in TEXTS], encoding=encoding)
        path = corpus.write(made, folder, encoding)
        assert old.judge(path).rows is None
        assert [(row.prompt, row.completion) for _, row in ours.prepare(path).read] == made.rows


def one_delimiter(old, folder):
    made = Sample("conditional", "csv", list(TEXTS), delimiter=";")
    path = corpus.write(made, folder)
    assert "column/key is missing" in old.judge(path).stopped
    assert ours.prepare(path).rows == list(TEXTS)


def one_bad_line(old, folder):
    made = Sample("conditional", "jsonl", list(TEXTS), bad_line=4)
    path = corpus.write(made, folder)
    assert old.judge(path).rows is None
    mine = ours.prepare(path)
    assert [line for line, _ in mine.left_out] == [5]
    assert mine.rows == [row for at, row in enumerate(TEXTS) if at != 4]


def wrong_rows(old, folder):
    long = ("x " * 6000 + "->", " much.")
    path = corpus.write(Sample("conditional", "csv", [TEXTS[0], TEXTS[0], long, *TEXTS[1:]]), folder)
    theirs, mine = old.judge(path), ours.prepare(path)
    assert theirs.rows is None or long in theirs.rows
    assert mine.rows == list(TEXTS)
    crashed = old.judge(corpus.write(Sample("conditional", "csv", [TEXTS[0], *TEXTS, long]), folder, "end"))
    assert "KeyError" in crashed.stopped or long in crashed.rows


def empty_question(old, folder):
    path = corpus.write(Sample("conditional", "csv", [*TEXTS, ("", " nothing was asked.")]), folder)
    theirs, mine = old.judge(path), ours.prepare(path)
    assert "does not contain a common separator" in theirs.findings["prompt_suffix"]
    assert "\n\n###\n\n" in theirs.rows[0][0]
    assert {"empty_prompts", "separator_found"} <= mine.findings.keys()
    assert mine.rows == list(TEXTS)


def spaces_for_answer(old, folder):
    path = corpus.write(Sample("conditional", "csv", [*TEXTS, ("and now ->", "   ")]), folder)
    theirs, mine = old.judge(path), ours.prepare(path)
    assert any(not answer.strip() for _, answer in theirs.rows)
    assert [reason.key for _, reason in mine.left_out] == ["row.empty_answer"]
    assert mine.rows == list(TEXTS)


def letter_for_mark(old, folder):
    lines = "the white house\na small apple\nmore of the same"
    path = folder / "three.txt"
    path.write_text(lines, encoding="utf-8")
    assert 'stop=["e"]' in old.judge(path, write=True).said
    assert "ending_found" not in ours.prepare(path).findings
    rows = [(prompt.replace(" ->", "e"), answer.replace(".", "s")) for prompt, answer in TEXTS]
    path = corpus.write(Sample("conditional", "csv", rows), folder)
    theirs, mine = old.judge(path), ours.prepare(path)
    assert "All prompts end with suffix `e`" in theirs.findings["prompt_suffix"]
    assert {"no_separator", "no_ending"} <= mine.findings.keys()


def letters_into_mark(old, folder):
    rows = [(prompt.replace(" ->", "e ->"), answer) for prompt, answer in TEXTS]
    path = corpus.write(Sample("conditional", "csv", rows), folder)
    assert "suffix `e ->`" in old.judge(path).findings["prompt_suffix"]
    assert ours.prepare(path).findings["separator_found"].values["text"] == " ->"


def cuts_words(old, folder):
    opening = "Please translate this: "
    rows = [(f"{opening}t{prompt}", answer) for prompt, answer in TEXTS]
    path = corpus.write(Sample("conditional", "csv", rows), folder)
    theirs, mine = old.judge(path), ours.prepare(path)
    assert theirs.rows == list(TEXTS)
    assert mine.rows == [(prompt.removeprefix(opening), answer) for prompt, answer in rows]
    alone = [*((f"Answer: {name} ->", f"Answer: {name}.") for name in NAMES), ("x ->", "Answer: ")]
    path = corpus.write(Sample("conditional", "csv", alone), folder, "alone")
    assert not all(answer.strip() for _, answer in old.judge(path).rows)
    assert all(answer.strip() for _, answer in ours.prepare(path).rows)


def chance_beginning(old, folder):
    rows = [(f"t{prompt}", answer) for prompt, answer in TEXTS]
    path = corpus.write(Sample("conditional", "csv", rows), folder)
    assert "start with prefix `t`" in old.judge(path).findings["prompt_prefix"]
    assert "prompt_prefix_short" not in ours.prepare(path).findings


def mark_in_capitals(old, folder):
    rows = [(prompt, f" {name} END") for name, (prompt, _) in zip(NAMES, TEXTS, strict=True)]
    path = corpus.write(Sample("conditional", "csv", rows), folder)
    assert old.judge(path).rows[0][1] == " ada end"
    assert ours.prepare(path).rows[0][1] == " ada END"


def texts_for_classes(old, folder):
    said = (
        "We thank you for your letter, and shall see to it as soon as ever we can.",
        "No, I am afraid that we are not able to do what you have asked for.",
    )
    path = corpus.write(
        Sample("conditional", "csv", [(p, f" {said[at % 2]}") for at, (p, _) in enumerate(TEXTS)]), folder
    )
    assert "classification" in old.judge(path).findings["format"]
    assert "classification" not in ours.prepare(path).findings


def two_spellings(old, folder):
    classes = (" yes", " Yes", " no", " yes")
    path = corpus.write(
        Sample("classification", "csv", [(p, classes[at % 4]) for at, (p, _) in enumerate(TEXTS)]), folder
    )
    assert {answer for _, answer in old.judge(path).rows} == {" yes", " Yes", " no"}
    assert {answer for _, answer in ours.prepare(path).rows} == {" yes", " no"}


def one_class(old, folder):
    path = corpus.write(Sample("classification", "csv", [(p, " some") for p, _ in TEXTS]), folder)
    assert "--classification_n_classes 1" in old.judge(path, write=True).said
    assert Severity.BLOCKS in {finding.severity for finding in ours.prepare(path).findings.values()}


def other_columns(old, folder):
    path = corpus.write(Sample("conditional", "csv", list(TEXTS), columns=("Question", "Answer")), folder)
    assert "column/key is missing" in old.judge(path).stopped
    assert ours.prepare(path).rows == list(TEXTS)


def chats(old, folder):
    path = folder / "chat.jsonl"
    turns = [[{"role": "user", "content": p}, {"role": "assistant", "content": c}] for p, c in TEXTS]
    path.write_text("\n".join(json.dumps({"messages": each}) for each in turns), encoding="utf-8")
    assert "column/key is missing" in old.judge(path).stopped
    assert len(ours.prepare(path).read) == len(TEXTS)


def false_warning(old, folder):
    path = corpus.write(Sample("conditional", "csv", list(TEXTS), extra=("extra",)), folder)
    assert "the column/key `extra` will be used instead" in old.judge(path).findings["additional_column"]
    assert ours.prepare(path).findings["unused_columns"].severity is Severity.NOTE


def contradictions(old, folder):
    rows = [(f"{name} ->", " yes" if at % 2 else " no") for at, name in enumerate(NAMES)]
    path = corpus.write(Sample("classification", "csv", [*rows, ("ada ->", " yes")]), folder)
    assert old.judge(path).findings.keys() == {"num_examples", "format", "prompt_suffix"}
    mine = ours.prepare(path)
    assert set(mine.findings["contradictions"].rows) == {0, len(rows)}


def unstratified(old, folder):
    classes = (" a", " b", " c", " d")
    rows = [(f"{name}{at} ->", classes[at % 4]) for at, name in enumerate(NAMES[:10] * 2)]
    path = corpus.write(Sample("classification", "csv", rows), folder)
    old.judge(path, write=True)
    lines = (folder / "table_prepared_valid.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({json.loads(line)["completion"] for line in lines}) < len(classes)
    prompts, answers = zip(*rows, strict=True)
    parts = split(prompts, answers, Shares(0.2, 0), 42)
    ours_ = [answer for answer, part in zip(answers, parts, strict=True) if part is Part.VALIDATION]
    assert Counter(ours_) == dict.fromkeys(classes, 1)


def lines_from_zero(old, folder):
    path = corpus.write(Sample("conditional", "csv", [*TEXTS[:3], ("who ->", ""), *TEXTS[3:], TEXTS[0]]), folder)
    said = old.judge(path).findings
    assert "[3]" in said["empty_completion"]
    mine = ours.prepare(path)
    assert [line for line, _ in mine.left_out] == [5]
    repeated = mine.findings["duplicates"].rows[0]
    assert mine.read[repeated] == (len(TEXTS) + 3, Completion(*TEXTS[0]))


RIGHT = {
    "reads words as nothing": words_for_nothing,
    "reads one encoding": one_encoding,
    "reads one delimiter": one_delimiter,
    "one bad line refuses the file": one_bad_line,
    "removes the wrong rows": wrong_rows,
    "does not see an empty question": empty_question,
    "takes spaces for an answer": spaces_for_answer,
    "takes a letter for a mark": letter_for_mark,
    "takes letters into a mark": letters_into_mark,
    "cuts into words": cuts_words,
    "reports a chance beginning": chance_beginning,
    "counts the letters of the mark": mark_in_capitals,
    "takes texts for classes": texts_for_classes,
    "does not see two spellings of a class": two_spellings,
    "says one class needs two": one_class,
    "knows two names of columns": other_columns,
    "does not know chats": chats,
    "warns of a column by its own name": false_warning,
    "does not see contradictions": contradictions,
    "divides classes by chance": unstratified,
    "counts rows from zero": lines_from_zero,
}
"""A fault of the old tool -> what shows that it has it, and that ours does right."""


@pytest.mark.parametrize("fault", RIGHT)
def test_a_fault_of_the_old_tool_is_not_ours(old, tmp_path, fault):
    RIGHT[fault](old, tmp_path)


def test_every_fault_that_excuses_a_difference_has_its_test():
    assert FAULTS.keys() <= RIGHT.keys()
