"""Making data at a provider: kept before it is asked, stopped by money, looked at, made into rows and a table."""

import csv
from contextlib import aclosing, closing
from dataclasses import replace

import pytest

from desktop_app.core.answer import Answer, Finish, Request, Sampling
from desktop_app.core.batch import Cell, Column, Kind, Setting, Voice
from desktop_app.core.example import Completion, Conversation, Message, Part, Preference, RowStatus, Shape
from desktop_app.core.grid import Grid, Values
from desktop_app.core.making import State
from desktop_app.core.problem import Problem
from desktop_app.core.rework import Act, Rework
from desktop_app.core.text import text
from desktop_app.store import batches, examples, made, sources
from desktop_app.store.project import Project
from desktop_app.work import bookkeeping, make, make_rows, rework_rows
from desktop_app.work.ask_batch import Got
from desktop_app.work.column_values import column_values, columns
from desktop_app.work.keep_batch import Opened
from desktop_app.work.made_items import decide, read, rewrite, sheet, variety
from desktop_app.work.make import Spent
from desktop_app.work.purse import Enough
from tests.cloud import routes
from tests.work.test_ask_batch import MINI, ROUTE, a_room, hurried, run

GRID = Grid(
    "Describe a hero of {age} with {power}.",
    (Values("age", ("18", "60")), Values("power", ("speed", "=magic"))),
    2,
    "{age}, {power}",
)


@pytest.fixture
def room(tmp_path, monkeypatch):
    # The cloud of these tests lies on this computer, and what is asked there has to cost something.
    monkeypatch.setattr(bookkeeping, "is_here", lambda address: False)
    with a_room(tmp_path) as made:
        yield made


def column(room):
    return Column(Voice(room.site, MINI), Setting(Sampling(1.0, 200, seed=5)))


def begun(room, grid=GRID, most=None):
    return run(room, lambda: make.begin_grid(room.project, grid, column(room), most))


def told(room, number, stop_after=None):
    async def act():
        heard = []
        async with aclosing(make.go_on(room.project, room.where, number, hurried())) as items:
            async for item in items:
                heard.append(item)
                if stop_after and sum(isinstance(one, Got) for one in heard) >= stop_after:
                    break
        return heard

    return run(room, act)


def fill(room, rows):
    room.project.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()


def rows_of(room):
    return room.reads(lambda connection: list(examples.rows(connection)))


def put(room, number, cell, said, finish=Finish.STOP):
    """Keep an answer as if it had come."""
    answer = Answer(0, MINI, said, finish, 5, 1.0, 9)
    request = Request(0, MINI, "?", Sampling())
    room.project.write(lambda c: batches.put(c, number, cell, request, answer, paid=False)).result()


def do(room, step):
    return room.project.do(step.label, step.edit).result()


def test_a_grid_is_asked_once_however_often_it_is_paused_and_becomes_rows(room):
    number = begun(room, replace(GRID, repeats=6))
    reckoned = run(room, lambda: make.reckon(room.project, room.where, lambda: (), None, 1))
    assert (reckoned.prompts, reckoned.outlay) == (0, None)
    first = told(room, number, stop_after=3)
    assert isinstance(first[0], Opened)
    assert first[0].left == 24
    kept = len(room.reads(batches.answered, number))
    assert 3 <= kept < 24
    room.cloud.faults.add(ROUTE, "broken", times=2)
    known = room.reads(batches.answered, number)
    before = len(room.asked)
    rest = told(room, number)
    assert {item.cell for item in rest if isinstance(item, Got)}.isdisjoint(known)
    assert len(room.asked) - before <= 24 - kept
    found = sheet(room.project, number)
    assert [item.state for item in found.items] == [State.ANSWERED] * 24
    assert found.items[6].asked == "Describe a hero of 18 with =magic."
    assert found.items[6].title == "18, =magic"
    seeds = [(one["messages"][-1]["content"], one["seed"]) for one in room.cloud.account.asked]
    assert len(set(seeds)) == 24  # each repeat is another draw
    step = make_rows.grid_step(found)
    do(room, step)
    made = rows_of(room)
    assert step.rows == len(made) == 24
    assert made[0].example == Completion("18, speed", f"{MINI} was asked: Describe a hero of 18 with speed.")
    assert made[0].note == f"Made by {MINI} from: age = 18, power = speed"
    (source,) = room.reads(sources.sources)
    assert source.name == MINI
    assert source.recipe["make"]["template"] == GRID.template
    assert [row.line for row in made] == list(range(1, 25))
    assert room.project.settings()["shape"] == "completion"
    again = sheet(room.project, number)
    assert all(item.done and item.row for item in again.items)
    with pytest.raises(Problem, match="making_nothing"):
        make_rows.grid_step(again)
    room.project.undo().result()
    assert rows_of(room) == []
    assert len(sheet(room.project, number).taken) == 24


