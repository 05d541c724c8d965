"""The code that the playground shows is run as it stands, against the real engine."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from desktop_app.core.answer import Request, Sampling
from desktop_app.core.code_view import Language, code
from desktop_app.core.example import Message
from desktop_app.core.request_body import body
from tests.engine.running import TOKEN

pytestmark = pytest.mark.engine
KEY = "TUNEDESK_ENGINE_TOKEN"
ODD = 'It\'s "red" $HOME `id` \\ é 漢\n->'
ASKED = [
    Request(0, "tiny", ODD, Sampling(0.7, 12, ("zzz",), 0.9, 0.1, 0.1, 5)),
    Request(0, "tiny", (Message("system", "Say."), Message("user", ODD)), Sampling(max_tokens=9)),
]


def run(command):
    told = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=100, env={**told, KEY: TOKEN, "no_proxy": "*"}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def expected(client, asked):
    """Return what the plain SDK hears for the same request."""
    if isinstance(asked.question, str):
        return client.completions.create(**body(asked)).choices[0].text
    return client.chat.completions.create(**body(asked)).choices[0].message.content


@pytest.mark.parametrize("asked", ASKED)
def test_the_python_runs_and_hears_the_same(engine, client, asked):
    shown = code(Language.PYTHON, asked, f"{engine.url}/v1", KEY)
    assert TOKEN not in shown
    assert run([sys.executable, "-c", shown]).rstrip("\n") == expected(client, asked).rstrip("\n")


@pytest.mark.system
@pytest.mark.parametrize("asked", ASKED)
def test_the_curl_runs_and_hears_the_same(engine, client, asked):
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    shown = code(Language.CURL, asked, f"{engine.url}/v1", KEY)
    assert TOKEN not in shown
    reply = json.loads(run(["sh", "-c", shown.replace("curl ", "curl -s ", 1)]))
    choice = reply["choices"][0]
    assert (choice.get("text") or choice["message"]["content"]) == expected(client, asked)
