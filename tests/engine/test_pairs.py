"""Learning from pairs: what one step does, against DPO's formula, and that a pause changes nothing."""

import hashlib
import shutil

import pytest

from desktop_app.engine.folder import JobFolder
from tests.engine.tiny_model import as_jsonl, pair_rows
from tests.engine.workshop import make_job, metrics

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]


@pytest.mark.parametrize(("pairs", "seen"), [(10, [8, 2]), (16, [8, 8]), (5, [5])])
def test_each_pair_of_a_batch_weighs_the_same_however_it_is_divided(tiny, shop, pairs, seen):
    found = shop.ask("pair_step", base=str(tiny), rows=pair_rows(pairs), micro=8, parts=2)
    assert found["seen"] == seen
    assert found["apart"] < 1e-4
    assert (found["equally"] > 0.1) is (len(set(seen)) > 1)  # else this could not tell the one from the other


def test_a_training_that_paused_before_a_batch_of_unlike_parts_ends_as_one_that_did_not(tiny, shop, tmp_path):
    settings = {"n_epochs": 2, "beta": 0.2, "learning_rate": 0.002, "batch_size": 16}
    whole = make_job(tmp_path / "ftjob-whole", tiny, as_jsonl(pair_rows(26)), settings=settings)
    paused = shutil.copytree(whole, tmp_path / "ftjob-paused")
    assert shop.train(whole)["status"] == "succeeded"
    JobFolder(paused).order("pause")
    assert shop.train(paused)["status"] == "paused"
    assert [told["step"] for told in metrics(paused)] == [1]
    JobFolder(paused).control.unlink()
    assert shop.train(paused)["status"] == "succeeded"
    assert [(told["step"], told["train_loss"]) for told in metrics(paused)] == [
        (told["step"], told["train_loss"]) for told in metrics(whole)
    ]
    adapters = [JobFolder(job).adapter / "adapter_model.safetensors" for job in (whole, paused)]
    assert len({hashlib.sha256(path.read_bytes()).hexdigest() for path in adapters}) == 1
