"""A slice of the campaign of killed starts; and what its judge is to see, it sees."""

import sys
from random import Random

import pytest

from desktop_app.core.job import Plan
from tests.campaigns import training_kills
from tests.campaigns.campaign import BrokenError
from tests.cloud.dialects import NEBIUS
from tests.cloud.server import Cloud
from tests.work.starting import BASE, desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


@pytest.mark.timeout(120)
@pytest.mark.parametrize("seed", ["slice 17"])
def test_a_slice_of_the_campaign_holds(tmp_path, seed):
    counted = training_kills.one_round(tmp_path / "round", Random(seed), None)
    assert counted["kills"] >= 1
    assert counted["trainings"] == 1


def test_the_judge_sees_a_second_job_a_second_file_and_other_rows(tmp_path):
    with Cloud(NEBIUS) as cloud, desk(tmp_path, cloud) as there:
        job = there.start(Plan(BASE))
        path = there.project.path
        there.project.close()
        place = training_kills._cloud(cloud)
        assert training_kills.judge(place, path)["rows"] == 36
        account, stored = cloud.account, cloud.account.files[job.training_file]
        second = account.add_job(account.jobs[job.id].asked)
        with pytest.raises(BrokenError, match="the provider has the jobs"):
            training_kills.judge(place, path)
        del account.jobs[second.id]
        copy = account.add_file(stored.name, stored.content)
        with pytest.raises(BrokenError, match="sent twice"):
            training_kills.judge(place, path)
        del account.files[copy.id]
        stored.content = stored.content.replace(b"t7?", b"t8?", 1)
        with pytest.raises(BrokenError, match="is not"):
            training_kills.judge(place, path)
