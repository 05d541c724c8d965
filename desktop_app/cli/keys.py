"""Taking a provider's key on a server: from the variable its owner set, or from the terminal; it is never written."""

import getpass
import sys
from collections.abc import Mapping
from typing import TextIO

from desktop_app.core.secret import Secret
from desktop_app.core.sentences import english
from desktop_app.core.text import text


def key_for(title: str, variable: str, environment: Mapping[str, str], pipe: TextIO | None = None) -> Secret:
    """Return the key in `variable`, else what is typed unseen in a terminal, else the first line of the pipe."""
    found = Secret(environment.get(variable, "")) if variable else Secret("")
    if found:
        return found
    source = sys.stdin if pipe is None else pipe
    if source.isatty():
        return Secret(getpass.getpass(english(text("key.ask", provider=title)) + " "))
    return Secret(source.readline())
