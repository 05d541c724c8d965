"""Conversations in the project: each is a batch whose plan also says how its turns follow one another.

In the plan, a turn is what it follows and its legs (place, thread, speaker, the cell it goes on from); `ways` are the
ending and the stop of each speaker that knows no conversations. What was said stands with the prompts.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from desktop_app.core.batch import Cell, Column, Kind, Voice, setting_of
from desktop_app.core.storable import storable
from desktop_app.core.talk import Leg, Speaker, Talk, Turn, Way


def put(connection: sqlite3.Connection, talk: Talk) -> int:
    """Write a conversation down, or what has come to it since; return its number. Its title and time stay."""
    plan = json.dumps(_plan(talk))
    known = connection.execute("SELECT id FROM batch WHERE mark = ?", (talk.mark,)).fetchone()
    if known is None:
        made = connection.execute(
            "INSERT INTO batch (mark, made, kind, title, plan) VALUES (?, ?, ?, ?, ?)",
            (talk.mark, talk.made, Kind.TALK.value, storable(talk.title), plan),
        )
        number = int(made.lastrowid or 0)
    else:
        number = int(known[0])
        connection.execute("UPDATE batch SET plan = ? WHERE id = ?", (plan, number))
    connection.executemany(
        "INSERT OR IGNORE INTO batch_prompt (batch, place, asked, expected) VALUES (?, ?, ?, '')",
        (
            (number, leg.place, json.dumps([{"role": "user", "content": turn.said}]))
            for turn in talk.turns
            for leg in turn.legs
        ),
    )
    return number


def get(connection: sqlite3.Connection, number: int) -> Talk | None:
    """Return a conversation; None for one that was removed."""
    query = "SELECT mark, title, made, plan FROM batch WHERE id = ? AND kind = ?"
    found = connection.execute(query, (number, Kind.TALK.value)).fetchone()
    if found is None:
        return None
    mark, title, made, plan = found
    prompts = connection.execute("SELECT place, asked FROM batch_prompt WHERE batch = ?", (number,))
    said = {place: json.loads(asked)[0]["content"] for place, asked in prompts}
    values = json.loads(plan)
    speakers = tuple(
        Speaker(Column(Voice(**column["voice"]), setting_of(column["setting"])), Way(*way) if way is not None else None)
        for column, way in zip(values["columns"], values["ways"], strict=True)
    )
    return Talk(mark, title, made, speakers, tuple(_turn(turn, said) for turn in values["turns"]))


def _plan(talk: Talk) -> dict[str, Any]:
    return {
        "columns": [asdict(speaker.column) for speaker in talk.speakers],
        "repeats": 1,
        "ways": [[each.way.ending, each.way.stop] if each.way is not None else None for each in talk.speakers],
        "turns": [[turn.before, [_leg_line(leg) for leg in turn.legs]] for turn in talk.turns],
    }


def _leg_line(leg: Leg) -> list[Any]:
    after = [leg.after.prompt, leg.after.column, leg.after.repeat] if leg.after is not None else None
    return [leg.place, leg.thread, leg.speaker, after]


def _turn(kept: Sequence[Any], said: Mapping[int, str]) -> Turn:
    before, lines = kept
    legs = tuple(
        Leg(place, thread, speaker, Cell(*after) if after is not None else None)
        for place, thread, speaker, after in lines
    )
    return Turn(said[legs[0].place], before, legs)
