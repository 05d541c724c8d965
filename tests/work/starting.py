"""A project, a cloud of one dialect, and what is needed to start trainings there without waiting."""

import asyncio
import hashlib
import json
from contextlib import aclosing, contextmanager

from desktop_app.core.example import Conversation, Message, Part
from desktop_app.core.job import Job, Plan
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.providers.client import Provider, make_client
from desktop_app.providers.profile_file import load
from desktop_app.settings.paths import resource
from desktop_app.store import jobs, runs
from desktop_app.store.project import Project
from desktop_app.work import train
from desktop_app.work.patience import Patience
from desktop_app.work.sending import Manner

BASE = "gpt-4o-mini-2024-07-18"
PROFILES = {profile.id: profile for profile in load(resource("providers.json"))}


class Waits:
    """Time that passes when somebody waits."""

    def __init__(self):
        self.now = 0.0

    async def sleep(self, seconds):
        self.now += seconds

    def clock(self):
        return self.now


def manner(part_bytes=1000):
    waits = Waits()
    patience = Patience(tries=4, first=1.0, longest=8.0, sleep=waits.sleep)
    return Manner(part_bytes, patience, clock=waits.clock)


def chat(name, **extra):
    return Conversation((Message("user", f"{name}? " * 20), Message("assistant", f"{name}! ü", extra)))


def fill(project, count=30, validation=6):
    made = [(chat(f"t{n}"), Part.TRAINING) for n in range(count)]
    made += [(chat(f"v{n}"), Part.VALIDATION) for n in range(validation)] + [(chat("x"), Part.TEST)]
    change(project, lambda edit: edit.append(made))


def change(project, edit):
    project.do(text("step.insert_row"), edit).result()


async def started(project: Project, provider: Provider, plan: Plan, how: Manner | None = None) -> Job:
    """Start a training and return its job."""
    async with aclosing(train.start(project, provider, plan, how)) as steps:
        async for step in steps:
            if isinstance(step, Job):
                return step
    raise AssertionError("the start ended without a job")


class Desk:
    """A project and a cloud; every act gets a client of its own."""

    def __init__(self, project: Project, cloud):
        self.project = project
        self.cloud = cloud
        self.profile = PROFILES[cloud.account.dialect.name]

    @property
    def account(self):
        return self.cloud.account

    def act(self, act):
        """Run an async act with a provider."""

        async def whole():
            client = make_client(self.cloud.address, self.account.key)
            provider = Provider("c1", "The Cloud", client, profile=self.profile)
            try:
                return await act(provider)
            finally:
                await provider.close()

        return asyncio.run(whole())

    def start(self, plan=None, **how) -> Job:
        return self.act(lambda p: started(self.project, p, plan or Plan(BASE), how.get("manner") or manner()))

    def refused(self, plan=None, **how) -> Problem:
        try:
            self.start(plan, **how)
        except Problem as problem:
            return problem
        raise AssertionError("it was started")

    def broken_off(self, after, plan=None):
        """Start and leave after so many steps; the steps that were heard come back."""

        async def act(provider):
            heard = []
            async with aclosing(train.start(self.project, provider, plan or Plan(BASE), manner())) as steps:
                async for step in steps:
                    heard.append(step)
                    if len(heard) == after:
                        break
            return heard

        return self.act(act)

    def go_on(self) -> Job:
        (record,) = self.unfinished

        async def act(provider):
            return [step async for step in train.go_on(self.project, provider, record, manner())][-1]

        return self.act(act)

    @property
    def unfinished(self):
        return train.unfinished(self.project)

    @property
    def jobs(self) -> list[Job]:
        with self.project.reading() as connection:
            return jobs.all_jobs(connection)

    def record(self, job: Job):
        with self.project.reading() as connection:
            return runs.record_of_job(connection, job.id)

    def lines(self, part):
        """Return the training lines the cloud has of a part."""
        names = {"training": "training_file", "validation": "validation_file"}
        stored = self.account.files[self.only_job.asked[names[part]]]
        return stored.content.splitlines()

    @property
    def only_job(self):
        (job,) = self.account.jobs.values()
        return job

    def judge(self, job: Job):
        """Look whether a job is the only one, its files are there once, and its record tells what they hold."""
        assert list(self.account.jobs) == [job.id]
        assert [kept.id for kept in self.jobs] == [job.id]
        assert self.unfinished == []
        record = self.record(job)
        names = sorted(stored.name for stored in self.account.files.values())
        assert names == sorted(file.name for file in record.files)
        with self.project.reading() as connection:
            sent = {row.row: row for row in runs.rows_of(connection, record.mark)}
            assert runs.changed_since(connection, record.mark).count == 0
        for file in record.files:
            stored = next(s for s in self.account.files.values() if s.name == file.name)
            assert (hashlib.sha256(stored.content).hexdigest(), stored.length) == (file.sha256, file.bytes)
            lines = stored.content.splitlines()
            assert all(json.loads(line) for line in lines)
            hashes = [hashlib.blake2b(line, digest_size=16).digest() for line in lines]
            assert [row.hash for row in sent.values() if row.part is file.part] == hashes
            assert file.rows == len(lines)


@contextmanager
def desk(folder, cloud, rows=fill, name="heroes"):
    project = Project.create(folder / f"{name}.tunedesk")
    try:
        rows(project)
        yield Desk(project, cloud)
    finally:
        project.close()
