"""Chat templates of open models: small Jinja programs that turn messages into the text a model reads."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.core.as_read import as_read

if TYPE_CHECKING:
    from jinja2 import Environment, Template
    from jinja2.nodes import Node
    from jinja2.parser import Parser


class TemplateRefusal(ValueError):  # noqa: N818 - it names what the template did
    """The template does not take these messages (roles that do not alternate, a role it does not know …)."""


class ChatTemplate:
    """A compiled template; `of` compiles it. It runs in Jinja's sandbox, without files, network or attributes."""

    def __init__(self, template: "Template", specials: Mapping[str, str]) -> None:
        self._template = template
        self._specials = dict(specials)

    @classmethod
    def of(cls, source: str, specials: Mapping[str, str]) -> "ChatTemplate | None":
        """Return the template of a source text with the model's special tokens by name; None for one that is none."""
        from jinja2 import TemplateError  # noqa: PLC0415 - heavy

        if not source:
            return None
        try:
            return cls(_environment().from_string(source), specials)
        except TemplateError:
            return None

    def render(self, messages: Sequence[Mapping[str, object]], opening: bool, tools: Sequence[object] = ()) -> str:
        """Return the text of a training line's messages and tools, with the opening of the next turn if `opening`.

        Raises TemplateRefusal, also for calls of tools that cannot be read.
        """
        from jinja2 import TemplateError  # noqa: PLC0415 - heavy

        try:
            return self._template.render(
                messages=[as_read(message) for message in messages],
                tools=list(tools) or None,
                documents=None,
                add_generation_prompt=opening,
                **self._specials,
            )
        except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError) as error:
            raise TemplateRefusal(str(error)) from error


def _environment() -> "Environment":
    """Return what templates of the Hugging Face kind expect: their white space, filters, functions and tags."""
    from jinja2 import TemplateError, ext, nodes, sandbox  # noqa: PLC0415 - heavy

    class Generation(ext.Extension):
        """Lets a template mark the model's own words; here the mark changes nothing."""

        tags = {"generation"}  # noqa: RUF012 - as the library declares it

        def parse(self, parser: "Parser") -> "Node":
            line = next(parser.stream).lineno
            return nodes.Scope(parser.parse_statements(("name:endgeneration",), drop_needle=True), lineno=line)

    def refuse(message: str) -> None:
        raise TemplateError(message)

    environment = sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, ext.loopcontrols]
    )
    environment.filters["tojson"] = _to_json
    environment.globals |= {"raise_exception": refuse, "strftime_now": _now}
    return environment


def _to_json(
    value: object,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def _now(pattern: str) -> str:
    return datetime.now().astimezone().strftime(pattern)
