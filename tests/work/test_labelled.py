"""Classes are found in a project's file, by another process too, and a plan is made to fit them."""

import asyncio
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.classes import Classes
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import Plan
from desktop_app.core.problem import Problem
from desktop_app.core.target import Method
from desktop_app.core.text import text
from desktop_app.providers.profile_file import load
from desktop_app.settings.paths import resource
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.labelled import labels, measured
from desktop_app.work.sites import Site

PROFILES = {profile.id: profile for profile in load(resource("providers.json"))}
SITES = {name: Site(name, name, profile) for name, profile in PROFILES.items()}


def project(path: Path, answers: list[str]) -> Project:
    made = Project.create(path)
    rows = [(Completion(f"row {n}", answer), Part.TRAINING) for n, answer in enumerate(answers)]
    rows += [(Completion(f"kept {n}", " elsewhere"), Part.VALIDATION) for n in range(9)]
    made.do(text("step.insert_row"), lambda edit: edit.append(rows)).result()
    return made


def test_only_training_rows_have_classes_and_both_ways_see_the_same(tmp_path):
    async def both(there):
        apart = Apart()
        try:
            return await labels(there), await labels(there, apart)
        finally:
            await apart.close()

    with closing(project(tmp_path / "a.tunedesk", [" yes", "no", "yes "] * 4)) as there:
        assert asyncio.run(both(there)) == ({"yes": 8, "no": 4},) * 2
    with closing(project(tmp_path / "b.tunedesk", [f"a text of its own {n}" for n in range(12)])) as there:
        assert asyncio.run(labels(there)) is None
    with closing(project(tmp_path / "c.tunedesk", ["no " * 200, *["yes", "no"] * 6])) as there:
        assert asyncio.run(both(there)) == (None, None)  # one answer is longer than a label can be


def test_a_plan_gets_the_number_of_its_classes_or_says_why_not(tmp_path):
    plan = Plan("m", classes=Classes(0, "yes", (2.0,)))
    with closing(project(tmp_path / "a.tunedesk", ["yes", "no"] * 6)) as there:

        def fitted(wanted, site="local"):
            return asyncio.run(measured(there, SITES[site], wanted))

        assert fitted(plan).classes == Classes(2, "yes", (2.0,))
        assert fitted(plan, "engine").classes == Classes(2, "yes", (2.0,))
        assert fitted(Plan("m"), "openai") == Plan("m")
        for wanted, site, key in (
            (plan, "openai", "classes.not_offered"),
            (replace(plan, method=Method.PREFERENCE), "local", "classes.not_offered"),
            (replace(plan, validation=False), "local", "classes.unchecked"),
            (replace(plan, classes=Classes(3)), "local", "classes.other_number"),
        ):
            with pytest.raises(Problem) as caught:
                fitted(wanted, site)
            assert caught.value.key == key
