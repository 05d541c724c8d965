"""The random user's acts on the real store, as the window and the command line do them."""

import asyncio
import csv
from pathlib import Path
from unittest import mock

from desktop_app.core.example import Completion, Part, Shape
from desktop_app.core.fields import FIELDS
from desktop_app.core.reading import Reading
from desktop_app.core.search import Search
from desktop_app.core.sentences import ENGLISH
from desktop_app.core.target import Method, Target
from desktop_app.core.text import Text, text
from desktop_app.core.wizard import Where, Wizard
from desktop_app.store import examples
from desktop_app.store.draft_folder import DraftFolder
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.tokens.counting import Count
from desktop_app.work import adopt, check_up, counting, divide, take_in
from desktop_app.work.find_replace import replace_all
from desktop_app.work.paste_block import Outcome, Values, Words, append_rows, write_cells
from tests.campaigns.random_table import COLUMNS, Act, Rows, removed, texts_of

TARGET = Target("test/letters", "Letters", "test", {Shape.CHAT: (Method.SUPERVISED,)}, "letters")


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
    with mock.patch.object(counting, "counter", _quick_counter):
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
    counter = mock.Mock(exact=True, count=lambda examples: [Count(len(texts_of(each)[1]), 1) for each in examples])
    counter.name = "letters"
    return counter


def _edit(project: Project, act: Act) -> None:
    with project.reading() as connection:
        order = examples.ids(connection)
        ids = [order[position] for position in act.at]
        shape = examples.page(connection, ids[:1])[0].example.shape if ids else Shape.COMPLETION
    made = [(Completion(*pair), Part(act.part)) for pair in act.pairs()]
    match act.kind:
        case "replace":
            asyncio.run(replace_all(project, order, Search(str(act.sought)), str(act.sought + 1)))
            return
        case "edit":
            answer = FIELDS[shape][-1]
            step = project.do(text(act.label), lambda e: e.write_field(ids[0], answer, act.answer))
        case "append":
            step = project.do(text(act.label), lambda e: e.append(made))
        case "insert":
            step = project.do(text(act.label), lambda e: e.insert_below(ids[0], *made[0]))
        case "delete":
            step = project.do(text(act.label), lambda e: e.delete(ids))
        case "move":
            step = project.do(text(act.label), lambda e: e.move(ids, order[0]))
        case "paste":
            step = project.do(text(act.label), lambda e: _paste(e, project, ids, act))
        case _:
            step = project.do(text(act.label), lambda e: e.set_part(ids, Part(act.part)))
    step.result()


def _paste(edit: Edit, project: Project, ids: list[int], act: Act) -> None:
    """Paste a block that is higher than the room for it, as the window does."""
    words, outcome = Words({}, {}), Outcome()
    edit.course.expect(len(ids) + act.count)
    write_cells(edit, project, [(row_id, [(1, act.answer)]) for row_id in ids], words, outcome)
    rows: list[Values] = [[(1, answer)] for _, answer in act.pairs()]
    append_rows(edit, Completion("", ""), Part(act.part), rows, words, outcome)


def seen(project: Project) -> tuple[Rows, str | None, str | None]:
    """Return the table as it stands in the project, and the labels of undo and redo."""
    with project.reading() as connection:
        kept = examples.page(connection, list(examples.ids(connection)))
    found = [(row.part.value, row.status, *texts_of(row.example)) for row in kept]
    history = project.history()
    return tuple(found), _words(history.undo), _words(history.redo)


def _words(label: Text | None) -> str | None:
    """Return the act's label; an import has its own words, and its file bears the label."""
    if label is None:
        return None
    if label.key == "remedy.drop_duplicates":
        return removed(int(label.values["count"]))
    if label.key == "step.replace_all":
        return f"replace {label.values['sought']} by {label.values['replacement']}"
    brought_in = label.key in ("step.create_example", "step.create_examples")
    return str(label.values["name"]).removesuffix(".csv") if brought_in else label.key
