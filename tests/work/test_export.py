"""What goes out of a project comes back into one, exactly; and an export that is stopped leaves nothing."""

import asyncio
import errno
import importlib
import itertools
import json
import os
import shutil
import signal
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings

from desktop_app.core.example import (
    Completion,
    Conversation,
    Message,
    Part,
    Preference,
    RowStatus,
    Shape,
    from_line,
    shape_of,
    to_line,
)
from desktop_app.core.export import Exported, Format, Order, Written
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.core.training_line import as_bytes
from desktop_app.core.wizard import Wizard, examples_of
from desktop_app.formats import export as files
from desktop_app.formats import reader
from desktop_app.formats.records import Record
from desktop_app.store import examples as examples_of_project
from desktop_app.store.project import Project
from desktop_app.work import export as verbs
from desktop_app.work.apart import Apart
from tests.campaigns import round_trips
from tests.formats.rows import HARD, tables
from tests.work import orders

resource = importlib.import_module("resource") if sys.platform != "win32" else None
LABEL = text("step.insert_row")
FROM_FILES = {Format.TRL: "train.jsonl"}


@contextmanager
def files_up_to(size: int):
    """Let no file of this process grow beyond so many bytes."""
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)


def chat(*said: str) -> Conversation:
    return Conversation(
        tuple(Message(role, words) for role, words in zip(("user", "assistant") * 9, said, strict=False))
    )


def filled(path: Path, examples, part=Part.TRAINING) -> Project:
    project = Project.create(path)
    project.do(LABEL, lambda edit: edit.append((example, part) for example in examples)).result()
    return project


def exported(project: Project, order: Order) -> Exported:
    place = files.workplace(order.target)
    try:
        *_, last = verbs.export(project.path, order, place)
    finally:
        files.leave(place)
    return last


def read_back(path: Path):
    """Return the examples the wizard makes of a file by its own recommendations, and the lines it could not read.

    The wizard brings mixed rows into one shape; there the examples are those the file is found to hold.
    """
    found = reader.find_out(path)
    wizard = Wizard.start(found)
    read = list(reader.records(path, found))
    good = [record for record in read if isinstance(record, Record)]
    if len({shape_of(record.source) for record in good}) > 1:
        return [from_line(record.source) for record in good], [r for r in read if not isinstance(r, Record)]
    made = itertools.chain.from_iterable(examples_of(wizard.mapping, r.cells, r.source) for r in good)
    return list(made), [record for record in read if not isinstance(record, Record)]


def there_and_back(folder: Path, examples, format_: Format):
    """Return what comes back of a project's examples after an export; the Problem's key where it is refused."""
    project = filled(folder / "p.tunedesk", examples)
    order = Order(format_, folder / f"out{format_.suffix}")
    try:
        done = exported(project, order)
    except Problem as problem:
        return problem.key
    finally:
        project.close()
    file = done.target / FROM_FILES[format_] if format_ in FROM_FILES else done.target
    return read_back(file)


