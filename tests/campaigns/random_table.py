"""A random user of the project's table, twice: as steps of the real store, and as plain lists that foresee them."""

import asyncio
import csv
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from unittest import mock

from desktop_app.core.example import Completion, Example, Part, Shape
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.core.mapping import apply, guess
from desktop_app.core.reading import Reading
from desktop_app.core.sentences import ENGLISH
from desktop_app.core.split import Shares, key_of, split
from desktop_app.core.target import Method, Target
from desktop_app.core.text import Text, text
from desktop_app.core.wizard import Where, Wizard
from desktop_app.store import examples
from desktop_app.store.drafts import DraftFolder
from desktop_app.store.project import Project
from desktop_app.tokens.counting import Count
from desktop_app.work import adopt, check_up, divide, take_in, targets

COLUMNS = ("prompt", "completion")
TARGET = Target("test/letters", "Letters", "test", {Shape.CHAT: (Method.SUPERVISED,)}, "letters")
_WEIGHTS = {"edit": 9, "append": 2, "insert": 3, "delete": 2, "part": 2, "undo": 6, "redo": 14}
_WEIGHTS |= {"import": 2, "reopen": 1}
_MOST_ROWS = 1500

Row = tuple[str, str, str, str]
"""Part, status, question and answer."""
Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the user does; `at` are positions in the table, `count` is a number of new, different rows."""

    number: int
    kind: str
    at: tuple[int, ...] = ()
    count: int = 0
    part: str = Part.TRAINING.value
    replaces: bool = False
    doubles: int = 0
    """So many rows of an import come twice; the check-up takes them out again, in a step of its own."""

    @property
    def label(self) -> str:
        """Return the words that stand in the history; no two acts share them."""
        return f"{self.kind} {self.number}"

    def pairs(self) -> list[tuple[str, str]]:
        """Return the prompts and completions of this act's new rows."""
        return [(f"question {self.number}.{n}", f" answer {self.number}.{n}") for n in range(self.count)]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the history: its label, and the table on its other side."""

    label: str
    other: Rows


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The table and its history as they must be; `after` returns how they must be one act later."""

    rows: Rows = ()
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    @property
    def visible(self) -> tuple[Rows, str | None, str | None]:
        """Return the table and what undo and redo would do, as `seen` finds them in a project."""
        undo = self.done[-1].label if self.done else None
        redo = self.undone[-1].label if self.undone else None
        return self.rows, undo, redo

    def undone_once(self) -> "Foreseen":
        """Return the state after the newest step was taken back."""
        step = self.done[-1]
        return replace(
            self, rows=step.other, done=self.done[:-1], undone=(*self.undone, replace(step, other=self.rows))
        )

    def after(self, act: Act) -> "Foreseen":
        """Return the state after an act, which was chosen for this state."""
        if act.kind == "reopen":
            return self
        if act.kind == "undo":
            return self.undone_once()
        if act.kind == "redo":
            step = self.undone[-1]
            return replace(
                self, rows=step.other, undone=self.undone[:-1], done=(*self.done, replace(step, other=self.rows))
            )
        done = (*self.done, Step(act.label, self.rows))
        if act.kind == "import":
            before, fresh = () if act.replaces else self.rows, _imported(act)
            if act.doubles:
                done = (*done, Step(_removed(act.doubles), (*before, *fresh, *fresh[: act.doubles])))
            return Foreseen((*before, *fresh), done)
        return Foreseen(_changed(list(self.rows), act), done)


def choose(state: Foreseen, number: int, seed: str) -> Act:
    """Return the act that this seed's user does as number `number` in this state; each one changes something."""
    chance = Random(f"{seed}:{number}")
    weights = dict(_WEIGHTS)
    if not state.rows:
        weights |= {"edit": 0, "insert": 0, "delete": 0, "part": 0}
    if len(state.rows) > _MOST_ROWS:
        weights |= {"append": 0, "delete": 9}
    weights |= {} if state.done else {"undo": 0}
    weights |= {} if state.undone else {"redo": 0}
    (kind,) = chance.choices(list(weights), list(weights.values()))
    size = len(state.rows)
    at: tuple[int, ...] = ()
    if kind in ("edit", "insert"):
        at = (chance.randrange(size),)
    elif kind in ("delete", "part"):
        at = tuple(sorted(chance.sample(range(size), chance.randint(1, min(size, 60)))))
    part = chance.choice([part.value for part in Part if not at or part.value != state.rows[at[0]][0]])
    count = {"append": chance.randint(1, 9), "insert": 1, "import": chance.randint(20, 400)}.get(kind, 0)
    replaces = kind == "import" and (size > _MOST_ROWS or chance.random() < 0.3)
    doubles = chance.choice((0, 0, 1, 7, 20)) if kind == "import" else 0
    return Act(number, kind, at, count, part, replaces, doubles)


