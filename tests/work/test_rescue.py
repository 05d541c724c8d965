"""A rescue from a real server that misbehaves: complete, checked, nothing twice, and it says what is gone."""

import asyncio
import hashlib
import json
import sys
from contextlib import aclosing, closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from desktop_app.core.batch import Voice
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE, STARTER
from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.core.rescue import Fate, Kind, Line
from desktop_app.core.secret import Secret
from desktop_app.core.text import text
from desktop_app.providers.client import Provider, make_client
from desktop_app.providers.local import LocalEngine
from desktop_app.providers.pace import Backoff, Pace
from desktop_app.settings.connections import Connections
from desktop_app.settings.ledger import Ledger
from desktop_app.settings.secrets import Secrets
from desktop_app.store import answers, examples, jobs
from desktop_app.store.project import Project
from desktop_app.store.rescue_log import RescueLog
from desktop_app.work import rescue_run, succession, test_run
from desktop_app.work.apart import Apart
from desktop_app.work.bring_all import Wish, bring_all
from desktop_app.work.habits import habits
from desktop_app.work.patience import Patience
from desktop_app.work.reach import Reach
from desktop_app.work.record_answers import Recorded, questions, record, unanswered
from desktop_app.work.rescue import Doing, Waiting, bring_home, take_stock
from desktop_app.work.rescue_projects import make_projects
from desktop_app.work.rescue_report import why
from desktop_app.work.rescue_run import begin, look
from desktop_app.work.sites import Sites
from desktop_app.work.test_run import RECORDED, setting_for
from tests.campaigns import rescue as campaign
from tests.cloud.account import curve
from tests.cloud.dialects import DIALECTS
from tests.cloud.server import Cloud
from tests.store.crashed import lost


class KilledError(Exception):
    """The program ends here."""


QUICK = Patience(tries=6, first=0.01, longest=0.02)
BASE = "gpt-4o-mini-2024-07-18"


def rows(name: str, count: int = 12) -> bytes:
    lines = [
        {"messages": [{"role": "user", "content": f"{name} {n}"}, {"role": "assistant", "content": f"a{n}"}]}
        for n in range(count)
    ]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def fill(cloud: Cloud, count: int) -> None:
    """Put up an account with finished jobs that share one validation file."""
    account = cloud.account
    shared = account.add_file("valid.jsonl", rows("v"))
    for number in range(count):
        training = account.add_file(f"train-{number}.jsonl", rows(f"t{number}"))
        job = account.add_job(
            {"model": BASE, "training_file": training.id, "validation_file": shared.id, "suffix": "s"}
        )
        account.begin(job)
        account.finish(job)


def run(cloud: Cloud, act):
    async def whole():
        client = make_client(cloud.address, cloud.account.key).with_options(max_retries=0)
        provider = Provider("openai", "The Cloud", client)
        provider.pace = Pace(backoff=Backoff(first=0.01))
        try:
            return await act(provider)
        finally:
            await provider.close()

    return asyncio.run(whole())


def rescue(cloud: Cloud, folder, until=lambda _: False):
    """Bring everything home; breaks off after the first news for which `until` holds."""

    async def act(provider):
        stock = [item async for item in take_stock(provider, QUICK)][-1]
        log = RescueLog(folder)
        heard = []
        try:
            async for news in bring_home(provider, stock, frozenset(j.job.id for j in stock.jobs), log, QUICK):
                heard.append(news)
                if until(news):
                    break
        finally:
            log.close()
        return stock, heard, log.lines

    return run(cloud, act)


def check_home(cloud: Cloud, folder, lines) -> None:
    """Every file is as it lies in the cloud."""
    for line in lines:
        if line.kind is Kind.FILE and line.fate is Fate.HOME:
            stored = cloud.account.files[line.id]
            assert line.sha256 == stored.sha256()
            digest = hashlib.sha256()
            with (folder / line.name).open("rb") as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
            assert digest.hexdigest() == line.sha256


