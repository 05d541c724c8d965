"""All remedies: each can be said, is done again without harm, and makes its finding go away."""

import ast
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import desktop_app.core.checks as package
from desktop_app.core.checks import remedies_design
from desktop_app.core.checks.doctor import CheckUp
from desktop_app.core.checks.finding import Circumstances, Finding, Remedy, Severity, Subject
from desktop_app.core.checks.remedies import KINDS, remedy
from desktop_app.core.example import Completion, Message, Preference
from desktop_app.core.sentences import ENGLISH
from tests.core.checks.seen import CHATTER, WRITER, chat, check_up, completions, seen

VALUES = {"suffix": " ->", "old": "?", "prefix": "Tell me ", "ending": " END", "shown": " ->"}


def named_findings():
    """Yield the checks that are named where a Finding is made."""
    for path in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield first.value


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_its_words(kind):
    assert f"remedy.{kind}" in ENGLISH


def test_every_finding_has_its_title_and_its_reason():
    names = sorted(set(named_findings()))
    assert len(names) > 5
    for name in names:
        assert f"finding.{name}.title" in ENGLISH
        assert f"finding.{name}.why" in ENGLISH
    told = {key.removesuffix(".title") for key in ENGLISH if key.startswith("finding.") and key.endswith(".title")}
    reasons = {key.removesuffix(".why") for key in ENGLISH if key.startswith("finding.") and key.endswith(".why")}
    assert told == reasons


def test_an_unknown_kind_is_no_quiet_nothing():
    with pytest.raises(KeyError):
        remedy(Remedy("pray"), Completion("a", "b"))


@pytest.mark.parametrize("kind", sorted(remedies_design.KINDS))
@settings(deadline=None)
@given(st.text(alphabet="Tel me?a ->END", max_size=20), st.text(alphabet="Tel me?a ->END", max_size=20))
def test_design_is_done_to_prompts_and_completions_alone_and_twice_is_once(kind, prompt, completion):
    wanted = Remedy(kind, VALUES)
    conversation = chat(prompt, completion)
    assert remedy(wanted, conversation) == conversation
    once = remedy(wanted, Completion(prompt, completion))
    if "prefix" not in kind and "replace" not in kind:  # a text may begin so twice, and each time it is taken off
        assert remedy(wanted, once) == once


@settings(deadline=None)
@given(st.sampled_from(("remove_prompt_prefix", "remove_completion_prefix")), st.text(alphabet="Tel me", max_size=20))
def test_a_beginning_is_taken_off_where_it_stands_and_never_leaves_nothing(kind, text):
    made = remedy(Remedy(kind, VALUES), Completion(text, text))
    left = made.prompt if kind == "remove_prompt_prefix" else made.completion
    assert left == (text[8:] if text.lower().startswith("tell me ") and text[8:].strip() else text)


WORDS = st.sampled_from(
    ("yes", "no", "Maybe so.", "Answer: ", "A LOUD ONE", "x ->", "\n\n###\n\n", " END", "", " ", "é")
)
PAIRS = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=2, max_size=25)


@settings(max_examples=60, deadline=None)
@given(PAIRS, st.sampled_from(("", "Translate this text: ", "Q: ")), st.sampled_from(("", " ->", "?")))
def test_every_recommended_remedy_makes_its_finding_go_away_and_touches_only_its_rows(parts, opening, mark):
    examples = completions(*((opening + a + b + mark, c + b) for a, b, c in parts))
    for finding in check_up(examples).values():
        if finding.remedy is None or not finding.recommended:
            continue
        changed = {}
        for row in seen(examples):
            made = remedy(finding.remedy, row.example)
            touched = finding.remedy.rows is None or row.id in finding.remedy.rows
            changed[row.id] = made if touched else row.example
        assert all(changed[row.id] == row.example for row in seen(examples) if not _touches(finding, row.id))
        left = [example for example in changed.values() if example is not None]
        again = check_up(left).get(finding.check)
        assert again is None or again.remedy.values != finding.remedy.values or not again.recommended


def _touches(finding: Finding, row: int) -> bool:
    return finding.remedy.rows is None or row in finding.remedy.rows


