"""The user's token for the hub of open models: kept as the keys of providers are, and bound to the hub's address."""

import os

from desktop_app.core.secret import Held, Secret
from desktop_app.settings.secrets import Secrets

HUB = "https://huggingface.co"
_ENTRY = "hub"
_VARIABLE = "HF_TOKEN"


def address() -> str:
    """Return the address of the hub: the usual one, unless the user has set another as all its programs know it."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or HUB


async def held(secrets: Secrets) -> Held:
    """Return what is known about the token: in this session, in the password store, in the user's own variable."""
    return await secrets.find(_ENTRY, address(), _VARIABLE)


async def keep(secrets: Secrets, token: Secret, *, session_only: bool = False) -> Held:
    """Keep the token; raise Problem where it cannot be one, or the password store does not answer."""
    return await secrets.keep(_ENTRY, address(), token, session_only=session_only)


async def forget(secrets: Secrets) -> Held:
    """Take the token out of the session and the password store, and return what is left."""
    await secrets.forget(_ENTRY, address())
    return await held(secrets)
