"""Supervisor, trainer and answering worker are killed while all of them have work; nothing may be left of it."""

import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import openai
import psutil
from openai import OpenAI

from tests.campaigns import job_folder
from tests.campaigns.campaign import Campaign, Round, must
from tests.engine.running import Running, ended, send, start
from tests.engine.tiny_model import as_jsonl, colour_rows, make_tiny_model

OPTIONS = ("--linger", "600", "--threads", "1", "--recovery-steps", "6")
VICTIMS = (("supervisor",), ("train",), ("answer",), ("train", "answer"))
ACTS = 10
SPARED = 2
EVERYBODY = ("answers", "streams", "files")
STEPS = 72
"""How long each training is."""
ASK: list[Any] = [{"role": "user", "content": "What colour is the sky"}]


@dataclass
class Load:
    """People who ask, stream and send files until they are told to stop."""

    port: int
    stopped: threading.Event = field(default_factory=threading.Event)
    sent: dict[str, int] = field(default_factory=dict)
    counted: Counter[str] = field(default_factory=Counter)
    broken: list[BaseException] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        """Let three ask and one send."""
        for work in (self.stream, self.stream, self.ask, self.send):
            thread = threading.Thread(target=self.loop, args=(work,))
            self.threads.append(thread)
            thread.start()

    def end(self) -> None:
        """Tell them to stop, and raise what nobody expected."""
        self.stopped.set()
        for thread in self.threads:
            thread.join(120)
            must(not thread.is_alive(), "somebody who asked waits for ever")
        if self.broken:
            raise self.broken[0]

    def loop(self, work: object) -> None:
        """Do one thing again and again with a client of one's own."""
        with client_of(self.port) as client:
            while not self.stopped.is_set():
                try:
                    work(client)  # type: ignore[operator]  # one of ours
                except (openai.APIError, httpx2.HTTPError) as error:
                    # That somebody was killed is all that those who ask may hear.
                    if isinstance(error, openai.APIStatusError) and error.status_code < 500:
                        self.broken.append(error)
                        return
                    self.counted["requests that broke off"] += 1
                    self.stopped.wait(0.05)
                except BaseException as error:
                    self.broken.append(error)
                    raise

    def stream(self, client: OpenAI) -> None:
        """Read a long answer as it comes, and leave before its end."""
        stream = client.chat.completions.create(
            model="tiny", messages=ASK, temperature=0, max_tokens=5000, stream=True, logprobs=True
        )
        for number, _ in enumerate(stream):
            if number > 60 or self.stopped.is_set():
                break
        stream.close()
        self.counted["streams"] += 1

    def ask(self, client: OpenAI) -> None:
        """Read a short answer."""
        reply = client.completions.create(model="tiny", prompt="one", max_tokens=4)
        must(reply.usage is not None and reply.usage.completion_tokens <= 4, "an answer is too long")
        self.counted["answers"] += 1

    def send(self, client: OpenAI) -> None:
        """Send a file; once it is said to be there, it has to stay."""
        data = b"x" * random.randrange(1, 50_000)
        self.sent[client.files.create(file=("load", data), purpose="user_data").id] = len(data)
        self.counted["files"] += 1
        self.stopped.wait(0.1)


