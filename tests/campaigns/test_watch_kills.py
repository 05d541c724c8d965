"""A slice of the campaign of killed watchers; and what its judge is to see, it sees."""

import asyncio
import sys
from random import Random

import pytest

from desktop_app.store.project import Project
from tests.campaigns import watch_kills
from tests.campaigns.campaign import BrokenError
from tests.cloud.server import Cloud
from tests.work.watched import Hours, begin, living, place, put_up, to_the_end

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


@pytest.mark.timeout(200)
def test_a_slice_of_the_campaign_holds(tmp_path):
    counted = watch_kills.one_round(tmp_path / "round", Random("slice"), 400, kills=1)
    assert counted["steps"] == 400


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A folder with a project that holds all of a training, and the training."""
    folder = tmp_path_factory.mktemp("whole")

    async def act(cloud, job):
        async with place(cloud, folder / "p.tunedesk") as here:
            await to_the_end(here, await begin(here, job), Hours(living(cloud, job)))

    with Cloud() as cloud:
        job = put_up(cloud)
        asyncio.run(act(cloud, job))
    return folder, job


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM metric_point WHERE step = 7",
        """UPDATE metric_point SET measured = '{"train_loss": 9.0, "time": 1.0}' WHERE step = 3""",
        "DELETE FROM job_event WHERE message LIKE 'New fine-tuned%'",
        "INSERT INTO job_event (job, id, time, level, message) SELECT job, 'x', 1, '', '' FROM job_event LIMIT 1",
        "UPDATE job_event SET time = 0 WHERE message LIKE '%completed'",
        "DELETE FROM checkpoint WHERE step = 4",
        "UPDATE heard SET settled = 0",
    ],
)
def test_the_judge_sees_what_was_lost(whole, tmp_path, damage):
    folder, job = whole
    watch_kills.judge(folder, job)
    (tmp_path / "p.tunedesk").write_bytes((folder / "p.tunedesk").read_bytes())
    project = Project.open(tmp_path / "p.tunedesk")
    project.write(lambda connection: connection.execute(damage)).result()
    project.close()
    with pytest.raises(BrokenError):
        watch_kills.judge(tmp_path, job)
