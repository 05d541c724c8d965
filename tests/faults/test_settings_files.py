"""Whatever stands in the program's own small files, it starts, and what cannot be read counts for nothing."""

import pytest

from desktop_app.engine.disk import read_json
from desktop_app.settings.connections import Connections
from desktop_app.settings.ledger import Ledger
from desktop_app.settings.left_files import LeftFiles
from desktop_app.settings.model_names import Called, ModelNames
from desktop_app.settings.preferences import TEXT_SIZE, Preferences
from desktop_app.settings.presets import Presets
from desktop_app.settings.recipes import Recipes
from desktop_app.settings.secrets import Secrets

CONTENTS = {
    "empty": b"",
    "cut off": b'{"a": ',
    "deep": b"[" * 200_000,
    "deep objects": b'{"a":' * 100_000,
    "zeroes": bytes(100),
    "no text": b"\xff\xfe{\x80",
    "half a character": b'"\xed\xa0\x80"',
    "a list": b"[1, 2]",
    "nothing": b"null",
    "other kinds": b'{"a": [1], "b": {"c": null}}',
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_file_with_anything_in_it_is_passed_over(tmp_path, content):
    path = tmp_path / "file.json"
    reads = {
        "preferences": lambda: Preferences(path).get(TEXT_SIZE) == TEXT_SIZE.default,
        "connections": lambda: Connections(path).all == (),
        "ledger": lambda: Ledger(path).entries() == [],
        "names of models": lambda: ModelNames(path).get("local", "m") == Called(),
        "presets": lambda: Presets(path).all() == {},
        "recipes": lambda: Recipes(path).get(["a"]) is None,
        "files that were left": lambda: LeftFiles(path).all() == (),
        "places of keys": lambda: Secrets(path, {}, lambda: None) is not None,
    }
    for name, read in reads.items():
        path.write_bytes(content)
        assert read(), name


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_the_engine_passes_them_over_as_well(tmp_path, content):
    path = tmp_path / "state.json"
    path.write_bytes(content)
    assert read_json(path) in (None, {"a": [1], "b": {"c": None}})
