"""Who turns texts into vectors: the models of this computer and those of the user's providers, and what it costs."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.core.meaning import MINI_LM, Embedder
from desktop_app.core.problem import Problem
from desktop_app.providers import models
from desktop_app.providers.endings import Ending, ending
from desktop_app.providers.local import EMBEDDING, BaseModel
from desktop_app.work.bookkeeping import price_of
from desktop_app.work.sites import Site, Sites

_SOUNDS_LIKE_ONE = "embed"
_BYTES_A_TOKEN = 4
"""So many bytes of UTF-8 make a token: right for English, and not far off elsewhere."""
_A_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Offer:
    """A model for embeddings that can be asked.

    `base` is one of this computer as the engine knows it, which may have to be fetched first. A `rough` one was made
    for answers: its vectors tell less. `host` is where texts go, "" for nowhere outside this computer; `ending` is when
    the model is switched off, where anybody knows.
    """

    embedder: Embedder
    title: str
    host: str = ""
    base: BaseModel | None = None
    rough: bool = False
    ending: Ending | None = None

    @property
    def ready(self) -> bool:
        """Tell whether it can be asked now."""
        return self.base is None or self.base.ready


@dataclass(frozen=True, slots=True)
class Outlay:
    """What reading some texts takes: tokens, about, and dollars: 0 on this computer, None where no price is known.

    `priced` is the day of the price; `host` is the place outside this computer that the texts go to, "" for none.
    """

    texts: int
    tokens: int
    dollars: float | None
    priced: date | None
    host: str


async def embedders(sites: Sites) -> tuple[Offer, ...]:
    """Return the models for embeddings, this computer's first; raise Problem where its engine cannot be asked.

    A provider that cannot be asked is offered with what is known of it anyway.
    """
    here = sites.here
    bases = await sites.engine.base_models(None)
    made_for_it = [each for each in bases if each.kind == EMBEDDING and (each.ready or each.listed)]
    made_for_it.sort(key=lambda each: (not each.ready, each.id != MINI_LM))
    offers = [Offer(Embedder(here.id, each.id), each.title, base=each) for each in made_for_it]
    others = [each for each in bases if each.kind != EMBEDDING and each.ready]
    offers += [Offer(Embedder(here.id, each.id), each.title, base=each, rough=True) for each in others]
    there = await asyncio.gather(*(_there(sites, site) for site in sites.all if not site.here))
    return (*offers, *(offer for some in there for offer in some))


def weigh(sites: Sites, embedder: Embedder, texts: Sequence[str]) -> Outlay:
    """Return what reading these texts takes."""
    return weigh_bytes(sites, embedder, len(texts), sum(len(said.encode("utf-8", "surrogatepass")) for said in texts))


def weigh_bytes(sites: Sites, embedder: Embedder, texts: int, size: int) -> Outlay:
    """Return what reading so many texts takes, which have so many bytes in all."""
    tokens = max(texts, -(-size // _BYTES_A_TOKEN))
    site, books = sites.site(embedder.site), sites.books(embedder.site)
    if site is None:
        return Outlay(texts, tokens, None, None, "")
    host = "" if site.here else site.host
    if site.here or (books is not None and not books.counts):
        return Outlay(texts, tokens, 0.0, None, host)
    price = price_of(site.profile, embedder.model)
    if price is None or price.input is None:
        return Outlay(texts, tokens, None, None, host)
    return Outlay(texts, tokens, tokens * price.input / _A_MILLION, price.as_of, host)


async def _there(sites: Sites, site: Site) -> list[Offer]:
    known = site.profile.embedders if site.profile is not None else ()
    if known:
        return [_offer(site, each.id, each.title, None) for each in known]
    try:
        listed = await models.list_models(await sites.provider(site.id))
    except Problem:
        return []
    found = [model for model in listed if _SOUNDS_LIKE_ONE in model.id.lower()]
    return [_offer(site, model.id, model.id, model.shutdown_date) for model in found]


def _offer(site: Site, model: str, title: str, listed: str | None) -> Offer:
    end = ending(model, site.profile, listed)
    return Offer(Embedder(site.id, model), f"{title} ({site.title})", site.host, ending=end)