def test_it_stops_at_its_money_and_goes_on_with_more(room):
    number = begun(room, replace(GRID, repeats=10), most=1e-9)
    heard = told(room, number)
    enough = next(item for item in heard if isinstance(item, Enough))
    assert enough.dollars > 0
    assert enough.left + len(room.reads(batches.answered, number)) >= 40
    asked = len(room.asked)
    again = told(room, number)
    assert [type(item) for item in again] == [Opened, Spent, Enough]
    assert len(room.asked) == asked
    run(room, lambda: make.allow(room.project, room.where, number, 5.0))
    last = told(room, number)
    assert not any(isinstance(item, Enough) for item in last)
    spent = [item.dollars for item in last if isinstance(item, Spent)]
    assert spent == sorted(spent)
    assert len(room.reads(batches.answered, number)) == 40
    assert sum(entry.dollars for entry in room.entries()) == pytest.approx(spent[-1])


def test_answers_that_the_place_does_not_count_are_reckoned_towards_the_limit(room, monkeypatch):
    monkeypatch.setattr(routes, "_usage", lambda words: {"prompt_tokens": 0, "completion_tokens": 0})
    number = begun(room, replace(GRID, repeats=10), most=1e-9)
    heard = told(room, number)
    enough = next(item for item in heard if isinstance(item, Enough))
    came = [item for item in heard if isinstance(item, Got)]
    assert len(came) < 40
    assert {item.answer.prompt_tokens for item in came} == {0}
    assert {item.dollars for item in heard if isinstance(item, Spent)} == {0.0, None}  # nobody told what they cost
    # Some nine tokens of the question, some fifteen of the answer.
    assert 1e-6 < enough.dollars / len(came) < 3e-5
    asked = len(room.asked)
    again = told(room, number)
    assert [type(item) for item in again] == [Opened, Spent, Enough]
    assert len(room.asked) == asked


def test_a_limit_that_nobody_could_keep_is_refused(room):
    unpriced = replace(column(room), voice=Voice(room.site, "house-model"))
    number = run(room, lambda: make.begin_grid(room.project, GRID, unpriced, 1.0))
    for refused in (
        lambda: told(room, number),
        lambda: run(room, lambda: make.allow(room.project, room.where, number, 2.0)),
    ):
        with pytest.raises(Problem, match="limit_no_price"):
            refused()
    assert room.asked == []
    run(room, lambda: make.allow(room.project, room.where, number, None))
    assert any(isinstance(item, Spent) for item in told(room, number))


def test_what_cannot_be_asked_is_said_before_anything_is_kept(room):
    with pytest.raises(Problem, match="grid_not_ready"):
        begun(room, Grid("{age}"))
    with pytest.raises(Problem, match="making_gone"):
        told(room, 77)
    assert room.reads(batches.listed, [Kind.MAKE]) == []


