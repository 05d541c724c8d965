"""`python -m tests.benchmarks.stream_server HOME`: an engine of many models that only talk, until its stdin ends."""

import sys
from pathlib import Path

from tests.fake_provider import FakeProvider, Speech, base_model

MODELS = tuple(f"model-{number:02}" for number in range(12))
STORY = "Tell a story."
WORDS, PAUSE = 600, 0.02
LONG = 100_000


def main(home: Path) -> None:
    """Talk."""
    with FakeProvider(home / "engine") as engine:
        engine.bases = [base_model(name, name.title()) for name in MODELS]
        story, long = Speech("word " * WORDS, pause=PAUSE), Speech("token " * LONG)
        engine.answers = lambda _model, asked: story if asked.startswith(STORY) else long
        print("ready", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
