"""`python -m desktop_app.engine.export`: write one tuned model into a folder of its own, progress told in JSON lines.

The first line of standard input is the order.
"""

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable

from jinja2 import TemplateError

from desktop_app.engine.beside import BESIDE, copy_beside
from desktop_app.engine.chat_form import ChatForm, chat_form
from desktop_app.engine.chat_template import render
from desktop_app.engine.disk import FULL, read_json, settle, write_json, write_text
from desktop_app.engine.export_order import ADAPTER_FORM, MERGED, Order
from desktop_app.engine.folder import ADAPTER
from desktop_app.engine.gguf_family import family_of
from desktop_app.engine.gguf_vocabulary import Vocabulary, vocabulary_of
from desktop_app.engine.lifeline import follow_parent, step_back
from desktop_app.engine.merged_folder import write_merged
from desktop_app.engine.merged_weights import MergedWeights
from desktop_app.engine.ollama import modelfile
from desktop_app.engine.weights import ExportRefusedError, stored, total

_FULL = "The disk is full. Nothing of the export was kept. Make some room and try again."
_THERE = "There is something called {name} already. Choose another name."
_NOT_WRITTEN = "The export could not be written: {why}. Nothing of it was kept."
_LARGE = "This disk takes no file that large: those that are made for cameras end at 4 GB. Choose another disk."
Step = Callable[[int], None]


def main() -> int:
    """Do the order that comes; 0 when it is done."""
    order = Order.of(_line())
    follow_parent()
    step_back(5)
    try:
        _tell(state="working", progress=0.0)
        make(order, lambda progress: _tell(state="working", progress=progress))
    except ExportRefusedError as refusal:
        _tell(state="failed", message=str(refusal), code=refusal.code)
        return 1
    except FileExistsError:
        _tell(state="failed", message=_THERE.format(name=order.target.name), code="export_exists")
        return 1
    except OSError as error:
        _tell(state="failed", **_why(error))
        return 1
    _tell(state="done", progress=1.0)
    return 0


def make(order: Order, progress: Callable[[float], None]) -> None:
    """Write the model into the folder that grows, then give that its name; raises OSError, ExportRefusedError."""
    order.part.mkdir()
    step = _counting(order, progress)
    if order.form == ADAPTER_FORM:
        _adapter(order)
    elif order.form == MERGED:
        write_merged(MergedWeights(order.base, order.adapter), order.base, order.part, order.precision, step)
    else:
        _gguf(order, MergedWeights(order.base, order.adapter), step)
    for name, words in order.texts.items():
        write_text(order.part / name, words)
    settle(path for path in order.part.rglob("*") if path.is_file())
    if order.target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(order.target))
    order.part.rename(order.target)


def _gguf(order: Order, weights: MergedWeights, step: Step) -> None:
    from desktop_app.engine.gguf_writing import About, GgufFile  # noqa: PLC0415 - slow to import

    family = family_of(order.base)
    tied = bool((read_json(order.base / "config.json") or {}).get("tie_word_embeddings"))
    file = GgufFile(weights, family, order.precision, tied=tied)
    vocabulary = vocabulary_of(order.base, family.vocabulary)
    folder = order.part / "tunedesk" / order.name if order.form == "lmstudio" else order.part
    folder.mkdir(parents=True, exist_ok=True)
    # A chat template writes all that a conversation begins with; a bare prompt was learnt after bos.
    about = About(order.title or order.name, order.licence, order.base_id, begins=order.raw)
    file.write(folder / f"{order.name}.gguf", vocabulary, about, step)
    copy_beside(order.base, order.part, ())
    if order.form == "ollama":
        form = _form(vocabulary)
        told = modelfile(f"{order.name}.gguf", form, raw=order.raw, system=order.system, sampling=order.sampling)
        write_text(order.part / "Modelfile", told)


def _form(vocabulary: Vocabulary) -> ChatForm | None:
    template = vocabulary.template
    if template is None:
        return None
    special = {name: vocabulary.tokens[number] for name, number in vocabulary.special.items()}
    try:
        return chat_form(lambda messages: render(template, special, messages))
    except (TemplateError, ValueError):  # it does not take a system message, or wants something it was not given
        return None


def _adapter(order: Order) -> None:
    for name in ADAPTER:
        shutil.copyfile(order.adapter / name, order.part / name)
    made = read_json(order.part / ADAPTER[0]) or {}
    # Where the base model lies on this computer is of no use to another one, and is nobody's business there.
    write_json(order.part / ADAPTER[0], {**made, "base_model_name_or_path": order.base_id})
    copy_beside(order.base, order.part, BESIDE)


def _counting(order: Order, progress: Callable[[float], None]) -> Step:
    """Return what counts the numbers that were written, and tells each further per cent."""
    whole = max(1, total(stored(order.base)))
    done, said = 0, 0

    def step(count: int) -> None:
        nonlocal done, said
        done += count
        if done * 100 // whole > said:
            said = done * 100 // whole
            progress(round(0.98 * done / whole, 4))

    return step


def _why(error: OSError) -> dict[str, str]:
    if error.errno in FULL:
        return {"message": _FULL, "code": "no_room"}
    if error.errno == errno.EFBIG:
        return {"message": _LARGE, "code": "too_large"}
    return {"message": _NOT_WRITTEN.format(why=error.strerror or error), "code": "not_written"}


def _line() -> bytes:
    # Byte by byte: what follows the first line is nobody's yet, and its end tells that the parent is gone.
    line = b""
    while not line.endswith(b"\n") and (piece := os.read(0, 1)):
        line += piece
    return line


def _tell(**news: object) -> None:
    print(json.dumps(news), flush=True)  # noqa: T201 - the protocol between the two processes


if __name__ == "__main__":
    sys.exit(main())
