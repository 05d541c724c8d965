"""The card of an exported model: what stands in it, and that no name in it becomes anything but words."""

import json
from pathlib import Path

import pytest

from desktop_app.core.answer import Answer, Finish, Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice
from desktop_app.core.examining import figures
from desktop_app.core.example import Message, Part
from desktop_app.core.model_card import Known, Trained, card
from desktop_app.core.model_export import Form, Outlook, Precision, Wish, proposed_name, short_name
from desktop_app.core.run_record import SentFile
from desktop_app.core.votes import Votes

OUTLOOK = Outlook(270_000_000, 300_000_000, 134_515_008, False, None, "SmolLM2-135M-Instruct", "Apache-2.0")
FORMS = list(Form)


def wish(form=Form.OLLAMA, name="My heroes!", **sampling):
    return Wish("ft:tiny:local:heroes:aa11", form, Precision.F16, Path("/out") / name, Sampling(**sampling))


def of_a_test(rows):
    columns = (Column(Voice("local", "m"), Setting(Sampling())),)
    batch = Batch("t", Kind.TEST, "", 0.0, tuple(Prompt(f"q{n}", f"a{n}") for n in range(rows)), columns)
    answers = {Cell(n, 0): Answer(0, "m", f"a{n}" if n % 4 else "wrong", Finish.STOP, 3, 1.0) for n in range(rows)}
    return figures(batch, answers, 0)


def known(**more):
    files = (SentFile(Part.TRAINING, "train.jsonl", "c" * 64, 900, 60),)
    trained = Trained(1_700_000_000.0, {Part.TRAINING: 60}, "ab" * 32, files, {"n_epochs": 3, "method": "supervised"})
    return Known(trained, [(1_700_000_000.0, of_a_test(24))], [("other model", Votes(wins=9, losses=1))], **more)


def head_of(told):
    lines = told.split("---\n")[1].splitlines()
    return {line.partition(": ")[0]: json.loads(line.partition(": ")[2]) for line in lines}


def test_it_says_what_was_learned_how_good_it_is_and_under_which_licence():
    told = card(wish(), OUTLOOK, known())
    head = head_of(told)
    assert head["base_model"] == "SmolLM2-135M-Instruct"
    assert (head["license"], head["library_name"]) == ("apache-2.0", "gguf")
    assert "| Training rows | 60 |" in told
    assert f"`{'ab' * 32}`" in told
    assert f"`{'c' * 64}`" in told
    assert "| n\\_epochs | 3 |" in told
    assert "Test of 2023-11-14: 18 of 24 rows right, that is 75 % (55 to 88 %)." in told
    assert "Blind votes against other model: it gets 90 % (" in told
    assert "134,515,008" in told
    assert "under the licence Apache-2.0" in told
    assert "What it is not" in told
    assert "not known from enough rows" not in told


def test_without_a_project_nothing_is_claimed():
    told = card(wish(), Outlook(1, 1, 5, False, None, "base", ""), Known())
    assert "It was not tested yet" in told
    assert "was not open when this card was written" in told
    assert head_of(told)["license"] == "other"
    assert "is not known here" in told


@pytest.mark.parametrize("form", FORMS)
def test_each_form_says_how_it_is_used(form):
    told = card(wish(form, "heroes"), OUTLOOK, known(question="Who flies?"))
    needed = {
        Form.ADAPTER: ("PeftModel.from_pretrained(model, folder)", 'from_pretrained("SmolLM2-135M-Instruct")'),
        Form.MERGED: ("AutoModelForCausalLM.from_pretrained(folder)", '"content": "Who flies?"'),
        Form.GGUF: ("llama-server -m heroes.gguf --port 8080", "http://127.0.0.1:8080/v1", "curl", "console.log"),
        Form.OLLAMA: ("ollama create heroes -f Modelfile", "http://127.0.0.1:11434/v1", "was not tried"),
        Form.LM_STUDIO: ("lms import tunedesk/heroes/heroes.gguf", "http://127.0.0.1:1234/v1", "was not tried"),
    }
    for words in needed[form]:
        assert words in told


@pytest.mark.parametrize("raw", [True, False])
@pytest.mark.parametrize("form", [Form.ADAPTER, Form.MERGED])
def test_the_programs_are_python_whatever_is_asked(form, raw):
    odd = 'Who "flies"?\n```\\ \u2028 \u202e import os'
    asked = odd if raw else (Message("system", odd), Message("user", odd * 20))
    outlook = Outlook(1, 1, 5, raw, None, 'ba"se\\', "MIT")
    told = card(wish(form, temperature=0.5), outlook, known(question=asked))
    program = told.split("python\n")[1].split("\n````")[0].split("\n```")[0]
    compile(program, "card", "exec")
    assert "do_sample=True, temperature=0.5" in program
    assert "\u202e" not in program


def test_names_stay_words():
    outlook = Outlook(1, 1, 5, False, None, "<img src=x>|[a](b)\n# no", "x\ny: z")
    told = card(wish(name="*bold* <b>"), outlook, known())
    assert "# \\*bold\\* \\<b\\>" in told
    assert "\\<img src=x\\>\\|\\[a\\](b) \\# no" in told
    assert head_of(told)["license_name"] == "x\ny: z"
    assert "\n# no" not in told


def test_a_name_is_proposed_that_every_program_takes():
    assert proposed_name("ft:tiny:local:My Heroes:aa11", Form.GGUF) == "my-heroes-aa11-gguf"
    assert proposed_name("ft:tiny:local:heroes:aa11:ckpt-step-4", Form.MERGED) == "heroes-aa11-ckpt-step-4-merged"
    assert proposed_name("ft:tiny:local::aa11", Form.OLLAMA) == "aa11-ollama"
    assert short_name("日本") == "model"
    assert short_name("..A b/c..") == "a-b-c"


def test_what_was_only_measured_on_was_not_learned_from():
    trained = Trained(1_700_000_000.0, {Part.TRAINING: 100, Part.VALIDATION: 20}, "ab" * 32, (), {})
    told = card(wish(), OUTLOOK, Known(trained, [], []))
    assert "It has learned from 100 rows alone" in told
