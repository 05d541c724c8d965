"""The code that asks exactly one request, for people who go on outside this program; the key is never in it.

Every text is written with codes for what is no plain letter, so that neither a quote nor a line break nor a letter that
changes the direction of writing in a prompt can end a string or hide what the code does.
"""

import json
from enum import StrEnum
from typing import Any

from desktop_app.core.answer import Request
from desktop_app.core.request_body import CHAT, body, route


class Language(StrEnum):
    """What the code is written in."""

    CURL = "curl"
    PYTHON = "Python"
    JAVASCRIPT = "JavaScript"


def code(language: Language, request: Request, address: str, variable: str) -> str:
    """Return a small program that asks `request` at `address` and prints the answer.

    The key is read from the environment variable `variable`, as providers' own examples do.
    """
    writers = {Language.CURL: _curl, Language.PYTHON: _python, Language.JAVASCRIPT: _javascript}
    return writers[language](request, address.rstrip("/"), variable)


def _curl(request: Request, address: str, variable: str) -> str:
    data = json.dumps(body(request), indent=2)
    # Within single quotes a POSIX shell leaves everything alone but the single quote itself.
    quoted = data.replace("'", "\\u0027")
    return "\n".join(
        (
            f"curl {_shell(f'{address}/{route(request)}')} \\",
            f'  -H "Authorization: Bearer ${variable}" \\',
            "  -H 'Content-Type: application/json' \\",
            f"  -d '{quoted}'",
        )
    )


def _python(request: Request, address: str, variable: str) -> str:
    chat = route(request) == CHAT
    call = "client.chat.completions.create" if chat else "client.completions.create"
    said = "choice.message.content" if chat else "choice.text"
    given = "\n".join(f"    {name}={_literal(value, 1)}," for name, value in body(request).items())
    return "\n".join(
        (
            "import os",
            "",
            "from openai import OpenAI",
            "",
            f"client = OpenAI(base_url={json.dumps(address)}, api_key=os.environ[{json.dumps(variable)}])",
            f"reply = {call}(",
            given,
            ")",
            "for choice in reply.choices:",
            f"    print({said})",
        )
    )


def _javascript(request: Request, address: str, variable: str) -> str:
    chat = route(request) == CHAT
    call = "client.chat.completions.create" if chat else "client.completions.create"
    said = "choice.message.content" if chat else "choice.text"
    return "\n".join(
        (
            'import OpenAI from "openai";',
            "",
            f"const client = new OpenAI({{ baseURL: {json.dumps(address)}, apiKey: process.env.{variable} }});",
            f"const reply = await {call}({json.dumps(body(request), indent=2)});",
            "for (const choice of reply.choices) {",
            f"  console.log({said});",
            "}",
        )
    )


def _shell(words: str) -> str:
    return "'" + words.replace("'", "'\\''") + "'"


def _literal(value: Any, depth: int) -> str:  # noqa: ANN401 - JSON
    """Return a JSON value as Python writes it; only true, false and null differ."""
    inner, end = "    " * (depth + 1), "    " * depth
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(str(key))}: {_literal(held, depth + 1)}," for key, held in value.items()]
        return "\n".join(["{", *lines, end + "}"]) if lines else "{}"
    if isinstance(value, list):
        lines = [f"{inner}{_literal(held, depth + 1)}," for held in value]
        return "\n".join(["[", *lines, end + "]"]) if lines else "[]"
    return repr(value) if value is None or isinstance(value, bool) else json.dumps(value)
