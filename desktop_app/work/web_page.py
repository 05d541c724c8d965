"""Pages that stand by themselves: they load nothing and run nothing, whatever the texts say that stand on them."""

import html
from collections.abc import Iterable

from desktop_app.core.storable import storable

_NOTHING_LOADED = "default-src 'none'; style-src 'unsafe-inline'"
"""What a browser may load for the page."""


def web_page(title: str, style: str, parts: Iterable[str]) -> str:
    """Return a page with `title` as its heading above `parts`, which are HTML already."""
    name = safe(title)
    return (
        f"<!doctype html>\n<html lang=en><head><meta charset=utf-8><title>{name}</title>"
        f'<meta http-equiv=Content-Security-Policy content="{_NOTHING_LOADED}">'
        f"<meta name=viewport content='width=device-width'><style>{style}</style></head>\n<body>\n"
        f"<h1 dir=auto>{name}</h1>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def safe(said: str) -> str:
    """Return a text for a page; zero bytes and halves of letters, which no page can hold, stand as their numbers."""
    return html.escape(storable(said.replace("\0", "\\x00")))
