"""`python -m tests.benchmarks [NAME ...]`: measure, print small tables, write nothing unless told to."""

import argparse
import compileall
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import (
    checks,
    curves,
    edit,
    editor,
    engine_decode,
    engine_door,
    first_token,
    growth,
    imports,
    intake,
    peers,
    pulse,
    reading,
    startup,
    step,
    streams,
    tokens,
)
from tests.benchmarks.figures import Figure, load, table, write

ROOT = Path(__file__).resolve().parents[2]
BENCHMARKS = {
    each.name: each
    for each in (
        startup.BENCHMARK,
        imports.BENCHMARK,
        pulse.BENCHMARK,
        edit.BENCHMARK,
        curves.BENCHMARK,
        intake.BENCHMARK,
        intake.OLD_TOOL,
        intake.MILLION,
        peers.BENCHMARK,
        checks.BENCHMARK,
        reading.BENCHMARK,
        tokens.BENCHMARK,
        step.BENCHMARK,
        editor.BENCHMARK,
        engine_decode.BENCHMARK,
        engine_door.BENCHMARK,
        first_token.BENCHMARK,
        streams.BENCHMARK,
        growth.BENCHMARK,
    )
}


def main(arguments: list[str] | None = None) -> int:
    """Measure what is named on the command line, or everything."""
    parser = _parser()
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(BENCHMARKS)}")
    compileall.compile_dir(str(ROOT / "desktop_app"), quiet=2)
    results: dict[str, tuple[list[Figure], tuple[float, float]]] = {}
    for name in given.names or BENCHMARKS:
        before = load()
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            figures = BENCHMARKS[name].measure(Path(folder))
        results[name] = (figures, (before, load()))
        print(table(BENCHMARKS[name], *results[name]), flush=True)
    if given.json is not None:
        write(given.json, results)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures into this file, too")
    return parser


if __name__ == "__main__":
    sys.exit(main())