def test_everything_of_the_chosen_jobs_comes_home(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 3)
        stock, heard, lines = rescue(cloud, tmp_path)
        assert len(stock.jobs) == 3
        assert set(stock.models.values()) == {"2027-01-14"}
        assert {(line.kind, line.fate) for line in lines} == {(Kind.FILE, Fate.HOME), (Kind.JOB, Fate.HOME)}
        assert len([line for line in lines if line.kind is Kind.FILE]) == 7
        check_home(cloud, tmp_path, lines)
        doing = [news for news in heard if isinstance(news, Doing)]
        assert doing[-1].done == doing[-1].total == stock.length(stock.needed(frozenset(j.job.id for j in stock.jobs)))
        told = json.loads((tmp_path / "jobs" / f"{stock.jobs[0].job.id}.json").read_text(encoding="utf-8"))
        assert len(told["points"]) == 12
        assert len(told["checkpoints"]) == 3
        assert told["record"]["user_provided_suffix"] == "s"
        assert all(stored.served == 1 for stored in cloud.account.files.values())


def test_a_second_run_fetches_nothing(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 2)
        rescue(cloud, tmp_path)
        before = cloud.visits.copy()
        _, heard, _ = rescue(cloud, tmp_path)
        assert not any(isinstance(news, Line) for news in heard)
        assert cloud.visits["GET files/*/content"] == before["GET files/*/content"]
        assert cloud.visits["GET jobs/*/events"] == before["GET jobs/*/events"]


@pytest.mark.parametrize(
    ("route", "kind", "more"),
    [
        ("GET files/*/content", "cut", {"after": 100}),
        ("GET files/*/content", "rate", {"retry_after": "0"}),
        ("GET files/*/content", "rate", {}),
        ("GET files/*/content", "broken", {"times": 3}),
        ("GET jobs/*/events", "broken", {}),
        ("GET jobs/*/events", "lost", {}),
        ("GET jobs", "broken", {}),
        ("GET files", "cut", {"after": 10}),
    ],
)
def test_what_passes_is_waited_for(tmp_path, route, kind, more):
    with Cloud() as cloud:
        fill(cloud, 2)
        cloud.faults.add(route, kind, **more)
        _, heard, lines = rescue(cloud, tmp_path)
        assert cloud.faults.happened
        assert all(line.fate is Fate.HOME for line in lines)
        assert len(lines) == 7
        check_home(cloud, tmp_path, lines)
        if route.endswith("content"):
            assert any(isinstance(news, Waiting) for news in heard)


def test_what_is_gone_is_said_and_the_rest_comes(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 2)
        job = next(iter(cloud.account.jobs.values()))
        del cloud.account.files[job.asked["training_file"]]
        cloud.account.files[job.asked["validation_file"]].expired = True
        _, _, lines = rescue(cloud, tmp_path)
        gone = {line.id for line in lines if line.fate is Fate.GONE}
        assert gone == {job.asked["training_file"], job.asked["validation_file"]}
        assert len([line for line in lines if line.fate is Fate.HOME]) == 5


def test_no_more_money_stops_it_and_keeps_what_came(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 2)
        cloud.faults.add("GET jobs/*/events", "quota", times=99)
        with pytest.raises(Problem) as caught:
            rescue(cloud, tmp_path)
        assert caught.value.key == "provider_money"
        log = RescueLog(tmp_path)
        assert len([line for line in log.lines if line.kind is Kind.FILE]) == 5
        log.close()


def test_an_interrupted_rescue_goes_on_where_it_was(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 3)
        rescue(cloud, tmp_path, until=lambda news: isinstance(news, Line))
        assert (tmp_path / "rescue.jsonl").read_bytes().count(b"\n") == 1
        with (tmp_path / "rescue.jsonl").open("ab") as file:
            file.write(b'{"kind": "file", "id": "half')
        _, _, lines = rescue(cloud, tmp_path)
        assert len(lines) == 10
        check_home(cloud, tmp_path, lines)
        assert all(stored.served == 1 for stored in cloud.account.files.values())