@settings(max_examples=60, deadline=None)
@given(PAIRS, st.sampled_from(("", "Translate this text: ")), st.sampled_from(("", " ->", " END", "end\n")))
def test_doing_what_is_recommended_comes_to_an_end(parts, opening, mark):
    examples = completions(*((opening + a + b, c + b + mark) for a, b, c in parts))
    for _ in range(4):
        for subject in Subject:
            examples = treated(examples, [f for f in check_up(examples).values() if f.subject is subject])
        left = [finding.check for finding in check_up(examples).values() if finding.recommended]
        if not left:
            return
    raise AssertionError(left)


def treated(examples: list[Completion], findings: list[Finding]) -> list[Completion]:
    """Return the examples after all recommended remedies of the findings."""
    kept = {row.id: row.example for row in seen(examples)}
    for finding in findings:
        if finding.recommended:
            for row in [row for row in kept if _touches(finding, row)]:
                made = remedy(finding.remedy, kept[row])
                kept = (
                    {**kept, row: made} if made is not None else {id_: each for id_, each in kept.items() if id_ != row}
                )
    return list(kept.values())


def test_a_check_up_speaks_in_the_order_of_subjects_the_gravest_first():
    rows = completions(*((f"QUESTION {i % 9}", "YES" if i % 2 else "") for i in range(30)))
    up = CheckUp(Circumstances(WRITER, ("note",)))
    up.see(seen(rows))
    order = [(list(Subject).index(f.subject), list(Severity).index(f.severity)) for f in up.finish()]
    assert order == sorted(order)
    assert len({subject for subject, _ in order}) > 3


def test_only_what_matters_for_the_target_is_said():
    rows = [*completions(*((f"QUESTION {i}", f"Answer: {i}") for i in range(12)))]
    for_writer, for_chatter = check_up(rows, WRITER), check_up(rows, CHATTER)
    assert {f.subject for f in for_writer.values()} >= {Subject.DESIGN}
    assert Subject.DESIGN not in {f.subject for f in for_chatter.values()}


def test_rows_come_in_batches_of_any_size():
    rows = completions(*((f"Q{i % 7}: who ->", f" the answer {i % 5}.") for i in range(40)), ("", ""), ("x", "y"))
    whole = check_up(rows, batch=1000)
    for batch in (1, 3, 41):
        assert check_up(rows, batch=batch) == whole


def test_a_finding_keeps_numbers_of_rows_not_texts():
    rows = completions(*((f"q{i} ->", "") for i in range(50)))
    finding = check_up(rows)["empty_answers"]
    assert isinstance(finding.rows, array)
    assert isinstance(finding.remedy.rows, array)


PAIR = Preference((Message("user", "q"),), (Message("assistant", "a"),), (Message("assistant", "b"),))


@pytest.mark.parametrize(
    "kind",
    [
        *("mend_weights", "remove_line_keys", "remove_message_keys"),
        *("cut_after_answer", "remove_empty_system", "rename_roles", "arguments_as_text"),
    ],
)
def test_what_concerns_conversations_leaves_other_rows_as_they_are(kind):
    for row in (Completion("q", "a"), PAIR):
        assert remedy(Remedy(kind, {"local": 1}), row) is row


def test_what_concerns_pairs_leaves_other_rows_as_they_are():
    for row in (Completion("q", "a"), chat("q", "a")):
        assert remedy(Remedy("pair_as_assistant"), row) is row
    swapped = remedy(Remedy("pair_as_assistant"), Preference(PAIR.messages, PAIR.messages, PAIR.messages, {"id": 1}))
    assert {message.role for message in (*swapped.preferred, *swapped.non_preferred)} == {"assistant"}
    assert (swapped.messages, swapped.extra) == (PAIR.messages, {"id": 1})


def test_labels_are_unified_where_a_row_answers_with_one():
    wanted = Remedy("unify_labels", {"labels": '{"Yes": "yes"}'})
    assert remedy(wanted, Completion("q", "Yes")) == Completion("q", "yes")
    assert remedy(wanted, Completion("q", "Yes!")) == Completion("q", "Yes!")
    assert remedy(wanted, chat("q", "Yes")) == chat("q", "yes")
    assert remedy(wanted, PAIR) is PAIR


def test_a_system_message_can_be_put_before_what_a_pair_asks():
    said = remedy(Remedy("add_system", {"system": "Be kind."}), PAIR)
    assert said.messages == (Message("system", "Be kind."), *PAIR.messages)
    assert (said.preferred, said.non_preferred) == (PAIR.preferred, PAIR.non_preferred)
    assert remedy(Remedy("set_system", {"system": "Be kind."}), Completion("q", "a")) == Completion("q", "a")
