"""Characters that do not belong into texts, special tokens, and spaces around answers."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.checks.blob import BETWEEN, Blob, blobs
from desktop_app.core.checks.characters import SPECIAL
from desktop_app.core.checks.finding import Severity
from desktop_app.core.checks.portion import BYTES
from desktop_app.core.checks.spaces import trimmed
from desktop_app.core.checks.texts import encoded
from desktop_app.core.example import Completion, Example
from tests.core.checks.rows import findings, heals, pad, pair, seen, talk

UNION = [
    *("<|endoftext|>", "<|endofprompt|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|im_start|>"),
    *("<|im_end|>", "<|im_sep|>", "<|start|>", "<|end|>", "<|message|>", "<|channel|>", "<|constrain|>"),
    *("<|return|>", "<|call|>", "<|startoftext|>", "<|eot_id|>"),
]


def shapes(piece: str) -> Iterator[Example]:
    """Yield rows with a piece in each of the places a text can have."""
    yield Completion(f"a {piece} b", " c")
    yield Completion("a", f" b {piece}.")
    yield talk("a", "b", f"Be {piece} kind.")
    yield talk(f"{piece}", "b")
    yield talk("a", f"b{piece}c")
    yield pair("a", f"x{piece}", "y")
    yield pair("a", "x", f"y{piece}z")


@pytest.mark.parametrize("token", UNION)
def test_special_tokens_are_found_and_become_plain_text(token: str) -> None:
    rows = pad([talk("a", f"b {token} c")])
    after = heals("special_tokens", rows)
    assert after[0] == talk("a", f"b <| {token[2:-2]} |> c")
    assert after[1:] == rows[1:]


@pytest.mark.parametrize(
    ("piece", "check"),
    [
        ("<|im_end|>", "special_tokens"),
        ("\x00", "control_characters"),
        ("\x1b[0m", "control_characters"),
        ("\x7f", "control_characters"),
        ("\x9d", "control_characters"),
        ("\ud83d", "half_characters"),
        ("\udc00é", "half_characters"),
        ("\ufeff", "bom_inside"),
        ("\ufffd", "lost_characters"),
    ],
)
def test_in_every_place_of_every_shape(piece: str, check: str) -> None:
    for example in shapes(piece):
        rows = pad([example])
        found = findings(rows)
        assert list(found[check].rows) == [100]
        heals(check, rows)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<s>[INST] Where? [/INST] There. </s>", "Where? There."),
        ("<s>[INST] <<SYS>>\nBe kind.\n<</SYS>>\n\nWhere? [/INST]", "\nBe kind.\n\n\nWhere?"),
        ("It is so.</s>", "It is so."),
        ("One.</s>\nTwo. </s> </s>", "One.\nTwo."),
        ("<start_of_turn>user\nWhere?<end_of_turn>\n", "user\nWhere?\n"),
        ("<bos>Where?<eos>", "Where?"),
        ("a<\uff5cUser\uff5c>b<\uff5cend\u2581of\u2581sentence\uff5c>", "a b"),
    ],
)
def test_signs_of_other_templates_are_found_and_can_be_taken_out(text: str, left: str) -> None:
    rows = pad([talk("a", text)])
    found = findings(rows)["template_marks"]
    assert (found.severity, found.recommended) == (Severity.PROBLEM, False)
    assert heals("template_marks", rows)[0] == talk("a", left)


@pytest.mark.parametrize("piece", ["[INST]", "[/INST]", "<<SYS>>", "<end_of_turn>", "<eos>", "x</s>\n", "\n<s>x"])
def test_signs_of_templates_in_every_place_of_every_shape(piece: str) -> None:
    for example in shapes(piece):
        assert list(findings(pad([example]))["template_marks"].rows) == [100]
        heals("template_marks", pad([example]))


@pytest.mark.parametrize("fine", ["a <s>old</s> price", "[inst]", "a <start> b", "<pre>", "x[INSTANCE]", "<< SYS >>"])
def test_what_only_looks_like_a_template_is_left_in_peace(fine: str) -> None:
    for example in shapes(fine):
        assert "template_marks" not in findings(pad([example]))


@pytest.mark.parametrize(
    "fine", ["a <| b |> c", "<|", "f <| g", "<||>", "\t\n\r", "é\u00a0ü\u2028", "😀👨‍👩‍👧", "한국어 데이터", "\ue000"]
)
def test_ordinary_texts_are_left_in_peace(fine: str) -> None:
    marks = {"special_tokens", "control_characters", "half_characters", "bom_inside", "lost_characters"}
    for example in shapes(fine):
        assert not marks & findings(pad([example])).keys()


def test_later_controls_become_the_letters_of_windows_they_were() -> None:
    assert heals("control_characters", pad([talk("a", "it\x92s \x93so\x94\x81")]))[0] == talk("a", "it’s “so”")


def test_whether_a_lost_letter_is_taken_out_is_for_the_user_to_say() -> None:
    assert not findings(pad([talk("a", "caf\ufffd")]))["lost_characters"].recommended


strange = st.text(st.sampled_from("ab \n<|>é漢😀\x00\x0b\x7f\x85\x93\ufeff\ufffd\ud800\udfff_i"), max_size=30)


@given(st.lists(st.one_of(st.text(max_size=20), strange, st.just("<|a_b|>")), min_size=1, max_size=6))
def test_exactly_the_rows_that_hold_them_are_found(texts: list[str]) -> None:
    rows: list[Example] = [talk(f"q{n}", text, "s") for n, text in enumerate(texts)]
    found = findings(rows, batch=3)
    wanted = {
        "special_tokens": [n for n, text in enumerate(texts) if SPECIAL.search(text)],
        "half_characters": [n for n, text in enumerate(texts) if any("\ud800" <= c <= "\udfff" for c in text)],
        "bom_inside": [n for n, text in enumerate(texts) if "\ufeff" in text],
        "lost_characters": [n for n, text in enumerate(texts) if "\ufffd" in text],
        "control_characters": [
            n
            for n, text in enumerate(texts)
            if any((c < " " and c not in "\t\n\r") or "\x7f" <= c <= "\x9f" for c in text)
        ],
    }
    for check, numbers in wanted.items():
        assert [row - 100 for row in (found[check].rows if check in found else [])] == numbers, check
        if numbers:
            heals(check, rows)


@given(st.lists(st.one_of(st.text(max_size=9), strange), min_size=1, max_size=8), st.data())
def test_a_blob_knows_where_each_row_begins_and_ends(texts: list[str], data: st.DataObject) -> None:
    blob = Blob(seen([Completion(text, text[1:]) for text in texts]))
    for number, text in enumerate(texts):
        begin, end = blob.span(number)
        assert blob.data[begin:end] == BETWEEN.join(encoded([text, text[1:]]))
        place = data.draw(st.integers(begin, max(begin, end - 1)))
        assert blob.row_at(place) == number


def test_blobs_hold_all_rows_once_whatever_their_size() -> None:
    rows = seen([Completion("x" * BYTES, "y"), *[Completion("a", "b")] * 5, Completion("z" * BYTES, "")])
    found = list(blobs(rows))
    assert [row.id for blob in found for row in blob.rows] == [row.id for row in rows]
    assert len(found) == 2
    assert list(blobs([])) == []


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (" b", "b"),
        ("\n\n b \n", "b"),
        ("b\t", "b"),
        ("    return 1", "    return 1"),
        ("\n    return 1\n", "    return 1"),
        ("\tcode", "\tcode"),
        ("a\n b", "a\n b"),
    ],
)
def test_spaces_around_an_answer(answer: str, wanted: str) -> None:
    assert trimmed(answer) == wanted
    rows = pad([talk("a", answer)])
    if answer == wanted:
        assert "answer_spaces" not in findings(rows)
    else:
        assert heals("answer_spaces", rows)[0] == talk("a", wanted)
        assert heals("answer_spaces", pad([pair("a", answer, "c")]))[0] == pair("a", wanted, "c")


@given(st.text(st.sampled_from(" \n\tab"), max_size=12))
def test_trimming_twice_is_trimming_once(answer: str) -> None:
    assert trimmed(trimmed(answer)) == trimmed(answer)
    assert trimmed(answer).split() == answer.split()


def test_spaces_belong_to_prompt_completion_rows_and_to_questions() -> None:
    assert "answer_spaces" not in findings(pad([Completion("a ", " b\n")]))
    assert "answer_spaces" not in findings(pad([talk(" a ", "b", " s ")]))
    assert "answer_spaces" not in findings(pad([talk("a", " \n ")]))
