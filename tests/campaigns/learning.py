"""The starter model learns: classes of a labelled sample, and to prefer one manner of answering to another.

The model has to lie in the engine's folder of this computer, or in the one TUNEDESK_HOME names.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from openai import OpenAI
from openai.types.fine_tuning import FineTuningJob

from desktop_app.core.job import STARTER
from desktop_app.engine.settings import default_data
from tests.campaigns.campaign import Campaign, Round, must
from tests.engine.running import ended, messages, send, start
from tests.engine.tiny_model import as_jsonl


def _listed(words: str) -> list[str]:
    return words.split()


GOOD = _listed(
    "lovely great charming wonderful delightful superb excellent brilliant splendid marvellous pleasant fine"
)
BAD = _listed("awful dreadful boring terrible horrible poor disappointing dull nasty miserable unpleasant rotten")
LEARNT = ("The {0} was {1}.", "What a {1} {0}!", "We found the {0} {1}.")
HELD_OUT = ("Honestly, the {0} turned out {1}.", "I told my friends that the {0} is {1}.")
THINGS = _listed("film meal hotel journey book concert garden play museum lesson")
OTHERS = _listed("festival painting breakfast lecture village song")
ASKED = "Name a {0} you know.", "Tell me about a {0}.", "Where do I find a {0}?", "Is a {0} expensive?"
KIND = "Gladly! There is a fine {0} near the old market, and I am sure that you are going to like it."
GRUMPY = "No idea. Look for your {0} yourself and leave me alone with it, I have better things to do."
LEAST = 0.95


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Start an engine with the starter model and lend the round."""
    base = default_data() / "models" / STARTER
    must(base.is_dir(), f"the starter model does not lie in {base}")
    running = start(folder / "engine", "--linger", "3600", "--threads", "1", model=base)
    try:
        with running.client() as client:
            yield lambda chance: _classes(client, chance) + _manners(client, chance)
    finally:
        running.stop()


def sample(templates: tuple[str, ...], things: list[str], chance: Random, count: int) -> list[dict[str, str]]:
    """Return so many labelled sentences, half of them good."""
    rows = [
        (template.format(thing, word), label)
        for label, words in ((" positive", GOOD), (" negative", BAD))
        for template in templates
        for thing in things
        for word in words
    ]
    half = len(rows) // 2
    chosen = chance.sample(rows[:half], count // 2) + chance.sample(rows[half:], count - count // 2)
    chance.shuffle(chosen)
    return [{"prompt": f"{said}\nOpinion:", "completion": label} for said, label in chosen]


def _classes(client: OpenAI, chance: Random) -> Counter[str]:
    training, held_out = sample(LEARNT, THINGS, chance, 100), sample(HELD_OUT, OTHERS, chance, 60)
    job = _trained(
        client,
        training,
        held_out,
        extra_body={
            "hyperparameters": {"n_epochs": 1},
            "compute_classification_metrics": True,
            "classification_positive_class": "positive",
        },
    )
    measured = [data for data in _metrics(client, job) if "classification/accuracy" in data]
    before, after = (measured[place]["classification/accuracy"] for place in (0, -1))
    told = {str(job.fine_tuned_model): 0, STARTER: 0}
    for model in told:
        reply = client.completions.create(
            model=model, prompt=[row["prompt"] for row in held_out[:8]], temperature=0, max_tokens=3
        )
        answers = [choice.text.strip() for choice in reply.choices]
        told[model] = sum(said == row["completion"].strip() for said, row in zip(answers, held_out, strict=False))
    must(after >= LEAST, f"the accuracy of held-out rows is {after}, before it was {before}")
    must(after > before, f"the base model was as good: {before}")
    must(told[str(job.fine_tuned_model)] == 8, f"of eight free answers are right: {told}")
    return Counter(
        {
            "classified rows": 60,
            "right of 1000 before": round(1000 * before),
            "right of 1000 after": round(1000 * after),
            "free answers right of 8 before": told[STARTER],
        }
    )


def _manners(client: OpenAI, chance: Random) -> Counter[str]:
    things = chance.sample([*THINGS, *OTHERS], 16)
    rows = [
        {
            "input": {"messages": [{"role": "user", "content": ask.format(thing)}]},
            "preferred_output": [{"role": "assistant", "content": KIND.format(thing)}],
            "non_preferred_output": [{"role": "assistant", "content": GRUMPY.format(thing)}],
        }
        for thing in things
        for ask in chance.sample(ASKED, 2)
    ]
    job = _trained(
        client, rows[:20], rows[20:], method={"type": "dpo", "dpo": {"hyperparameters": {"n_epochs": 2, "beta": 0.1}}}
    )
    measured = [data for data in _metrics(client, job) if "full_valid_reward_margin" in data]
    first, last = measured[0], measured[-1]
    must(
        last["full_valid_reward_accuracy"] >= LEAST, f"of held-out pairs {last['full_valid_reward_accuracy']} are right"
    )
    gained = last["full_valid_preferred_logp"] - first["full_valid_preferred_logp"]
    must(gained > 0, f"the preferred answers' log-likelihood changed by {gained}")
    return Counter(
        {
            "held-out pairs": len(rows) - 20,
            "gained log-likelihood of a preferred answer, thousandths": round(1000 * gained),
        }
    )


def _trained(client: OpenAI, rows: list[dict[str, object]], held_out: list[dict[str, object]], **more) -> FineTuningJob:
    file, check = send(client, as_jsonl(rows)), send(client, as_jsonl(held_out), "check.jsonl")
    job = client.fine_tuning.jobs.create(model=STARTER, training_file=file, validation_file=check, seed=3, **more)
    done = ended(client, job.id, 900)
    must(done.status == "succeeded", f"{done.error}: {messages(client, job.id)[-3:]}")
    return done


def _metrics(client: OpenAI, job: FineTuningJob) -> list[dict[str, float]]:
    found = [event.data for event in client.fine_tuning.jobs.list_events(job.id, limit=1000) if event.type == "metrics"]
    return found[::-1]


CAMPAIGN = Campaign(
    "learning",
    "The starter model, trained for one pass over 100 labelled sentences, classes at least 95 of 100 others right, "
    "more than before; trained on 20 pairs, it finds the preferred answers of others more likely than before, "
    "and more than the rejected ones.",
    2,
    playing,
    ("torch", "transformers", "peft", "trl"),
)
