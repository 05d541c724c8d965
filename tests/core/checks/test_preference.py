"""Preference pairs: two answers, both there, different, of the assistant."""

import pytest

from desktop_app.core.checks.finding import Severity
from desktop_app.core.example import Preference
from tests.core.checks.rows import CLOUD, findings, heals, pad, pair, said

ASKED, GOOD, BAD = (said("user", "a"),), (said("assistant", "b"),), (said("assistant", "c"),)
BROKEN = {
    "pair_empty": [pair("a", "b", ""), pair("a", " ", "c"), Preference(ASKED, GOOD, ())],
    "pair_equal": [pair("a", "b", "b"), pair("a", "b", " b\n")],
    "pair_speaker": [Preference(ASKED, GOOD, (said("user", "c"),))],
    "pair_no_question": [Preference((), GOOD, BAD), Preference((*ASKED, *GOOD), GOOD, BAD)],
    "pair_several": [Preference(ASKED, (*GOOD, *BAD), BAD)],
    "pair_not_text": [
        Preference(ASKED, GOOD, BAD, {}, {"tools": [{}]}),
        Preference((said("user", "a", content=[{"type": "text", "text": "a"}]),), GOOD, BAD),
    ],
    "pair_turns": [Preference((*ASKED, *GOOD, *ASKED), GOOD, BAD)],
}


@pytest.mark.parametrize("check", BROKEN)
def test_what_is_broken_is_found_and_mended(check: str) -> None:
    rows = pad(BROKEN[check])
    found = findings(rows, CLOUD)[check]
    assert list(found.rows) == [100 + n for n in range(len(BROKEN[check]))]
    if found.remedy is not None:
        heals(check, rows, CLOUD)


def test_good_pairs_are_left_in_peace() -> None:
    rows = pad([Preference((said("system", "s"), *ASKED), GOOD, BAD), pair("q", "Yes", "No"), pair("r", "yes", "Yes")])
    assert not {check for check in findings(rows, CLOUD) if check.startswith("pair")}


def test_what_only_some_providers_mind_is_a_note_at_home() -> None:
    rows = pad([*BROKEN["pair_several"], *BROKEN["pair_turns"]])
    found = findings(rows)
    assert {found[check].severity for check in ("pair_several", "pair_turns")} == {Severity.NOTE}
    assert not found["pair_several"].recommended


def test_the_answers_become_the_assistants() -> None:
    assert heals("pair_speaker", pad(BROKEN["pair_speaker"]))[0] == Preference(ASKED, GOOD, BAD)
