"""One request made into rows: its prompts in tokens, and how each choice is made. Heavy: imports torch."""

from typing import Any

from jinja2 import TemplateError

from desktop_app.engine.decode import Row
from desktop_app.engine.loaded import Loaded
from desktop_app.engine.prompting import prompt_ids, put_before
from desktop_app.engine.sampling import chooser
from desktop_app.engine.speech import Speech
from desktop_app.engine.telling import RefusalError

_NO_TEMPLATE = "This model has no chat template, so it cannot chat. Use completions, or choose another model."
_REFUSED = "The model's chat template refuses these messages: {reason}. Change the order or the roles."
_TOO_LONG = (
    "This model reads at most {context} tokens, and the messages have {length}. Shorten them, so that room "
    "for an answer is left."
)
_UNKNOWN = "This model has the tokens 0 to {last}, and none with the number {token}."
_NOTHING = "The prompt is empty, and this model has no token from which an answer could begin. Write a prompt."


def rows_of(model: Loaded, request: dict[str, Any], adapter: str) -> list[Row]:
    """Return the rows of a request, `n` for each prompt; raises RefusalError."""
    rows = []
    sampling = request["sampling"]
    for token in map(int, sampling["logit_bias"]):
        _must_exist(model, token, "logit_bias")
    for place, ids in enumerate(_prompts(model, request)):
        room = _room(model, len(ids), request)
        echo, unsent = None, 0
        if sampling["echo"]:
            prompt = request["prompts"][place]
            echo = _echo(model, ids, prompt)
            unsent = put_before(model.tokenizer, prompt) if isinstance(prompt, str) else 0
        for choice in range(sampling["n"]):
            index = place * sampling["n"] + choice
            rows.append(
                Row(
                    request["id"],
                    index,
                    ids,
                    adapter,
                    chooser(sampling, index),
                    Speech(model.text, sampling["stop"]),
                    room,
                    sampling["logprobs"],
                    echo,
                    unsent,
                    is_first_choice=choice == 0,
                )
            )
    return rows


def _room(model: Loaded, length: int, request: dict[str, Any]) -> int:
    room, most = model.context - length, request["sampling"]["max_tokens"]
    if room < (0 if most == 0 else 1):
        sentence = _TOO_LONG.format(context=model.context, length=length)
        param = "messages" if "messages" in request else "prompt"
        raise RefusalError(400, sentence, "context_length_exceeded", param)
    return room if most is None else min(room, int(most))


def _prompts(model: Loaded, request: dict[str, Any]) -> list[list[int]]:
    if "prompts" in request:
        return [_prompt(model, prompt) for prompt in request["prompts"]]
    if model.tokenizer.chat_template is None:
        raise RefusalError(400, _NO_TEMPLATE, "unsupported_model", "model")
    try:
        text = model.tokenizer.apply_chat_template(request["messages"], tokenize=False, add_generation_prompt=True)
    except TemplateError as error:
        raise RefusalError(400, _REFUSED.format(reason=error), "invalid_value", "messages") from error
    return [list(model.tokenizer(text, add_special_tokens=False)["input_ids"])]


def _prompt(model: Loaded, prompt: str | list[int]) -> list[int]:
    if isinstance(prompt, str):
        ids = prompt_ids(model.tokenizer, prompt)
        if not ids:
            raise RefusalError(400, _NOTHING, "invalid_value", "prompt")
        return ids
    for token in prompt:
        _must_exist(model, token, "prompt")
    return prompt


def _must_exist(model: Loaded, token: int, param: str) -> None:
    if token >= model.vocabulary:
        sentence = _UNKNOWN.format(last=model.vocabulary - 1, token=token)
        raise RefusalError(400, sentence, "invalid_value", param)


def _echo(model: Loaded, ids: list[int], prompt: str | list[int]) -> list[str]:
    """Return the prompt's text in pieces, one for each token; together they are the prompt as it was sent."""
    speech = Speech(model.text, ())
    pieces = [speech.push(token, len(ids) + 1).text for token in ids]
    if pieces:
        pieces[-1] += speech.end().text
    if isinstance(prompt, str) and "".join(pieces) != prompt:
        # A tokenizer that tidies up cannot give the text back piece by piece; then it belongs to the last token.
        pieces = [""] * (len(ids) - 1) + [prompt]
    return pieces
