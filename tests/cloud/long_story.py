"""A job with very many events: they are made when they are asked for, so that a hundred thousand cost no memory."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.cloud.account import CloudJob
from tests.cloud.server import Cloud, reply

EVERY = 10
"""Each tenth event is a line of the story; the others are measurements."""


class LongStory:
    """Lets a job of a cloud have `count` events, numbered from the oldest; more may be added at any time."""

    def __init__(self, cloud: Cloud, job: CloudJob, count: int) -> None:
        self.count = count
        self.asked = 0
        self._job = job
        cloud.before(Route(f"/v1/fine_tuning/jobs/{job.id}/events", self._page, methods=["GET"]))

    def event(self, number: int) -> dict[str, Any]:
        """Return an event."""
        line = number % EVERY == 0
        measured = {"step": number, "train_loss": 1.0 + 1.0 / (number + 1), "total_steps": 1_000_000}
        return {
            "id": f"ftevent-{number}",
            "object": "fine_tuning.job.event",
            "created_at": self._job.created + number // 7,
            "level": "info",
            "message": f"line {number}" if line else f"Step {number}",
            "type": "message" if line else "metrics",
            "data": {} if line else measured,
        }

    async def _page(self, request: Request) -> Response:
        self.asked += 1
        after = request.query_params.get("after")
        top = int(after.removeprefix("ftevent-")) if after else self.count
        end = max(0, top - int(request.query_params.get("limit", 20)))
        data = [self.event(number) for number in range(top - 1, end - 1, -1)]
        return reply({"object": "list", "data": data, "has_more": end > 0})
