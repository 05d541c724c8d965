"""A model's own chat template, rendered as Hugging Face's libraries render it; without loading those."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment


def render(template: str, special: Mapping[str, str], messages: Sequence[Mapping[str, str]]) -> str:
    """Return messages as the model reads them, with the opening of its answer; raises TemplateError.

    `special` gives the words of bos, eos, pad and unk. A template can do nothing but make text.
    """
    room = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    room.filters["tojson"] = _as_json
    room.globals["raise_exception"] = _refuse
    room.globals["strftime_now"] = lambda form: datetime.now().astimezone().strftime(form)
    words = {f"{name}_token": word for name, word in special.items()}
    return room.from_string(template).render(messages=list(messages), add_generation_prompt=True, **words)


def _as_json(value: Any, indent: int | None = None, **_: object) -> str:  # noqa: ANN401 - a template's own value
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _refuse(why: str) -> NoReturn:
    raise TemplateError(why)
