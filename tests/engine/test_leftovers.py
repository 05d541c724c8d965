"""What a killed engine leaves half done is gone at the next start, and nothing else is."""

import asyncio
import os
import sys
import time

import pytest

from desktop_app.engine.leftovers import sweep
from desktop_app.engine.news import objects
from desktop_app.engine.settings import Settings

WHOLE = [
    "engine.json",
    "files/file-a/meta.json",
    "files/file-a/data",
    "jobs/ftjob-a/job.json",
    "jobs/ftjob-a/checkpoints/checkpoint-3/COMPLETE",
    "jobs/ftjob-a/result/adapter/adapter_model.safetensors",
    "models/tiny/model.safetensors",
    "models/.pull-org--large/model.safetensors.part",
    "models/.pull-org--large/.pull.json",
]
HALF = [
    ".engine.json.0123abcd",
    "files/file-b/data",
    "files/file-a/.meta.json.0123abcd",
    "jobs/ftjob-a/.state.json.89abcdef",
    "jobs/ftjob-a/checkpoints/.deleted-01234567/adapter_model.safetensors",
    "jobs/ftjob-b/data/training.jsonl",
    "models/.deleted-01234567/model.safetensors",
]


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("jobs", [True, False])
def test_halves_go_and_what_is_whole_or_can_be_gone_on_with_stays(tmp_path, jobs):
    for name in (*WHOLE, *HALF):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"{}")
    sweep(Settings(data=tmp_path, token="t" * 16), jobs=jobs)
    others = [name for name in HALF if name.startswith("jobs/")]
    assert files(tmp_path) == sorted(WHOLE if jobs else WHOLE + others)


def test_a_pack_that_is_being_unpacked_stays_and_a_forsaken_one_goes(tmp_path):
    long_ago = time.time() - 2 * 86_400
    at_work, forsaken = tmp_path / "unpacking-0123456789ab", tmp_path / "unpacking-ba9876543210"
    for folder in (at_work, forsaken):
        (folder / "models" / "tiny").mkdir(parents=True)
        (folder / "models" / "tiny" / "model.safetensors").write_bytes(b"half")
        for path in (*folder.rglob("*"), folder):
            os.utime(path, (long_ago, long_ago))
    os.utime(at_work / "models" / "tiny" / "model.safetensors")  # a large file takes its time
    sweep(Settings(data=tmp_path, token="t" * 16), jobs=True)
    assert files(tmp_path) == ["unpacking-0123456789ab/models/tiny/model.safetensors"]
    assert not forsaken.exists()


def told_by(program):
    async def heard():
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, limit=1000
        )
        found = [item async for item in objects(child.stdout)]
        await child.wait()
        return found

    return asyncio.run(heard())


def test_a_worker_that_is_killed_in_the_middle_of_a_line_is_heard_to_its_end():
    program = r"""
import os, signal
os.write(1, b'{"id": 1}\nLoading weights\n[2]\n"x"\n')
os.write(1, b'{"long": "' + b'y' * 5000 + b'"}\n{"id": 3}\n{"id": 4, "te')
os.kill(os.getpid(), signal.SIGTERM)
"""
    assert told_by(program) == [{"id": 1}, {"id": 3}]
