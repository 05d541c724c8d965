"""`python -m desktop_app.engine.pull VERB NAME DATA`: bring one base model, telling progress in JSON lines.

The first line of standard input holds the options as JSON, a hub token among them: it is in nobody's argument list.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from desktop_app.engine import bringing
from desktop_app.engine.disk import unwritten
from desktop_app.engine.lifeline import follow_parent
from desktop_app.engine.model_folder import ModelRefusedError
from desktop_app.engine.starter import PullError


def main(arguments: list[str]) -> int:
    """Do what is asked (get, look or gguf) with the data folder named last; 0 when it is done."""
    verb, name, data = arguments
    options = _options()
    follow_parent()
    models = Path(data) / "models"
    try:
        if verb == "look":
            bringing.tell(state="seen", **bringing.look(name, options))
            return 0
        if verb == "gguf":
            bringing.convert_gguf(Path(name), models)
        else:
            bringing.bring(name, models, options)
    except (PullError, ModelRefusedError) as error:
        code = error.code if isinstance(error, PullError) else "refused"
        bringing.tell(state="failed", message=str(error), code=code)
        return 1
    except OSError as error:
        bringing.tell(state="failed", **unwritten(error))
        return 1
    bringing.tell(state="ready", progress=1.0)
    return 0


def _options() -> dict[str, Any]:
    # Byte by byte: what follows the first line is nobody's yet, and its end tells that the parent is gone.
    line = b""
    while not line.endswith(b"\n"):
        piece = os.read(0, 1)
        if not piece:
            break
        line += piece
    found = json.loads(line or b"{}")
    return found if isinstance(found, dict) else {}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
