"""Weighing rows for a training: against independent counts, across processes, and while rows are being changed."""

import asyncio
import json
from contextlib import aclosing

import pytest
import tiktoken

from desktop_app.core.example import Completion, Conversation, Message, Part, Preference, Shape
from desktop_app.core.line_rules import LineRules
from desktop_app.core.target import Target
from desktop_app.core.text import text
from desktop_app.settings import paths
from desktop_app.store import measures, sources
from desktop_app.store.project import Project
from desktop_app.tokens.counting import counter
from desktop_app.work.apart import Apart
from desktop_app.work.counting import places
from desktop_app.work.weigh import Load, Weighing, Weight, weighed

GPT = Target("gpt", "GPT", "there", vocabulary="o200k_base", limit=40)
BOTH = (Part.TRAINING, Part.VALIDATION)


def chat(question, answer, **extra):
    return Conversation((Message("user", question), Message("assistant", answer, extra)))


def rows():
    """Return 30 to learn from, 6 of validation, 4 of the test; some long, some with what should not leave."""
    found = [(chat(f"question {n}", "word " * (60 if n % 10 == 0 else 5)), Part.TRAINING) for n in range(28)]
    found += [(chat("mail to eva@web.de", "sent"), Part.TRAINING), (chat("call", "+49 30 901820"), Part.TRAINING)]
    found += [(chat("write otto@web.de", "done"), Part.VALIDATION)]
    found += [(chat(f"checked {n}", "yes"), Part.VALIDATION) for n in range(5)]
    return [*found, *((chat(f"secret {n} to max@web.de", "aside"), Part.TEST) for n in range(4))]


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "p.tunedesk")
    made.do(text("step.insert_row"), lambda edit: edit.append(rows())).result()
    yield made
    made.close()


def weigh(project, target=GPT, rules=None, apart=None):
    """Return all that is said, the Weight last."""

    async def heard():
        return [item async for item in weighed(project, target, rules, apart)]

    return asyncio.run(heard())


def counted(project):
    with project.reading() as connection:
        return dict(connection.execute("SELECT row, total FROM token_count WHERE vocabulary = 'o200k_base'"))


def by_hand(example):
    """Count a chat by the published rule, with the library itself."""
    encoding = tiktoken.get_encoding("o200k_base")
    said = [part for message in example.messages for part in (message.role, message.content)]
    return 3 + 3 * len(example.messages) + sum(len(encoding.encode(part, disallowed_special=())) for part in said)


@pytest.fixture
def tables(monkeypatch):
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(paths.resource("tiktoken")))


def test_tokens_rows_and_cuts_are_those_of_an_independent_count(project, tables):
    load, *_, weight = weigh(project)
    assert load == Load({Part.TRAINING: 30, Part.VALIDATION: 6, Part.TEST: 4}, {Shape.CHAT: 36})
    for part in BOTH:
        own = [by_hand(example) for example, its in rows() if its is part]
        found = weight.lengths[part]
        assert (found.rows, found.total, found.longest) == (len(own), sum(own), max(own))
        assert found.kept == sum(min(length, 40) for length in own)
        assert found.over == sum(length > 40 for length in own)
    assert weight.lengths[Part.TRAINING].over == 3
    assert weight.exact
    assert weight.bytes == {}
    assert weight.private == {}


def test_what_leaves_is_measured_as_it_is_written_and_searched_part_by_part(project):
    *_, weight = weigh(project, rules=LineRules())
    for part in BOTH:
        lines = [
            json.dumps({"messages": [{"role": m.role, "content": m.content} for m in example.messages]})
            for example, its in rows()
            if its is part
        ]
        assert weight.bytes[part] == sum(len(line) + 1 for line in lines)
    kinds = {part: {f.check: f.count for f in weight.private[part]} for part in BOTH}
    assert kinds == {
        Part.TRAINING: {"private_emails": 1, "private_phones": 1},
        Part.VALIDATION: {"private_emails": 1},
    }


def test_keys_the_receiver_does_not_know_do_not_count(tmp_path):
    project = Project.create(tmp_path / "w.tunedesk")
    weighted = chat("a", "b", weight=0)
    project.do(text("step.insert_row"), lambda edit: edit.append([(weighted, Part.TRAINING)])).result()
    sizes = [
        weigh(project, rules=LineRules(message_keys=keys))[-1].bytes[Part.TRAINING] for keys in (None, frozenset())
    ]
    assert sizes[0] - sizes[1] == len(', "weight": 0')
    project.close()


