"""Open models count exactly as the engine encodes, whatever their tokenizer and chat template are like."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from desktop_app.core.example import from_line
from desktop_app.core.problem import Problem
from desktop_app.core.target import Target
from desktop_app.tokens import open_models
from desktop_app.tokens.counting import Count, Places, counter
from tests.engine.tiny_model import make_tiny_model
from tests.tokens import templates
from tests.tokens.hostile import hostile_text
from tests.tokens.reference import VOCABULARIES

ROOT = Path(__file__).resolve().parents[2]
REAL = os.environ.get("TUNEDESK_TEST_MODEL", "")
"""The folder of a real model on this computer that is to be counted with as well."""

CITY = {"type": "object", "properties": {"city": {"type": "string", "description": "The place to look at"}}}
TOOLS = [{"type": "function", "function": {"name": "weather", "description": "Tells it", "parameters": CITY}}]

NAMES = ("tiny", "strict", "busy", "tools", *(["real"] if REAL else []))


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """A folder of models: the tiny one, and its like with other templates and special tokens."""
    folder = tmp_path_factory.mktemp("models")
    make_tiny_model(folder / "tiny")
    for name, template in (("strict", templates.STRICT), ("busy", templates.BUSY), ("forgetful", templates.FORGETFUL)):
        _like_tiny(folder / name, template)
    _like_tiny(folder / "tools", templates.WITH_TOOLS)
    config = folder / "strict" / "tokenizer_config.json"
    facts = json.loads(config.read_text(encoding="utf-8"))
    _opened(folder / "strict" / "tokenizer.json", facts["bos_token"])
    _write(folder / "busy" / "tokenizer_config.json", {**facts, "bos_token": None, "eos_token": "<|endoftext|>"})
    if REAL:
        (folder / "real").symlink_to(REAL, target_is_directory=True)
    return folder


def _like_tiny(folder, template):
    shutil.copytree(folder.parent / "tiny", folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "chat_template.jinja").write_text(template, encoding="utf-8")


def _opened(file, token):
    """Let the tokenizer put the beginning-of-text token before each text itself, as many do."""
    facts = json.loads(file.read_text(encoding="utf-8"))
    number = next(each["id"] for each in facts["added_tokens"] if each["content"] == token)
    special = {token: {"id": token, "ids": [number], "tokens": [token]}}
    opening = [{"SpecialToken": {"id": token, "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    pair = [*opening, {"Sequence": {"id": "B", "type_id": 1}}]
    facts["post_processor"] = {"type": "TemplateProcessing", "single": opening, "pair": pair, "special_tokens": special}
    _write(file, facts)


def _write(file, facts):
    file.write_text(json.dumps(facts), encoding="utf-8")


def _rows(chance):
    """Return chats and prompts with hostile texts; each chat has one answer at least."""

    def text():
        return hostile_text(chance, whole=True)[:1500]

    def turns(*roles):
        return {"messages": [{"role": role, "content": text()} for role in roles]}

    rows = [turns("user", "assistant") for _ in range(15)]
    rows += [turns("system", "user", "assistant", "user", "assistant") for _ in range(15)]
    rows += [turns("assistant", "user", "assistant", "user"), turns("system", "user", "assistant", "system", "user")]
    rows += [turns("developer", "user", "assistant")]
    rows += [{"prompt": text(), "completion": text() or "x"} for _ in range(25)]
    rows += [{"prompt": p, "completion": " x"} for p in ("", "<|im_start|>", "<|im_start|>hello", " <|im_end|>")]
    rows += [{"messages": [*turns("system", "user")["messages"], *_with_a_call(text())], "tools": TOOLS}]
    rows += [{"messages": _with_a_call(text())[:1], "tools": []}, {"messages": _with_a_call(text())}]
    first, last = ({"role": "assistant", "content": text(), "weight": weight} for weight in (0, 1))
    return [
        *rows,
        {"messages": [{"role": "user", "content": text()}, first, {"role": "user", "content": text()}, last]},
    ]


def _with_a_call(words):
    """Return an assistant's call of a tool, what the tool says, and an answer that was thought about."""
    function = {"name": "weather", "arguments": json.dumps({"city": words})}
    parts = [{"type": "text", "text": words}, {"type": "text", "text": "wet"}]
    return [
        {"role": "assistant", "content": None, "tool_calls": [{"id": "c1", "type": "function", "function": function}]},
        {"role": "tool", "tool_call_id": "c1", "content": parts},
        {"role": "assistant", "content": words, "reasoning_content": f"Clouds, {words}"},
    ]


