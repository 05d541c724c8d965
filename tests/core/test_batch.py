"""What a batch asks, and that the code which is shown asks exactly the same."""

import ast
import json
import shlex
import subprocess

import pytest

from desktop_app.core.answer import Request, Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice, cells, request, title_of
from desktop_app.core.code_view import Language, code
from desktop_app.core.example import Message
from desktop_app.core.request_body import body, route

SYSTEM, USER = Message("system", "Be kind."), Message("user", "Hi")


HERE, PLAIN = Voice("here", "m"), Setting(Sampling())


def batch(question, voice=HERE, setting=PLAIN, repeats=1):
    columns = (Column(voice, setting), Column(Voice("here", "other"), PLAIN))
    return Batch("b", Kind.COMPARE, "", 0.0, (Prompt(question), Prompt("second")), columns, repeats)


def test_a_comparison_is_whole_before_the_next_one_begins():
    asked = batch("p", repeats=2)
    order = list(cells(asked))
    assert len(order) == len(set(order)) == asked.size == 8
    assert [cell.prompt for cell in order] == [0] * 4 + [1] * 4
    assert order[:4] == [Cell(0, 0, 0), Cell(0, 1, 0), Cell(0, 0, 1), Cell(0, 1, 1)]


@pytest.mark.parametrize(
    ("question", "voice", "asked"),
    [
        ("p ->", Voice("here", "m"), "p ->"),
        ("p ->", Voice("here", "m", completions=False), (Message("user", "p ->"),)),
        ((SYSTEM, USER), Voice("here", "m"), (SYSTEM, USER)),
        ((SYSTEM, USER), Voice("here", "m", chat=False), "Be kind.\n\nHi"),
    ],
)
def test_each_model_is_asked_by_its_own_route(question, voice, asked):
    assert request(batch(question, voice), Cell(0, 0)).question == asked


@pytest.mark.parametrize(
    ("question", "system", "asked"),
    [
        ((SYSTEM, USER), "Be brief.", (Message("system", "Be brief."), USER)),
        ((SYSTEM, USER), "", (USER,)),
        ((USER,), "Be brief.", (Message("system", "Be brief."), USER)),
        ((SYSTEM, USER), None, (SYSTEM, USER)),
        ("p", "Be brief.", "Be brief.\n\np"),
        ("p", "", "p"),
    ],
)
def test_a_system_message_of_the_setting_takes_the_place_of_the_prompts_own(question, system, asked):
    assert request(batch(question, setting=Setting(Sampling(), system)), Cell(0, 0)).question == asked


def test_repeats_with_a_seed_are_not_all_alike():
    asked = batch("p", setting=Setting(Sampling(seed=7)), repeats=3)
    assert [request(asked, Cell(0, 0, n)).sampling.seed for n in range(3)] == [7, 8, 9]


def test_what_was_left_alone_is_not_sent_and_weights_stay_at_home():
    asked = Request(0, "m", (Message("assistant", "a", {"weight": 0, "name": "x"}), USER), Sampling())
    assert body(asked) == {
        "model": "m",
        "messages": [{"role": "assistant", "content": "a", "name": "x"}, {"role": "user", "content": "Hi"}],
        "temperature": 0.0,
        "max_tokens": 120,
    }
    assert route(asked) == "chat/completions"


def test_each_route_is_asked_for_likelihoods_in_its_own_way():
    some = Sampling(logprobs=5)
    assert {"logprobs": 5}.items() <= body(Request(0, "m", "p", some)).items()
    assert {"logprobs": True, "top_logprobs": 5}.items() <= body(Request(0, "m", (USER,), some)).items()
    assert "top_logprobs" not in body(Request(0, "m", (USER,), Sampling(logprobs=0)))


NASTY = 'It\'s "so" \\ $HOME `id` ${x}\nnext\ttab é 漢 \u202eabc\u2028 \'\'\'""" \\u0027 </script>'
ASKED = [
    Request(0, "ft:m:o'x", NASTY, Sampling(0.7, 500, (" END", NASTY), 0.9, 0.5, -0.5, 3, 5)),
    Request(0, "m", (SYSTEM, Message("user", NASTY, {"flag": None, "deep": {"on": True}})), Sampling(logprobs=0), 2),
]


@pytest.mark.parametrize("asked", ASKED)
def test_the_python_that_is_shown_sends_exactly_this(asked):
    shown = code(Language.PYTHON, asked, "http://localhost:1/v1/", "OPENAI_API_KEY")
    assert shown.isascii()
    calls = [node for node in ast.walk(ast.parse(shown)) if isinstance(node, ast.Call)]
    (call,) = [node for node in calls if any(word.arg == "model" for word in node.keywords)]
    assert {word.arg: ast.literal_eval(word.value) for word in call.keywords} == body(asked)


@pytest.mark.parametrize("asked", ASKED)
def test_the_curl_that_is_shown_sends_exactly_this(asked):
    shown = code(Language.CURL, asked, "http://localhost:1/v1", "OPENAI_API_KEY")
    assert shown.isascii()
    words = shlex.split(shown.replace("\\\n", " "))
    assert words[1] == f"http://localhost:1/v1/{route(asked)}"
    assert json.loads(words[words.index("-d") + 1]) == body(asked)
    # A real shell must hand over the same words, whatever stands in the prompt.
    told = subprocess.run(
        ["sh", "-c", shown.replace("curl ", "printf '%s\\0' ", 1)], capture_output=True, check=True, env={}, text=True
    )
    assert json.loads(told.stdout.split("\0")[-2]) == body(asked)


@pytest.mark.parametrize("asked", ASKED)
def test_the_javascript_that_is_shown_sends_exactly_this(asked):
    shown = code(Language.JAVASCRIPT, asked, "http://localhost:1/v1", "OPENAI_API_KEY")
    assert shown.isascii()
    given = shown.split(".create(", 1)[1].split(");\nfor", 1)[0]
    assert json.loads(given) == body(asked)  # JSON is JavaScript
    assert "process.env.OPENAI_API_KEY" in shown


def test_what_asks_nothing_has_no_title() -> None:
    assert (title_of(()), title_of(""), title_of((Message("user", " a  b "),))) == ("", "", "a b")
