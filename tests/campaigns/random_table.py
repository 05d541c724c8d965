"""A random user of the project's table, twice: as steps of the real store, and as plain lists that foresee them."""

from dataclasses import dataclass, replace
from random import Random

from desktop_app.core.example import Example, Part
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.core.mapping import apply, guess
from desktop_app.core.split import Shares, key_of, split
from desktop_app.core.text import Text

COLUMNS = ("prompt", "completion")
_WEIGHTS = {"edit": 9, "append": 2, "insert": 3, "delete": 2, "part": 2, "undo": 6, "redo": 14}
_WEIGHTS |= {"import": 2, "reopen": 1, "replace": 4, "paste": 4, "move": 2}
_MOST_ROWS = 1500
_LETTERS = str.maketrans("0123456789", "abcdefghij")

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
        """Return the words that stand in the history."""
        return f"replace {self.sought} by {self.sought + 1}" if self.kind == "replace" else f"{self.kind} {self.number}"

    @property
    def sought(self) -> int:
        """Return the figure that is replaced by the next one, which keeps all texts as long as they are."""
        return self.number % 9

    @property
    def answer(self) -> str:
        """Return what an edit writes: in letters, which no replacing of figures makes equal to another one."""
        return " edited " + str(self.number).translate(_LETTERS)

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
                done = (*done, Step(removed(act.doubles), (*before, *fresh, *fresh[: act.doubles])))
            return Foreseen((*before, *fresh), done)
        return Foreseen(_changed(list(self.rows), act), done)


def choose(state: Foreseen, number: int, seed: str) -> Act:
    """Return the act that this seed's user does as number `number` in this state; each one changes something."""
    chance = Random(f"{seed}:{number}")
    weights = dict(_WEIGHTS)
    if not state.rows:
        weights |= {"edit": 0, "insert": 0, "delete": 0, "part": 0, "paste": 0}
    if not any(str(number % 9) in text for row in state.rows for text in row[2:]):
        weights |= {"replace": 0}
    if len(state.rows) < 2:
        weights |= {"move": 0}
    if len(state.rows) > _MOST_ROWS:
        weights |= {"append": 0, "delete": 9}
    weights |= {} if state.done else {"undo": 0}
    weights |= {} if state.undone else {"redo": 0}
    (kind,) = chance.choices(list(weights), list(weights.values()))
    size = len(state.rows)
    at: tuple[int, ...] = ()
    if kind in ("edit", "insert"):
        at = (chance.randrange(size),)
    elif kind == "paste":
        first = chance.randrange(size)
        at = tuple(range(first, min(first + chance.randint(1, 80), size)))
    elif kind == "move":
        at = (chance.randrange(1, size),)
    elif kind in ("delete", "part"):
        at = tuple(sorted(chance.sample(range(size), chance.randint(1, min(size, 60)))))
    part = chance.choice([part.value for part in Part if not at or part.value != state.rows[at[0]][0]])
    most = {"append": 9, "paste": 9, "insert": 1, "import": 400}.get(kind, 0)
    count = chance.randint(min(20 if kind == "import" else 1, most), most)
    replaces = kind == "import" and (size > _MOST_ROWS or chance.random() < 0.3)
    doubles = chance.choice((0, 0, 1, 7, 20)) if kind == "import" else 0
    return Act(number, kind, at, count, part, replaces, doubles)


def _changed(rows: list[Row], act: Act) -> Rows:
    added = [(act.part, "new", *pair) for pair in act.pairs()]
    match act.kind:
        case "edit" | "paste":
            for position in act.at:
                part, _, prompt, _ = rows[position]
                rows[position] = (part, "edited", prompt, act.answer)
            rows += [(part, status, "", answer) for part, status, _, answer in added]
        case "append":
            rows += added
        case "insert":
            rows[act.at[0] + 1 : act.at[0] + 1] = added
        case "delete":
            rows = [row for position, row in enumerate(rows) if position not in set(act.at)]
        case "part":
            for position in act.at:
                rows[position] = (act.part, *rows[position][1:])
        case "move":
            rows.insert(0, rows.pop(act.at[0]))
        case "replace":
            rows = [_replaced(row, str(act.sought), str(act.sought + 1)) for row in rows]
    return tuple(rows)


def _replaced(row: Row, sought: str, by: str) -> Row:
    part, status, *old = row
    prompt, answer = (text.replace(sought, by) for text in old)
    return part, "edited" if [prompt, answer] != old else status, prompt, answer


def _imported(act: Act) -> Rows:
    """Return the rows of an import after its doubles were taken out."""
    mapping = guess(COLUMNS)
    made = [apply(mapping, dict(zip(COLUMNS, pair, strict=True))) for pair in act.pairs()]
    fresh = [example for example in made if not isinstance(example, Text)]
    parts = split([key_of(example) for example in fresh], None, Shares(), seed=42)
    return tuple((part.value, "new", *texts_of(example)) for part, example in zip(parts, fresh, strict=True))


def removed(count: int) -> str:
    """Return the words in the history for doubles that were taken out."""
    return f"remove {count} doubles"


def texts_of(example: Example) -> tuple[str, str]:
    """Return question and answer."""
    question, answer = FIELDS[example.shape][-2:]
    return read_field(example, question), read_field(example, answer)
