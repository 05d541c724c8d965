"""A whole job on a real engine with a tiny model: what is trained, told, kept and served."""

import openai
import pytest

from tests.engine.running import ended, messages, send
from tests.engine.tiny_model import as_jsonl, colour_rows, pair_rows

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]
ASK = [{"role": "user", "content": "What colour is the sky"}]


def answer(client, model):
    reply = client.chat.completions.create(model=model, messages=ASK, temperature=0, max_tokens=30)
    return reply.choices[0].message.content


def test_the_job_says_what_was_done(client, trained):
    assert trained.status == "succeeded", trained.error
    assert trained.hyperparameters.n_epochs == 6
    assert trained.hyperparameters.batch_size == 4
    assert trained.hyperparameters.learning_rate_multiplier == 1
    assert trained.method.supervised.hyperparameters.n_epochs == 6
    assert trained.seed == 5
    assert trained.metadata == {"project": "colours"}
    assert trained.trained_tokens > 1000
    assert trained.fine_tuned_model.startswith("ft:tiny:local:my colours:")
    assert trained.model_extra["trained_steps"] == trained.model_extra["total_steps"] == 54
    assert trained.id in [job.id for job in client.fine_tuning.jobs.list(metadata={"project": "colours"})]
    assert trained.id not in [job.id for job in client.fine_tuning.jobs.list(metadata={"project": "other"})]


def test_the_events_come_in_openai_s_order(client, trained):
    said = messages(client, trained.id)
    order = [
        f"Created fine-tuning job: {trained.id}",
        f"Validating training file: {trained.training_file} and validation file: {trained.validation_file}",
        "Files validated, moving job to queued state",
        "Fine-tuning job started",
        "Checkpoint created at step 9",
        "Checkpoint created at step 54",
        f"New fine-tuned model created: {trained.fine_tuned_model}",
        "The job has successfully completed",
    ]
    assert [line for line in said if line in order] == order
    assert said[-1] == order[-1]


def test_the_loss_falls_and_is_first_measured_before_training(client, trained):
    events = [event for event in client.fine_tuning.jobs.list_events(trained.id, limit=1000) if event.type == "metrics"]
    metrics = [event.data for event in reversed(events)]
    before = metrics[0]
    assert before["step"] == 0
    assert "train_loss" not in before
    assert before["full_valid_loss"] > 4
    losses = {m["step"]: m["train_loss"] for m in metrics if "train_loss" in m}
    assert sorted(losses) == list(range(1, 55))
    assert losses[54] < 0.3 * losses[1]
    assert metrics[-1]["full_valid_loss"] < 0.3 * before["full_valid_loss"]
    assert metrics[-1]["full_valid_mean_token_accuracy"] > 0.8
    assert metrics[-1]["elapsed_tokens"] == trained.trained_tokens


def test_the_result_file_is_the_table_of_metrics(client, trained):
    (name,) = trained.result_files
    assert client.files.retrieve(name).purpose == "fine-tune-results"
    lines = client.files.content(name).text.splitlines()
    assert lines[0].startswith("step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy,")
    assert len(lines) == 56
    first = dict(zip(lines[0].split(","), lines[1].split(","), strict=True))
    assert first["step"] == "0"
    assert first["train_loss"] == ""
    assert float(first["valid_loss"]) == float(first["full_valid_loss"])
    last = dict(zip(lines[0].split(","), lines[-1].split(","), strict=True))
    assert float(last["train_loss"]) > 0
    assert float(last["valid_loss"]) > 0


def test_every_epoch_leaves_a_model_that_answers(client, trained):
    found = client.fine_tuning.jobs.checkpoints.list(trained.id).data
    assert [kept.step_number for kept in found] == [54, 45, 36, 27, 18, 9]
    assert found[0].metrics.full_valid_loss < found[-1].metrics.full_valid_loss
    listed = [model.id for model in client.models.list()]
    assert {kept.fine_tuned_model_checkpoint for kept in found} <= set(listed)
    assert answer(client, found[0].fine_tuned_model_checkpoint) == answer(client, trained.fine_tuned_model)


def test_the_tuned_model_has_learnt_what_the_base_does_not_know(client, trained):
    assert answer(client, trained.fine_tuned_model) == "the answer be blue"
    assert "blue" not in answer(client, "tiny")


def test_prompt_and_completion_are_learnt_and_long_examples_are_told_of(client):
    rows = [{"prompt": f"Say hello to {n}", "completion": " hello Anna my friend"} for n in ("Ben", "Ida") * 10]
    rows.append({"prompt": "one two three " * 60, "completion": " hello"})
    job = client.fine_tuning.jobs.create(
        model="tiny",
        training_file=send(client, as_jsonl(rows)),
        method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 10, "batch_size": 6}}},
        extra_body={"hyperparameters": {"learning_rate": 0.01, "context_length": 64, "lora_dropout": 0.1}},
    )
    job = ended(client, job.id)
    assert job.status == "succeeded", job.error
    assert job.hyperparameters.batch_size == 6
    assert job.hyperparameters.model_extra["context_length"] == 64
    warned = [e for e in client.fine_tuning.jobs.list_events(job.id, limit=200) if e.level == "warn"]
    assert "64 tokens" in warned[0].message
    metrics = [e.data for e in client.fine_tuning.jobs.list_events(job.id, limit=1000) if e.data]
    assert metrics
    assert not any("full_valid_loss" in data for data in metrics)  # there was nothing to measure it by
    reply = client.completions.create(
        model=job.fine_tuned_model, prompt="Say hello to Ben", temperature=0, max_tokens=20
    )
    assert reply.choices[0].text == " hello Anna my friend"
    assert reply.choices[0].finish_reason == "stop"