def test_a_file_that_was_lost_at_home_is_fetched_again(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 1)
        _, _, lines = rescue(cloud, tmp_path)
        (tmp_path / lines[0].name).write_bytes(b"cut")
        rescue(cloud, tmp_path)
        check_home(cloud, tmp_path, lines)


def test_one_rescue_at_a_time_writes_into_a_folder(tmp_path):
    log = RescueLog(tmp_path)
    with pytest.raises(Problem) as caught:
        RescueLog(tmp_path)
    assert caught.value.key == "rescue_runs_already"
    log.close()


def with_projects(cloud: Cloud, folder):
    """Bring everything home and make projects of it."""

    async def act(provider):
        stock = [item async for item in take_stock(provider, QUICK)][-1]
        log, apart = RescueLog(folder), Apart()
        try:
            async for _ in bring_home(provider, stock, frozenset(j.job.id for j in stock.jobs), log, QUICK):
                pass
            return [line async for line in make_projects(apart, stock.jobs, log)]
        finally:
            await apart.close()
            log.close()

    return run(cloud, act)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
def test_each_training_becomes_a_project_with_rows_story_and_curve(tmp_path, dialect):
    with Cloud(dialect) as cloud:
        fill(cloud, 2)
        lines = with_projects(cloud, tmp_path)
        assert [(line.kind, line.fate, line.count) for line in lines] == [(Kind.PROJECT, Fate.HOME, 24)] * 2
        assert with_projects(cloud, tmp_path) == []
    project = Project.open(tmp_path / lines[0].name)
    try:
        with project.reading() as connection:
            assert examples.counts(connection) == {Part.TRAINING: 12, Part.VALIDATION: 12, Part.TEST: 0}
            job = jobs.all_jobs(connection)[0]
            points = {point.step: point.values for point in jobs.points(connection, job.id)}
            assert jobs.events(connection, job.id)
            assert jobs.plan(connection, job.id).suffix == "s"
        for step in (4, 8, 12):
            assert points[step]["train_loss"] == pytest.approx(curve(step)["train_loss"])
        assert len(points) == (12 if dialect.metrics_events else 3)
    finally:
        project.close()


@pytest.mark.skipif(sys.platform == "win32", reason="kills processes")
def test_a_project_is_whole_where_a_crash_left_the_side_file_of_a_lost_one(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 1)
        (first,) = with_projects(cloud, tmp_path / "first")
        lost(tmp_path / "again" / first.name, tmp_path / "backups")
        (line,) = with_projects(cloud, tmp_path / "again")
    assert (line.name, line.fate) == (first.name, Fate.HOME)
    project = Project.open(tmp_path / "again" / line.name)
    try:
        with project.reading() as connection:
            assert connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            assert examples.counts(connection) == {Part.TRAINING: 12, Part.VALIDATION: 12, Part.TEST: 0}
    finally:
        project.close()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_rescue_that_dies_while_a_project_gets_its_name_makes_no_second_one(tmp_path, monkeypatch, when):
    rename = Path.rename

    def dies(part, place):
        if when == "after":
            rename(part, place)
        raise KilledError

    with Cloud() as cloud:
        fill(cloud, 1)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", dies)
            with pytest.raises(KilledError):
                with_projects(cloud, tmp_path)
        lines = with_projects(cloud, tmp_path)
        assert len(lines) == (when == "before")
        (project,) = (tmp_path / "projects").iterdir()
        with closing(RescueLog(tmp_path)) as log:
            (line,) = (line for line in log.lines if line.kind is Kind.PROJECT)
        assert (line.fate, line.name, line.count) == (Fate.HOME, f"projects/{project.name}", 24)
        assert with_projects(cloud, tmp_path) == []


def test_a_training_without_its_file_still_gives_its_story(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 1)
        job = next(iter(cloud.account.jobs.values()))
        del cloud.account.files[job.asked["training_file"]]
        (line,) = with_projects(cloud, tmp_path)
        assert (line.fate, line.count) == (Fate.HOME, 12)