def client_of(port: int) -> OpenAI:
    """Return a client that neither validates nor tries again."""
    return Running(None, port, Path()).client(strict=False)  # type: ignore[arg-type]  # only its address is used


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend rounds that each begin with an engine of their own."""
    tiny = make_tiny_model(folder / "tiny")
    numbers = iter(range(10_000))
    yield lambda chance: one_round(folder / f"engine{next(numbers)}", tiny, chance)


def one_round(data: Path, tiny: Path, chance: random.Random) -> Counter[str]:
    """Train and answer, kill again and again, and look what is left."""
    port = free_port()
    running = start(data, *OPTIONS, "--port", str(port), model=tiny)
    siege = Siege(running, tiny, Load(port), chance)
    try:
        with client_of(port) as client:
            siege.jobs.append(create(client))
            siege.load.begin()
            siege.wait("load", *EVERYBODY)
            for _ in range(ACTS):
                siege.act(client)
            siege.load.end()
            for job in siege.jobs:
                must(ended(client, job, 300).status == "succeeded", "a training did not end well")
            check(client, siege)
    finally:
        siege.load.stopped.set()
        code = siege.running.stop()
    must(code in (0, -15), f"the engine ended with {code}")
    must(not family(data), "a process is left behind")
    must(not (data / "engine.json").exists(), "the card is left behind")
    must(not answers(port), "somebody still listens")
    start(data, *OPTIONS, model=tiny).stop()
    halves = [path.name for path in data.rglob(".*") if not path.name.startswith(".pull-")]
    must(not halves, f"half written things are left behind: {halves}")
    return siege.counted + siege.load.counted


@dataclass
class Siege:
    """One engine under load, who is killed in it, and what was counted."""

    running: Running
    tiny: Path
    load: Load
    chance: random.Random
    jobs: list[str] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def job(self) -> Path:
        """The folder of the newest training."""
        return self.running.data / "jobs" / self.jobs[-1]

    def act(self, client: OpenAI) -> None:
        """Kill somebody, or the training and the answering worker at once; then sometimes let all get to work again."""
        time.sleep(self.chance.uniform(0.0, 1.5))
        if (self.job / "result" / "adapter").exists():
            self.jobs.append(create(client))
        victims = self.chance.choice(VICTIMS)
        if victims == ("supervisor",):
            self.running = kill_supervisor(self.running, self.tiny)
            self.counted["kills of supervisor"] += 1
        for victim in victims:
            if victim != "supervisor" and self.kill(victim):
                self.counted[f"kills of {victim}"] += 1
        if self.chance.random() < 0.5:
            self.wait("answers after a kill", "answers")
            before = job_folder.step(self.job)
            self.until("a step after a kill", lambda: job_folder.step(self.job) > before)

    def kill(self, kind: str) -> bool:
        """Kill a worker as soon as there is one; return whether there was, before the training was done."""
        state = job_folder.read(self.job / "state.json")
        if kind == "train" and int(str(state.get("crashes", 0))) >= SPARED:
            # After a few kills in a row that let it get no further, the engine rightly gives a training up.
            reached = int(str(state["crashed_at"]))
            self.until("a checkpoint", lambda: job_folder.kept(self.job) > reached)
        killed = False

        def struck() -> bool:
            nonlocal killed
            killed = kill_worker(self.running, kind, self.job)
            return killed or (kind == "train" and (self.job / "result" / "adapter").exists())

        job_folder.until(lambda: struck() or self.load.broken, f"somebody to kill: {kind}", 300)
        return killed

    def until(self, what: str, holds: Callable[[], bool]) -> None:
        """Wait until something holds, the training is done, or somebody met what nobody expected."""
        done = self.job / "result" / "adapter"
        job_folder.until(lambda: holds() or done.exists() or self.load.broken, what, 300)

    def wait(self, what: str, *names: str) -> None:
        """Wait until each of these was done once more."""
        before = Counter(self.load.counted)
        job_folder.until(
            lambda: all(self.load.counted[name] > before[name] for name in names) or self.load.broken, what, 300
        )


def create(client: OpenAI) -> str:
    """Create the training of a round and return its id."""
    job = client.fine_tuning.jobs.create(
        model="tiny",
        training_file=send(client, as_jsonl(colour_rows(36))),
        seed=11,
        extra_body={"hyperparameters": {"n_epochs": 8, "learning_rate": 0.003}},
    )
    return job.id


def kill_supervisor(running: Running, tiny: Path) -> Running:
    """Kill the engine, see that its workers follow it, and start it again on the same data and port."""
    workers = psutil.Process(running.process.pid).children(recursive=True)
    running.process.kill()
    running.process.communicate()
    gone, alive = psutil.wait_procs(workers, 30)
    must(not alive, f"workers outlive their supervisor: {alive} ({len(gone)} are gone)")
    return start(running.data, *OPTIONS, "--port", str(running.port), model=tiny)


def kill_worker(running: Running, kind: str, job: Path) -> bool:
    """Kill one of the engine's workers if there is one, and see that no zombie stays."""
    if kind == "train" and (job / "result" / "adapter").exists():
        return False
    for child in psutil.Process(running.process.pid).children():
        if _is(child, kind):
            child.kill()
            job_folder.until(lambda child=child: not child.is_running(), "a worker that is gone for good", 30)
            return True
    return False


def _is(child: psutil.Process, kind: str) -> bool:
    try:
        return f"desktop_app.engine.{kind}" in child.cmdline()
    except psutil.NoSuchProcess:  # it ends just now, or has ended and its parent has not asked for it yet
        return False


def check(client: OpenAI, siege: Siege) -> None:
    """See that everything that was said to be there is there, whole, and that it still answers."""
    sizes = {file.id: file.bytes for file in client.files.list(purpose="user_data", limit=10_000)}
    for name, size in siege.load.sent.items():
        must(sizes.get(name) == size, f"the file {name} is lost or is not whole")
        must(len(client.files.content(name).read()) == size, f"the file {name} cannot be read")
    for job in siege.jobs:
        steps = [step for step, name, _ in job_folder.curve(siege.running.data / "jobs" / job) if name == "train_loss"]
        must(steps == list(range(1, STEPS + 1)), f"the curve has gaps or doubles: {steps}")
    tuned = client.fine_tuning.jobs.retrieve(siege.jobs[-1]).fine_tuned_model
    reply = client.chat.completions.create(model=str(tuned), messages=ASK, max_tokens=5)
    must(bool(reply.choices), "the tuned model does not answer")
    children = psutil.Process(siege.running.process.pid).children()
    must(not [child for child in children if child.status() == "zombie"], "a zombie is left behind")


def family(data: Path) -> list[psutil.Process]:
    """Return every process that works in this data folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        line = " ".join(process.info["cmdline"] or ())
        if str(data) in line and "desktop_app.engine" in line and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens."""
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


CAMPAIGN = Campaign(
    "engine_load_kills",
    "Supervisor, trainer and answering worker are killed at any moment while a training runs, answers stream and files "
    "come in: whoever asked hears of it, no process, port or card is left, files that were acknowledged are whole, the "
    "next start goes on, and the training ends with a curve without gaps (a tiny model, one thread, CPU).",
    3,
    playing,
    ("torch", "transformers", "peft", "trl", "openai"),
)
