"""The key is nowhere: not in a file, a log, a report, a widget, a command line, or a child's surroundings."""

import base64
import json
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.cloud.server import Cloud
from tests.engine.ending import end_engine
from tests.journeys.guard import guarded, reached
from tests.settings.secret_service import secret_service
from tests.work.test_rescue import fill

KEY = "qk7-Zx9cloudkey-5512-Vb3"
"""It looks like none of the keys our patterns know, so that only knowing it can keep it out."""
pytestmark = [pytest.mark.system, pytest.mark.engine, pytest.mark.timeout(300)]


def forms(key: str) -> list[bytes]:
    """Return the ways in which a key could lie in a file."""
    plain = key.encode()
    inner = [base64.b64encode(b"x" * pad + plain)[4 * (pad > 0) : -4] for pad in range(3)]
    return [plain, key.encode("utf-16-le"), key.encode("utf-16-be"), plain.hex().encode(), *inner]


def found_in(content: bytes, key: str) -> bool:
    return any(form in content for form in forms(key))


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_a_whole_journey_leaves_the_key_in_the_password_store_alone(tmp_path):
    home, pictures, store = tmp_path / "home", tmp_path / "pictures", tmp_path / "store"
    for folder in (home, pictures, store):
        folder.mkdir()
    with Cloud() as cloud, secret_service(store) as variables:
        cloud.account.key = KEY
        fill(cloud, 2)
        for route, kind in (("POST chat/completions", "broken"), ("GET files/*/content", "rate"), ("GET jobs", "lost")):
            cloud.faults.add(route, kind)
        said = journey(cloud.address, home, pictures, variables)
        assert cloud.faults.happened
    assert "is in the password store of this computer" in "".join(line.get("state", "") for line in said)
    assert any("Everything is home" in line.get("rescued", "") for line in said)
    assert sum(line.get("children", 0) for line in said) >= 2
    assert len([line for line in said if "widget" in line]) > 200
    assert len(list(pictures.iterdir())) >= 5
    for line in said:
        assert not found_in(json.dumps(line).encode(), KEY), line
    files = [path for path in home.rglob("*") if path.is_file()]
    assert len(files) > 10
    for path in [*files, *store.rglob("*"), *pictures.iterdir()]:
        if path.is_file():
            assert not found_in(path.read_bytes(), KEY), path
    assert reached(tmp_path / "guard") <= {"127.0.0.1", "local"}  # the provider's host, and the engine's
    assert "[removed]" in (home / "logs" / "tunedesk.log").read_text(encoding="utf-8")


def journey(address: str, home: Path, pictures: Path, variables: dict[str, str]) -> list[dict[str, object]]:
    """Run the program with a key for OpenAI in its surroundings too; returns what it says."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment |= variables | {
        "TUNEDESK_HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "OPENAI_API_KEY": KEY + "-of-the-shell",
    }
    environment = guarded(environment, pictures.parent / "guard")
    command = [sys.executable, "-m", "tests.journeys.key_carrier", address, str(pictures)]
    try:
        done = subprocess.run(
            command, input=KEY + "\n", env=environment, capture_output=True, text=True, timeout=240, check=False
        )
    finally:
        end_engine(home / "engine")
    assert done.returncode == 0, done.stderr[-3000:]
    assert not found_in(done.stderr.encode(), KEY)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_scan_finds_a_key_where_there_is_one():
    for content in (KEY, f"xx{KEY}yy", json.dumps({"a": KEY})):
        assert found_in(content.encode(), KEY)
        assert found_in(content.encode("utf-16-le"), KEY)
    for before in range(3):
        assert found_in(base64.b64encode(b"." * before + KEY.encode() + b"...."), KEY)
    assert not found_in(zlib.compress(b"nothing here"), KEY)