def test_a_result_that_is_no_table_costs_neither_the_project_nor_its_curve(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 1)
        job = next(iter(cloud.account.jobs.values()))
        weights = cloud.account.add_file("adapter.bin", bytes(range(256)) * 8, "fine-tune-results")
        job.result_files.insert(0, weights.id)
        (line,) = with_projects(cloud, tmp_path)
    assert (line.fate, line.reason, line.count) == (Fate.HOME, "", 24)
    with closing(Project.open(tmp_path / line.name)) as project, project.reading() as connection:
        (kept,) = jobs.all_jobs(connection)
        assert [point.step for point in jobs.points(connection, kept.id)] == list(range(1, 13))


def test_a_training_file_that_is_none_is_said_and_the_other_training_becomes_a_project(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 2)
        asked = next(iter(cloud.account.jobs.values())).asked
        cloud.account.files[asked["training_file"]].content = b"\x7fELF\0\0\0" * 40
        lines = with_projects(cloud, tmp_path)
        assert sorted(line.fate for line in lines) == [Fate.HOME, Fate.REFUSED]
        refused = next(line for line in lines if line.fate is Fate.REFUSED)
        assert refused.reason == "file_not_text"
        home = next(line for line in lines if line.fate is Fate.HOME)
        assert list((tmp_path / "projects").iterdir()) == [tmp_path / home.name]  # nothing half done beside it


def test_a_project_that_the_disk_refuses_is_said_and_the_other_training_becomes_one(tmp_path):
    """Something lies where it is made; when that is taken away the rescue goes on with what is missing."""
    with Cloud() as cloud:
        fill(cloud, 2)
        first, second = cloud.account.jobs
        in_the_way = tmp_path / "projects" / f".{first}.tunedesk"
        in_the_way.mkdir(parents=True)
        lines = {line.id: line for line in with_projects(cloud, tmp_path)}
        assert (lines[first].fate, lines[first].reason) == (Fate.REFUSED, "project_storage")
        assert str(in_the_way) in lines[first].details
        assert why(lines[first], "Cloud").values["name"] == first
        assert lines[second].fate is Fate.HOME
        in_the_way.rmdir()
        (line,) = with_projects(cloud, tmp_path)
        assert (line.id, line.fate) == (first, Fate.HOME)


def test_without_a_folder_for_projects_each_of_them_is_named(tmp_path):
    (tmp_path / "projects").write_text("in the way")
    with Cloud() as cloud:
        fill(cloud, 2)
        assert [line.reason for line in with_projects(cloud, tmp_path)] == ["project_storage"] * 2
        (tmp_path / "projects").unlink()
        assert [line.fate for line in with_projects(cloud, tmp_path)] == [Fate.HOME] * 2


@pytest.mark.parametrize(
    ("route", "fault", "fate"),
    [("GET jobs/*/events", "forbidden", Fate.REFUSED), ("GET jobs/*/events", "absent", Fate.GONE)],
)
def test_a_training_whose_story_is_not_told_is_named_and_the_other_comes(tmp_path, route, fault, fate):
    with Cloud() as cloud:
        fill(cloud, 2)
        cloud.faults.add(route, fault)
        _, _, lines = rescue(cloud, tmp_path)
        told = [line for line in lines if line.kind is Kind.JOB]
        assert sorted(line.fate for line in told) == sorted([Fate.HOME, fate])
        assert [line.fate for line in with_projects(cloud, tmp_path)] == [Fate.HOME] * 2  # asked once more, it was told


def test_a_place_without_checkpoints_tells_all_else(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 1)
        cloud.faults.add("GET jobs/*/checkpoints", "absent")
        stock, _, lines = rescue(cloud, tmp_path)
        assert all(line.fate is Fate.HOME for line in lines)
    told = json.loads((tmp_path / "jobs" / f"{stock.jobs[0].job.id}.json").read_text(encoding="utf-8"))
    assert (told["checkpoints"], len(told["points"])) == ([], 12)


