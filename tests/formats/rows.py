"""Examples of every shape with hostile texts, for tests that write them and read them back."""

from hypothesis import strategies as st

from desktop_app.core.example import Completion, Conversation, Message, Preference

HARD = (
    "007",
    "None",
    "NA",
    "1e5",
    "=1+1",
    "+49 30 123",
    "-1",
    "@name",
    "'quoted",
    '"',
    '""a"',
    "a,b;c\td|e",
    "line\nbreak",
    "dos\r\nbreak",
    "old mac\rbreak",
    "\n",
    " ",
    "\t\n",
    "\u3000",
    "\u2028",
    "  lead and trail  ",
    "\ttab",
    "emoji 😀👩‍👩‍👧",
    "漢字かな한글",
    "שלום עולם",
    "مرحبا",
    "\u200f\u202eright\u202c",
    "\ufeffmark",
    "\x85next line\u2028",
    "half \ud83d of a pair",
    "_x0041_",
    "_x000D_",
    "#N/A",
    "TRUE",
    "2024-01-01",
    "{age} ->",
    '{"a": 1}',
    "[1, 2]",
    "sep=;",
    "messages",
)


def storable(text: str) -> str:
    """Return the text as a project holds it: two halves of a surrogate pair side by side are the letter they make."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


any_text = st.one_of(st.sampled_from(HARD), st.text(st.characters(exclude_characters="\0"), max_size=30).map(storable))
"""Any text but one with NUL; halves of surrogate pairs are among them."""
_weights = st.sampled_from([{}, {"weight": 0}, {"weight": 1}, {"name": "Eva"}])
_tool = {"type": "function", "function": {"name": "find", "parameters": {"type": "object", "properties": {}}}}
_call = {"id": "c1", "type": "function", "function": {"name": "find", "arguments": '{"x": "é"}'}}


@st.composite
def conversations(draw, texts=any_text):
    """A plain chat, one of several turns, or one with tools."""
    system = [Message("system", draw(texts))] if draw(st.booleans()) else []
    turns = draw(st.integers(1, 3))
    said = [
        message
        for _ in range(turns)
        for message in (Message("user", draw(texts)), Message("assistant", draw(texts), draw(_weights)))
    ]
    if draw(st.booleans()):
        return Conversation((*system, *said))
    called = Message("assistant", "", {"content": None, "tool_calls": [_call]})
    answered = Message("tool", draw(texts), {"tool_call_id": "c1"})
    return Conversation((*system, said[0], called, answered, said[1]), {"tools": [_tool], "parallel_tool_calls": False})


def completions(texts=any_text):
    """Prompt and completion."""
    return st.builds(Completion, texts, texts)


@st.composite
def preferences(draw, texts=any_text):
    """A question with a better and a worse answer."""
    system = [Message("system", draw(texts))] if draw(st.booleans()) else []
    asked = (*system, Message("user", draw(texts)))
    answers = [(Message("assistant", draw(texts)),) for _ in range(2)]
    beside = draw(st.sampled_from([{}, {"tools": [_tool]}]))
    return Preference(asked, *answers, {}, beside)


def tables(texts=any_text):
    """Some rows: of one shape mostly, sometimes mixed."""
    kinds = (conversations(texts), completions(texts), preferences(texts))
    return st.one_of(
        *(st.lists(kind, min_size=1, max_size=6) for kind in kinds), st.lists(st.one_of(*kinds), min_size=1)
    )
