"""Conversations: who speaks, in which order, with which weights and keys, and under which system message."""

import pytest

from desktop_app.core.checks.chat import judge
from desktop_app.core.checks.finding import Remedy, Severity
from desktop_app.core.checks.remedies import remedy
from desktop_app.core.example import Conversation, Example
from tests.core.checks.rows import CLOUD, chat, findings, heals, mended, pad, said, talk

USER, ANSWER = said("user", "a"), said("assistant", "b")


@pytest.mark.parametrize(
    ("roles", "checks"),
    [
        ("user assistant", []),
        ("system user assistant user assistant", []),
        ("developer user assistant", []),
        ("system developer user assistant", []),
        ("user assistant tool assistant", []),
        ("user assistant tool tool assistant user assistant", []),
        ("user assistant function assistant", []),
        ("user", ["chat_no_answer"]),
        ("system", ["chat_no_answer"]),
        ("user assistant user", ["chat_last_not_answer"]),
        ("user assistant tool", ["chat_last_not_answer"]),
        ("user user assistant", ["chat_order"]),
        ("assistant user assistant", ["chat_order"]),
        ("user assistant assistant", ["chat_order"]),
        ("user tool assistant", ["chat_order"]),
        ("user assistant system user assistant", ["chat_system_late"]),
        ("assistant", ["chat_no_question"]),
        ("system assistant", ["chat_no_question"]),
        ("human gpt", ["chat_role_alias"]),
        ("User ASSISTANT", ["chat_role_alias"]),
        ("user narrator assistant", ["chat_unknown_role"]),
        ("human narrator gpt", ["chat_unknown_role"]),
        ("narrator", ["chat_unknown_role", "chat_no_answer"]),
    ],
)
def test_the_sequence_of_speakers(roles: str, checks: list[str]) -> None:
    assert judge(roles.split()) == checks


def test_good_conversations_are_left_in_peace() -> None:
    good = [chat(said("system", "s"), said("user", f"q{n}"), said("assistant", f"answer {n}")) for n in range(20)]
    assert not {check for check in findings(good) if check.startswith(("chat", "system", "weight", "tool", "image"))}


BROKEN: dict[str, Conversation] = {
    "chat_no_answer": chat(said("user", "a")),
    "chat_last_not_answer": chat(USER, ANSWER, said("user", "c")),
    "chat_role_alias": chat(said("human", "a"), said("gpt", "b")),
    "chat_unknown_role": chat(said("narrator", "a"), ANSWER),
    "chat_empty_answer": chat(USER, said("assistant", " \n")),
    "chat_empty_system": chat(said("system", ""), USER, ANSWER),
    "weights": chat(USER, said("assistant", "b", weight=0.5)),
    "nothing_learnt": chat(USER, said("assistant", "b", weight=0)),
}


@pytest.mark.parametrize("check", BROKEN)
def test_what_is_broken_is_found_and_mended(check: str) -> None:
    rows = pad([BROKEN[check]])
    found = findings(rows)[check]
    assert (found.count, list(found.rows), found.severity) == (1, [100], found.severity)
    assert found.recommended
    heals(check, rows)


def test_speakers_get_their_usual_names_and_nothing_else_changes() -> None:
    after = heals("chat_role_alias", pad([chat(said("Human", "a", name="x"), said("GPT", "b"), id=1)]))
    assert after[0] == chat(said("user", "a", name="x"), said("assistant", "b"), id=1)


def test_only_what_follows_the_last_answer_is_cut() -> None:
    assert heals("chat_last_not_answer", pad([BROKEN["chat_last_not_answer"]]))[0] == chat(USER, ANSWER)


