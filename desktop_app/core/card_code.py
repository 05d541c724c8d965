"""How an exported model is put to use, and the code that asks it: what stands first in its card."""

from collections.abc import Iterator
from dataclasses import replace
from json import dumps

from desktop_app.core.answer import Question, Request
from desktop_app.core.code_view import Language, code
from desktop_app.core.example import Message
from desktop_app.core.markdown import block, plain
from desktop_app.core.model_export import Form, Outlook, Wish
from desktop_app.core.sentences import english
from desktop_app.core.text import text

KEY = "LOCAL_KEY"
"""The variable the code takes a key from: servers of one's own want none, the protocol does."""
_ADDRESSES = {
    Form.GGUF: "http://127.0.0.1:8080/v1",
    Form.OLLAMA: "http://127.0.0.1:11434/v1",
    Form.LM_STUDIO: "http://127.0.0.1:1234/v1",
}
"""Where llama.cpp's server, Ollama and LM Studio listen unless they are told otherwise."""
_TONGUES = {Language.CURL: "sh", Language.PYTHON: "python", Language.JAVASCRIPT: "javascript"}
_LONG = 200
"""Letters of a question that shows how one asks."""


def calling(wish: Wish, outlook: Outlook, question: Question) -> Iterator[str]:
    """Yield what lies in the folder, how a program is given it, and code that asks it."""
    name = wish.name
    said = {
        Form.ADAPTER: text("card.use_adapter", base=plain(outlook.base)),
        Form.MERGED: text("card.use_merged"),
        Form.GGUF: text("card.use_gguf", name=name),
        Form.OLLAMA: text("card.use_ollama"),
        Form.LM_STUDIO: text("card.use_lmstudio"),
    }[wish.form]
    yield english(said)
    asked = _example(question, outlook)
    if wish.form not in _ADDRESSES:
        yield block("python", _python(wish, outlook, asked))
        return
    command = {
        Form.GGUF: f"llama-server -m {name}.gguf --port 8080",
        Form.OLLAMA: f"ollama create {name} -f Modelfile\nollama run {name}",
        Form.LM_STUDIO: f"lms import tunedesk/{name}/{name}.gguf",
    }[wish.form]
    yield block("sh", command)
    yield english(text("card.no_key", variable=KEY))
    request = Request(0, name, asked, wish.sampling)
    for language, tongue in _TONGUES.items():
        yield block(tongue, code(language, request, _ADDRESSES[wish.form], KEY))


def _python(wish: Wish, outlook: Outlook, asked: Question) -> str:
    """Return a program for Hugging Face's libraries; every text in it is written with codes for odd letters."""
    adapter = wish.form is Form.ADAPTER
    sampling = wish.sampling
    how = f"do_sample=True, temperature={sampling.temperature}, top_p={sampling.top_p}"
    base = dumps(outlook.base if adapter else ".")
    lines = ["from transformers import AutoModelForCausalLM, AutoTokenizer"]
    lines += ["from peft import PeftModel"] if adapter else []
    lines += [
        "",
        'folder = "."  # this folder',
        f"model = AutoModelForCausalLM.from_pretrained({base if adapter else 'folder'})",
        *(["model = PeftModel.from_pretrained(model, folder)"] if adapter else []),
        "tokenizer = AutoTokenizer.from_pretrained(folder)",
    ]
    if isinstance(asked, str):
        lines += [
            f"prompt = (tokenizer.bos_token or '') + {dumps(asked)}",
            "ids = tokenizer(prompt, add_special_tokens=False, return_tensors='pt')",
        ]
    else:
        messages = [{"role": each.role, "content": each.content} for each in asked]
        lines += [
            f"messages = {dumps(messages)}",
            "ids = tokenizer.apply_chat_template(",
            "    messages, add_generation_prompt=True, return_tensors='pt', return_dict=True",
            ")",
        ]
    drawn = how if sampling.temperature > 0 else "do_sample=False"
    lines += [
        f"reply = model.generate(**ids, max_new_tokens={sampling.max_tokens}, {drawn})",
        "print(tokenizer.decode(reply[0, ids['input_ids'].shape[1]:], skip_special_tokens=True))",
    ]
    return "\n".join(lines)


def _example(question: Question, outlook: Outlook) -> Question:
    """Return a question as an example of one, in the way the model is asked: what is long is cut."""
    if isinstance(question, str):
        words = question if len(question) <= _LONG else f"{question[:_LONG]}…"
        return words if outlook.raw else (Message("user", words or "Hello!"),)
    cut = tuple(replace(m, content=f"{m.content[:_LONG]}…") if len(m.content) > _LONG else m for m in question)
    kept = tuple(short if old.role != "system" else old for old, short in zip(question, cut, strict=True))
    return " ".join(m.content for m in kept if m.role == "user") if outlook.raw else kept
