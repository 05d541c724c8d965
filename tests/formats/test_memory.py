"""Reading takes the same memory however long the file is."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")

_PEAK = """
import sys
from pathlib import Path
from desktop_app.formats import reader
path = Path(sys.argv[1])
count = sum(1 for _ in reader.records(path, reader.find_out(path)))
with open("/proc/self/status") as status:
    print(count, next(int(line.split()[1]) for line in status if line.startswith("VmHWM")))
"""
ROW = {"prompt": "What is to be done? " * 20, "completion": "größer " * 60}
WRITTEN = {
    "a.csv": lambda count: ",".join(ROW) + "\n" + f'"{ROW["prompt"]}","{ROW["completion"]}"\n' * count,
    "a.jsonl": lambda count: (json.dumps(ROW, ensure_ascii=False) + "\n") * count,
    "a.json": lambda count: "[" + ",\n".join([json.dumps(ROW, indent=1)] * count) + "]",
    "a.txt": lambda count: (ROW["prompt"] + "\n") * count,
}


def peak(path, count):
    """Return the peak memory in KiB of a process that reads so many rows."""
    done = subprocess.run([sys.executable, "-c", _PEAK, str(path)], capture_output=True, text=True, check=True)
    read, most = map(int, done.stdout.split())
    assert read == count
    return most


@pytest.mark.parametrize("name", WRITTEN)
def test_memory_does_not_grow_with_the_file(tmp_path, name):
    path = tmp_path / name
    peaks = []
    for count in (2_000, 30_000):
        path.write_text(WRITTEN[name](count), encoding="utf-8")
        peaks.append(peak(path, count))
    assert path.stat().st_size > 12_000_000
    assert peaks[1] - peaks[0] < 6_000
