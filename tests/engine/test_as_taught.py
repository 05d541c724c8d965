"""What a model is asked is what it was taught: the same ids before the answer, and the same end after it."""

import json
import shutil

import pytest

from tests.tokens import templates

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]
DEVELOPER = [{"role": "developer", "content": "Answer like a pirate"}, {"role": "user", "content": "Hello"}]
ANSWER = {"role": "assistant", "content": "Arr matey"}
LEAVES_OUT = templates.PLAIN.replace("{{", "{% if message['role'] != 'developer' %}{{", 1).replace(
    "{% endfor %}", "{% endif %}{% endfor %}"
)
"""As Qwen3's template does with a role that it does not know."""


@pytest.fixture(scope="module")
def like_a_base(tiny, tmp_path_factory):
    """The tiny model with the habits of base models: another end than its chat template's, and no beginning."""
    folder = shutil.copytree(tiny, tmp_path_factory.mktemp("like") / "base")
    for name, facts in (
        ("tokenizer_config.json", {"eos_token": "<|endoftext|>", "bos_token": None}),
        ("generation_config.json", {"eos_token_id": 0}),
        ("config.json", {"eos_token_id": 0, "bos_token_id": None}),
    ):
        told = json.loads((folder / name).read_text(encoding="utf-8"))
        (folder / name).write_text(json.dumps({**told, **facts}), encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("template", [templates.PLAIN, LEAVES_OUT], ids=["writes any role", "leaves it out"])
def test_a_developer_s_message_is_taught_as_it_is_asked(tiny, shop, template):
    asked = {"base": str(tiny), "template": template, "messages": DEVELOPER}
    found = shop.ask("taught_and_asked", **asked, row={"messages": [*DEVELOPER, ANSWER]})
    assert found["taught"] == found["asked"]
    said = {"messages": [{**DEVELOPER[0], "role": "system"}, DEVELOPER[1], ANSWER]}
    assert shop.ask("taught_and_asked", **asked, row=said) == found


def test_an_answer_ends_where_the_chat_template_ends_a_turn(like_a_base, shop):
    asked = {"base": like_a_base, "messages": DEVELOPER, "temperature": 0.0, "max_tokens": 3}
    found = shop.ask("told_of", **asked, logit_bias={"2": 100})
    assert found["ends"] == [0, 2]  # <|endoftext|> and <|im_end|>
    assert [news["reason"] for news in found["news"] if news["event"] == "finish"] == ["stop"]
    assert found["news"][-1]["completion_tokens"] == 0


@pytest.mark.parametrize(
    "template",
    ["{{ raise_exception('no talk') }}", "{{ messages.nothing.at_all }}", templates.STRICT, "{{ bos_token }}", None],
    ids=["refuses", "broken", "plain words", "says nothing", "none"],
)
def test_a_template_that_closes_no_turn_ends_no_answer(like_a_base, shop, tmp_path, template):
    folder = shutil.copytree(like_a_base, tmp_path / "odd")
    (folder / "chat_template.jinja").unlink()
    if template is not None:
        (folder / "chat_template.jinja").write_text(template, encoding="utf-8")
    assert shop.ask("told_of", base=str(folder), prompt="Hello", max_tokens=1)["ends"] == [0]


def test_an_empty_prompt_is_taught_as_it_is_asked(like_a_base, shop):
    row = {"prompt": "", "completion": " Arr matey"}
    found = shop.ask("taught_and_asked", base=like_a_base, row=row, prompt="")
    assert found["taught"] == found["asked"] == [0]
    assert found["learnt"] == found["tokens"] - 1


@pytest.mark.parametrize("prompt", ["\U0001f600 hi", "\u6f22\u5b57", "Hello my friend", ""])
def test_of_a_prompt_that_is_told_again_no_token_is_left_out(tiny, like_a_base, shop, prompt):
    for base in (str(tiny), like_a_base):
        found = shop.ask("told_of", base=base, prompt=prompt, echo=True, logprobs=0, max_tokens=0)
        told = found["news"][0]
        assert told["text"] == prompt
        assert bytes(byte for token in told["tokens"] for byte in token["bytes"]).decode() == prompt
        assert len(found["read"]) - len(told["tokens"]) == (base == str(tiny) or not prompt)


def test_what_was_sent_as_tokens_is_told_as_it_was_sent(tiny, shop):
    found = shop.ask("told_of", base=str(tiny), prompt=[1, 60, 61], echo=True, logprobs=0, max_tokens=0)
    assert len(found["news"][0]["tokens"]) == 3
