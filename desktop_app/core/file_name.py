"""Names that every system takes for a file."""

import re

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_MOST_BYTES = 120
"""Systems take 255; endings, numbers and the marks of a copy still have to fit behind the name."""


def file_name(wanted: str) -> str:
    """Return the name without what some system forbids (`a:b?` on Windows), shortened; "" if nothing is left of it."""
    whole = wanted.encode("utf-8", "ignore").decode("utf-8")
    name = " ".join(_FORBIDDEN.sub(" ", whole).split()).strip(" .")
    name = f"_{name}" if _RESERVED.fullmatch(name) else name
    return name.encode("utf-8")[:_MOST_BYTES].decode("utf-8", "ignore").strip(" .")
