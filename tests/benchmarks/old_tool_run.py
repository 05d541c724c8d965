"""`python -m tests.benchmarks.old_tool_run VALIDATORS FILE FOLDER`: the old tool prepares a table.

It reads, judges, mends all it finds and writes its file beside the table, as it did for whoever ran it. Tells its
processor time and memory.
"""

import contextlib
import io
import json
import sys
import time
from pathlib import Path

from tests.benchmarks.figures import peak
from tests.oracle.old_tool import load


def main(validators: Path, path: Path) -> None:
    """Do it and tell."""
    tool = load(validators)
    with contextlib.redirect_stdout(io.StringIO()):
        frame, told = tool.read_any_format(str(path))
        tool.apply_necessary_remediation(frame, told)
        tool.apply_validators(frame, str(path), told, tool.get_validators(), True, tool.write_out_file)
    sys.stdout.write(json.dumps({"cpu": time.process_time(), "rss": peak()}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