def _changed(rows: list[Row], act: Act) -> Rows:
    match act.kind:
        case "edit":
            part, _, prompt, _ = rows[act.at[0]]
            rows[act.at[0]] = (part, "edited", prompt, f" edited {act.number}")
        case "append":
            rows += [(act.part, "new", *pair) for pair in act.pairs()]
        case "insert":
            rows.insert(act.at[0] + 1, (act.part, "new", *act.pairs()[0]))
        case "delete":
            gone = set(act.at)
            rows = [row for position, row in enumerate(rows) if position not in gone]
        case "part":
            for position in act.at:
                rows[position] = (act.part, *rows[position][1:])
    return tuple(rows)


def _imported(act: Act) -> Rows:
    """Return the rows of an import after its doubles were taken out."""
    mapping = guess(COLUMNS)
    made = [apply(mapping, dict(zip(COLUMNS, pair, strict=True))) for pair in act.pairs()]
    fresh = [example for example in made if not isinstance(example, Text)]
    parts = split([key_of(example) for example in fresh], None, Shares(), seed=42)
    return tuple((part.value, "new", *_texts(example)) for part, example in zip(parts, fresh, strict=True))


def _removed(count: int) -> str:
    return f"remove {count} doubles"


def perform(project: Project, act: Act) -> Project:
    """Do an act in the real store and return the open project, once all of it is acknowledged."""
    if act.kind == "reopen":
        project.close()
        return Project.open(project.path)
    if act.kind in ("undo", "redo"):
        (project.undo if act.kind == "undo" else project.redo)().result()
    elif act.kind == "import":
        _import(project, act)
    else:
        _edit(project, act)
    return project


def _import(project: Project, act: Act) -> None:
    """Bring a table in as the window and its worker do, in this one process."""
    path = project.path.with_name(f"{act.label}.csv")
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *act.pairs(), *act.pairs()[: act.doubles]])
    drafts = drafts_of(project.path)
    drafts.mkdir(exist_ok=True)
    folder = DraftFolder(drafts)
    (look,) = take_in.look(path, Reading(), 1)
    wizard = Wizard.start(look.found).answer(
        where=Where.REPLACE if act.replaces else Where.APPEND,
        skipped=frozenset(key.split(".")[1] for key in ENGLISH if key.startswith("finding.")) - {"duplicates"},
    )
    with mock.patch.object(targets, "counter", _quick_counter):
        *_, taken = take_in.take_in(path, wizard, folder.draft, TARGET)
        for _ in check_up.settle(folder.draft, wizard, TARGET, taken.findings):
            pass
        for _ in divide.divide(folder.draft, wizard, TARGET):
            pass
    asyncio.run(adopt.adopt(project, folder.draft, wizard))
    folder.remove()
    path.unlink()


def drafts_of(path: Path) -> Path:
    """Return the folder of drafts beside a project."""
    return path.with_name("drafts")


def _quick_counter(target: Target, places: object) -> mock.Mock:
    """Return a counter that is ready at once: how tokens are counted is none of this campaign's business."""
    del target, places
    counter = mock.Mock(exact=True, count=lambda examples: [Count(len(_texts(each)[1]), 1) for each in examples])
    counter.name = "letters"
    return counter


def _edit(project: Project, act: Act) -> None:
    with project.reading() as connection:
        order = examples.ids(connection)
        ids = [order[position] for position in act.at]
        shape = examples.page(connection, ids)[0].example.shape if ids else Shape.COMPLETION
    made = [(Completion(*pair), Part(act.part)) for pair in act.pairs()]
    match act.kind:
        case "edit":
            answer = FIELDS[shape][-1]
            step = project.do(text(act.label), lambda e: e.write_field(ids[0], answer, f" edited {act.number}"))
        case "append":
            step = project.do(text(act.label), lambda e: e.append(made))
        case "insert":
            step = project.do(text(act.label), lambda e: e.insert_below(ids[0], *made[0]))
        case "delete":
            step = project.do(text(act.label), lambda e: e.delete(ids))
        case _:
            step = project.do(text(act.label), lambda e: e.set_part(ids, Part(act.part)))
    step.result()


def seen(project: Project) -> tuple[Rows, str | None, str | None]:
    """Return the table as it stands in the project, and the labels of undo and redo."""
    with project.reading() as connection:
        kept = examples.page(connection, list(examples.ids(connection)))
    found = [(row.part.value, row.status, *_texts(row.example)) for row in kept]
    history = project.history()
    return tuple(found), _words(history.undo), _words(history.redo)


def _texts(example: Example) -> tuple[str, str]:
    question, answer = FIELDS[example.shape][-2:]
    return read_field(example, question), read_field(example, answer)


def _words(label: Text | None) -> str | None:
    """Return the act's label; an import has its own words, and its file bears the label."""
    if label is None:
        return None
    if label.key == "remedy.drop_duplicates":
        return _removed(int(label.values["count"]))
    return str(label.values["name"]).removesuffix(".csv") if label.key == "step.create_examples" else label.key