def test_a_report_that_cannot_be_written_is_said_with_its_folder(tmp_path):
    (tmp_path / "rescue-report.json.part").mkdir()
    with Cloud() as cloud:
        fill(cloud, 1)
        with pytest.raises(Problem) as caught:
            everything(cloud, tmp_path, asked=0)
        assert (caught.value.key, caught.value.values["folder"]) == ("rescue_not_written", str(tmp_path))
        (tmp_path / "rescue-report.json.part").rmdir()
        before = cloud.visits["GET files/*/content"]
        assert everything(cloud, tmp_path, asked=0)[-1].page.is_file()
        assert cloud.visits["GET files/*/content"] == before


def test_a_story_that_cannot_be_written_stops_the_rescue_with_the_folder_named(tmp_path):
    (tmp_path / "jobs").write_text("in the way")
    with Cloud() as cloud:
        fill(cloud, 1)
        with pytest.raises(Problem) as caught:
            rescue(cloud, tmp_path)
    assert (caught.value.key, caught.value.values["folder"]) == ("rescue_not_written", str(tmp_path / "jobs"))


def everything(cloud: Cloud, folder, asked=2):
    """Bring everything home, make projects and ask the old models; return what each answer's line says, and the end."""

    async def act(provider):
        stock = [item async for item in take_stock(provider, QUICK)][-1]
        apart = Apart()
        try:
            wish = Wish(stock, frozenset(job.job.id for job in stock.jobs), folder, asked)
            return [news async for news in bring_all(provider, apart, wish, QUICK)]
        finally:
            await apart.close()

    return run(cloud, act)


def test_an_old_model_that_is_gone_is_named_and_the_others_answer(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 2)
        gone, there = (job.tuned for job in cloud.account.jobs.values())
        del cloud.account.models[gone]
        heard = everything(cloud, tmp_path)
        lines = {line.id: line for line in heard[-1].lines if line.kind is Kind.ANSWERS}
        assert (lines[gone].fate, lines[gone].reason) == (Fate.GONE, "provider_no_such_model")
        assert (lines[there].fate, lines[there].count) == (Fate.HOME, 2)
        assert "The Cloud does not have this model (any more)." in heard[-1].page.read_text(encoding="utf-8")
        before = len(cloud.account.asked)
        again = everything(cloud, tmp_path)  # what has answered is not asked again
        assert [body["model"] for body in cloud.account.asked[before:]].count(there) == 0
        assert not [news for news in again if isinstance(news, Recorded)]


def test_no_more_money_for_answers_stops_with_everything_else_at_home(tmp_path):
    with Cloud() as cloud:
        fill(cloud, 1)
        cloud.faults.add("POST chat/completions", "quota", times=99)
        with pytest.raises(Problem) as caught:
            everything(cloud, tmp_path)
        assert caught.value.key == "provider_money"
        log = RescueLog(tmp_path)
        assert {line.kind for line in log.lines} == {Kind.FILE, Kind.JOB, Kind.PROJECT}
        log.close()


def test_whoever_goes_on_needs_room_for_what_is_not_home_yet_alone(tmp_path, monkeypatch):
    with Cloud() as cloud:
        fill(cloud, 1)
        everything(cloud, tmp_path)
        monkeypatch.setattr("desktop_app.work.bring_all.shutil.disk_usage", lambda _: type("Usage", (), {"free": 10}))
        everything(cloud, tmp_path)
        for project in tmp_path.rglob("*.tunedesk"):
            project.unlink()
        with pytest.raises(Problem, match="rescue_no_room"):
            everything(cloud, tmp_path)


