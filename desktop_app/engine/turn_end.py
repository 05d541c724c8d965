"""The token with which a model's own chat template closes an answer."""

from jinja2 import TemplateError

from desktop_app.engine.untyped import Tokenizer

_MARK = "\u2603"
"""A snowman: no template writes one by itself."""


def turn_end(tokenizer: Tokenizer) -> int | None:
    """Return the token that closes an assistant's turn, where it is one that was added to the vocabulary; else None.

    Many base models come with a template that closes turns with `<|im_end|>` while they call `<|endoftext|>` their
    end. Taught with such turns they write the first and never the second, and would go on with the talk by themselves.
    """
    turns = [{"role": "user", "content": _MARK}, {"role": "assistant", "content": _MARK}]
    if tokenizer.chat_template is None:
        return None
    try:
        said = str(tokenizer.apply_chat_template(turns, tokenize=False))
    except (TemplateError, TypeError, ValueError, LookupError, ArithmeticError):
        return None  # a template that takes no such talk ends none
    _, found, after = said.rpartition(_MARK)
    first = list(tokenizer(after, add_special_tokens=False)["input_ids"])[:1] if found else []
    # Some vocabularies have white space among what was added; that ends a line and no answer.
    added = {number: str(token) for number, token in tokenizer.added_tokens_decoder.items() if str(token).strip()}
    return next((int(token) for token in first if token in added), None)
