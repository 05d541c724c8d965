"""What a training will take, as our engine measures it by a few real steps."""

from dataclasses import dataclass
from typing import Any, cast

from desktop_app.core.job import Plan
from desktop_app.providers.client import Provider, in_words
from desktop_app.providers.job_request import request_of
from desktop_app.providers.local import outside

SECONDS = 300.0
"""So long the first question of a kind may take: the engine loads the model and makes some steps."""
_ANYTHING = cast("type[Any]", object)
"""Tells the SDK to hand the parsed JSON through."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The training rows a training would learn from: how many, their tokens in one pass, those of the longest."""

    count: int
    tokens: int
    longest: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was measured: seconds, bytes of memory and of disk; `fits` tells whether so much of both is free now."""

    seconds: float
    memory: int
    disk: int
    fits: bool


async def estimate(provider: Provider, plan: Plan, rows: Rows) -> Estimate:
    """Return what a plan will take where our engine is; asking ends the steps when it is broken off.

    Raise a Problem where the engine cannot say it now, for example because another training runs there.
    """
    client = provider.client.with_options(max_retries=0, timeout=SECONDS)
    method = request_of(provider.profile, plan, ("", None), "")["method"]
    body = {
        "model": plan.base_model,
        "examples": rows.count,
        "tokens": rows.tokens,
        "longest": rows.longest,
        "method": method,
    }
    with in_words(provider.title):
        found = cast(
            "dict[str, Any]", await client.post(f"{outside(client)}/local/estimate", cast_to=_ANYTHING, body=body)
        )
        return Estimate(float(found["seconds"]), int(found["memory"]), int(found["disk"]), bool(found["fits"]))