@pytest.mark.parametrize("format_", list(Format))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(examples=tables())
def test_every_table_comes_back_exactly_or_is_refused(format_, examples, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trip")
    back = there_and_back(folder, examples, format_)
    if isinstance(back, str):
        assert back.startswith("export_")
        assert (format_, back) in {
            (Format.EXCEL, "export_controls"),
            (Format.EXCEL, "export_cells_too_long"),
            (Format.TRL, "export_halves"),
            (Format.TRL, "export_mixed_shapes"),
        }
        return
    made, unread = back
    assert unread == []
    assert made == examples


@pytest.mark.parametrize("format_", list(Format))
@pytest.mark.parametrize("shape", list(Shape))
def test_hard_texts_survive_in_every_format_and_shape(format_, shape, tmp_path):
    words = [word for word in HARD if "\ud83d" not in word or format_ is not Format.TRL]
    make = {
        Shape.CHAT: lambda a, b: Conversation((Message("system", "s"), Message("user", a), Message("assistant", b))),
        Shape.COMPLETION: Completion,
        Shape.PREFERENCE: lambda a, b: Preference(
            (Message("user", a),), (Message("assistant", b),), (Message("assistant", "no"),)
        ),
    }[shape]
    examples = [make(word, word) for word in words]
    assert there_and_back(tmp_path, examples, format_) == (examples, [])


@pytest.mark.parametrize("format_", [f for f in Format if f is not Format.EXCEL])
def test_a_text_of_a_megabyte_survives(format_, tmp_path):
    long = Completion("é\n,\"';\t" * 150_000, "漢" * 400_000)
    assert there_and_back(tmp_path, [long, Completion("a", "b")], format_) == ([long, Completion("a", "b")], [])


def test_a_workbook_holds_the_longest_text_it_may(tmp_path):
    longest = Completion("x" * 32767, "é" * 32767)
    assert there_and_back(tmp_path, [longest], Format.EXCEL) == ([longest], [])


@pytest.mark.parametrize("format_", [f for f in Format if f is not Format.TRL])
def test_rows_of_several_shapes_come_back_from_one_file(format_, tmp_path):
    pair = Preference((Message("user", "q"),), (Message("assistant", "good"),), (Message("assistant", "bad"),))
    mixed = [chat("q", "a"), chat("q", "a", "r", "b"), Completion("p", "c"), pair]
    project = filled(tmp_path / "p.tunedesk", mixed)
    done = exported(project, Order(format_, tmp_path / f"out{format_.suffix}"))
    project.close()
    assert read_back(done.target) == (mixed, [])


def test_parts_are_chosen_and_rows_keep_their_order_and_numbers(tmp_path):
    project = filled(tmp_path / "p.tunedesk", [chat("q", f"a{n}") for n in range(1200)])
    project.do(LABEL, lambda edit: edit.set_part(range(1, 1201, 3), Part.TEST)).result()
    project.do(LABEL, lambda edit: edit.write_field(1, "assistant", "a\0")).result()
    done = exported(project, Order(Format.JSONL, tmp_path / "a.jsonl", frozenset({Part.TRAINING})))
    assert done.parts == {Part.TRAINING: 800}
    said = [json.loads(line)["messages"][1]["content"] for line in done.target.read_text().splitlines()]
    assert said == [f"a{n}" for n in range(1200) if n % 3]
    with pytest.raises(Problem) as caught:
        exported(project, Order(Format.JSONL, tmp_path / "b.jsonl", frozenset({Part.TEST})))
    assert caught.value.values["rows"] == "1"
    project.close()


def test_training_lines_of_every_kind_are_those_that_go_to_a_provider(tmp_path):
    """Rows that are alike are written together, others one by one; the file is the same, and so are the counts."""
    call = Message("assistant", "", {"tool_calls": [{"id": "c1"}]})
    kinds = [
        *(chat("q", f'"a{n}\n"') for n in range(300)),
        *(Conversation((Message("user", "é"), call)) if n % 3 else Completion("p", f"c{n}") for n in range(40)),
        *(Completion('","completion":"', f"\\{n}") for n in range(300)),
        Completion("half \ud83d", "of a pair"),
    ]
    project = filled(tmp_path / "p.tunedesk", kinds)
    project.do(LABEL, lambda edit: edit.set_part(range(2, 600, 7), Part.TEST)).result()
    project.do(LABEL, lambda edit: edit.set_status(range(5, 600, 11), RowStatus.EXCLUDED)).result()
    with project.reading() as connection:
        rows = list(examples_of_project.rows(connection))
    for parts in (frozenset(Part), frozenset({Part.TRAINING}), frozenset({Part.TEST})):
        wanted = [row for row in rows if row.part in parts]
        done = exported(project, Order(Format.JSONL, tmp_path / "a.jsonl", parts))
        assert done.target.read_bytes() == b"".join(as_bytes(to_line(row.example)) + b"\n" for row in wanted)
        assert done.parts == Counter(row.part for row in wanted)
    noted = exported(project, Order(Format.JSONL, tmp_path / "b.jsonl", left_out=frozenset({"messages[].tool_calls"})))
    assert [note.key for note in noted.notes] == ["export.note_left_out", "export.note_halves"]
    assert noted.notes[1].values["rows"] == str(len(rows))
    project.close()


def test_training_lines_are_read_once_and_refused_before_anything_stands_in_its_place(tmp_path, monkeypatch):
    project = filled(tmp_path / "p.tunedesk", [Completion("p", f"c{n}" if n != 777 else "\0") for n in range(1000)])
    asked, connect = [], verbs.connect

    def overheard(path, *, writable):
        connection = connect(path, writable=writable)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr(verbs, "connect", overheard)
    with pytest.raises(Problem) as caught:
        exported(project, Order(Format.JSONL, tmp_path / "a.jsonl"))
    assert (caught.value.key, caught.value.values["rows"]) == ("export_nul", "778")
    assert len([statement for statement in asked if "body" in statement]) == 1
    assert [path.name for path in tmp_path.iterdir() if "p.tunedesk" not in path.name] == []
    project.close()


@pytest.mark.parametrize("format_", [Format.CSV, Format.JSONL])
def test_how_far_it_is_is_said_and_never_goes_back(format_, tmp_path):
    project = filled(tmp_path / "p.tunedesk", [chat("q", f"a{n}") for n in range(8500)])
    order = Order(format_, tmp_path / "a.out")
    place = files.workplace(order.target)
    items = list(verbs.export(project.path, order, place))
    files.leave(place)
    shares = [item.done / item.of for item in items if isinstance(item, Written)]
    assert len(shares) >= 4
    assert shares == sorted(shares)
    assert all(0 < share <= 1 for share in shares)
    project.close()


@pytest.mark.parametrize("format_", list(Format))
def test_an_export_that_is_given_up_leaves_nothing(format_, tmp_path, monkeypatch):
    """In the worker process, as the window does it; the process is killed in the middle of the writing."""
    project = filled(tmp_path / "p.tunedesk", [chat("q", f"a{n} " * 100) for n in range(6_000)])
    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr(verbs, "export", orders.export_and_stay)  # else the rest is written in a breath

    async def begin_and_leave() -> None:
        apart = Apart()
        working = verbs.exporting(apart, project, Order(format_, out / f"rows{format_.suffix}"))
        async for item in working:
            if orders.in_the_middle(item):
                assert [path.name for path in out.iterdir()] != []
                break
        await working.aclose()
        assert list(out.iterdir()) == []
        await apart.close()

    asyncio.run(begin_and_leave())
    project.close()


def test_an_export_that_is_given_up_the_moment_its_folder_is_there_leaves_nothing(tmp_path):
    project = filled(tmp_path / "p.tunedesk", [chat("q", "a")])
    out = tmp_path / "out"
    out.mkdir()

    async def begin_and_leave() -> None:
        apart = Apart()
        working = verbs.exporting(apart, project, Order(Format.EXCEL, out / "rows.xlsx"))
        first = asyncio.ensure_future(anext(working))
        while not any(out.iterdir()):
            await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait([first])
        await working.aclose()
        assert list(out.iterdir()) == []
        await apart.close()

    asyncio.run(begin_and_leave())
    project.close()


def test_in_the_worker_it_sees_what_was_changed_the_moment_before(tmp_path):
    project = filled(tmp_path / "p.tunedesk", [chat("q", "a")])

    async def change_and_export():
        apart = Apart()
        project.do(LABEL, lambda edit: edit.write_field(1, "assistant", "better"))
        found = await verbs.survey(apart, project)
        last = None
        async for item in verbs.exporting(apart, project, Order(Format.JSONL, tmp_path / "a.jsonl")):
            last = item
        await apart.close()
        return found, last

    found, last = asyncio.run(change_and_export())
    assert (found.rows, found.shape, found.parts) == (1, Shape.CHAT, {Part.TRAINING: 1})
    assert isinstance(last, Exported)
    assert "better" in (tmp_path / "a.jsonl").read_text()
    project.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of file sizes")
@pytest.mark.parametrize("format_", list(Format))
def test_a_disk_that_takes_no_more_is_said_and_nothing_half_is_left(format_, tmp_path):
    """A real write that the system refuses: the limit of file sizes stands for the end of the disk."""
    project = filled(tmp_path / "p.tunedesk", [chat(os.urandom(300).hex(), f"a{n}") for n in range(1500)])
    out = tmp_path / "out"
    out.mkdir()
    with files_up_to(100_000), pytest.raises(Problem) as caught:
        exported(project, Order(format_, out / f"rows{format_.suffix}"))
    assert caught.value.key in ("export_disk_full", "export_not_written")
    assert list(out.iterdir()) == []
    project.close()


def test_no_space_is_said_as_no_space(tmp_path):
    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(Problem, match="export_disk_full"), files.in_words(tmp_path / "a.csv"):
        full()


def test_a_folder_that_may_not_be_written_to_is_said(tmp_path):
    with pytest.raises(Problem, match="export_not_written"):
        files.workplace(tmp_path / "nowhere" / "a.csv")
    shutil.rmtree(tmp_path / "nowhere", ignore_errors=True)


def test_a_slice_of_the_campaign(tmp_path):
    with round_trips.playing(tmp_path) as one_round:
        counted = sum((one_round(Random(f"slice:{number}")) for number in range(4)), Counter())
    assert counted["tables"] == 4
    assert counted["csv exact"] == counted["jsonl exact"] == 4
