"""Nearly equal rows of a draft: looked for when asked for, cancelled without harm, taken out as one step."""

import asyncio
import random

import pytest

from desktop_app.core.checks.twins import CHECK
from desktop_app.core.fields import expected, question_text
from desktop_app.core.reading import Reading
from desktop_app.core.wizard import Wizard
from desktop_app.settings import paths
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.draft import Draft
from desktop_app.work.intake import Progress, Taken

TARGET = "openai/gpt-4.1-mini-2025-04-14"
WORDS = [
    "river",
    "stone",
    "lamp",
    "quiet",
    "paper",
    "garden",
    "bright",
    "winter",
    "cloud",
    "music",
    "horse",
    "window",
    "bread",
    "night",
    "train",
    "letter",
]


@pytest.fixture
def path(tmp_path):
    """Return a table of 40 rows; rows 30 to 33 say nearly the same, row 34 what row 33 says letter by letter."""
    chance = random.Random(5)
    rows = [f"What about {n}?,{' '.join(f'{word}{chance.random():.4f}' for word in WORDS)}" for n in range(30)]
    like = "Where is my parcel?,It is on its way to you and will come before the end of this week"
    rows += [f"{like}{ending}" for ending in ("", " or next", " I hope", " for sure", " for sure")]
    rows += [f"Another {WORDS[n]}?,{WORDS[n]} {'x' * n} {n}" for n in range(5)]
    made = tmp_path / "t.csv"
    made.write_text("question,answer\n" + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return made


def play(path, work):
    async def whole():
        apart = Apart()
        draft = Draft(apart)
        try:
            look = await draft.look(path, Reading())
            wizard = Wizard.start(look.found).answer(target=TARGET)
            taken = await last(draft.take_in(wizard))
            return await work(draft, wizard, taken)
        finally:
            await draft.discard()
            await apart.close()

    found = asyncio.run(whole())
    assert list(paths.drafts_dir().iterdir()) == []
    return found


async def last(items):
    return [item async for item in items][-1]


def near_of(taken: Taken):
    return [finding for finding in taken.findings if finding.check == CHECK]


def test_all_but_one_of_several_go_as_one_step_when_it_is_wanted(path, tmp_path):
    project = Project.create(tmp_path / "p.tunedesk")

    async def work(draft, wizard, taken):
        assert not near_of(taken), "nobody asked for it"
        told = [item async for item in draft.look_for_twins()]
        assert all(isinstance(item, Progress) for item in told[:-1])
        (finding,) = near_of(told[-1])
        shown = await draft.shown(finding)
        pairs = list(zip(shown[::2], shown[1::2], strict=True))
        assert pairs
        for stays, goes in pairs:
            assert (stays.line, stays.after) == (32, stays.before)
            assert question_text(goes.before) == "Where is my parcel?"
            assert goes.after is None
        assert [goes.line for _, goes in pairs] == [33, 34, 35]
        plain = await last(draft.settle(wizard))
        assert CHECK not in [done.check for done in plain.done], "it is not recommended"
        settled = await last(draft.settle(wizard.answer(accepted=frozenset({CHECK}))))
        assert [(done.check, done.count) for done in settled.done if done.check == CHECK] == [(CHECK, 3)]
        assert settled.rows == 36
        assert not near_of(settled)
        await draft.unsettle()
        assert near_of(await last(draft.take_in(wizard))), "it is still known after going back"
        wanted = wizard.answer(accepted=frozenset({CHECK}))
        settled = await last(draft.settle(wanted))
        await draft.divide(wanted)
        await draft.adopt(project, wanted)
        return settled

    settled = play(path, work)
    with project.reading() as connection:
        assert examples.count(connection) == settled.rows == 36
        assert sum("parcel" in question_text(row.example) for row in examples.rows(connection)) == 1
    assert project.history().undo == settled.done[-1].label
    project.undo().result()
    with project.reading() as connection:
        answers = [expected(row.example) for row in examples.rows(connection)]
    assert sum(said.startswith("It is on its way") for said in answers) == 4, "the repeated row is another step"
    project.close()


def test_who_stops_looking_loses_nothing(path):
    async def work(draft, wizard, taken):
        looking = draft.look_for_twins()
        await anext(looking)
        await looking.aclose()
        again = await last(draft.take_in(wizard))
        assert again == taken
        assert near_of(await last(draft.look_for_twins()))

    play(path, work)
