"""Separators, end marks and beginnings of prompt-completion rows."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.checks.design import ENDINGS, LAST_ENDING, LAST_SEPARATOR, SEPARATORS
from desktop_app.core.checks.ends import EARLY_ROWS, Cases, Ends, Free
from desktop_app.core.checks.finding import Severity
from desktop_app.core.checks.texts import beyond_ascii
from desktop_app.core.example import Shape
from desktop_app.core.target import Target
from tests.core.checks.seen import CHATTER, after, chat, check_up, completions

OURS = (
    *("prompts_upper", "completions_upper", "no_separator", "prompts_identical", "separator_found", "separator_long"),
    *("separator_repeats", "prompt_prefix", "prompt_prefix_short", "completion_prefix", "no_ending", "ending_found"),
    *("ending_long", "ending_repeats", "no_leading_space"),
)
NAMES = ("ada", "bob", "cyd", "dan", "eve", "fay", "gus", "hal", "ivy", "jo")


def rows(prompt="{} asks ->", completion=" {} says."):
    """Return ten rows made by two patterns."""
    return completions(*((prompt.format(name), completion.format(name)) for name in NAMES))


def design(examples, **more):
    return {check: finding for check, finding in check_up(examples, **more).items() if check in OURS}


def test_a_good_design_is_praised_and_left_alone():
    found = design(rows())
    assert found.keys() == {"separator_found", "ending_found"}
    assert all(finding.remedy is None and finding.severity is Severity.NOTE for finding in found.values())
    assert found["separator_found"].values["text"] == " asks ->"
    assert found["ending_found"].values["text"] == " says."


def test_chats_have_no_such_marks():
    assert not design([chat(f"{name}", "AAA") for name in NAMES], target=CHATTER)


@pytest.mark.parametrize(
    ("inside", "suffix"),
    [
        ("", " ->"),
        (" -> ", "\n\n###\n\n"),
        ("\n", "\n\n###\n\n"),
        ("\n\n###\n\n", "\n\n===\n\n"),
        ("".join(SEPARATORS[:3]), SEPARATORS[3]),
        ("".join(SEPARATORS[:4]), SEPARATORS[4]),
        ("".join(SEPARATORS), LAST_SEPARATOR),
    ],
)
def test_the_first_free_separator_is_put_behind_the_questions(inside, suffix):
    examples = rows("{}")
    examples[3] = completions((f"x{inside}y", " z."))[0]
    found = design(examples)["no_separator"]
    assert found.remedy.values["suffix"] == suffix
    assert found.recommended
    made = after(examples, found)
    assert [each.prompt for each in made] == [each.prompt + suffix for each in examples]
    assert "no_separator" not in design(made)


@pytest.mark.parametrize("taken", range(len(ENDINGS) + 1))
def test_the_first_free_ending_is_put_behind_the_answers(taken):
    examples = rows(completion=" {}")
    examples[3] = completions(("x ->", " y" + "".join(ENDINGS[:taken]) + "z"))[0]
    found = design(examples)["no_ending"]
    ending = (*ENDINGS, LAST_ENDING)[taken]
    assert found.remedy.values["ending"] == ending
    made = after(examples, found)
    assert [each.completion for each in made] == [each.completion + ending for each in examples]
    assert "no_ending" not in design(made)


def test_classes_and_texts_without_question_need_no_ending():
    classes = completions(*((f"{name}{i} ->", f" {'no' if i else 'yes'}") for name in NAMES for i in range(2)))
    assert "no_ending" not in design(classes)
    assert not {"no_ending", "no_separator"} & design(completions(*(("", f" {name}") for name in NAMES))).keys()


def test_letters_that_all_share_by_chance_are_no_mark():
    assert {"no_separator", "no_ending"} <= design(rows("{} comes home", " {} and so on")).keys()
    accidental = completions(("the apple", " one"), ("a table", " three"), ("some wine", " five"))
    found = design(accidental)
    assert {"no_separator", "no_ending"} <= found.keys()
    assert design(completions(("one ->", " a."), ("gone ->", " b.")))["separator_found"].values["text"] == " ->"


def test_an_empty_question_hides_nothing():
    examples = [*rows(), *completions(("", " x."))]
    found = design(examples)
    assert "separator_found" in found
    assert "no_separator" not in found


def test_one_row_has_nothing_in_common_with_others():
    assert not design(completions(("a ->", " b.")))


def test_all_questions_alike_stop_the_training_and_can_be_emptied():
    examples = rows("Write something ->")
    found = design(examples)["prompts_identical"]
    assert found.severity is Severity.BLOCKS
    assert not found.recommended
    assert "prompts_identical" not in design(after(examples, found))
    assert "prompts_identical" not in design([*examples, *completions(("", " x."))])


def test_a_long_mark_is_advised_against_and_can_be_exchanged():
    examples = rows("{}\n\nNow tell me the answer:\n")
    found = design(examples)["separator_long"]
    assert not found.recommended
    assert found.remedy.values["suffix"] == "\n\n###\n\n"
    made = after(examples, found)
    assert made[0].prompt == "ada\n\n###\n\n"
    assert "separator_long" not in design(made)
    assert "separator_found" in design(made)
    long_ending = rows(completion=" {}\n-- the end --")
    assert after(long_ending, design(long_ending)["ending_long"])[0].completion == " ada."


@pytest.mark.parametrize("batch", [1, 3, 1000])
def test_marks_that_stand_within_a_text_are_listed(batch):
    examples = rows("{} ->")
    examples[2] = completions(("x -> y ->", " z."))[0]
    examples[7] = completions(("q ->", " One. Two."))[0]
    found = design(examples, batch=batch)
    assert list(found["separator_repeats"].rows) == [102]
    assert list(found["ending_repeats"].rows) == [107]
    assert "separator_found" not in found
    assert "separator_repeats" not in design(after(examples, found["separator_repeats"]))


def test_a_mark_that_a_text_begins_with_stands_there_a_second_time():
    examples = rows("{} ->")
    examples[2] = completions((" -> y ->", " z."))[0]
    assert list(design(examples)["separator_repeats"].rows) == [102]


def test_a_text_that_is_the_mark_alone_holds_it_once():
    examples = rows("{}\n")
    examples[2] = completions(("\n", " z."))[0]
    found = design(examples)
    assert found["separator_found"].values["text"] == "\n"
    assert "separator_repeats" not in found


def test_marks_within_a_text_are_listed_far_down_the_table_too():
    many = completions(*((f"{i} ->", f" {i}.") for i in range(EARLY_ROWS + 500)))
    many[5], many[-3] = completions(("a -> b ->", " c."), ("d -> e ->", " f."))
    found = design(many, batch=100)["separator_repeats"]
    assert list(found.rows) == [105, 100 + len(many) - 3]


@pytest.mark.parametrize(("mark", "twice"), [(" ->", " -> ->"), ("--", "---"), ("\n", "\n\n")])
def test_a_mark_that_overlaps_itself_stands_there_once(mark, twice):
    examples = rows("{}" + mark)
    examples[4] = completions(("x" + twice, " z."))[0]
    listed = design(examples).get("separator_repeats")
    assert (listed is not None) == (mark in twice[: -len(mark)])


def test_a_long_beginning_is_taken_off_up_to_a_whole_word():
    examples = completions(*((f"Translate into French: the {name} ->", f" {name}.") for name in NAMES))
    found = design(examples)["prompt_prefix"]
    assert found.remedy.values["prefix"] == "Translate into French: the "
    assert after(examples, found)[0].prompt == "ada ->"
    cut = completions(("Translate into French: tea ->", " a."), ("Translate into French: two ->", " b."))
    assert [each.prompt for each in after(cut, design(cut)["prompt_prefix"])] == ["tea ->", "two ->"]


def test_a_short_beginning_is_only_told_and_a_chance_letter_not_even_that():
    assert design(rows("Ask: {} ->"))["prompt_prefix_short"].remedy is None
    assert not {"prompt_prefix", "prompt_prefix_short"} & design(rows("t{} ->")).keys()


def test_an_answer_s_beginning_goes_but_for_one_space():
    for opening, left in ((" Answer: ", " ada."), ("Answer: ", "ada."), ("Answer:", "ada.")):
        examples = rows(completion=opening + "{}.")
        found = design(examples)["completion_prefix"]
        assert found.recommended
        assert after(examples, found)[0].completion == left
        assert "completion_prefix" not in design(after(examples, found))
    assert "completion_prefix" not in design(rows(completion=" a: {}."))


def test_an_answer_s_beginning_may_be_the_manner_a_chatting_model_is_to_learn():
    both = Target("x", "x", "local", {Shape.CHAT: (), Shape.COMPLETION: ()})
    found = check_up(rows(completion=" Dear friend, {}."), both)["completion_prefix"]
    assert found.remedy is not None
    assert not found.recommended


def test_no_row_is_emptied_by_taking_its_beginning_off():
    examples = [*rows("Translate into French: {}"), *completions(("Translate into French: ", " x."))]
    found = design(examples)["prompt_prefix"]
    assert not found.recommended
    assert [each.prompt for each in after(examples, found)] == [*NAMES, "Translate into French: "]
    assert design(examples[:-1])["prompt_prefix"].recommended


def test_capitals_are_made_small_where_they_rule():
    examples = rows("WHO ASKED {} ->", " {} says.")
    found = design(examples)
    assert "completions_upper" not in found
    made = after(examples, found["prompts_upper"])
    assert made[0].prompt == "who asked ada ->"
    assert "prompts_upper" not in design(made)
    shouted = rows(completion=" SO IT SEEMS, {}!")
    assert after(shouted, design(shouted)["completions_upper"])[0].completion == " so it seems, ada!"


def test_a_beginning_is_found_again_after_its_letters_became_small():
    examples = rows("TRANSLATE INTO FRENCH: {} ->")
    found = design(examples)
    made = after(after(examples, found["prompts_upper"]), found["prompt_prefix"])
    assert made[0].prompt == "ada ->"


def test_the_letters_of_an_end_mark_do_not_count_as_capitals():
    found = design(rows(completion=" {} END"))
    assert "completions_upper" not in found
    assert found["ending_found"].values["text"] == " END"


def test_answers_get_one_space_and_only_those_that_have_none():
    examples = rows(completion="{}.")
    examples[4] = completions(("x ->", " y."))[0]
    found = design(examples)["no_leading_space"]
    assert found.count == 9
    assert 104 not in found.remedy.rows
    made = after(examples, found)
    assert all(each.completion[0] == " " != each.completion[1] for each in made)
    assert "no_leading_space" not in design(made)


def test_all_recommended_remedies_together_make_a_good_design():
    examples = completions(*((f"TELL ME ABOUT THIS: {name}", f"Answer: {name}") for name in NAMES))
    for _ in range(2):
        for finding in design(examples).values():
            if finding.recommended:
                examples = after(examples, finding)
    assert examples[0].prompt == "ada ->"
    assert examples[0].completion == " ada\n"
    assert not [finding.check for finding in design(examples).values() if finding.recommended]


TEXTS = st.lists(st.text(alphabet="ab ->\n.é", max_size=12), max_size=12)


@settings(deadline=None)
@given(TEXTS, st.integers(1, 5))
def test_what_texts_share_is_what_they_share(texts, batch):
    ends = Ends()
    for start in range(0, len(texts), batch):
        ends.see(texts[start : start + batch])
    told = [text for text in texts if text]
    assert all(text.startswith(ends.prefix) and text.endswith(ends.suffix) for text in told)
    if told:
        longer = [told[0][: len(ends.prefix) + 1], told[0][-len(ends.suffix) - 1 :]]
        assert longer[0] == ends.prefix or not all(text.startswith(longer[0]) for text in told)
        assert longer[1] == ends.suffix or not all(text.endswith(longer[1]) for text in told)
        assert ends.all_equal == (len(set(texts)) == 1)


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from(string.ascii_letters + "ÄÖÜäßéΩωЖж𝐀𝑏中א 1"), st.characters())))
def test_large_and_small_letters_are_counted_in_every_script(text):
    cases = Cases()
    said = text.encode("utf-8", "surrogatepass")
    cases.see(said, beyond_ascii(said))
    upper = sum(letter.isalpha() and letter.isupper() for letter in text)
    lower = sum(letter.isalpha() and letter.islower() for letter in text)
    assert cases.mostly_upper() == (upper * 2 > lower)


MARKS = ("\n", " ->", *SEPARATORS, *ENDINGS)


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from((*MARKS, "-", "=", "*", " ", "##", "é", "a", "\n")), max_size=8), max_size=4))
def test_a_mark_is_free_where_it_stands_in_none_of_the_texts(texts):
    free = Free(MARKS)
    said = ["".join(pieces) for pieces in texts]
    for each in said:
        free.see(each.encode())
    assert [mark for mark in MARKS if free.first((mark,), "")] == [m for m in MARKS if not any(m in s for s in said)]


@pytest.mark.parametrize("others", ["", "# = - > # D E + * " * 100])
def test_a_mark_is_not_free_whatever_else_holds_its_signs(others):
    for mark in MARKS:
        free = Free(MARKS)
        free.see(f"{others}\0a{mark}".encode())
        assert free.first((mark,), "") == "", mark
        free = Free(("  ", mark))
        free.see(f"{others}\0a  b".encode())
        assert free.first(("  ",), "") == ""
