"""A random user of the store: whatever is done, undo and redo lead back and forth exactly."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.text import text
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work.project import jump

Rows = list[tuple[int, Part, str, str, tuple[str, ...], Completion]]
TAGS = ("funny", "ask Eva", "later")


async def jumped(project, step):
    """Go to a step of the history, and tell each time how far it is."""
    told = [(turned.done, turned.total) async for turned in jump(project, step)]
    assert told == [(n, len(told)) for n in range(1, len(told) + 1)]


class RandomUser(RuleBasedStateMachine):
    """Keeps the table's contents after each step and compares after each undo and redo."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.project = Project.create(Path(self.folder.name) / "p.tunedesk")
        self.done: list[Rows] = [[]]
        self.undone: list[Rows] = []

    def teardown(self) -> None:
        self.project.close()
        self.folder.cleanup()

    def contents(self) -> Rows:
        with self.project.reading() as connection:
            kept = examples.page(connection, list(examples.ids(connection)))
        return [(r.id, r.part, r.status, r.note, r.tags, r.example) for r in kept]

    def step(self, work) -> None:
        before = self.project.history().undo
        change = self.project.do(text(f"step-{len(self.done)}"), work).result()
        if change.examples:
            self.done.append(self.contents())
            self.undone.clear()
        else:
            self.undone = [] if self.project.history().redo is None else self.undone
            assert self.project.history().undo == before

    @rule(count=st.integers(1, 4), part=st.sampled_from(Part))
    def append(self, count, part):
        self.step(lambda e: e.append((Completion(f"q{n}", "a"), part) for n in range(count)))

    @precondition(lambda self: self.done[-1])
    @rule(data=st.data(), value=st.text(max_size=5))
    def edit(self, data, value):
        row = data.draw(st.sampled_from(self.done[-1]))[0]
        self.step(lambda e: e.write_field(row, "completion", value))

    @precondition(lambda self: self.done[-1])
    @rule(data=st.data())
    def insert(self, data):
        row = data.draw(st.sampled_from(self.done[-1]))[0]
        self.step(lambda e: e.insert_below(row, Completion("new", "row"), Part.TRAINING))

    @precondition(lambda self: self.done[-1])
    @rule(data=st.data())
    def delete(self, data):
        rows = data.draw(st.lists(st.sampled_from([r[0] for r in self.done[-1]]), max_size=3))
        self.step(lambda e: e.delete(rows))

    @precondition(lambda self: self.done[-1])
    @rule(data=st.data(), status=st.sampled_from(RowStatus), note=st.text(max_size=3))
    def mark(self, data, status, note):
        rows = data.draw(st.lists(st.sampled_from([r[0] for r in self.done[-1]]), max_size=4))
        add, remove = (data.draw(st.lists(st.sampled_from(TAGS), max_size=2)) for _ in range(2))

        def act(e):
            e.set_status(rows, status)
            e.set_note(rows, note)
            e.tag(rows, add, remove)

        self.step(act)
        for row in self.done[-1]:
            if row[0] in rows:
                assert (row[2], row[3]) == (status, note.replace("\0", ""))  # nobody sees a zero byte
                assert set(add) - set(remove) <= set(row[4])
                assert not set(row[4]) & set(remove)

    @precondition(lambda self: self.done[-1])
    @rule(data=st.data(), value=st.text(max_size=5))
    def change_many(self, data, value):
        rows = data.draw(st.lists(st.sampled_from([r[0] for r in self.done[-1]]), unique=True))
        self.step(lambda e: e.change_many((row, Completion("changed", value)) for row in rows))

    @precondition(lambda self: self.done[-1])
    @rule(data=st.data())
    def move_rows(self, data):
        there = [r[0] for r in self.done[-1]]
        rows = data.draw(st.lists(st.sampled_from(there), unique=True))
        before = data.draw(st.sampled_from([*there, None]))
        self.step(lambda e: e.move(rows, before))
        staying = [row for row in there if row not in rows]
        at = staying.index(before) if before in staying else len(staying)
        assert [row[0] for row in self.contents()] == staying[:at] + rows + staying[at:]

    @rule(part=st.sampled_from(Part))
    def set_part(self, part):
        rows = [r[0] for r in self.done[-1]]
        self.step(lambda e: e.set_part(rows, part))

    @rule(count=st.integers(1, 4))
    def take_in(self, count):
        self.step(lambda e: e.take_in(1, [(n, Completion(f"line {n}", "a")) for n in range(count)]))

    @rule(count=st.integers(1, 4))
    def replace_all(self, count):
        def act(e):
            e.clear()
            e.take_in(2, [(n, Completion(f"other {n}", "a")) for n in range(count)])

        self.step(act)

    @precondition(lambda self: self.done[-1])
    @rule(data=st.data(), value=st.text(max_size=5))
    def several_things_in_one_step(self, data, value):
        rows = data.draw(st.lists(st.sampled_from([r[0] for r in self.done[-1]]), min_size=1, max_size=5))

        def act(e):
            e.rewrite((row, Completion(value, "first")) for row in rows)
            e.rewrite((row, Completion(value, "second")) for row in rows[1:])
            e.delete(rows[2:])
            e.set_part(rows, Part.TEST)
            e.append([(Completion(value, "third"), Part.VALIDATION)])
            e.delete(rows[:1])

        self.step(act)

    @rule()
    def clear(self):
        self.step(lambda e: e.clear())

    @precondition(lambda self: len(self.done) > 1)
    @rule()
    def undo(self):
        self.project.undo().result()
        self.undone.append(self.done.pop())

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        self.project.redo().result()
        self.done.append(self.undone.pop())

    @rule(data=st.data())
    def jump(self, data):
        steps = [0, *(step.id for step in self.project.steps())]
        assert len(steps) == len(self.done) + len(self.undone)
        at = data.draw(st.integers(0, len(steps) - 1))
        asyncio.run(jumped(self.project, steps[at]))
        every = [*self.done, *reversed(self.undone)]
        self.done, self.undone = every[: at + 1], every[at + 1 :][::-1]

    @invariant()
    def the_table_is_as_expected(self):
        assert self.contents() == self.done[-1]
        assert (self.project.history().undo is None) == (len(self.done) == 1)


RandomUser.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestRandomUser = RandomUser.TestCase
