"""Finding out what works at an address: by asking, once, for as little as possible."""

from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

from desktop_app.core.connection import Ability, Tried, Verdict
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.providers import models
from desktop_app.providers.client import Provider, in_words
from desktop_app.providers.endings import ending

_ABSENT = ("provider_not_found", "provider_refuses", "provider_no_such_model")
_REFUSED = ("provider_forbids", "provider_money")
_HELLO = "Say hello."


async def try_out(provider: Provider, model: str | None = None) -> AsyncIterator[Tried]:
    """Yield what each ability said. Nothing is created there; one answer of at most one token may cost a trifle.

    `model` is asked; without one the first that is listed. Problems that concern the whole connection (no network, a
    refused key) are raised.
    """
    known = await models.list_models(provider)
    endings = (ending(found.id, None, found.shutdown_date) for found in known)
    ends = min((each.day for each in endings if each is not None), default=None)
    works = text("tried.works_with", count=len(known))
    until = text("tried.works_until", count=len(known), date=ends) if ends else works
    yield Tried(Ability.MODELS, Verdict.WORKS, until, len(known))
    asked = model or next((found.id for found in known), None)
    for ability, ask in ((Ability.CHAT, _chat), (Ability.COMPLETIONS, _complete)):
        if asked is None:
            yield Tried(ability, Verdict.UNTRIED, text("tried.no_model", provider=provider.title))
        else:
            yield await _tried(provider, ability, partial(ask, provider, asked))
    yield await _tried(provider, Ability.FINE_TUNING, partial(_jobs, provider))
    yield await _tried(provider, Ability.FILES, partial(_files, provider))


async def _tried(provider: Provider, ability: Ability, ask: Callable[[], Awaitable[int]]) -> Tried:
    try:
        count = await ask()
    except Problem as problem:
        if problem.key in _ABSENT:
            missing = text("tried.missing", provider=provider.title)
            return Tried(ability, Verdict.MISSING, missing, details=problem.details)
        if problem.key in _REFUSED:
            refused = text("tried.refused", provider=provider.title)
            return Tried(ability, Verdict.REFUSED, refused, details=problem.details)
        raise
    return Tried(ability, Verdict.WORKS, text("tried.works_with", count=count) if count else text("tried.works"), count)


async def _chat(provider: Provider, model: str) -> int:
    with in_words(provider.title):
        await provider.client.chat.completions.create(
            model=model, messages=[{"role": "user", "content": _HELLO}], max_tokens=1
        )
    return 0


async def _complete(provider: Provider, model: str) -> int:
    with in_words(provider.title):
        await provider.client.completions.create(model=model, prompt=_HELLO, max_tokens=1)
    return 0


async def _jobs(provider: Provider) -> int:
    with in_words(provider.title):
        return len((await provider.client.fine_tuning.jobs.list(limit=1)).data)


async def _files(provider: Provider) -> int:
    with in_words(provider.title):
        return len((await provider.client.files.list(limit=1)).data)
