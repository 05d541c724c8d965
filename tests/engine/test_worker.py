"""The answering worker itself, spoken to over its pipes: batches that grow and shrink, adapters, likelihoods."""

import itertools
import json
import subprocess

import psutil
import pytest

from desktop_app.engine import workers
from desktop_app.engine.heavy import DONE_WITHOUT

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]
PROMPTS = ["What colour is the sky", "one two three four five six seven", "Hello", "rose " * 30]
TOKENS = 20
SAMPLING = {
    "temperature": 0.0,
    "top_p": 1.0,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
    "seed": None,
    "stop": [],
    "max_tokens": TOKENS,
    "n": 1,
    "logprobs": None,
    "echo": False,
    "logit_bias": {},
}


@pytest.fixture(scope="module")
def told(tiny, shop, tmp_path_factory):
    folder = tmp_path_factory.mktemp("adapters")
    asked = {"base": str(tiny), "folder": str(folder), "prompts": PROMPTS, "tokens": TOKENS}
    return {"folder": folder, **shop.ask("adapters_and_answers", **asked)}


class Worker:
    """One worker process: requests go in as lines, news come out."""

    def __init__(self, base, adapters):
        self.base = str(base)
        self.adapters = adapters
        self.numbers = itertools.count()
        self.process = subprocess.Popen(
            workers.command("answer"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=workers.surroundings(),
            text=True,
        )

    def send(self, **item):
        self.process.stdin.write(json.dumps(item) + "\n")
        self.process.stdin.flush()

    def ask(self, prompt, adapter=None, op="answer", **sampling):
        name = f"q{next(self.numbers)}"
        folder = None if adapter is None else str(self.adapters / adapter)
        given = {"prompts": prompt if isinstance(prompt, list) else [prompt], "sampling": {**SAMPLING, **sampling}}
        self.send(op=op, id=name, base=self.base, adapter=folder, threads=1, **given)
        return name

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def until_done(self, *names):
        """Return all news until each of the requests has ended, by request."""
        found, left = {name: [] for name in names}, set(names)
        while left:
            item = self.hear()
            if item["id"] in found:
                found[item["id"]].append(item)
                left -= {item["id"]} if item["event"] in ("done", "error") else set()
        return found

    def says(self, prompt, adapter=None, **sampling):
        name = self.ask(prompt, adapter, **sampling)
        return text(self.until_done(name)[name])


def text(news, index=0):
    return "".join(item["text"] for item in news if item["event"] == "text" and item["index"] == index)


def tokens(news):
    return [token for item in news for token in item.get("tokens", ())]


@pytest.fixture(scope="module")
def worker(tiny, told):
    running = Worker(tiny, told["folder"])
    yield running
    running.process.kill()
    running.process.communicate()


def test_each_model_says_what_it_says_by_transformers_own_loop(worker, told):
    for model in ("base", "a", "b"):
        adapter = None if model == "base" else model
        assert [worker.says(prompt, adapter) for prompt in PROMPTS] == [each["text"] for each in told[model]]


@pytest.mark.skipif(not hasattr(psutil.Process, "memory_maps"), reason="this system does not say what is loaded")
def test_it_has_not_loaded_what_it_does_without(worker):
    assert worker.says("Hello", max_tokens=1) is not None
    loaded = {part.path.replace("\\", "/") for part in psutil.Process(worker.process.pid).memory_maps()}
    assert any("/torch/" in path for path in loaded)
    assert not any(f"/{name}/" in path for path in loaded for name in DONE_WITHOUT)


def test_all_of_them_together_say_the_same(worker, told):
    asked = {
        (model, place): worker.ask(PROMPTS[place], None if model == "base" else model)
        for model in ("base", "a", "b")
        for place in range(len(PROMPTS))
    }
    news = worker.until_done(*asked.values())
    for (model, place), name in asked.items():
        assert text(news[name]) == told[model][place]["text"]


def test_who_comes_later_does_not_wait_and_changes_nothing_for_the_others(worker, told):
    long = worker.ask(PROMPTS[0], max_tokens=6000, logit_bias={"2": -100})
    first = worker.hear()
    assert first["id"] == long
    late = [worker.ask(prompt, "a") for prompt in PROMPTS]
    heard = {name: [] for name in late}
    rest = [first]
    while not all(news and news[-1]["event"] == "done" for news in heard.values()):
        item = worker.hear()
        heard.get(item["id"], rest).append(item)
    assert not any(item["event"] in ("finish", "done") for item in rest)
    worker.send(op="cancel", id=long)
    assert [text(heard[name]) for name in late] == [each["text"] for each in told["a"]]
    assert text(rest).startswith(told["base"][0]["text"])


def test_who_has_left_is_not_answered_any_more(worker):
    gone = worker.ask(PROMPTS[0], max_tokens=60_000, logit_bias={"2": -100})
    assert worker.hear()["id"] == gone
    worker.send(op="cancel", id=gone)
    after = worker.ask("Hello", max_tokens=1)
    worker.until_done(after)
    # Whatever was on its way when it left has been read by now; from here on nothing more comes.
    last = worker.ask("Hello", max_tokens=30)
    news = []
    while not news or news[-1]["event"] != "done":
        news.append(worker.hear())
    assert {item["id"] for item in news} == {last}


def test_likelihoods_are_those_of_an_independent_computation(worker, told):
    for model in ("base", "b"):
        for prompt, expected in zip(PROMPTS, told[model], strict=True):
            name = worker.ask(prompt, None if model == "base" else model, logprobs=3, echo=True)
            found = tokens(worker.until_done(name)[name])
            all_of_them = expected["prompt_logprobs"] + expected["logprobs"][: len(found) - expected["read"] + 1]
            assert [token["logprob"] for token in found] == pytest.approx(all_of_them, abs=1e-4)
            for token in found:
                assert len(token["top"]) == 3
                assert token["top"] == sorted(token["top"], key=lambda each: -each["logprob"])
                assert token["logprob"] <= token["top"][0]["logprob"] + 1e-6


def test_a_prompt_alone_can_be_judged(worker, told):
    name = worker.ask(PROMPTS[1], logprobs=0, echo=True, max_tokens=0)
    news = worker.until_done(name)[name]
    assert text(news) == PROMPTS[1]
    assert [token["logprob"] for token in tokens(news)] == pytest.approx(told["base"][1]["prompt_logprobs"], abs=1e-4)
    assert bytes(byte for token in tokens(news) for byte in token["bytes"]).decode() == PROMPTS[1]
    assert news[-1]["completion_tokens"] == 0
    assert news[-1]["prompt_tokens"] == told["base"][1]["read"]


def test_tokens_are_told_with_the_text_they_belong_to(worker):
    whole = worker.says(PROMPTS[0])
    for length in (1, 2, 5):
        stop = whole[4 : 4 + length]
        name = worker.ask(PROMPTS[0], logprobs=0, stop=[stop, "never said"])
        news = worker.until_done(name)[name]
        said = text(news)
        assert said == whole[: whole.index(stop)]
        bytes_told = b"".join(bytes(token["bytes"]) for token in tokens(news))
        assert bytes_told.decode("utf-8", "ignore").startswith(said)
        assert all(token["start"] < max(1, len(said)) for token in tokens(news))


def test_biases_forbid_and_force_tokens(worker):
    assert worker.says("Hello", logit_bias={"40": 100}, max_tokens=3) == worker.says(
        "Hi", logit_bias={"40": 100}, max_tokens=3
    )
    plain = worker.ask("Hello", logprobs=0, max_tokens=1)
    first = tokens(worker.until_done(plain)[plain])[0]
    refused = worker.ask("Hello", logit_bias={"100000": 1})
    assert worker.until_done(refused)[refused][0]["param"] == "logit_bias"
    assert first["logprob"] < 0


def test_a_deleted_adapter_is_let_go_and_the_others_stay(worker, told):
    assert worker.says(PROMPTS[0], "a") == told["a"][0]["text"]
    for name in ("a", "b", "nobody"):
        worker.send(op="forget", folder=str(worker.adapters / name))
    assert worker.says(PROMPTS[0]) == told["base"][0]["text"]
    assert worker.says(PROMPTS[0], "b") == told["b"][0]["text"]
    assert worker.says(PROMPTS[0], "a") == told["a"][0]["text"]


def test_a_model_that_is_gone_is_said_so(worker):
    for given in ({"base": "/nowhere/at/all"}, {"adapter": "nowhere"}):
        before, worker.base = worker.base, given.get("base", worker.base)
        name = worker.ask("Hello", given.get("adapter"))
        worker.base = before
        assert worker.until_done(name)[name][0]["code"] == "model_not_found"
    assert worker.says("Hello", max_tokens=1) is not None
