"""Remedies that write prompts and completions anew; rows of other shapes stay as they are."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from desktop_app.core.checks.finding import Change
from desktop_app.core.example import Completion, Example
from desktop_app.core.text import Value


def _lower_prompt(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    return replace(example, prompt=example.prompt.lower()) if isinstance(example, Completion) else example


def _lower_completion(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    return replace(example, completion=example.completion.lower()) if isinstance(example, Completion) else example


def _add_prompt_suffix(example: Example, values: Mapping[str, Value]) -> Example:
    suffix = str(values["suffix"])
    if not isinstance(example, Completion) or example.prompt.endswith(suffix):
        return example
    return replace(example, prompt=example.prompt + suffix)


def _replace_prompt_suffix(example: Example, values: Mapping[str, Value]) -> Example:
    old, suffix = str(values["old"]), str(values["suffix"])
    if not isinstance(example, Completion) or not example.prompt.endswith(old):
        return example
    return replace(example, prompt=example.prompt.removesuffix(old) + suffix)


def _remove_prompt_prefix(example: Example, values: Mapping[str, Value]) -> Example:
    if not isinstance(example, Completion):
        return example
    return replace(example, prompt=_without(example.prompt, str(values["prefix"])))


def _blank_prompt(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    return replace(example, prompt="") if isinstance(example, Completion) else example


def _remove_completion_prefix(example: Example, values: Mapping[str, Value]) -> Example:
    prefix = str(values["prefix"])
    if not isinstance(example, Completion):
        return example
    rest = _without(example.completion, prefix)
    if prefix.startswith(" ") and rest != example.completion:
        rest = " " + rest
    return replace(example, completion=rest)


def _add_completion_ending(example: Example, values: Mapping[str, Value]) -> Example:
    ending = str(values["ending"])
    if not isinstance(example, Completion) or example.completion.endswith(ending):
        return example
    return replace(example, completion=example.completion + ending)


def _replace_completion_ending(example: Example, values: Mapping[str, Value]) -> Example:
    old, ending = str(values["old"]), str(values["ending"])
    if not isinstance(example, Completion) or not example.completion.endswith(old):
        return example
    return replace(example, completion=example.completion.removesuffix(old) + ending)


def _add_leading_space(example: Example, values: Mapping[str, Value]) -> Example:
    del values
    if not isinstance(example, Completion) or example.completion.startswith(" "):
        return example
    return replace(example, completion=" " + example.completion)


def _without(text: str, prefix: str) -> str:
    """Return the text without its beginning, whose letters may have become small since; whole if nothing were left."""
    rest = text[len(prefix) :]
    return rest if rest.strip() and text[: len(prefix)].lower() == prefix.lower() else text


KINDS: Mapping[str, Change] = MappingProxyType(
    {
        "add_completion_ending": _add_completion_ending,
        "add_leading_space": _add_leading_space,
        "add_prompt_suffix": _add_prompt_suffix,
        "blank_prompt": _blank_prompt,
        "lower_completion": _lower_completion,
        "lower_prompt": _lower_prompt,
        "remove_completion_prefix": _remove_completion_prefix,
        "remove_prompt_prefix": _remove_prompt_prefix,
        "replace_completion_ending": _replace_completion_ending,
        "replace_prompt_suffix": _replace_prompt_suffix,
    }
)
