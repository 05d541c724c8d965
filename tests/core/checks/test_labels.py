"""Classes: their spelling, their numbers, contradictions; refusals; rows that ask nothing; rows of unlike shapes."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.checks.finding import Severity
from desktop_app.core.checks.labels import plain
from desktop_app.core.example import Completion, Example, Shape
from desktop_app.core.fields import expected
from tests.core.checks.rows import CLOUD, LOCAL, chat, findings, heals, mended, pad, pair, said, talk

ABOUT_LABELS = {
    *("label_variants", "one_class", "single_labels", "label_imbalance", "label_beginnings", "contradictions"),
    "different_answers",
}


def sorted_into(*labels: str) -> list[Example]:
    return [talk(f"text number {n}", label) for n, label in enumerate(labels)]


def completed_with(*labels: str) -> list[Example]:
    return [Completion(f"text number {n}", label) for n, label in enumerate(labels)]


@pytest.mark.parametrize("made", [sorted_into, completed_with])
def test_good_classes_are_left_in_peace(made: type) -> None:
    assert not ABOUT_LABELS & findings(made(*["red", "green", "blue"] * 8)).keys()


@pytest.mark.parametrize("made", [sorted_into, completed_with])
def test_a_class_is_written_in_one_way(made: type) -> None:
    rows = made(*["Yes"] * 7, "yes ", "YES.", " “yes”", *["No"] * 6, "no", "no", "NO!")
    found = findings(rows)["label_variants"]
    assert found.recommended
    assert list(found.rows) == [107, 108, 109, 116, 117, 118]
    after = heals("label_variants", rows)
    assert Counter(after[n] == made(*["Yes"] * 10, *["No"] * 9)[n] for n in range(19)) == {True: 19}


def test_of_spellings_that_are_equally_frequent_the_first_stays() -> None:
    after = heals("label_variants", sorted_into("b", "B", "A", "a", *["c"] * 12))
    assert after[:4] == sorted_into("b", "b", "A", "A")


@pytest.mark.parametrize(
    ("label", "other"), [("C", "C++"), ("C", "C#"), ("+", "-"), ("1", "1.5"), ("a b", "ab"), ("...", "!"), ("é", "e")]
)
def test_unlike_classes_stay_unlike(label: str, other: str) -> None:
    assert plain(label) != plain(other)
    assert "label_variants" not in findings(sorted_into(*[label, other] * 10))


@pytest.mark.parametrize("spelled", ["Yes.", "“yes”", '"Yes".', "“yes.”", "« yes »!", 'yes".'])
def test_quotes_and_marks_make_no_other_class_in_whatever_order(spelled: str) -> None:
    assert plain(spelled) == "yes"


@given(st.text(max_size=12))
def test_the_plain_form_of_a_class_is_its_own_plain_form(label: str) -> None:
    assert plain(plain(label)) == plain(label) or plain(label) == ""


@given(st.lists(st.sampled_from(["Yes", "yes", "YES.", " yes", "No", "no ", "NO", "maybe"]), min_size=24, max_size=40))
def test_any_mixture_of_spellings_is_unified(labels: list[str]) -> None:
    rows = sorted_into(*labels)
    found = findings(rows, batch=20)
    assert ("label_variants" in found) == (len(set(labels)) > len({*map(plain, labels)}))
    if "label_variants" in found:
        after = mended(rows, found["label_variants"])
        written = {expected(example) for example in after}
        assert written <= set(labels)
        assert len(written) == len({*map(plain, labels)})


def test_a_single_class_teaches_nothing() -> None:
    for rows in (sorted_into(*["Yes"] * 20), sorted_into(*["Yes", "yes"] * 10), completed_with(*["x" * 200] * 20)):
        found = findings(rows)["one_class"]
        assert (found.severity, found.count) == (Severity.BLOCKS, 20)


def test_a_class_of_one_row_is_named() -> None:
    rows = sorted_into(*["a", "b"] * 10, "c")
    found = findings(rows)["single_labels"]
    assert list(found.rows) == [120]
    assert found.values["sample"] == "“c”"
    heals("single_labels", rows)


def test_one_class_that_outweighs_all_others_is_named() -> None:
    values = findings(sorted_into(*["a"] * 90, *["b"] * 10))["label_imbalance"].values
    assert values == {"most": "a", "least": "b", "few": 10, "share": 90}
    assert "label_imbalance" in findings(sorted_into(*["a"] * 30, *["b"] * 30, *["c"] * 3))
    assert "label_imbalance" not in findings(sorted_into(*["a"] * 30, *["b"] * 25, *["c"] * 20))


def test_classes_that_begin_alike_matter_where_a_text_is_completed() -> None:
    labels = ["very good", "very bad", "fine"] * 8
    found = findings(completed_with(*labels))["label_beginnings"]
    assert (found.values, found.count) == ({"one": "very bad", "other": "very good"}, 16)
    assert "label_beginnings" not in findings(sorted_into(*labels), CLOUD)
    assert "label_beginnings" not in findings(completed_with(*["1", "10"] * 10))
    assert "label_beginnings" in findings(completed_with(*["spam", "spammer"] * 10))


def test_texts_are_no_classes() -> None:
    texts = sorted_into(*[f"a text about {n}" for n in range(30)], *["Yes", "yes"] * 3)
    assert not ABOUT_LABELS - {"different_answers"} & findings(texts).keys()
    many = completed_with(*[f"label {n % 3000}" for n in range(9100)])
    assert not ABOUT_LABELS & findings(many, batch=1000).keys()


def test_a_few_long_answers_among_classes_do_not_hide_them() -> None:
    rows = sorted_into(*["Yes", "No", "no"] * 20, "x" * 300)
    assert "label_variants" in findings(rows)


def test_contradicting_classes_are_a_problem_and_the_majority_can_be_kept() -> None:
    rows = sorted_into(*["a", "b"] * 10)
    rows += [talk("same", "a"), talk("same", "b"), talk("same", "a"), talk("tie", "a"), talk("tie", "b")]
    found = findings(rows)["contradictions"]
    assert (found.severity, found.recommended) == (Severity.PROBLEM, False)
    assert list(found.rows) == [120, 121, 122, 123, 124]
    after = heals("contradictions", rows)
    assert after[20:] == [talk("same", "a"), talk("same", "a")]


def test_different_texts_for_one_question_are_worth_a_note() -> None:
    rows = pad([talk("same", "one story"), talk("same", "another story"), talk("same", "s", "system")])
    found = findings(rows)["different_answers"]
    assert (found.severity, list(found.rows), found.remedy) == (Severity.NOTE, [100, 101], None)


def test_all_rows_of_such_a_note_are_known_though_not_all_are_shown() -> None:
    found = findings(pad([talk("same", f"story number {n}, too long for a class") for n in range(1200)]))
    note = found["different_answers"]
    assert (len(note.rows), note.count) == (1000, 1200)
    assert note.whole is not None
    assert list(note.whole) == list(range(100, 1300))


def test_the_same_question_about_another_picture_is_another_question() -> None:
    def shown(url: str, answer: str) -> Example:
        parts = [{"type": "text", "text": "?"}, {"type": "image_url", "image_url": {"url": url}}]
        return chat(said("user", "?", content=parts), said("assistant", answer))

    first, second = shown("https://a.de/1.png", "x"), shown("https://a.de/2.png", "y")
    assert "different_answers" not in findings(pad([first, second]))
    assert list(findings(pad([first, shown("https://a.de/1.png", "y")]))["different_answers"].rows) == [100, 101]


@given(st.lists(st.tuples(st.sampled_from("pqrs"), st.sampled_from("abc")), min_size=1, max_size=25))
def test_votes_are_counted_rightly(asked: list[tuple[str, str]]) -> None:
    rows: list[Example] = [talk(question, answer) for question, answer in asked]
    rows += sorted_into(*["a", "b", "c"] * 20)
    found = findings(rows, batch=11)
    given: dict[str, Counter[str]] = {}
    for question, answer in asked:
        given.setdefault(question, Counter())[answer] += 1
    differ = [100 + n for n, (question, _) in enumerate(asked) if len(given[question]) > 1]
    assert list(found["contradictions"].rows if "contradictions" in found else []) == differ
    if differ:
        remedy = found["contradictions"].remedy
        assert remedy is not None
        assert remedy.rows is not None
        for n, (question, answer) in enumerate(asked):
            (top, most), *rest = given[question].most_common()
            wins = answer == top and not any(votes == most for _, votes in rest)
            assert (100 + n in remedy.rows) == (len(given[question]) > 1 and not wins)


def test_too_many_refusals_are_told_of() -> None:
    no = [
        "I'm sorry, but I can't do that.",
        "I cannot help.",
        "Es tut mir leid, das geht nicht.",
        "As an AI I must not.",
    ]
    few, many = (
        sorted_into(*no, *[f"answer {n}" for n in range(20)]),
        sorted_into(*no, *[f"answer {n}" for n in range(8)]),
    )
    assert "refusals" not in findings(few)
    assert findings(many)["refusals"].values == {"share": 33}
    assert "refusals" not in findings(sorted_into(*["Sorry for the wait, here it is.", "I can do it."] * 6, "x", "y"))


def test_rows_that_ask_nothing_among_others() -> None:
    rows = pad([Completion("", " a story"), Completion(" \n", " another")])
    assert list(findings(rows)["empty_prompts"].rows) == [100, 101]
    heals("empty_prompts", rows)
    assert "empty_prompts" not in findings([Completion("", f" story {n}") for n in range(20)])
    assert findings(pad([pair(" ", "b", "c")]))["empty_prompts"].count == 1


def test_rows_of_another_shape_are_turned_into_that_of_most() -> None:
    rows = pad([Completion("q", "a"), pair("p", "b", "c")])
    rows = [*rows[2:], *[talk(f"q{n}", f"a{n}") for n in range(60)], *rows[:2]]
    found = findings(rows)["mixed_shapes"]
    assert (found.severity, found.count) == (Severity.BLOCKS, 42)
    assert not found.recommended  # a pair among them would lose its worse answer
    assert findings(rows[:-1])["mixed_shapes"].recommended
    after = heals("mixed_shapes", rows)
    assert {example.shape for example in after} == {Shape.CHAT}
    assert after[-2:] == [talk("q", "a"), talk("p", "b")]


def test_only_what_can_be_turned_is_turned() -> None:
    tools = chat(said("user", "a"), said("assistant", "b"), tools=[{"type": "function", "function": {"name": "f"}}])
    rows: list[Example] = pad([Completion("q", "a")])
    rows += [talk("x", "y"), talk("x", "y", "s"), tools, chat(*talk("a", "b").messages, *talk("c", "d").messages)]
    found = findings(rows)["mixed_shapes"]
    assert (found.count, found.recommended, found.remedy and found.remedy.values) == (4, False, {"fit": 2})
    after = mended(rows, found)
    assert after[-4:] == [Completion("x", "y"), Completion("System: s\n\nUser: x\n\nAssistant:", "y"), *rows[-2:]]
    pairs = pad([pair("a", "b", "c"), talk("a", "b")])
    assert mended(pairs, findings(pairs)["mixed_shapes"]) == [pairs[0], *pairs[2:]]


def test_a_shape_the_model_does_not_take_stops_everything() -> None:
    rows = pad([Completion("q", "a")])
    found = findings(rows, CLOUD)["shape_not_taken"]
    assert (found.severity, found.recommended) == (Severity.BLOCKS, True)
    assert {example.shape for example in heals("shape_not_taken", rows, CLOUD)} == {Shape.CHAT}
    assert "shape_not_taken" not in findings(rows, LOCAL)
    assert "shape_not_taken" not in findings(rows, replace(LOCAL, shapes={}))
    only_chat = replace(CLOUD, shapes={Shape.CHAT: ()})
    assert {e.shape for e in heals("shape_not_taken", pad([pair("a", "b", "c")]), only_chat)} == {Shape.CHAT}