def test_a_tuned_model_learns_on_from_pairs(client, trained):
    """Going on and preferences in one job: the name keeps the base, the parent stays what it is."""
    pairs = send(client, as_jsonl(pair_rows(12)))
    asked = {"model": trained.fine_tuned_model, "training_file": pairs, "suffix": "liked"}
    with pytest.raises(openai.BadRequestError) as caught:
        client.fine_tuning.jobs.create(**asked, extra_body={"hyperparameters": {"lora_r": 4}})
    assert caught.value.param == "hyperparameters.lora_r"
    method = {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.3, "n_epochs": 2, "batch_size": 6}}}
    job = client.fine_tuning.jobs.create(
        **asked, validation_file=pairs, method=method, extra_body={"hyperparameters": {"learning_rate": 0.002}}
    )
    assert job.model == trained.fine_tuned_model
    job = ended(client, job.id)
    assert job.status == "succeeded", job.error
    assert (job.method.type, job.method.dpo.hyperparameters.beta) == ("dpo", 0.3)
    assert job.hyperparameters.model_extra["lora_r"] == 8
    assert job.fine_tuned_model.startswith("ft:tiny:local:liked:")
    lines = client.files.content(job.result_files[0]).text.splitlines()
    last = dict(zip(lines[0].split(","), lines[-1].split(","), strict=True))
    assert last["step"] == "4"
    assert float(last["full_valid_reward_accuracy"]) == 1
    assert float(last["full_valid_reward_margin"]) > 0
    assert answer(client, job.fine_tuned_model) == answer(client, trained.fine_tuned_model) == "the answer be blue"


@pytest.mark.parametrize(("method", "rows"), [("dpo", colour_rows(12)), ("supervised", pair_rows(12))])
def test_a_file_for_another_method_is_refused_in_words(client, method, rows):
    file = send(client, as_jsonl(rows))
    job = ended(client, client.fine_tuning.jobs.create(model="tiny", training_file=file, method={"type": method}).id)
    assert (job.status, job.error.code, job.error.param) == ("failed", "invalid_training_file", "training_file")
    assert f"'{method}'" in job.error.message


@pytest.mark.parametrize(
    ("extra", "param", "code"),
    [
        ({"hyperparameters": {"n_epochs": 51}}, "hyperparameters.n_epochs", "invalid_value"),
        ({"hyperparameters": {"n_epochs": True}}, "hyperparameters.n_epochs", "invalid_value"),
        ({"hyperparameters": {"dropout": 1}}, "hyperparameters.dropout", "unknown_parameter"),
        ({"method": {"type": "reinforcement"}}, "method.type", "unsupported_method"),
        ({"hyperparameters": {"beta": 0.1}}, "hyperparameters.beta", "unknown_parameter"),
        ({"method": {"type": "dpo", "dpo": {"hyperparameters": {"beta": 3}}}}, "hyperparameters.beta", "invalid_value"),
        ({"classification_n_classes": 2}, "classification_n_classes", "invalid_value"),
        ({"model": "nothing"}, "model", "model_not_found"),
        ({"model": "ft:tiny:local::12345678"}, "model", "model_not_found"),
        ({"training_file": "file-none"}, "training_file", "file_not_found"),
        ({"validation_file": "file-none"}, "validation_file", "file_not_found"),
        ({"suffix": "x" * 65}, "suffix", "invalid_value"),
        ({"seed": -1}, "seed", "invalid_value"),
        ({"colour": "red"}, "colour", "unknown_parameter"),
        ({"integrations": [{"type": "wandb"}]}, "integrations", "invalid_value"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(client, extra, param, code):
    file = send(client, as_jsonl(colour_rows(12)))
    before = len(list(client.fine_tuning.jobs.list()))
    with pytest.raises(openai.APIStatusError) as caught:
        client.fine_tuning.jobs.create(model="tiny", training_file=file, extra_body=extra)
    assert (caught.value.param, caught.value.code) == (param, code)
    assert caught.value.status_code in (400, 404)
    assert len(list(client.fine_tuning.jobs.list())) == before


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (as_jsonl(colour_rows(9)), "invalid_n_examples", "9 examples"),
        (as_jsonl(colour_rows(11)) + b'{"prompt": 1}\n', "invalid_training_file", "Line 12 "),
        (b"\xff\n", "invalid_training_file", "UTF-8"),
    ],
)
def test_a_bad_file_ends_the_job_with_the_line_s_number(client, data, code, said):
    job = client.fine_tuning.jobs.create(model="tiny", training_file=send(client, data))
    job = ended(client, job.id)
    assert job.status == "failed"
    assert job.error.code == code
    assert job.error.param == "training_file"
    assert said in job.error.message
    newest = client.fine_tuning.jobs.list_events(job.id).data[0]
    assert newest.level == "error"
