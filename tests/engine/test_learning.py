"""What is learnt, and what is measured of it, against computations that know nothing of our code."""

import hashlib
import json
import shutil
import sys

import pytest

from tests.engine.tiny_model import as_jsonl, colour_rows, pair_rows
from tests.engine.workshop import make_job, metrics

pytestmark = [pytest.mark.engine, pytest.mark.timeout(200)]
FAST = {"n_epochs": 3, "learning_rate": 0.01}


def curve(folder):
    return [(m["step"], m.get("train_loss"), m.get("full_valid_loss")) for m in metrics(folder)]


def adapter(folder):
    return hashlib.sha256((folder / "result" / "adapter" / "adapter_model.safetensors").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def chats(tmp_path_factory, tiny, shop):
    """A finished training on chats."""
    place = tmp_path_factory.mktemp("chats") / "ftjob-chats"
    job = make_job(place, tiny, as_jsonl(colour_rows(24)), as_jsonl(colour_rows(12)), settings=FAST)
    assert shop.train(job)["status"] == "succeeded"
    return job


def test_the_validation_loss_is_that_of_an_independent_computation(shop, chats):
    last = metrics(chats)[-1]
    assert last["full_valid_loss"] == pytest.approx(shop.ask("answer_loss", folder=str(chats))["loss"], abs=1e-4)
    assert last["full_valid_loss"] < 0.3 * metrics(chats)[0]["full_valid_loss"]
    assert 0 <= last["full_valid_sequence_accuracy"] <= last["full_valid_mean_token_accuracy"]


def test_the_same_seed_gives_the_same_numbers_and_another_does_not(tmp_path, tiny, shop, chats):
    given = (tiny, as_jsonl(colour_rows(24)), as_jsonl(colour_rows(12)))
    again = make_job(tmp_path / "ftjob-again", *given, settings=FAST)
    other = make_job(tmp_path / "ftjob-other", *given, settings=FAST, seed=6)
    for job in (again, other):
        shop.train(job)
    assert (curve(again), adapter(again)) == (curve(chats), adapter(chats))
    assert curve(other)[1:] != curve(chats)[1:]


def test_a_half_written_checkpoint_is_never_used(tmp_path, shop, chats):
    """The last checkpoint is there but for its mark, and half of it is nonsense, as after a power cut."""
    place = tmp_path / "ftjob-torn"
    shutil.copytree(chats, place)
    shutil.rmtree(place / "result")
    kept = sorted((place / "checkpoints").glob("checkpoint-*"), key=lambda path: int(path.name.split("-")[1]))
    (kept[-1] / "COMPLETE").unlink()
    (kept[-1] / "adapter_model.safetensors").write_bytes(b"half")
    for earlier in kept[:-1]:  # what a training that is done lets go of, a killed one has still
        for name in ("optimizer.pt", "scheduler.pt", "rng_state.pth"):
            assert not (earlier / name).exists()
    assert shop.train(place)["status"] == "succeeded"
    assert curve(place) == curve(chats)
    assert adapter(place) == adapter(chats)


def test_what_has_no_weight_is_not_learnt(tmp_path, tiny, shop):
    """Only the texts of turns without weight differ: after the learnt one nothing may change at all."""

    def job(name, before, after):
        rows = colour_rows(12)
        for row in rows:
            ask = {"role": "user", "content": "Say hello"}
            first = {"role": "assistant", "content": before, "weight": 0}
            last = {"role": "assistant", "content": after, "weight": 0}
            row["messages"] = [ask, first, *row["messages"], ask, last]
        place = make_job(tmp_path / name, tiny, as_jsonl(rows), settings={"n_epochs": 1})
        assert shop.train(place)["status"] == "succeeded"
        return curve(place), json.loads((place / "tokens" / "report.json").read_text())["training"]

    plain, report = job("plain", "hello", "hello")
    assert job("after", "hello", "Arr matey the answer be plain") == (plain, report)
    changed, other = job("before", "hello my friend how are you", "hello")
    assert changed != plain  # it is read, as what was said before
    assert other["tokens"] > report["tokens"]
    assert other["learnt_tokens"] == report["learnt_tokens"]


@pytest.fixture(scope="module")
def paired(tmp_path_factory, tiny, shop):
    """A finished training on pairs."""
    place = tmp_path_factory.mktemp("pairs") / "ftjob-pairs"
    settings = {"n_epochs": 2, "beta": 0.2, "learning_rate": 0.002}
    job = make_job(place, tiny, as_jsonl(pair_rows(24)), as_jsonl(pair_rows(10, seed=2)), settings=settings)
    assert shop.train(job)["status"] == "succeeded"
    return job


def test_pairs_make_the_preferred_answers_of_others_more_likely(shop, paired):
    first, last = metrics(paired)[0], metrics(paired)[-1]
    assert first["full_valid_loss"] == pytest.approx(0.693147, abs=1e-6)
    assert first["full_valid_reward_margin"] == 0
    assert last["full_valid_reward_accuracy"] == 1
    assert last["full_valid_reward_margin"] > 0.5
    assert last["full_valid_preferred_logp"] > first["full_valid_preferred_logp"] + 1
    assert last["train_loss"] < 0.6
    computed = shop.ask("pair_loss", folder=str(paired), beta=0.2)
    assert last["full_valid_loss"] == pytest.approx(computed["loss"], abs=1e-4)
    assert last["full_valid_preferred_logp"] == pytest.approx(computed["preferred"], abs=1e-3)


def test_a_tuned_model_is_trained_on_from_where_it_stands(tmp_path, tiny, shop, chats):
    """Once with chats and once with pairs, whose beginning is then the tuned model and not the base."""
    more = {"n_epochs": 1, "learning_rate": 0.002}
    job = make_job(tmp_path / "ftjob-on", tiny, as_jsonl(colour_rows(24)), as_jsonl(colour_rows(12)), settings=more)
    pairs = make_job(
        tmp_path / "ftjob-pairs",
        tiny,
        as_jsonl(pair_rows(12)),
        as_jsonl(pair_rows(6, seed=3)),
        settings={**more, "beta": 0.1},
    )
    for place in (job, pairs):
        shutil.copytree(chats / "result" / "adapter", place / "start")
        assert shop.train(place)["status"] == "succeeded"
    reached, first, last = metrics(chats)[-1], metrics(job)[0], metrics(job)[-1]
    assert first["full_valid_loss"] == pytest.approx(reached["full_valid_loss"], abs=1e-5)
    assert last["full_valid_loss"] < first["full_valid_loss"]
    assert metrics(pairs)[0]["full_valid_loss"] == pytest.approx(0.693147, abs=1e-6)
    computed = shop.ask("pair_loss", folder=str(pairs), beta=0.1)
    assert metrics(pairs)[-1]["full_valid_loss"] == pytest.approx(computed["loss"], abs=1e-4)
    assert sorted(path.name for path in (pairs / "result" / "adapter").iterdir() if path.is_dir()) == []


def test_classes_are_measured_before_and_after(tmp_path, tiny, shop):
    kinds = {"kind": " Anna Ben Clara", "short": " one two three", "long": " four five six"}
    rows = [
        {"prompt": f"{words} {number}", "completion": f" {name}"}
        for number in ("seven", "eight", "nine", "my", "you")
        for name, words in kinds.items()
    ]
    training, held_out = as_jsonl(rows[:12] * 2), as_jsonl(rows[12:])
    wish = {"classes": 3, "positive": None, "betas": []}
    job = make_job(
        tmp_path / "ftjob-three", tiny, training, held_out, settings={**FAST, "n_epochs": 6}, classification=wish
    )
    assert shop.train(job)["status"] == "succeeded"
    measured = [m for m in metrics(job) if "classification/accuracy" in m]
    assert [m["step"] for m in measured] == [0, 6, 12, 18, 24, 30, 36]
    assert measured[-1]["classification/accuracy"] == 1 > measured[0]["classification/accuracy"]
    assert measured[-1]["classification/weighted_f1_score"] == 1

    two = [row for row in rows if row["completion"] != " long"]
    wish = {"classes": None, "positive": "kind", "betas": [0.5, 2.0]}
    job = make_job(tmp_path / "ftjob-two", tiny, as_jsonl(two * 2), as_jsonl(two), settings=FAST, classification=wish)
    assert shop.train(job)["status"] == "succeeded"
    names = {name.partition("/")[2] for name in metrics(job)[-1] if name.startswith("classification/")}
    assert names == {"accuracy", "precision", "recall", "f0.5", "f2.0", "auroc", "auprc"}
    assert metrics(job)[-1]["classification/auroc"] > 0.9


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on memory")
def test_too_little_memory_is_said_and_with_more_the_job_goes_on(tmp_path, tiny, shop):
    long = {"prompt": "one two three " * 500, "completion": " hello"}
    rows = as_jsonl([{"prompt": "Say hello", "completion": " hello Anna"}] * 11 + [long] * 3)
    settings = {"n_epochs": 1, "batch_size": 1, "context_length": 60_000}
    job = make_job(tmp_path / "ftjob-big", tiny, rows, settings=settings, engine={"recovery_steps": 1})
    outcome = shop.ask("train_in_little_memory", folder=str(job), more=5_000_000)
    assert outcome["error"]["code"] == "out_of_memory", outcome
    assert "not enough memory" in outcome["error"]["message"]
    before = len(metrics(job))
    assert shop.train(job)["status"] == "succeeded"
    assert [m["step"] for m in metrics(job)] == list(range(1, 15))
    assert 2 <= before < 14
