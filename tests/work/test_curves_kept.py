"""Measurements on their way out of the project into the curves, and out of the curves into a table."""

import asyncio
import csv
import io
import math
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.curves import Curves
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.problem import Problem
from desktop_app.formats.whole_file import csv_lines, put
from desktop_app.store import jobs, points
from desktop_app.store.project import Project
from desktop_app.work import read_curves as reading
from desktop_app.work.read_curves import read_curves
from desktop_app.work.save_curves import as_text, sheet

JOB = Job("ftjob-1", "local", "m", JobStatus.SUCCEEDED, 0.0, epochs=2, total_steps=20)
POINTS = [
    MetricPoint(0, {"full_valid_loss": 2.5}),
    MetricPoint(1, {"train_loss": 0.1 + 0.2, "time": 1.7e9}),
    MetricPoint(2, {"time": 1.7e9 + 1}, ("train_loss",)),
    MetricPoint(7, {"train_loss": 1e-300, "classification/f0.5": 1.0}),
]


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "a.tunedesk")
    made.write(lambda c: jobs.add(c, JOB, Plan("m"))).result()
    yield made
    made.close()


async def loaded(project, job_id=JOB.id):
    curves, portions = Curves(), 0
    async for portion in read_curves(project, job_id):
        curves.extend(portion)
        portions += 1
    return curves, portions


@pytest.mark.parametrize("most", [1, 3, 5000])
def test_what_was_kept_comes_back_as_it_was_in_portions_of_any_size(project, monkeypatch, most):
    monkeypatch.setattr(reading, "_MOST", most)
    project.write(lambda c: jobs.add_points(c, JOB.id, POINTS)).result()
    project.write(lambda c: jobs.add(c, replace(JOB, id="ftjob-2"), Plan("m"))).result()
    project.write(lambda c: jobs.add_points(c, "ftjob-2", [MetricPoint(1, {"train_loss": 9.0})])).result()
    curves, portions = asyncio.run(loaded(project))
    assert [curves.point(row) for row in range(len(curves))] == POINTS
    assert portions == math.ceil(4 / most)
    with project.reading() as connection:
        assert jobs.points(connection, JOB.id) == POINTS


NAMES = st.sampled_from(["train_loss", "valid_loss", "classification/f0.5", 'a "b" c', "back\\slash", "ü.x[0]"])
VALUES = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(st.dictionaries(NAMES, VALUES), st.sets(NAMES)), max_size=12), asked=st.lists(NAMES))
def test_columns_that_sqlite_makes_are_those_that_the_rows_themselves_tell(rows, asked):
    told = [MetricPoint(n, {k: v for k, v in values.items() if k not in broken}, tuple(sorted(broken)))
            for n, (values, broken) in enumerate(rows)]  # fmt: skip
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE metric_point (job, step INTEGER, measured, PRIMARY KEY (job, step)) WITHOUT ROWID")
    connection.executemany(
        "INSERT INTO metric_point VALUES ('j', ?, ?)", [(point.step, jobs.point_as_text(point)) for point in told]
    )
    found = points.portion(connection, "j", -1, 100, tuple(dict.fromkeys(asked)))
    connection.close()
    assert (found is None) == (not told)
    curves = Curves()
    if found is not None:
        curves.extend(found)
    again = [curves.point(row) for row in range(len(curves))]
    assert [(p.step, p.values, set(p.broken)) for p in again] == [(p.step, p.values, set(p.broken)) for p in told]


def test_what_is_measured_at_every_step_is_taken_apart_outside_of_python(project, monkeypatch):
    """Only then has the window Python for itself while a long training is opened."""
    rows = [MetricPoint(n, {"train_loss": n / 7, "time": 1e9 + n}) for n in range(50)]
    rows.append(MetricPoint(50, {"valid_loss": 2.0}))
    project.write(lambda c: jobs.add_points(c, JOB.id, rows)).result()
    monkeypatch.setattr(reading, "_MOST", 10)
    parsed = []
    inside = points._parsed
    monkeypatch.setattr(points, "_parsed", lambda text: parsed.append(len(inside(text))) or inside(text))
    curves, portions = asyncio.run(loaded(project))
    assert [curves.point(row) for row in range(len(curves))] == rows
    assert (portions, parsed) == (6, [10, 1])  # the first, whose names nobody knew, and the one with another name


