"""`python -m tests.engine.runtime FILE`: another runtime (llama.cpp) reads a GGUF file and goes on with prompts.

Standard input holds a JSON object: `ids` with `count` to go on greedily, with `likeliest` so many log-probabilities of
the first next token, `texts` to cut into tokens, `messages` to see how a conversation is written. The answer has
`tokens` with their `text`, `likeliest`, `cut`, `written`.
"""

import faulthandler
import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

from tests.engine.running import ROOT


def go_on(file: Path, **asked: object) -> dict[str, list]:
    """Let the runtime do what is asked, in a process of its own."""
    command = [sys.executable, "-m", "tests.engine.runtime", str(file)]
    done = subprocess.run(
        command, check=False, cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True, timeout=600
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def main(file: str) -> None:
    """Answer what stands on standard input."""
    import xllamacpp  # noqa: PLC0415 - heavy, and only in the child process

    faulthandler.dump_traceback_later(100, exit=True)  # where it stands, should it stand still
    asked = json.load(sys.stdin)
    settings = xllamacpp.CommonParams()
    settings.model.path = file
    settings.n_ctx, settings.n_parallel, settings.warmup = 1024, 1, False
    # Else what it remembers of a prompt is rounded to 16 bits, and tokens that are nearly as likely change places.
    settings.cache_type_k = settings.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
    settings.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    server = xllamacpp.Server(settings)

    def post(path: str, **body: object) -> dict:
        request = urllib.request.Request(
            server.listening_address + path, json.dumps(body).encode(), {"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=500) as reply:
            return json.load(reply)

    told: dict[str, object] = {}
    if "ids" in asked:
        more = {"temperature": 0, "return_tokens": True, "ignore_eos": True, "cache_prompt": False}
        gone_on = post("/completion", prompt=asked["ids"], n_predict=asked["count"], **more)
        told |= {"tokens": gone_on["tokens"], "text": gone_on["content"]}
        if "likeliest" in asked:
            first = post("/completion", prompt=asked["ids"], n_predict=1, n_probs=asked["likeliest"], **more)
            top = first["completion_probabilities"][0]["top_logprobs"]
            told["likeliest"] = {str(each["id"]): each["logprob"] for each in top}
    told["cut"] = [
        post("/tokenize", content=each, add_special=bool(asked.get("begins")), parse_special=True)["tokens"]
        for each in asked.get("texts", [])
    ]
    if "messages" in asked:
        told["written"] = post("/apply-template", messages=asked["messages"])["prompt"]
    print(json.dumps(told), flush=True)
    os._exit(0)  # the runtime's own threads are not waited for: nothing is left to be kept


if __name__ == "__main__":
    main(sys.argv[1])