@pytest.fixture(scope="session")
def told(models, tmp_path_factory):
    """The rows, and by model what the engine makes of them: one child process for all, since its start is long."""
    rows = _rows(Random("rows for open models"))
    file = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    folders = [str(models / name) for name in NAMES]
    command = [sys.executable, "-m", "tests.tokens.engine_counts", str(file), *folders]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return rows, {name: lines[at * len(rows) : (at + 1) * len(rows)] for at, name in enumerate(NAMES)}


@pytest.mark.engine
@pytest.mark.parametrize("worth_it", [0, 1, 10**9], ids=["tokenizer alone", "quick", "not yet quick"])
@pytest.mark.parametrize("name", NAMES)
def test_counts_and_texts_are_those_of_the_engine(models, told, monkeypatch, name, worth_it):
    monkeypatch.setattr(open_models, "WORTH_IT", worth_it)
    open_models._load.cache_clear()
    counting = counter(Target("local/x", "X", "local", vocabulary=name), Places(VOCABULARIES, models))
    assert (counting.name, counting.exact) == (name, True)
    model = open_models.find(name, models)
    rows, compared = told[0], 0
    for row, engine, ours in zip(rows, told[1][name], counting.count([from_line(r) for r in rows]), strict=True):
        if len(engine) > 1:
            assert [ours.total, ours.learnt] == engine[:2], row
            compared += 1
            if "messages" in row:
                assert [stretch.text for stretch in model.stretches(from_line(row))] == engine[2]
        else:
            assert ours.total > 0
    assert compared >= 45
    assert (model._quick is not None) is (worth_it == 1)


@pytest.fixture
def count(models):
    """Return a function that counts a line with one of the models."""

    def counted(name, line):
        counting = counter(Target("local/x", "X", "local", vocabulary=name), Places(VOCABULARIES, models))
        return counting.count([from_line(line)])[0]

    return counted


@pytest.mark.engine
def test_chats_that_a_template_does_not_take_are_still_told_a_length(count):
    twice = [{"role": "user", "content": "one two"}, {"role": "user", "content": "three"}]
    answer = {"role": "assistant", "content": "four"}
    refused = count("strict", {"messages": [*twice, answer]})
    assert refused.total > refused.learnt > 0
    rewritten = count("forgetful", {"messages": [twice[0], answer, twice[1], answer]})
    assert rewritten.total > rewritten.learnt > 0
    unanswered = count("tiny", {"messages": twice})
    assert unanswered.total > unanswered.learnt == 0
    assert count("strict", {"messages": twice}).learnt == 0


@pytest.mark.engine
def test_a_preference_pair_is_its_question_with_one_answer_and_the_other(count):
    asked, good, bad = (
        {"role": r, "content": c} for r, c in (("user", "hello"), ("assistant", "good"), ("assistant", "b"))
    )
    pair = count("tiny", {"input": {"messages": [asked]}, "preferred_output": [good], "non_preferred_output": [bad]})
    first, second = (count("tiny", {"messages": [asked, answer]}) for answer in (good, bad))
    assert pair == Count(first.total + second.learnt, first.learnt + second.learnt)


@pytest.mark.engine
def test_what_came_before_in_a_pair_is_read_once_and_not_learnt(count):
    asked = [{"role": r, "content": c} for r, c in (("user", "hello"), ("assistant", "yes"), ("user", "more"))]
    good, bad = ({"role": "assistant", "content": words} for words in ("good", "b"))
    pair = {"input": {"messages": asked}, "preferred_output": [good], "non_preferred_output": [bad]}
    first, second = (count("tiny", {"messages": [*asked[:1], asked[2], each]}) for each in (good, bad))
    whole = count("tiny", {"messages": [asked[0], {**asked[1], "weight": 0}, asked[2], good]})
    assert count("tiny", pair) == Count(whole.total + second.learnt, first.learnt + second.learnt)


