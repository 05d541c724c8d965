"""Whatever a test has started ends with it, also an engine that has told nobody of itself yet."""

import subprocess
import sys

from tests.engine.ending import end_engine

WAITS = "import sys; sys.stdin.read()"


def started(folder):
    command = [sys.executable, "-c", WAITS, "--data", str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def test_an_engine_that_has_not_told_where_it_is_ends_with_its_test_and_no_other_one_does(tmp_path):
    with started(tmp_path / "mine") as mine, started(tmp_path / "other") as other:
        end_engine(tmp_path / "mine")
        assert mine.poll() is not None
        assert other.poll() is None
