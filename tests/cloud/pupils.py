"""A cloud whose models know some answers, as likely as they are told to, always the same for the same question."""

import json
import math
import random
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tests.cloud.server import Cloud


@dataclass(frozen=True)
class Pupil:
    """A model that `knows` the answer to a share of all questions, and else says one of `others`."""

    knows: float
    others: tuple[str, ...]


def teach(cloud: Cloud, answer_to: Callable[[str], str], pupils: dict[str, Pupil]) -> None:
    """Let these models of the cloud be asked by chat."""

    async def answer(request: Request) -> Response:
        asked = await request.json()
        cloud.account.asked.append(asked)
        question = asked["messages"][-1]["content"]
        pupil = pupils[asked["model"]]
        chance = random.Random(f"{asked['model']} {question}")
        knows = chance.random() < pupil.knows
        said = answer_to(question) if knows else chance.choice(pupil.others)
        return StreamingResponse(_streamed(asked, said, chance.uniform(0.6, 0.9)), media_type="text/event-stream")

    cloud.before(Route("/v1/chat/completions", answer, methods=["POST"]))


async def _streamed(asked: dict[str, object], said: str, likely: float) -> AsyncIterator[str]:
    head = {"id": "c-1", "object": "chat.completion.chunk", "created": int(time.time()), "model": asked["model"]}
    drawn = {"token": said, "logprob": math.log(likely), "bytes": None, "top_logprobs": []}
    told = {"content": [drawn], "refusal": None} if asked.get("logprobs") else None
    for content, finish, one in ((said, None, told), ("", "stop", None)):
        choice = {"index": 0, "finish_reason": finish, "delta": {"content": content}, "logprobs": one}
        yield f"data: {json.dumps({**head, 'choices': [choice]})}\n\n"
    usage = {"prompt_tokens": 9, "completion_tokens": 1, "total_tokens": 10}
    yield f"data: {json.dumps({**head, 'choices': [], 'usage': usage})}\n\n"
    yield "data: [DONE]\n\n"