@pytest.mark.engine
@pytest.mark.parametrize("name", ["tools", "strict"])
def test_tools_and_calls_count_and_thoughts_where_they_are_known(count, name):
    """Where a template does not take the roles of such a row its length is an idea, yet more than that of its texts."""
    asked = [{"role": "user", "content": "hello"}]
    calls, said, answer = _with_a_call("Oslo")
    row = {"messages": [*asked, calls, said, answer], "tools": TOOLS}
    bare = {"messages": [*asked, {"role": "assistant", "content": ""}, said, {"role": "assistant", "content": "Oslo"}]}
    assert count(name, row).total > count(name, bare).total + 20
    arguments = {**calls, "tool_calls": [{"function": {"name": "weather", "arguments": "Oslo"}}]}
    assert count(name, {**row, "messages": [*asked, arguments, said, answer]}).total > count(name, bare).total


@pytest.mark.engine
def test_half_characters_count_like_their_replacement(count):
    assert count("tiny", {"prompt": "a\ud800", "completion": "b"}) == count(
        "tiny", {"prompt": "a\ufffd", "completion": "b"}
    )


@pytest.mark.engine
@pytest.mark.parametrize(
    "template", ["", "{% for %}", "{{ 1 // 0 }}", "{{ messages.nothing.at_all }}", "{{ [1] + 'a' }}"]
)
def test_a_model_whose_template_is_missing_or_broken_is_told_a_length(models, tmp_path, template):
    folder = tmp_path / "odd"
    shutil.copytree(models / "tiny", folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "chat_template.jinja").write_text(template, encoding="utf-8")
    counting = counter(Target("local/x", "X", "local", vocabulary="odd"), Places(VOCABULARIES, tmp_path))
    line = {"messages": [{"role": "user", "content": "hello"}, {"role": "assistant", "content": "you"}]}
    [found] = counting.count([from_line(line)])
    assert found.total > found.learnt > 0


@pytest.mark.engine
def test_a_template_cannot_reach_outside(models, tmp_path):
    folder = tmp_path / "odd"
    shutil.copytree(models / "tiny", folder, ignore=shutil.ignore_patterns("*.safetensors"))
    reach = "{{ messages.__class__.__base__.__subclasses__() }}"
    (folder / "chat_template.jinja").write_text(reach, encoding="utf-8")
    model = open_models.find("odd", tmp_path)
    [stretch] = model.stretches(from_line({"messages": [{"role": "user", "content": "hello"}]}))
    assert stretch.text == "user: hello\n\n"


@pytest.mark.engine
@pytest.mark.parametrize("damage", ["short", "another", "list", "config"])
def test_a_damaged_tokenizer_is_said_in_words(models, tmp_path, damage):
    folder = tmp_path / "odd"
    shutil.copytree(models / "tiny", folder, ignore=shutil.ignore_patterns("*.safetensors"))
    file = folder / ("tokenizer_config.json" if damage == "config" else "tokenizer.json")
    whole = file.read_text(encoding="utf-8")
    file.write_text({"short": whole[:-9], "another": "{}", "list": "[]", "config": "{"}[damage], encoding="utf-8")
    with pytest.raises(Problem) as raised:
        open_models.find("odd", tmp_path)
    assert raised.value.key == "model_tokenizer_unreadable"


@pytest.mark.engine
def test_another_tokenizer_in_the_same_place_is_read_anew(models, tmp_path):
    folder = tmp_path / "odd"
    shutil.copytree(models / "tiny", folder, ignore=shutil.ignore_patterns("*.safetensors"))
    before = open_models.find("odd", tmp_path)
    assert open_models.find("odd", tmp_path) is before
    (folder / "tokenizer.json").write_text(
        (folder / "tokenizer.json").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    assert open_models.find("odd", tmp_path) is not before


def test_what_is_not_there_is_not_found(tmp_path):
    assert open_models.find("nobody", tmp_path) is None
    assert open_models.find("", tmp_path) is None