def test_room_is_made_once_for_all_that_is_to_come(project, monkeypatch):
    monkeypatch.setattr(reading, "_MOST", 10)
    rows = [MetricPoint(n, {"train_loss": 1.0, **({"valid_loss": 2.0} if n % 5 == 0 else {})}) for n in range(2000)]
    project.write(lambda c: jobs.add_points(c, JOB.id, rows)).result()

    async def moves():
        curves, found = Curves(), set()
        async for portion in read_curves(project, JOB.id):
            curves.extend(portion)
            found.add(curves.line("train_loss").room)
        return found, curves.line("valid_loss").room

    (room,), rare = asyncio.run(moves())
    assert 2000 <= room < 2100
    assert rare < room


def test_a_training_without_points_has_empty_curves(project):
    curves, portions = asyncio.run(loaded(project))
    assert (len(curves), portions) == (0, 0)


def test_what_an_older_version_wrote_as_nan_is_read(project):
    project.write(
        lambda c: c.execute("INSERT INTO metric_point VALUES ('ftjob-1', 3, '{\"train_loss\": NaN}')")
    ).result()
    curves, _ = asyncio.run(loaded(project))
    assert curves.point(0) == MetricPoint(3, {}, ("train_loss",))


def test_what_is_heard_while_it_is_loaded_is_neither_lost_nor_doubled(project, monkeypatch):
    monkeypatch.setattr(reading, "_MOST", 2)
    project.write(lambda c: jobs.add_points(c, JOB.id, POINTS)).result()

    async def both():
        curves = Curves()
        async for portion in read_curves(project, JOB.id):
            curves.extend(portion)
            curves.append([MetricPoint(7, {"train_loss": 5.0}), MetricPoint(8, {"train_loss": 4.0})])
        return curves

    curves = asyncio.run(both())
    assert curves.steps.tolist() == [0, 1, 2, 7, 8]
    assert curves.point(3).values["train_loss"] == 5.0


def test_a_sheet_holds_every_value_exactly_and_stays_as_it_was():
    curves = Curves(POINTS)
    found = sheet([("Heroes", JOB, curves), ("Other\tone", JOB, Curves([MetricPoint(1, {"x": 3.0})]))], 0.5)
    curves.append([MetricPoint(9, {"train_loss": 1.0})])
    rows = list(csv.DictReader(io.StringIO(b"".join(found.as_csv()).decode("utf-8-sig"))))
    assert [(row["training"], row["step"], row["epoch"]) for row in rows[:4]] == [
        ("Heroes", "0", "0"), ("Heroes", "1", "0.1"), ("Heroes", "2", "0.2"), ("Heroes", "7", "0.7"),
    ]  # fmt: skip
    assert [row["train_loss"] for row in rows] == ["", repr(0.1 + 0.2), "nan", "1e-300", ""]
    assert rows[1]["time"] == "1700000000"
    assert "time (smoothed 0.5)" not in rows[0]
    assert float(rows[3]["train_loss (smoothed 0.5)"]) == pytest.approx(0.1)
    assert rows[4] | {"training": ""} == dict.fromkeys(rows[4], "") | {
        "step": "1",
        "epoch": "0.1",
        "x": "3",
        "x (smoothed 0.5)": "3",
    }
    lines = asyncio.run(as_text(found)).split("\n")
    assert len(lines) == 6
    assert {line.count("\t") for line in lines} == {len(found.titles) - 1}


def test_nothing_measured_is_a_head_without_rows():
    found = sheet([("a", JOB, Curves())], 0.8)
    assert b"".join(found.as_csv()) == "\ufefftraining,step,epoch\r\n".encode()


def test_a_file_is_whole_or_not_there_and_an_older_one_stays(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("older")

    def breaks():
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(Problem) as caught:
        put(target, breaks())
    assert caught.value.key == "export_disk_full"
    assert target.read_text() == "older"
    put(target, [b"new", b"er"])
    assert target.read_text() == "newer"
    assert list(tmp_path.iterdir()) == [target]


def test_texts_that_excel_would_run_are_made_harmless_and_numbers_are_not():
    assert csv_lines([["=1+1", "-5.5", "+x", "a,b", "nan", "@x"]]) == b"'=1+1,-5.5,'+x,\"a,b\",nan,'@x\r\n"
