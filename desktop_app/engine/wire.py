"""The words of the OpenAI wire: errors with four keys, lists, and the checks that read requests."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse

EXTRA_MISSING = (
    "Training and answering on this computer are not set up yet. Everything else works. Install the part of TuneDesk "
    "called 'engine', then try again."
)


_LONGEST_NAME = 200


@dataclass(slots=True)
class WireError(Exception):
    """An answer that says no: HTTP status, sentences for people, code and the parameter meant."""

    status: int
    message: str
    code: str | None = None
    param: str | None = None

    def response(self) -> JSONResponse:
        """Return the HTTP answer with the four keys of an OpenAI error."""
        kind = "server_error" if self.status >= 500 else "invalid_request_error"
        param = None if self.param is None else _sayable(self.param)
        body = {"message": _sayable(self.message), "type": kind, "param": param, "code": self.code}
        return JSONResponse({"error": body}, status_code=self.status)


def shortened(name: str) -> str:
    """Return a name as it is shown in a sentence, where somebody may have sent a whole book as a name."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _sayable(words: str) -> str:
    """Return text that can be sent: half characters, which JSON can name but nobody can write, become marks."""
    return words.encode("utf-8", "replace").decode()


def refused(message: str, param: str | None, code: str | None = "invalid_value") -> WireError:
    """Return the 400 for a parameter whose value cannot be used."""
    return WireError(400, message, code, param)


def not_found(what: str, name: str, code: str, param: str | None = "id") -> WireError:
    """Return the 404 for something that is not here."""
    return WireError(404, f"No such {what}: {shortened(name)}. It may have been deleted.", code, param)


def no_such_model(name: str) -> WireError:
    """Return the 404 for a model that is not on this computer."""
    said = f"The model '{shortened(name)}' is not on this computer. It may have been deleted."
    return WireError(404, said, "model_not_found", "model")


def now() -> int:
    """Return the present time in whole seconds since 1970."""
    return int(time.time())


def new_id(prefix: str) -> str:
    """Return a new identifier such as file-3f0c…, made of letters and digits after its prefix."""
    return prefix + secrets.token_hex(12)


def cursor_page(rows: Sequence[Mapping[str, Any]], after: str | None, limit: int) -> dict[str, Any]:
    """Return one page of `rows` as a list object that the SDK can follow."""
    start = 0
    if after is not None:
        start = next((place + 1 for place, row in enumerate(rows) if row["id"] == after), len(rows))
    page = list(rows[start : start + limit])
    return {
        "object": "list",
        "data": page,
        "has_more": start + limit < len(rows),
        "first_id": page[0]["id"] if page else None,
        "last_id": page[-1]["id"] if page else None,
    }


def read_limit(query: Mapping[str, str], default: int, most: int) -> int:
    """Return the page size asked for; raises WireError where it is not a whole number in bounds."""
    text = query.get("limit", str(default))
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not is_number or not 1 <= int(text) <= most:
        raise refused(f"'limit' must be a whole number from 1 to {most}, not '{shortened(text)}'.", "limit")
    return int(text)