def test_without_room_for_everything_nothing_is_fetched(tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.work.bring_all.shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    with Cloud() as cloud:
        fill(cloud, 1)
        with pytest.raises(Problem) as caught:
            everything(cloud, tmp_path / "new" / "folder")
        assert caught.value.key == "rescue_no_room"
        assert caught.value.values["folder"] == str(tmp_path)
        assert not cloud.visits["GET files/*/content"]
    assert not (tmp_path / "new").exists()


def test_what_an_old_model_says_is_recorded_once(tmp_path):
    project = Project.create(tmp_path / "old.tunedesk")
    pairs = [(Completion(f"q{n}", f" a{n}"), Part.TEST if n < 4 else Part.TRAINING) for n in range(9)]
    project.do(text("step.insert_row"), lambda edit: edit.append(pairs)).result()
    with Cloud() as cloud:
        cloud.account.add_model("ft:old", owner="org-1")
        asked = questions(project, 6)
        assert asked[:4] == ["q0", "q1", "q2", "q3"]
        cloud.faults.add("POST completions", "broken", times=2)

        waits = []

        async def act(provider, most=99):
            told = []
            async for news in record(provider, project, "ft:old", asked, QUICK):
                (waits if isinstance(news, Waiting) else told).append(news)
                if len(told) == most:
                    break
            return told

        assert [news.done for news in run(cloud, lambda provider: act(provider, 2))] == [1, 2]
        assert unanswered(project, "ft:old", asked) == asked[2:]
        assert [news.done for news in run(cloud, act)] == [3, 4, 5, 6]
        assert run(cloud, act) == []
        assert [wait.problem.key for wait in waits] == ["provider_faulty"] * 2
        assert [body["prompt"] for body in cloud.account.asked] == asked
    with project.reading() as connection:
        kept = answers.of_model(connection, "ft:old")
        assert [(one.question, one.answer.text) for one in kept] == [(q, f"ft:old was asked: {q}") for q in asked]
    project.close()


def test_questions_are_asked_once_each_and_no_more_than_there_are(tmp_path):
    with closing(Project.create(tmp_path / "old.tunedesk")) as project:
        pairs = [(Completion(f"q{n % 3}", " a"), Part.TRAINING) for n in range(9)]
        project.do(text("step.insert_row"), lambda edit: edit.append(pairs)).result()
        assert questions(project, 99) == ["q0", "q1", "q2"]


@pytest.mark.timeout(120)
def test_a_slice_of_the_campaign_with_faults_and_kills(tmp_path):
    counted = campaign.one_round(tmp_path / "home", campaign.Size(jobs=5, shared=2, big=3_000_000), Random("slice"))
    assert counted["trainings"] == 5
    assert counted["faults"] > 0


def test_an_old_model_is_asked_as_its_successor_will_be(tmp_path):
    project = Project.create(tmp_path / "old.tunedesk")
    pairs = [(Completion(f"q{n} ->", f" a{n} END\n"), Part.TEST if n < 4 else Part.TRAINING) for n in range(40)]
    project.do(text("step.insert_row"), lambda edit: edit.append(pairs)).result()
    known = asyncio.run(habits(project))
    wanted = setting_for(known).sampling
    with Cloud() as cloud:
        cloud.account.add_model("ft:old", owner="org-1")

        async def act(provider):
            return [news async for news in record(provider, project, "ft:old", questions(project, 2), QUICK)]

        assert len(run(cloud, act)) == 2
        assert [(body["stop"], body["max_tokens"], body["temperature"]) for body in cloud.account.asked] == [
            ([known.stop], wanted.max_tokens, wanted.temperature)
        ] * 2
        assert "END" in known.stop
    project.close()


def test_what_came_home_suffices_to_compare_a_successor_when_the_old_model_is_gone(tmp_path):
    """The rescue's own project: rows, plan and recorded answers; the successor answers, the old one is not asked."""
    reach = Reach(
        Connections(tmp_path / "connections.json"), Secrets(tmp_path / "p.json", {}, lambda: None), Network, None
    )
    with Cloud() as cloud:
        fill(cloud, 1)
        cloud.account.add_model("gpt-new")
        mine = reach.connections.add("openai", "The Cloud", cloud.address)
        home = tmp_path / "home"

        async def act():
            await reach.secrets.keep(mine.id, mine.address, Secret(cloud.account.key), session_only=True)
            apart, where = Apart(), Sites(LocalEngine(tmp_path / "engine"), reach)
            try:
                stock, _ = await look(reach, mine.id, home)
                wish = Wish(stock, frozenset(job.job.id for job in stock.jobs), home, asked=8)
                heard = [news async for news in begin(reach, mine.id, apart, wish)]
                (line,) = [one for one in heard if isinstance(one, Line) and one.kind is Kind.PROJECT]
                recorded = [news.answer for news in heard if isinstance(news, Recorded)]
                with closing(Project.open(home / line.name)) as project:
                    return recorded, await compared(project, where, Voice(mine.id, "gpt-new"))
            finally:
                await apart.close()
                await reach.close()

        recorded, (old, plan, rows, judged) = asyncio.run(act())
        asked_of = [body["model"] for body in cloud.account.asked]
    assert (len(recorded), old.answers) == (8, 8)
    assert old.voice == Voice(RECORDED, recorded[0].model)
    assert (plan.base_model, plan.connection, plan.suffix) == (STARTER, HERE, "s")
    assert (rows.part, rows.held, rows.answered) == (None, 12, 8)
    assert (judged.rows.rows, judged.unanswered, judged.seen) == (8, 0, False)
    assert judged.rows.difference.value == pytest.approx(judged.rows.new - judged.rows.old)
    assert asked_of.count("gpt-new") == 8
    assert asked_of.count(old.voice.model) == 8  # while it still lived, and never again


async def compared(project, where, new):
    """Compare a successor with the old model of a project, on the day after that was switched off."""
    (old,) = await succession.olds(project, where, date(2027, 2, 1))
    rows = await succession.rows_for(project, old)
    plan = await asyncio.to_thread(succession.plan_for, project, old)
    number = await succession.begin(project, old, new, None, ask_old=False)
    async with aclosing(test_run.go_on(project, where, number)) as steps:
        async for _ in steps:
            pass
    return old, plan, rows, await succession.judge(project, number)


def test_the_answers_of_a_rescue_are_entered_and_a_busy_provider_is_waited_for(tmp_path, monkeypatch):
    """From the page's call to the ledger; the cloud passes for one outside, where answers cost money."""
    monkeypatch.setattr("desktop_app.work.bookkeeping.is_here", lambda _: False)
    ledger = Ledger(tmp_path / "ledger.jsonl")
    secrets = Secrets(tmp_path / "places.json", {}, lambda: None)
    reach = Reach(Connections(tmp_path / "connections.json"), secrets, Network, ledger)
    with Cloud() as cloud:
        fill(cloud, 1)
        mine = reach.connections.add("openai", "The Cloud", cloud.address)
        cloud.faults.add("POST chat/completions", "rate", retry_after="0")

        async def act():
            await secrets.keep(mine.id, mine.address, Secret(cloud.account.key), session_only=True)
            provider = await reach.provider(mine.id)
            provider.pace = Pace(backoff=Backoff(first=0.01))
            apart = Apart()
            try:
                stock, _ = await look(reach, mine.id, tmp_path / "home")
                wish = Wish(stock, frozenset(job.job.id for job in stock.jobs), tmp_path / "home", asked=3)
                return [news async for news in begin(reach, mine.id, apart, wish)]
            finally:
                await apart.close()
                await reach.close()

        heard = asyncio.run(act())
    assert [news.problem.key for news in heard if isinstance(news, Waiting)] == ["provider_busy"]
    said = [news.answer for news in heard if isinstance(news, Recorded)]
    assert len(said) == 3
    (entry,) = ledger.entries()
    assert (entry.connection, entry.model) == (mine.id, said[0].model)
    assert entry.tokens_in == sum(answer.prompt_tokens for answer in said) > 0
    assert entry.tokens_out == sum(answer.tokens for answer in said) > 0
    assert entry.dollars > 0


def test_whoever_waits_for_a_look_hears_of_a_broken_network_within_seconds(monkeypatch):
    waits = []

    async def rest(seconds):
        waits.append(seconds)

    monkeypatch.setattr(rescue_run, "LOOKING", replace(rescue_run.LOOKING, sleep=rest))

    class Nearby:
        async def provider(self, _connection):
            return Provider("there", "There", make_client("http://127.0.0.1:9/v1", "x", Network()))

    with pytest.raises(Problem) as caught:
        asyncio.run(look(Nearby(), "there", Path("nowhere")))
    assert caught.value.key == "provider_unreachable"
    assert 0 < sum(waits) <= 10
