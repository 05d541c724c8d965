"""What the model will see: every text is there, the learnt part is marked, and the cut is where the limit falls."""

import json
from random import Random

import pytest

from desktop_app.core.example import from_line
from desktop_app.core.target import Target
from desktop_app.tokens.counting import Places, counter
from desktop_app.tokens.seen import Piece, segments
from desktop_app.tokens.vocabularies import whole_characters
from tests.tokens import templates
from tests.tokens.hostile import hostile_text
from tests.tokens.reference import VOCABULARIES

CHAT = {
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "What colour is the sky?"},
        {"role": "assistant", "content": "Blue, mostly.", "weight": 0},
        {"role": "user", "content": "And at night?"},
        {"role": "assistant", "content": "Black as coal."},
    ]
}
PAIR = {
    "input": {"messages": CHAT["messages"][:2]},
    "preferred_output": [{"role": "assistant", "content": "Blue."}],
    "non_preferred_output": [{"role": "assistant", "content": "Who knows."}],
}
COMPLETION = {"prompt": "12, woman, flight ->", "completion": " Capes on, everyone!"}


@pytest.fixture(scope="session")
def models(tmp_path_factory):
    """A folder with one open model: letters and common words are its tokens."""
    from tokenizers import Tokenizer, decoders, pre_tokenizers, trainers  # noqa: PLC0415 - heavy
    from tokenizers.models import BPE  # noqa: PLC0415 - heavy

    folder = tmp_path_factory.mktemp("models") / "small"
    folder.mkdir()
    inner = Tokenizer(BPE())
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    specials = ["<|im_start|>", "<|im_end|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=320, special_tokens=specials, initial_alphabet=alphabet, show_progress=False
    )
    inner.train_from_iterator(["the sky is blue and the sun is yellow"] * 3, trainer)
    inner.save(str(folder / "tokenizer.json"))
    facts = {"bos_token": "<|im_start|>", "eos_token": {"content": "<|im_end|>"}, "chat_template": templates.PLAIN}
    (folder / "tokenizer_config.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder.parent


def see(models, line, vocabulary="o200k_base", limit=None):
    target = Target("x/y", "X", "x", vocabulary=vocabulary, limit=limit)
    return segments(from_line(line), target, Places(VOCABULARIES, models))


def texts(pieces, **wanted):
    return "".join(p.text for p in pieces if all(getattr(p, name) is value for name, value in wanted.items()))


def test_a_chat_is_laid_out_by_roles_with_the_learnt_answers_marked(tmp_path):
    pieces = see(tmp_path, CHAT)
    assert texts(pieces) == (
        "system\nBe brief.\n\nuser\nWhat colour is the sky?\n\nassistant\nBlue, mostly.\n\n"
        "user\nAnd at night?\n\nassistant\nBlack as coal.\n\n"
    )
    assert texts(pieces, learnt=True) == "Black as coal."
    assert not any(piece.cut for piece in pieces)


def test_a_completion_is_its_prompt_and_what_is_learnt(tmp_path):
    assert see(tmp_path, COMPLETION) == (
        Piece("12, woman, flight ->", learnt=False, cut=False),
        Piece(" Capes on, everyone!", learnt=True, cut=False),
    )


def test_of_a_pair_both_answers_are_shown(tmp_path):
    shown = texts(see(tmp_path, PAIR))
    assert "preferred_output\nassistant\nBlue." in shown
    assert "non_preferred_output\nassistant\nWho knows." in shown
    assert texts(see(tmp_path, PAIR), learnt=True) == "Blue.Who knows."


def test_an_open_model_s_own_template_is_shown(models):
    pieces = see(models, CHAT, "small")
    assert texts(pieces).startswith("<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n")
    assert texts(pieces, learnt=True) == "Black as coal.<|im_end|>\n"
    assert texts(see(models, COMPLETION, "small"), learnt=True) == " Capes on, everyone!"
    assert texts(see(models, PAIR, "small"), learnt=True) == "Blue.<|im_end|>\nWho knows.<|im_end|>\n"


@pytest.mark.parametrize("vocabulary", ["o200k_base", "small", "a model that is not here"])
@pytest.mark.parametrize("line", [CHAT, PAIR, COMPLETION], ids=["chat", "pair", "completion"])
def test_what_lies_beyond_the_limit_is_cut_and_nothing_else(models, vocabulary, line):
    target = Target("x/y", "X", "x", vocabulary=vocabulary)
    [count] = counter(target, Places(VOCABULARIES, models)).count([from_line(line)])
    whole = texts(see(models, line, vocabulary))
    before = -1
    for limit in range(count.total + 3):
        pieces = see(models, line, vocabulary, limit)
        assert texts(pieces) == whole
        kept = len(texts(pieces, cut=False))
        assert texts(pieces, cut=False) == whole[:kept]  # what is cut is the end
        assert kept >= before
        before = kept
    assert before == len(whole)
    assert texts(see(models, line, vocabulary, 1), cut=True)


@pytest.mark.parametrize("vocabulary", ["o200k_base", "cl100k_base", "small"])
def test_no_text_is_lost_whatever_it_holds(models, vocabulary):
    chance = Random(f"seen {vocabulary}")
    for _ in range(60):
        prompt, completion = hostile_text(chance), hostile_text(chance)
        pieces = see(models, {"prompt": prompt, "completion": completion}, vocabulary, chance.randint(0, 60))
        assert texts(pieces) == whole_characters(prompt) + whole_characters(completion)


def test_calls_of_tools_are_shown(tmp_path):
    call = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": '{"town": "Graz"}'}}
    messages = [
        {"role": "user", "content": "Weather?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "sunny"},
        {"role": "assistant", "content": "Sunny.", "tool_calls": "odd"},
    ]
    learnt = texts(see(tmp_path, {"messages": messages}), learnt=True)
    assert learnt == 'get_weather({"town": "Graz"})Sunny.'
