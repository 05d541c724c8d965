"""A tuned starter model goes on in another program, token by token, as it does in the engine.

The starter model has to lie in the engine's folder of this computer, or in the one TUNEDESK_HOME names.
"""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path
from random import Random

from openai import OpenAI

from desktop_app.core.job import STARTER
from desktop_app.engine.settings import default_data
from tests.campaigns.campaign import Campaign, Round, must
from tests.campaigns.learning import ASKED, KIND, OTHERS, THINGS
from tests.engine import workshop
from tests.engine.running import Running, ended, messages, send, start, until
from tests.engine.runtime import go_on
from tests.engine.tiny_model import as_jsonl

TOKENS = 40
"""So many tokens have to be the same after each prompt."""
_PROMPTS = 3
_NEVER = {"0": -100, "2": -100}
"""The starter model's ends of an answer, which neither program may choose here."""
_TEXTS = ["It's 12345 o'clock,  isn't it?\n\n\tNo — naïve 日本語 😀", "<|im_start|>user\nHi<|im_end|>\n", "a b\r\n c "]
_SAME = 1e-4
_PROBABLE = 20
"""The log-probabilities of so many next tokens are compared."""
_NEAR = {"F32": 1e-3, "F16": 0.05, "Q8_0": 1.0}
"""How far they may lie from the engine's by the numbers' format: both programs add up in 32 bits, in another order."""


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Start an engine with the starter model and lend the round."""
    base = default_data() / "models" / STARTER
    must(base.is_dir(), f"the starter model does not lie in {base}")
    running = start(folder / "engine", "--linger", "3600", "--threads", "1", model=base)
    try:
        # A computer that does other work as well takes its time over the first answer.
        with running.client().with_options(timeout=900) as client, workshop.opened() as shop:
            yield lambda chance: _round(running, client, shop, base, folder / f"{chance.getrandbits(32):08x}", chance)
    finally:
        running.stop()


def _round(
    running: Running, client: OpenAI, shop: workshop.Workshop, base: Path, folder: Path, chance: Random
) -> Counter[str]:
    folder.mkdir()
    model, adapter = _trained(running, client, chance)
    files = {precision: _exported(running, model, "gguf", precision, folder) for precision in ("F32", "Q8_0")}
    chats = [
        [{"role": "user", "content": ask.format(thing)}]
        for ask, thing in zip(chance.choices(ASKED, k=_PROMPTS), chance.sample(OTHERS, _PROMPTS), strict=True)
    ]
    written = [shop.ask("written", folder=str(base), messages=chat)["written"] for chat in chats]
    prompts = shop.ask("cut", folder=str(base), texts=[*written, *_TEXTS])["cut"]
    same = 0
    for at, chat in enumerate(chats):
        told = go_on(files["F32"] / "it.gguf", ids=prompts[at], count=TOKENS, messages=chat, texts=_TEXTS)
        must(told["cut"] == prompts[_PROMPTS:], f"texts are cut otherwise: {told['cut']}")
        must(told["written"] == written[at], f"a conversation is written otherwise: {told['written']}")
        mine = shop.ask("greedy", base=str(base), adapter=str(adapter), ids=prompts[at], count=TOKENS)["tokens"]
        must(told["tokens"] == mine, f"after {chat} the tokens are {told['tokens']}, the engine's are {mine}")
        reply = client.completions.create(
            model=model, prompt=prompts[at], temperature=0, max_tokens=TOKENS, logit_bias=_NEVER
        )
        must(reply.choices[0].text == told["text"], f"it says {told['text']}, the engine {reply.choices[0].text}")
        same += len(mine)
    counted = _smaller(shop, base, adapter, {**files, "F16": _exported(running, model, "gguf", "F16", folder)}, prompts)
    merged = _exported(running, model, "merged", "F32", folder)
    apart = shop.ask("exactness", base=str(base), adapter=str(adapter), merged=str(merged), ids=prompts[0])
    must(apart["rounding"] < _SAME < apart["learned"], f"logits differ by {apart}")
    counted["logits: rounding of the merged weights, 1e-7"] = _tiny(apart["rounding"])
    counted["logits: one model in 32 and in 64 bits, 1e-7"] = _tiny(apart["reckoning"])
    counted["logits: what was learned, 1e-7"] = _tiny(apart["learned"])
    return counted + Counter({"equal tokens, F32": same, "prompts": _PROMPTS})


def _smaller(
    shop: workshop.Workshop, base: Path, adapter: Path, files: dict[str, Path], prompts: list[list[int]]
) -> Counter[str]:
    """Return how far each file's log-probabilities lie from the engine's, and how long the smaller ones agree."""
    places = {"base": str(base), "adapter": str(adapter), "ids": prompts[0]}
    mine = shop.ask("greedy", **places, count=TOKENS)["tokens"]
    probable = shop.ask("likeliest", **places, count=2 * _PROBABLE)["likeliest"]
    counted: Counter[str] = Counter()
    for precision, folder in files.items():
        told = go_on(folder / "it.gguf", ids=prompts[0], count=TOKENS, likeliest=_PROBABLE)
        both = probable.keys() & told["likeliest"].keys()
        must(len(both) >= _PROBABLE // 2, f"{precision}: other tokens are the likeliest: {told['likeliest']}")
        far = max(abs(probable[token] - told["likeliest"][token]) for token in both)
        must(far < _NEAR[precision], f"{precision}: log-probabilities lie {far} apart")
        counted[f"log-probabilities: {precision}, 1e-7"] = _tiny(far)
        if precision != "F32":
            pairs = zip(told["tokens"], mine, strict=True)
            counted[f"equal tokens of {TOKENS}, {precision}"] = sum(
                1 for _ in takewhile(lambda two: two[0] == two[1], pairs)
            )
    return counted


def _trained(running: Running, client: OpenAI, chance: Random) -> tuple[str, Path]:
    rows = [
        {
            "messages": [
                {"role": "user", "content": ask.format(thing)},
                {"role": "assistant", "content": KIND.format(thing)},
            ]
        }
        for thing in chance.sample(THINGS, 8)
        for ask in chance.sample(ASKED, 3)
    ]
    file = send(client, as_jsonl(rows))
    job = client.fine_tuning.jobs.create(
        model=STARTER, training_file=file, seed=3, extra_body={"hyperparameters": {"n_epochs": 2}}
    )
    done = ended(client, job.id, 900)
    must(done.status == "succeeded", f"{done.error}: {messages(client, job.id)[-3:]}")
    return str(done.fine_tuned_model), running.data / "jobs" / done.id / "result" / "adapter"


def _exported(running: Running, model: str, form: str, precision: str, folder: Path) -> Path:
    target = folder / f"{form}-{precision}"
    order = {"model": model, "form": form, "precision": precision, "folder": str(target), "name": "it"}
    with running.http() as http:
        name = http.post("/local/exports", json=order).json()["id"]

        def over() -> dict[str, object] | None:
            found = http.get(f"/local/exports/{name}").json()
            return found if found["state"] not in ("waiting", "working") else None

        found = until(over, 600)
    must(found["state"] == "done", json.dumps(found))
    return target


def _tiny(difference: float) -> int:
    return round(difference * 1e7)


CAMPAIGN = Campaign(
    "exporting",
    f"A tuned starter model, written as a GGUF file in 32 bits, goes on in llama.cpp with the same {TOKENS} tokens as "
    "in the engine after each prompt; its texts are cut and its conversations written in the same way; the whole "
    "model loads in plain transformers, and its logits, reckoned in 64 bits, are those of the base with its adapter to "
    "1e-4. How far 32 bits take one and the same model is counted beside it, and what files of 16 and 8 bits say.",
    1,
    playing,
    ("torch", "transformers", "peft", "gguf", "xllamacpp"),
)
