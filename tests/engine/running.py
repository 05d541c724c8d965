"""A real engine process for tests, and clients that speak to it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import openai
from openai import AsyncOpenAI, OpenAI
from openai.types.fine_tuning import FineTuningJob

TOKEN = "a-token-for-tests"
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Running:
    """One engine process."""

    process: "subprocess.Popen[str]"
    port: int
    data: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, *, strict: bool = True, token: str = TOKEN) -> OpenAI:
        return OpenAI(
            api_key=token,
            base_url=f"{self.url}/v1",
            max_retries=0,
            timeout=100,
            http_client=openai.DefaultHttpx2Client(trust_env=False),
            _strict_response_validation=strict,
        )

    def async_client(self) -> AsyncOpenAI:
        return AsyncOpenAI(
            api_key=TOKEN,
            base_url=f"{self.url}/v1",
            max_retries=0,
            timeout=100,
            http_client=openai.DefaultAsyncHttpx2Client(trust_env=False),
            _strict_response_validation=True,
        )

    def http(self, **headers: str) -> httpx2.Client:
        given = {"authorization": f"Bearer {TOKEN}", **headers}
        return httpx2.Client(base_url=self.url, trust_env=False, headers=given, timeout=200)

    def stop(self) -> int:
        self.process.terminate()
        try:
            return self.process.wait(30)
        finally:
            self.process.kill()
            self.process.communicate()


def start(
    data: Path, *arguments: str, model: Path | None = None, token: str | None = TOKEN, **variables: str
) -> Running:
    """Start an engine and return when it has said where it listens."""
    models = ["--model", str(model)] if model else []
    command = [sys.executable, "-m", "desktop_app.engine", "--data", str(data), *models, *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "TUNEDESK_ENGINE_TOKEN"}
    if token is not None:
        environment["TUNEDESK_ENGINE_TOKEN"] = token
    environment |= variables
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    line = process.stdout.readline()
    return Running(process, json.loads(line)["port"], data)


def until(condition: Callable[[], Any], seconds: float = 90.0, pause: float = 0.05) -> Any:
    """Return the first true value of `condition`, which is asked again after each `pause`, or fail after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(pause)
    raise AssertionError(f"not within {seconds} s")


def ended(client: OpenAI, job: str, seconds: float = 100.0) -> FineTuningJob:
    """Return the job when it has ended."""

    def look() -> FineTuningJob | None:
        found = client.fine_tuning.jobs.retrieve(job)
        return found if found.status in ("succeeded", "failed", "cancelled") else None

    return until(look, seconds, pause=0.2)  # a training takes many seconds, and each question some of its time


def messages(client: OpenAI, job: str) -> list[str]:
    """Return the job's messages, oldest first."""
    return [event.message for event in client.fine_tuning.jobs.list_events(job, limit=1000)][::-1]


def send(client: OpenAI, data: bytes, name: str = "train.jsonl") -> str:
    """Send a training file and return its id."""
    return client.files.create(file=(name, data), purpose="fine-tune").id