def test_messages_that_call_or_show_say_something() -> None:
    picture = [{"type": "image_url", "image_url": {"url": "https://a.de/b.png"}}]
    calls = [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    fine = chat(said("user", content=picture), said("assistant", content=None, tool_calls=calls))
    assert not {check for check in findings(pad([fine])) if check.startswith("chat_empty")}
    empty = chat(USER, said("assistant", ""), said("user", "c"), ANSWER)
    assert findings(pad([empty]))["chat_empty_message"].count == 1
    nothing_asked = findings(pad([chat(said("user", " "), ANSWER)]))
    assert nothing_asked["empty_prompts"].count == 1
    assert "chat_empty_message" not in nothing_asked


@pytest.mark.parametrize(
    ("weight", "mended_to"), [("0", 0), ("1", 1), (0.5, 1), (-3, 0), (7, 1), ("much", 1), (None, 1)]
)
def test_weights_become_whole(weight: object, mended_to: int) -> None:
    rows = pad([chat(USER, said("assistant", "b", weight=weight), said("user", "c"), ANSWER)])
    first = heals("weights", rows)[0]
    assert first == chat(USER, said("assistant", "b", weight=mended_to), said("user", "c"), ANSWER)
    assert isinstance(first, Conversation)
    assert type(first.messages[1].extra["weight"]) is int


def test_a_weight_belongs_to_an_answer() -> None:
    rows = pad([chat(said("user", "a", weight=1), said("assistant", "b", weight=1))])
    assert heals("weights", rows)[0] == chat(USER, said("assistant", "b", weight=1))
    for one in (1, 1.0, True):
        fine = chat(USER, said("assistant", "b", weight=0), said("user", "c"), said("assistant", "d", weight=one))
        assert not {"weights", "nothing_learnt"} & findings(pad([fine])).keys()


def test_keys_nobody_reads_are_named() -> None:
    odd = chat(said("user", "a", mood="x"), said("assistant", "b", thinking="t"), id=1, tools=[])
    rows = pad([odd])
    at_home, away = findings(rows), findings(rows, CLOUD)
    assert at_home["message_keys"].values["keys"] == "mood"
    assert away["message_keys"].values["keys"] == "mood, thinking"
    assert (at_home["message_keys"].severity, away["message_keys"].severity) == (Severity.NOTE, Severity.PROBLEM)
    assert away["line_keys"].values["keys"] == "id"
    assert heals("message_keys", rows, CLOUD)[0] == chat(USER, ANSWER, id=1, tools=[])
    assert heals("message_keys", rows)[0] == chat(USER, said("assistant", "b", thinking="t"), id=1, tools=[])
    assert heals("line_keys", rows)[0] == chat(*odd.messages, tools=[])


def several(*systems: str) -> list[Example]:
    return [talk(f"q{n}", f"answer {n}", system) for n, system in enumerate(systems)]


def test_one_system_message_for_all_is_fine() -> None:
    for rows in (several(*["s"] * 20), several(*[""] * 20)):
        assert not {"system_differs", "system_missing"} & findings(rows).keys()


def test_the_most_frequent_system_message_can_be_used_for_all() -> None:
    rows = several(*["Be kind."] * 19, "", "Be nice.")
    found = findings(rows)
    assert list(found["system_missing"].rows) == [119]
    assert list(found["system_differs"].rows) == [120]
    assert found["system_differs"].recommended
    assert found["system_missing"].recommended
    assert heals("system_differs", rows)[20] == talk("q20", "answer 20", "Be kind.")
    assert heals("system_missing", rows)[19] == talk("q19", "answer 19", "Be kind.")


def test_several_personas_are_told_of_but_not_levelled() -> None:
    found = findings(several(*["Marv"] * 12, *["Ann"] * 8))["system_differs"]
    assert (found.count, found.values["different"], found.recommended) == (8, 2, False)


@pytest.mark.parametrize(("have", "lack", "sure"), [(1, 19, False), (4, 6, False), (10, 10, False), (11, 9, True)])
def test_what_most_rows_lack_is_no_model_for_all(have: int, lack: int, sure: bool) -> None:
    missing = findings(several(*["Be kind."] * have, *[""] * lack))["system_missing"]
    assert (missing.count, missing.recommended) == (lack, sure)


def test_a_system_message_a_row_is_meant_so() -> None:
    found = findings(several(*[f"You are number {n}." for n in range(80)], ""))
    assert "system_differs" not in found
    assert found["system_missing"].remedy is None
    assert not mended(several("a", ""), findings(several("a", ""))["system_missing"])[1].messages[0].extra


def test_answers_made_of_parts_are_trimmed_at_their_ends_alone():
    parts = [{"type": "text", "text": " one "}, {"type": "text", "text": " two "}]
    rows = [chat(said("user", "a"), said("assistant", " one \n\n two ", content=parts))]
    (after,) = mended(rows, findings(rows)["answer_spaces"])
    assert [part["text"] for part in after.messages[1].extra["content"]] == ["one ", " two"]


def test_a_row_of_an_empty_system_message_alone_stays_a_row():
    row = chat(said("system", ""))
    assert remedy(Remedy("remove_empty_system"), row) == row
