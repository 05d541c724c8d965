"""How much later the first token of an answer is here than with the plain SDK, asked of the same engine in turns."""

import asyncio
import time
from contextlib import aclosing
from functools import partial
from pathlib import Path

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice
from desktop_app.providers.client import Provider, make_client
from desktop_app.store.project import Project
from desktop_app.work.ask_batch import Piece, ask, watched
from desktop_app.work.keep_batch import keep
from tests.benchmarks.figures import Benchmark, Figure, middle, quantile
from tests.engine.running import TOKEN, start
from tests.engine.tiny_model import make_tiny_model
from tests.sites import OneSite

TIMES = 40
SHORT = Sampling(max_tokens=8)


def measure(folder: Path) -> list[Figure]:
    """Ask a tiny model, which answers within milliseconds, so that what we add is not lost in its time."""
    running = start(folder / "engine", "--linger", "3600", model=make_tiny_model(folder / "tiny"))
    try:
        plain, ours = asyncio.run(_measured(folder, f"{running.url}/v1"))
    finally:
        running.stop()
    added = [one - other for one, other in zip(ours, plain, strict=True)]
    return [
        Figure("first token with the plain SDK, p50", middle(plain), "ms"),
        Figure("first token with the answer kept in a project, p50", middle(ours), "ms"),
        Figure("added, p50", middle(added), "ms"),
        Figure("added, p90", quantile(added, 0.9), "ms"),
    ]


async def _measured(folder: Path, address: str) -> tuple[list[float], list[float]]:
    provider = Provider("here", "Here", make_client(address, TOKEN))
    project = Project.create(folder / "first.tunedesk")
    plain, ours = [], []
    try:
        for number in range(TIMES + 3):  # the first ones warm the model, the connection and the project up
            both = [partial(_plain, provider), partial(_ours, provider, project)]
            took = [await act(number) for act in (both if number % 2 else both[::-1])]
            if number >= 3:
                plain.append(took[0 if number % 2 else 1])
                ours.append(took[1 if number % 2 else 0])
    finally:
        await provider.close()
        project.close()
    return plain, ours


async def _plain(provider: Provider, number: int) -> float:
    began = time.perf_counter()
    stream = await provider.client.completions.create(
        model="tiny", prompt=f"question {number} ->", temperature=0, max_tokens=8, stream=True
    )
    async with stream as chunks:
        first = 0.0
        async for chunk in chunks:
            if not first and chunk.choices and chunk.choices[0].text:
                first = 1000 * (time.perf_counter() - began)
    return first


async def _ours(provider: Provider, project: Project, number: int) -> float:
    columns = (Column(Voice("here", "tiny"), Setting(SHORT)),)
    batch = Batch(f"mark-{number}", Kind.COMPARE, "", 1.0, (Prompt(f"question {number} ->"),), columns)
    sites = OneSite(provider)
    began, first = time.perf_counter(), 0.0
    kept = await keep(project, sites, batch)  # type: ignore[arg-type]  # all that is asked of the places is there
    async with aclosing(ask(sites, batch, [Cell(0, 0)], kept, watched())) as heard:  # type: ignore[arg-type]
        async for item in heard:
            if not first and isinstance(item, Piece):
                first = 1000 * (time.perf_counter() - began)
    return first


BENCHMARK = Benchmark(
    "first_token", "the time to the first token, with the batch written down first, beside the plain SDK", measure
)
