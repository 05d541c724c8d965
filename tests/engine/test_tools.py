"""Conversations with tools: put into the text as the model's own template has them, or refused in words."""

import pytest

from desktop_app.engine.preparing import UntoldToolError, prepare
from desktop_app.engine.toolcalls import untold
from desktop_app.engine.training_data import TrainingFileError
from tests.engine.tiny_model import TEMPLATE, as_jsonl

TOOLS = [{"type": "function", "function": {"name": "weather", "parameters": {"type": "object", "properties": {}}}}]
CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
MESSAGES = [
    {"role": "user", "content": [{"type": "text", "text": "How is Oslo"}]},
    {"role": "assistant", "content": None, "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "c1", "content": "wet"},
    {"role": "assistant", "content": "It rains."},
]
ROW = {"messages": MESSAGES, "tools": TOOLS}
WITH_TOOLS = """\
{% if tools %}<tools>{% for tool in tools %}{{ tool | tojson }}{% endfor %}</tools>
{% endif %}{% for m in messages %}<|im_start|>{{ m.role }}
{{ m.content }}{% for call in m.tool_calls or [] %}<call>{{ call.function | tojson }}</call>{% endfor %}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""
THINKING = """\
{% for m in messages %}<|im_start|>{{ m.role }}
{% if m.reasoning_content %}<think>{{ m.reasoning_content }}</think>{% endif %}{{ m.content }}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""


@pytest.mark.engine
@pytest.mark.timeout(100)
def test_a_template_for_tools_is_given_all_of_them_and_the_calls_are_learnt(tiny, shop):
    found = shop.ask("encode", base=str(tiny), template=WITH_TOOLS, row=ROW)
    assert found["text"].startswith('<tools>{"type": "function", "function": {"name": "weather"')
    assert found["learnt"] == (
        '<call>{"name": "weather", "arguments": {"city": "Oslo"}}</call><|im_end|>\nIt rains.<|im_end|>\n'
    )
    assert "<|im_start|>tool\nwet<|im_end|>" in found["text"]


@pytest.mark.engine
@pytest.mark.timeout(100)
@pytest.mark.parametrize(
    ("template", "row", "missing"),
    [
        (TEMPLATE, ROW, "the tool 'weather'"),
        (TEMPLATE, {"messages": MESSAGES}, "the call of 'weather'"),
        (WITH_TOOLS.replace("call.function", "call.function.name"), ROW, "the call of 'weather'"),
        (WITH_TOOLS.replace("{{ m.content }}", "{{ m.content if m.role != 'tool' }}"), ROW, "the answer of a tool"),
    ],
)
def test_a_template_that_leaves_some_of_it_out_is_not_trained_with(tiny, shop, template, row, missing):
    assert shop.ask("encode", base=str(tiny), template=template, row=row) == {"refused": missing}


def test_the_line_is_named(tmp_path):

    class Leaving:
        def encode(self, row):
            raise UntoldToolError(untold(row["messages"], row["tools"], "no tool here"))

    path = tmp_path / "train.jsonl"
    path.write_bytes(as_jsonl([ROW]))
    with pytest.raises(TrainingFileError, match=r"Line 1 .*leaves out the tool 'weather'.*made for tools"):
        prepare(path, tmp_path / "tokens.jsonl", Leaving())


@pytest.mark.engine
@pytest.mark.timeout(100)
@pytest.mark.parametrize(("template", "thoughts"), [(THINKING, "<think>Clouds.</think>"), (TEMPLATE, "")])
def test_thoughts_are_learnt_where_the_template_knows_them(tiny, shop, template, thoughts):
    answer = {"role": "assistant", "reasoning_content": "Clouds.", "content": "It rains."}
    row = {"messages": [{"role": "user", "content": "How is Oslo"}, answer]}
    assert shop.ask("encode", base=str(tiny), template=template, row=row)["learnt"].startswith(f"{thoughts}It rains.")


def test_nothing_is_missing_where_names_arguments_and_answers_are_told():
    assert untold(MESSAGES, TOOLS, "weather city wet") is None