def test_cut_and_refused_answers_are_left_out_and_a_person_decides_otherwise(room, tmp_path):
    number = begun(room)
    for at, (said, finish) in enumerate(
        [("whole", Finish.STOP), ("half", Finish.LENGTH), ("", Finish.PROBLEM), ("  ", Finish.STOP)]
    ):
        put(room, number, Cell(at, 0), said, finish)
    states = [item.state for item in sheet(room.project, number).items]
    assert states[::2] == [State.ANSWERED, State.CUT, State.REFUSED, State.EMPTY]
    assert states[1::2] == [State.WAITING] * 4
    assert [item.text for item in sheet(room.project, number).taken] == ["whole"]
    run(room, lambda: rewrite(room.project, number, Cell(1, 0), "half, and the rest"))
    run(room, lambda: decide(room.project, number, [Cell(0, 0)], False))
    found = run(room, lambda: read(room.project, number))
    assert [item.text for item in found.taken] == ["half, and the rest"]
    run(room, lambda: decide(room.project, number, [Cell(0, 0)], None))
    run(room, lambda: rewrite(room.project, number, Cell(1, 0), None))
    found = sheet(room.project, number)
    assert [item.text for item in found.taken] == ["whole"]
    path = run(room, lambda: make_rows.save_csv(found, tmp_path / "heroes.csv"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert list(lines[0]) == ["age", "power", "prompt", "sub_prompt", "response_txt", "finish_reason"]
    assert [line["finish_reason"] for line in lines] == ["stop", "length", "content_filter", "stop"]
    assert lines[1]["power"] == "=magic"
    assert run(room, lambda: variety(found)).texts == 2


def test_rows_take_the_shape_of_the_data_and_pairs_get_none(room):
    fill(room, [(Conversation((Message("user", "q"), Message("assistant", "a"))), Part.TRAINING)])
    number = begun(room)
    put(room, number, Cell(0, 0), "A hero.")
    do(room, make_rows.grid_step(sheet(room.project, number)))
    made = rows_of(room)[-1].example
    assert made == Conversation((Message("user", "18, speed"), Message("assistant", "A hero.")))
    assert run(room, lambda: columns(room.project)) == ("system", "user", "assistant")
    assert run(room, lambda: column_values(room.project, "user")) == ("q", "18, speed")
    fill(
        room,
        [(Preference((Message("user", "q"),), (Message("assistant", "a"),), (Message("assistant", "b"),)), Part.TEST)],
    )
    room.project.do(text("step.delete_rows", count=2), lambda e: e.delete([1, 2])).result()
    with pytest.raises(Problem, match="making_pairs"):
        begun(room)
    project = sheet(room.project, number)
    with pytest.raises(Problem, match="making_pairs"):
        make_rows.grid_step(project.__class__(project.making, project.items, grid=GRID, shape=Shape.PREFERENCE))


def asked_about(room, ids, rework, answers):
    """Begin a rework and let these answers come; return what is known then."""
    number = run(room, lambda: rework_rows.begin(room.project, ids, rework, column(room)))
    for cell, said in answers.items():
        put(room, number, cell, said)
    return number


def test_500_rows_are_rewritten_half_are_taken_over_undone_and_done_again(room):
    fill(room, [(Completion(f"question {n}", f"answer {n}"), Part.TRAINING) for n in range(500)])
    ids = [row.id for row in rows_of(room)]
    rework = Rework(Act.REWRITE, "Better: {completion}", "completion")
    number = asked_about(room, ids, rework, {})
    heard = told(room, number)
    assert sum(isinstance(item, Got) for item in heard) == 500
    found = sheet(room.project, number)
    assert (found.items[7].before, found.items[7].text) == ("answer 7", f"{MINI} was asked: Better: answer 7")
    step = make_rows.rework_step(found, found.items[::2])
    steps = len(room.project.steps())
    do(room, step)

    def answers():
        return [row.example.completion for row in rows_of(room)]

    half = answers()
    assert [said.startswith(MINI) for said in half] == [True, False] * 250
    assert len(room.project.steps()) == steps + 1
    again = sheet(room.project, number)
    assert [item.done for item in again.items] == [True, False] * 250
    assert len(again.taken) == 250
    room.project.undo().result()
    assert answers() == [f"answer {n}" for n in range(500)]
    assert not any(item.done for item in sheet(room.project, number).items)
    room.project.redo().result()
    assert answers() == half
    # What was there before stays with the answer, however the row goes on.
    assert [item.before for item in sheet(room.project, number).items] == [f"answer {n}" for n in range(500)]


def test_a_row_that_was_changed_meanwhile_is_not_written_over(room):
    fill(room, [(Completion("q", "a"), Part.TRAINING), (Completion("r", "b"), Part.TRAINING)])
    ids = [row.id for row in rows_of(room)]
    rework = Rework(Act.REWRITE, "{completion}", "completion")
    number = asked_about(room, ids, rework, {Cell(0, 0): "A", Cell(1, 0): "B"})
    room.project.do(
        text("step.edit_field", field="completion"), lambda e: e.write_field(ids[0], "completion", "mine")
    ).result()
    found = sheet(room.project, number)
    assert [item.gone for item in found.items] == [True, False]
    do(room, make_rows.rework_step(found, found.items))
    assert [row.example.completion for row in rows_of(room)] == ["mine", "B"]
    room.project.do(text("step.delete_rows", count=1), lambda e: e.delete([ids[1]])).result()
    assert sheet(room.project, number).items[1].gone


def test_a_row_with_half_a_letter_is_worked_over_like_any_other(room):
    fill(room, [(Completion("q", "half \ud83d"), Part.TRAINING)])
    (row,) = rows_of(room)
    number = asked_about(room, [row.id], Rework(Act.REWRITE, "{completion}", "completion"), {Cell(0, 0): "whole"})
    room.project.write(lambda c: made.write(c, number, Cell(0, 0), "mine \ud83d")).result()
    found = sheet(room.project, number)
    assert [(item.before, item.gone) for item in found.items] == [(r"half \ud83d", False)]
    do(room, make_rows.rework_step(found, found.items))
    assert [row.example.completion for row in rows_of(room)] == [r"mine \ud83d"]


def test_what_all_answers_begin_and_end_with_stays(room):
    fill(room, [(Completion(f"question {n} ->", f" answer {n} END"), Part.TRAINING) for n in range(12)])
    ids = [row.id for row in rows_of(room)]
    rework = Rework(Act.REWRITE, "{completion}", "completion")
    number = asked_about(room, ids, rework, {Cell(0, 0): "Better.", Cell(1, 0): " Good END"})
    found = sheet(room.project, number)
    assert [item.text for item in found.taken] == [" Better. END", " Good END"]
    do(room, make_rows.rework_step(found, found.taken))
    assert [row.example.completion for row in rows_of(room)[:3]] == [" Better. END", " Good END", " answer 2 END"]
    assert [item.done for item in sheet(room.project, number).items[:3]] == [True, True, False]
    asks = Rework(Act.VARY, "{prompt}", "prompt")
    number = asked_about(room, ids[:1], asks, {Cell(0, 0): "What is 0?"})
    assert sheet(room.project, number).items[0].text == "What is 0? ->"


def test_empty_answers_are_filled_and_others_left_alone(room):
    talk = Conversation((Message("user", "Why?"),))
    fill(room, [(Conversation((*talk.messages, Message("assistant", "So."))), Part.TRAINING), (talk, Part.TEST)])
    ids = [row.id for row in rows_of(room)]
    rework = Rework(Act.FILL, "{prompt}", "assistant")
    chosen = run(room, lambda: rework_rows.choose(room.project, ids, rework))
    assert (chosen.rows, [prompt.row for prompt in chosen.prompts]) == (2, [ids[1]])
    number = asked_about(room, ids, rework, {Cell(0, 0): "Because."})
    do(room, make_rows.rework_step(sheet(room.project, number), sheet(room.project, number).items))
    assert rows_of(room)[1].example.messages[-1] == Message("assistant", "Because.")
    with pytest.raises(Problem, match="rework_no_rows"):
        run(room, lambda: rework_rows.begin(room.project, ids, rework, column(room)))


@pytest.mark.parametrize(
    ("instruction", "reason"),
    [
        ("Better: {completion} {hero}", "{hero}"),
        ("Better, please.", "does not get to see the row"),
        (" ", "Write"),
    ],
)
def test_an_instruction_that_cannot_be_asked_is_named_and_not_taken_for_missing_rows(room, instruction, reason):
    fill(room, [(Completion("Why?", "So."), Part.TRAINING)])
    rework = Rework(Act.REWRITE, instruction, "completion")
    ids = [row.id for row in rows_of(room)]
    with pytest.raises(Problem, match="grid_not_ready") as caught:
        run(room, lambda: rework_rows.begin(room.project, ids, rework, column(room)))
    assert reason in caught.value.values["reason"]
    assert room.reads(batches.listed, [Kind.REWORK]) == []


def test_without_rows_nothing_is_asked(room):
    rework = Rework(Act.REWRITE, "Better: {completion}", "completion")
    with pytest.raises(Problem, match="rework_no_rows"):
        run(room, lambda: rework_rows.begin(room.project, [], rework, column(room)))


def test_answers_go_into_a_table_or_it_is_said_where_they_cannot(room, tmp_path):
    number = begun(room)
    put(room, number, Cell(0, 0), "A hero.")
    found = sheet(room.project, number)
    with pytest.raises(Problem, match="folder_not_writable") as caught:
        run(room, lambda: make_rows.save_csv(found, tmp_path / "nowhere" / "x.csv"))
    assert caught.value.values["folder"] == str(tmp_path / "nowhere")
    path = run(room, lambda: make_rows.save_csv(found, tmp_path / "x.csv"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["age"], row["power"]) for row in rows] == [("18", "speed")]  # what was not answered is not there


def test_the_newest_of_a_kind_is_found_again(room):
    assert run(room, lambda: make.newest(room.project, Kind.MAKE)) is None
    begun(room)
    last = begun(room, Grid("Another hero of {age}.", GRID.lists[:1]))
    assert run(room, lambda: make.newest(room.project, Kind.MAKE)) == last
    assert run(room, lambda: make.newest(room.project, Kind.REWORK)) is None


def test_variations_become_rows_of_the_same_part_with_their_origin(room):
    fill(room, [(Completion("Why?", "So."), Part.TEST), (Completion("How?", "Thus."), Part.TRAINING)])
    ids = [row.id for row in rows_of(room)]
    rework = Rework(Act.VARY, "{prompt}", "prompt", repeats=2)
    answers = {Cell(0, 0, 0): "What for?", Cell(0, 0, 1): "Wherefore?", Cell(1, 0, 0): "In which way?"}
    number = asked_about(room, ids, rework, answers)
    found = sheet(room.project, number)
    do(room, make_rows.rework_step(found, found.taken))
    new = rows_of(room)[2:]
    assert [(row.example.prompt, row.example.completion, row.part) for row in new] == [
        ("What for?", "So.", Part.TEST),
        ("Wherefore?", "So.", Part.TEST),
        ("In which way?", "Thus.", Part.TRAINING),
    ]
    assert new[0].note == f"Variation of another row, made by {MINI}"
    assert sheet(room.project, number).taken == ()


def test_a_grade_becomes_a_tag_a_note_and_a_mark(room):
    fill(room, [(Completion("Why?", "So."), Part.TRAINING), (Completion("How?", "Thus."), Part.TRAINING)])
    ids = [row.id for row in rows_of(room)]
    rework = Rework(Act.GRADE, "{prompt}\n{completion}", "completion", marks=("1", "2"))
    number = asked_about(room, ids, rework, {Cell(0, 0): "2: too short", Cell(1, 0): "5"})
    found = sheet(room.project, number)
    do(room, make_rows.rework_step(found, found.taken))
    bad, good = rows_of(room)
    assert (bad.tags, bad.status, bad.example.completion) == (("grade 2",), RowStatus.PROBLEM, "So.")
    assert bad.note == f"Graded by {MINI}: 2: too short"
    assert (good.tags, good.status) == (("grade 5",), RowStatus.NEW)
    assert all(item.done for item in sheet(room.project, number).items)


def test_a_batch_that_is_taken_away_takes_what_was_said_of_it_along(room):
    number = begun(room)
    put(room, number, Cell(0, 0), "A hero.")
    run(room, lambda: decide(room.project, number, [Cell(0, 0)], False))
    room.project.write(lambda c: batches.remove(c, number)).result()
    left = "SELECT (SELECT count(*) FROM making), (SELECT count(*) FROM made_item)"
    assert room.reads(lambda c: c.execute(left).fetchone()) == (0, 0)
    with pytest.raises(Problem, match="making_gone"):
        sheet(room.project, number)


def test_what_is_typed_and_decided_is_kept_though_the_project_is_closed_in_the_same_moment(room):
    number = begun(room)
    put(room, number, Cell(0, 0), "one", Finish.STOP)
    put(room, number, Cell(1, 0), "two", Finish.STOP)
    for keeping in (
        rewrite(room.project, number, Cell(0, 0), "another"),
        decide(room.project, number, [Cell(1, 0)], False),
    ):
        keeping.close()  # nobody waits for it
    room.project.close()
    with closing(Project.open(room.project.path)) as again:
        assert [item.text for item in sheet(again, number).taken] == ["another"]
