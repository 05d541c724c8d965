"""The start page shows without anything heavy; what is slow is loaded by the page that needs it."""

import pytest

from tests.benchmarks.first_paint import HEAVY
from tests.benchmarks.startup import shown

LATER = (
    "cli.arguments",
    "by_itself",
    "tour",
    "tokens",
    "formats.reader",
    "work.draft",
    "work.train",
    "gui.preferences.prices",
)
"""What a start page never asks for: each of these brings a dozen others along."""


@pytest.mark.timeout(90)
def test_nothing_heavy_is_loaded_before_the_start_page_shows(tmp_path):
    told = shown("real", tmp_path)
    assert told["title"] == "TuneDesk"
    assert told["heavy"] == []
    assert {"pandas", "openai", "pyqtgraph", "keyring", "tiktoken", "numpy", "torch", "transformers"} <= set(HEAVY)
    assert not (tmp_path / "engine" / "engine.json").exists()
    own = [name.removeprefix("desktop_app.") for name in told["own"]]
    assert [name for name in own if name.startswith(LATER)] == []
    assert len(own) < 280, "whoever makes the window sooner than it is wanted is loaded before the start page"
    assert told["sources"] < told["modules"] / 8, "no module's source is read because it was imported"
