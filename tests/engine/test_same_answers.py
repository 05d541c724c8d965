"""What this program hears of an engine is what the plain SDK hears for the same request and seed."""

import asyncio

import pytest

from desktop_app.core.answer import Answer, Request, Sampling
from desktop_app.core.example import Message
from desktop_app.core.request_body import body
from desktop_app.providers import answers
from desktop_app.providers.client import Provider

pytestmark = pytest.mark.engine
TALK = (Message("system", "Say."), Message("user", 'It\'s "red" \u00e9 \u6f22\n->'))
ASKED = [
    Request(0, "tiny", "question 1 ->", Sampling(max_tokens=14)),
    Request(0, "tiny", "question 2 ->", Sampling(1.3, 20, ("zzz", "e"), 0.9, 0.5, -0.4, 7)),
    Request(0, "tiny", "question 3 ->", Sampling(1.0, 6, seed=11, logprobs=3)),
    Request(0, "tiny", "question 4 ->", Sampling(1.0, 8, seed=3), n=3),
    Request(0, "tiny", TALK, Sampling(max_tokens=12)),
    Request(0, "tiny", TALK, Sampling(1.4, 16, seed=5, logprobs=2)),
    Request(0, "tiny", TALK, Sampling(1.4, 16, seed=6, logprobs=0), n=2),
]


async def heard(running, request):
    """Return the answers as this program hears them, and the pieces they came in."""
    provider = Provider("here", "Here", running.async_client())
    items = [item async for item in answers.stream(provider, request)]
    await provider.close()
    whole = sorted((item for item in items if isinstance(item, Answer)), key=lambda one: one.choice)
    pieces = ["".join(i.text for i in items if not isinstance(i, Answer) and i.choice == a.choice) for a in whole]
    return whole, pieces


@pytest.mark.parametrize("request_", ASKED, ids=lambda one: f"{'text' if isinstance(one.question, str) else 'chat'}")
def test_an_answer_is_the_plain_sdks(engine, client, request_):
    chat = not isinstance(request_.question, str)
    create = client.chat.completions.create if chat else client.completions.create
    plain = create(**body(request_))
    whole, pieces = asyncio.run(heard(engine, request_))
    said = [choice.message.content if chat else choice.text for choice in plain.choices]
    assert [answer.text for answer in whole] == pieces == said
    assert [answer.finish.value for answer in whole] == [choice.finish_reason for choice in plain.choices]
    usage = (plain.usage.prompt_tokens, plain.usage.completion_tokens)
    assert (whole[0].prompt_tokens, whole[0].tokens) == usage
    for answer, choice in zip(whole, plain.choices, strict=True):
        assert [one.text for one in answer.drawn] == tokens(choice, chat=chat)
        assert [one.logprob for one in answer.drawn] == pytest.approx(likelihoods(choice, chat=chat), abs=1e-6)


def tokens(choice, *, chat):
    """Return the tokens that the plain SDK was told the likelihoods of."""
    if choice.logprobs is None:
        return []
    return [one.token for one in choice.logprobs.content] if chat else choice.logprobs.tokens


def likelihoods(choice, *, chat):
    """Return their likelihoods."""
    if choice.logprobs is None:
        return []
    return [one.logprob for one in choice.logprobs.content] if chat else choice.logprobs.token_logprobs