def test_counts_are_remembered_and_only_what_changed_is_counted_again(project):
    weigh(project)
    assert len(counted(project)) == 36
    assert not [item for item in weigh(project) if isinstance(item, Weighing)]
    row = next(iter(counted(project)))
    project.do(text("step.edit_cell"), lambda edit: edit.write_field(row, "assistant", "other words here")).result()
    assert row not in counted(project)
    said = weigh(project)
    assert [item for item in said if isinstance(item, Weighing)] == [Weighing(1, 1)]
    assert said[-1].lengths[Part.TRAINING].rows == 30


@pytest.mark.parametrize("apart", [False, True], ids=["threads", "apart"])
def test_rows_changed_meanwhile_are_not_remembered_with_their_old_length(project, apart):
    worker = Apart() if apart else None

    async def edited():
        last = None
        async for item in weighed(project, GPT, None, worker):
            if isinstance(item, Load):
                change = project.do(
                    text("step.edit_cell"), lambda edit: edit.write_field(1, "assistant", "much longer than it was")
                )
                await asyncio.wrap_future(change)
            last = item
        if worker is not None:
            await worker.close()
        return last

    weight = asyncio.run(edited())
    assert weight.lengths[Part.TRAINING].rows == 30  # it was weighed as it was when the weighing began
    assert counted(project) == {}
    weigh(project)
    with project.reading() as connection:
        held = dict(connection.execute("SELECT id, line FROM body"))
    own = counter(GPT, places())
    for row, total in counted(project).items():
        messages = tuple(Message(m["role"], m["content"]) for m in json.loads(held[row])["messages"])
        assert own.count([Conversation(messages)])[0].total == total


def test_the_other_process_weighs_the_same(project):
    async def both():
        apart = Apart()
        try:
            return [item async for item in weighed(project, GPT, LineRules(), apart)][-1]
        finally:
            await apart.close()

    there = asyncio.run(both())
    assert there == weigh(project, rules=LineRules())[-1]
    assert len(counted(project)) == 36


def test_one_who_leaves_early_leaves_nothing_behind(project):
    async def left():
        work = weighed(project, GPT, LineRules())
        async with aclosing(work):
            async for _ in work:
                return

    asyncio.run(left())
    project.do(text("step.delete_rows"), lambda edit: edit.delete([1])).result()
    assert weigh(project)[0].counts[Part.TRAINING] == 29


def test_excluded_rows_and_other_shapes_are_seen(tmp_path):
    project = Project.create(tmp_path / "m.tunedesk")
    pair = Preference((Message("user", "q"),), (Message("assistant", "good"),), (Message("assistant", "bad"),))
    mixed = [(Completion("p", "c"), Part.TRAINING), (pair, Part.TRAINING), (chat("a", "b"), Part.VALIDATION)]
    project.do(text("step.insert_row"), lambda edit: edit.append([*mixed, *mixed])).result()
    project.write(lambda c: c.execute("UPDATE head SET status = 'excluded' WHERE id = 2")).result()
    load, *_, weight = weigh(project)
    assert load.shapes == {Shape.COMPLETION: 2, Shape.PREFERENCE: 1, Shape.CHAT: 2}
    assert weight.lengths[Part.TRAINING].rows == 3
    project.close()


def test_a_model_whose_own_words_are_not_here_is_only_estimated(project):
    *_, weight = weigh(project, Target("open", "Open", "there", vocabulary="somebody/somewhere"))
    assert not weight.exact
    assert isinstance(weight, Weight)


def test_every_change_of_the_rows_is_another_state(project):
    seen = []

    def look():
        with project.reading() as connection:
            seen.append(measures.state(connection))

    look()
    project.do(text("step.edit_cell"), lambda edit: edit.write_field(1, "assistant", "x")).result()
    look()
    project.undo().result()
    look()
    project.do(text("step.edit_cell"), lambda edit: edit.write_field(1, "assistant", "y")).result()
    look()
    assert len(set(seen)) == 4
    with project.reading() as connection:
        assert sources.uncounted(connection, "o200k_base")
