"""The superhero sample: a full, varied table in which every answer shows the style to be learned."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from desktop_app.core import template
from desktop_app.core.samples import MARV, SAMPLES, SUPERHEROES, TICKETS, sample_named
from desktop_app.core.sentences import english
from tests.sample_styles import carries_style

FILE = Path(__file__).parents[2] / "resources" / "samples" / SUPERHEROES.file
PRONOUNS = {"woman": "she", "man": "he", "nonbinary": "they"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def parts(description: str) -> dict[str, str]:
    """Take a description apart, without the help of the pattern under test."""
    match = re.search(
        r"for (?P<name>.+?)! At (?P<age>\d+), (?P<pronoun>\w+) uses? (?P<deed>.+)\. "
        r'Secret weakness: (?P<weakness>.+)\. Battle cry: "(?P<cry>.+)!"',
        description,
    )
    assert match, description
    return match.groupdict()


def test_every_column_of_every_row_is_full(rows: list[dict[str, str]]) -> None:
    assert len(rows) == 120
    for row in rows:
        assert list(row) == ["age", "gender", "power", "description"]
        assert all(value and value == value.strip() for value in row.values()), row


def test_every_description_carries_the_style(rows: list[dict[str, str]]) -> None:
    assert [row for row in rows if not carries_style(SUPERHEROES, row[SUPERHEROES.answer])] == []


def test_descriptions_agree_with_their_columns(rows: list[dict[str, str]]) -> None:
    for row in rows:
        found = parts(row["description"])
        assert found["age"] == row["age"]
        assert found["pronoun"] == PRONOUNS[row["gender"]]
        assert found["deed"].startswith(f"{row['power']} to "), row
        assert 8 <= int(row["age"]) <= 90
        assert 1 <= len(row["power"].split()) <= 3


def test_only_the_heros_own_pronouns_are_used(rows: list[dict[str, str]]) -> None:
    strangers = {
        "woman": r"\b(he|him|his)\b",
        "man": r"\b(she|her|hers)\b",
        "nonbinary": r"\b(he|him|his|she|her|hers)\b",
    }
    for row in rows:
        found = parts(row["description"])
        told = f"{found['deed']} {found['weakness']}"
        # "visit his mother" is his own; nobody else in the table is a he or a she.
        assert not re.search(strangers[row["gender"]], told), row


def test_nothing_is_said_twice(rows: list[dict[str, str]]) -> None:
    taken = [parts(row["description"]) for row in rows]
    for piece in ("name", "deed", "cry"):
        assert len({hero[piece] for hero in taken}) == len(rows), piece
    prompts = {template.fill(SUPERHEROES.prompt, row) for row in rows}
    assert len(prompts) == len(rows)


def test_powers_and_genders_are_spread_evenly(rows: list[dict[str, str]]) -> None:
    powers = Counter(row["power"] for row in rows)
    assert len(powers) >= 55
    assert max(powers.values()) <= 2
    genders = Counter(row["gender"] for row in rows)
    assert set(genders) == set(PRONOUNS)
    assert min(genders.values()) >= 35


def test_descriptions_are_short(rows: list[dict[str, str]]) -> None:
    # Under 60 of the starter model's tokens; its tokens are nearly four characters long on these texts.
    assert all(90 <= len(row["description"]) <= 220 for row in rows)


def test_the_prompt_needs_only_columns_of_the_table(rows: list[dict[str, str]]) -> None:
    assert template.names(SUPERHEROES.prompt) == ("age", "gender", "power")
    assert SUPERHEROES.answer in rows[0]


def test_a_person_can_read_what_the_sample_is() -> None:
    assert english(SUPERHEROES.title) == "Superheroes"
    assert english(SUPERHEROES.sentence).endswith(".")


GOOD = (
    "Capes on, everyone, for Captain Teacup! At 52, he uses teapot magic to calm grumpy dragons. "
    'Secret weakness: cold milk. Battle cry: "Pour it on!"'
)


def test_white_space_around_an_answer_does_not_matter() -> None:
    assert carries_style(SUPERHEROES, f"\n {GOOD} \n")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "A 52-year-old man with the power of teapot magic is a superhero who calms dragons.",
        GOOD.replace("Capes on, everyone, for", "Everyone, meet"),
        GOOD.replace("he uses", "he use"),
        GOOD.replace("At 52", "At fifty-two"),
        GOOD.replace(" Secret weakness: cold milk.", ""),
        GOOD.removesuffix('!"'),
        GOOD.replace('"Pour it on!"', '""'),
        GOOD + " I hope this helps!",
        "Sure! " + GOOD,
        GOOD + " " + GOOD,
    ],
)
def test_other_answers_do_not_carry_the_style(answer: str) -> None:
    assert not carries_style(SUPERHEROES, answer)


def table(sample) -> list[dict[str, str]]:
    with (FILE.parent / sample.file).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_every_sample_is_a_full_table_that_shows_what_it_teaches(sample) -> None:
    found = table(sample)
    assert 60 <= len(found) <= 150
    assert {*template.names(sample.prompt), sample.answer} == set(found[0])
    assert all(value and value == value.strip() for row in found for value in row.values())
    assert [row for row in found if not carries_style(sample, row[sample.answer])] == []
    prompts = {template.fill(sample.prompt, row) for row in found}
    assert len(prompts) == len(found), "a question stands there twice"
    assert sample_named(sample.name) is sample
    assert english(sample.title)
    assert english(sample.sentence).startswith(str(len(found)))


def test_every_department_has_as_many_letters_and_each_label_begins_otherwise() -> None:
    labels = Counter(row["department"] for row in table(TICKETS))
    assert labels == dict.fromkeys(("billing", "delivery", "login", "returns"), 24)
    assert len({label[0] for label in labels}) == len(labels)


def test_marv_answers_in_two_sentences_between_sigh_and_welcome() -> None:
    for row in table(MARV):
        said = row["answer"].removeprefix("Sigh. ").removesuffix(" You are welcome.")
        assert len(re.findall(r"[.?](?= |$)", said)) == 2, row
    assert not carries_style(MARV, "The capital of Australia is Canberra.")


def test_there_is_no_sample_of_another_name() -> None:
    with pytest.raises(KeyError):
        sample_named("nothing")
