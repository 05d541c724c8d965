"""The file that tells Ollama how to run an exported model: where it lies, how it is spoken to, and how it answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop_app.engine.chat_form import ChatForm

_RAW = "{{ .Prompt }}"
"""For models that have learnt to go on with a prompt: nothing is put around it."""
_PARAMETERS = {
    "temperature": "temperature",
    "top_p": "top_p",
    "max_tokens": "num_predict",
    "seed": "seed",
    "frequency_penalty": "frequency_penalty",
    "presence_penalty": "presence_penalty",
}
"""Our settings of an answer, and what Ollama calls them."""


def modelfile(file: str, form: ChatForm | None, *, raw: bool, system: str | None, sampling: Mapping[str, Any]) -> str:
    """Return the Modelfile of the GGUF file `file`; `raw` for a model that goes on with a prompt.

    `system` is what every conversation it learnt from began with, None for nothing.
    """
    lines = [f"FROM ./{file}", ""]
    if raw:
        lines += [f'TEMPLATE """{_RAW}"""', ""]
    elif form is not None:
        lines += [f'TEMPLATE """{form.template()}"""', ""]
    said = system if system is not None else form.usual_system if form is not None else ""
    if said and not raw:
        lines += [f'SYSTEM """{_quoted(said)}"""', ""]
    lines += [f"PARAMETER {called} {sampling[name]}" for name, called in _PARAMETERS.items() if name in sampling]
    ends = () if form is None or raw else (form.ends,)
    lines += [f"PARAMETER stop {_in_quotes(stop)}" for stop in dict.fromkeys((*ends, *_stops(sampling)))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _stops(sampling: Mapping[str, Any]) -> Sequence[str]:
    found = sampling.get("stop") or ()
    return [found] if isinstance(found, str) else [str(each) for each in found]


def _quoted(words: str) -> str:
    """Return words as they can stand between three quotation marks: there is no way to write those themselves."""
    words = words.replace('"""', "'''")
    return f"{words} " if words.endswith('"') else words


def _in_quotes(words: str) -> str:
    return f'"""{_quoted(words)}"""'
