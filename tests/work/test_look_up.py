"""A look that nobody waits for any more leaves nothing behind: the next reader sees the file as it is."""

import asyncio

import pytest

from desktop_app.core.example import Completion, Part
from desktop_app.core.look import Look, Sort
from desktop_app.core.text import text
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.look_up import Looked, all_ids, facets, look_up, looked, mended

LABEL = text("step.insert_row")


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "p.tunedesk")
    rows = ((Completion(f"q{n:03}", " a"), Part.TRAINING) for n in range(500))
    made.do(LABEL, lambda edit: edit.append(rows)).result()
    yield made
    made.close()


def counted(project):
    with project.reading() as connection:
        return examples.count(connection)


def test_a_look_left_early_does_not_hold_its_connection_in_the_past(project):
    async def leave():
        found = look_up(project, Look())
        assert len(await anext(found)) == 64
        await found.aclose()

    for gone in range(1, 4):
        asyncio.run(leave())
        project.do(LABEL, lambda edit, row=gone: edit.delete([row])).result()
        assert counted(project) == 500 - gone


def test_a_look_cancelled_while_it_works_does_not_interrupt_whoever_reads_next(project):
    async def cancel():
        async def walk():
            async for _ in look_up(project, Look(sort=Sort("prompt"))):
                pass

        walking = asyncio.create_task(walk())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        walking.cancel()
        await asyncio.gather(walking, return_exceptions=True)

    for _ in range(30):
        asyncio.run(cancel())
        assert counted(project) == 500


def test_rows_on_show_follow_what_was_moved_made_and_deleted(project):
    async def followed(look, work):
        shown = [item async for item in looked(project, look)]
        known = shown[-1]
        assert isinstance(known, Looked)
        ids = sum(shown[1:-1], shown[0])
        await asyncio.wrap_future(project.do(LABEL, work))
        seen = await mended(project, look, known.ids, ids)
        if seen is None:
            return None
        splice = seen.survey.splice
        ids[splice.at : splice.at + splice.removed] = splice.put
        return ids.tolist()

    def new(edit, above):
        made.append(edit.insert_below(above, Completion("new", ""), Part.TEST))

    made = []
    upside_down = Look(sort=Sort("prompt", descending=True))
    assert asyncio.run(followed(upside_down, lambda edit: edit.delete([500, 3])))[:2] == [499, 498]
    found = asyncio.run(followed(upside_down, lambda edit: new(edit, 499)))
    assert found[:3] == [499, made[0], 498]
    in_training = Look(parts=frozenset({Part.TRAINING}))
    found = asyncio.run(followed(in_training, lambda edit: new(edit, 5)))
    assert found[:5] == [1, 2, 4, 5, made[1]]
    many = [(Completion("x", ""), Part.TEST)] * 600
    assert asyncio.run(followed(in_training, lambda edit: edit.append(many))) is None


def test_a_new_row_whose_upper_neighbour_is_hidden_is_shown_last(project):
    project.do(LABEL, lambda edit: edit.set_part([7], Part.TEST)).result()
    look = Look(parts=frozenset({Part.TRAINING}), sort=Sort("prompt"))
    made = []

    async def whole():
        shown = [item async for item in looked(project, look)]
        ids = sum(shown[1:-1], shown[0])
        assert 7 not in ids
        edit = project.do(LABEL, lambda e: made.append(e.insert_below(7, Completion("new", ""), Part.TRAINING)))
        await asyncio.wrap_future(edit)
        return ids, await mended(project, look, shown[-1].ids, ids)

    ids, seen = asyncio.run(whole())
    splice = seen.survey.splice
    assert (splice.at, splice.removed, splice.put.tolist()) == (len(ids), 0, made)


def test_without_a_look_the_rows_stand_as_in_the_project(project):
    async def whole():
        known = await all_ids(project)
        await asyncio.wrap_future(
            project.do(LABEL, lambda edit: edit.insert_below(3, Completion("new", ""), Part.TEST))
        )
        return known, await mended(project, Look(), known, known), await all_ids(project)

    known, seen, now = asyncio.run(whole())
    splice = seen.survey.splice
    assert (splice.at, splice.removed, splice.put.tolist()) == (3, 0, [now[3]])
    assert seen.ids == now
    assert len(now) == len(known) + 1


def test_what_rows_can_be_chosen_by_is_counted(project):
    project.do(LABEL, lambda edit: edit.tag([1, 2], add=["hero"])).result()
    found = asyncio.run(facets(project))
    assert dict(found.tags) == {"hero": 2}
