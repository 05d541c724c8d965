"""What is known of the place an answer comes from: where its requests go, and what an answer costs there."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Voice
from desktop_app.core.job import HERE
from desktop_app.gui.widgets.amounts import number
from desktop_app.work.bookkeeping import dollars_of, price_of
from desktop_app.work.sites import Sites

_ENGINE, _KEY = "http://127.0.0.1:8080/v1", "TUNEDESK_ENGINE_TOKEN"
"""Where `tunedesk engine --port 8080` listens, and the variable it takes its token from."""
_OTHER_KEY = "OPENAI_API_KEY"
_LEAST = 0.0001


def address(sites: Sites, site_id: str) -> tuple[str, str]:
    """Return where a request to a place goes and which variable holds the key there."""
    if site_id == HERE:
        return _ENGINE, _KEY
    connection = sites.reach.connections.get(site_id)
    site = sites.site(site_id)
    variable = site.profile.key_variable if site is not None and site.profile is not None else ""
    return connection.address if connection is not None else "", variable or _OTHER_KEY


def price(sites: Sites, voice: Voice, answer: Answer) -> str:
    """Return what an answer cost, in words; "" on this computer and where nobody knows."""
    cost = dollars(sites, voice, answer)
    return money(cost) if cost is not None else ""


def dollars(sites: Sites, voice: Voice, answer: Answer) -> float | None:
    """Return what an answer cost in dollars; None on this computer and where nobody knows."""
    site = sites.site(voice.site)
    if site is None or site.here:
        return None
    return dollars_of(price_of(site.profile, voice.model), answer.prompt_tokens, answer.tokens)


def money(cost: float) -> str:
    """Return dollars in words, however few they are."""
    return QCoreApplication.translate("Answer", "${0}").format(number(max(cost, _LEAST), 4))
