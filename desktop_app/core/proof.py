"""Proving that one knows the engine's token without sending it."""

import hmac


def proof(token: str, nonce: str) -> str:
    """Return what only somebody who knows the token can make of a number that is used once."""
    return hmac.new(token.encode(), b"tunedesk engine " + nonce.encode(), "sha256").hexdigest()
