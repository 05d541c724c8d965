"""The engine's door: how soon it opens, what a request costs, what it holds in memory, how soon it is gone."""

from pathlib import Path
from time import perf_counter

import psutil

from tests.benchmarks.figures import Benchmark, Figure, middle, quantile
from tests.engine.running import Running, start
from tests.engine.tiny_model import make_tiny_model

STARTS = 5
REQUESTS = 300
ASK = {"model": "tiny", "prompt": "What colour is the sky", "max_tokens": 1, "temperature": 0}


def measure(folder: Path) -> list[Figure]:
    """Start it a few times, ask it many times, stop it."""
    tiny = make_tiny_model(folder / "tiny")
    opened, stopped = [], []
    for each in range(STARTS):
        began = perf_counter()
        running = start(folder / f"data{each}", "--linger", "600", model=tiny)
        with running.http() as http:
            http.get("/health").raise_for_status()
        opened.append(perf_counter() - began)
        began = perf_counter()
        running.stop()
        stopped.append(perf_counter() - began)
    running = start(folder / "data", "--linger", "600", "--threads", "1", model=tiny)
    try:
        return [
            Figure("start to the first answer, p50", middle(opened), "s"),
            Figure("stop, p50", middle(stopped), "s"),
            *_asked(running),
        ]
    finally:
        running.stop()


def _asked(running: Running) -> list[Figure]:
    with running.http() as http:
        http.timeout = 600

        def took(method: str, path: str, body: object = None) -> float:
            began = perf_counter()
            http.request(method, path, json=body).raise_for_status()
            return 1000 * (perf_counter() - began)

        health = [took("GET", "/health") for _ in range(REQUESTS)]
        models = [took("GET", "/v1/models") for _ in range(REQUESTS)]
        memory = psutil.Process(running.process.pid).memory_info().rss
        first = took("POST", "/v1/completions", ASK)
        asked = [took("POST", "/v1/completions", ASK) for _ in range(REQUESTS // 3)]
    return [
        Figure("request on a kept connection, p50", middle(health), "ms"),
        Figure("request on a kept connection, p99", quantile(health, 0.99), "ms"),
        Figure("list of models, p50", middle(models), "ms"),
        Figure("memory of the supervisor", memory / 2**20, "MiB"),
        Figure("first answer of a worker that is not there yet", first / 1000, "s"),
        Figure("answer of one token by a tiny model, p50", middle(asked), "ms"),
    ]


BENCHMARK = Benchmark("engine_door", "the engine's start, requests, memory and stop", measure)
