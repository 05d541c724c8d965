"""What makes the start of a worker cheap, and changes nothing of what it has loaded."""

import json
import subprocess
import sys

import pytest

from tests.engine.running import ROOT

PROGRAM = """
import gc, json, sys
from desktop_app.engine.heavy import loading
opened = []
sys.addaudithook(lambda event, values: opened.append(str(values[0])) if event == "open" else None)
with loading():
    within = gc.isenabled()
    from transformers import models
from transformers.utils.import_utils import is_scipy_available
read = [path.partition("/models/")[2] for path in opened if "/transformers/models/" in path and path.endswith(".py")]
llama = {name for name in dir(models) if name.startswith("Llama")}
frozen = gc.get_freeze_count()
circle = [None] * 1000
with loading():
    again = gc.isenabled()
told = {"within": within, "after": gc.isenabled(), "again": again, "frozen": frozen, "still": gc.get_freeze_count()}
told |= {"read": len(read), "different": len(set(read)), "llama": sorted(llama), "scipy": is_scipy_available()}
print(json.dumps(told))
"""


@pytest.mark.engine
def test_what_stays_is_looked_through_once_and_read_once():
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout)
    assert [told[name] for name in ("within", "after", "again")] == [False, True, True]
    assert told["frozen"] == told["still"] > 10_000
    assert told["read"] == told["different"] > 1000
    assert {"LlamaConfig", "LlamaForCausalLM"} <= set(told["llama"])
    assert not told["scipy"]
