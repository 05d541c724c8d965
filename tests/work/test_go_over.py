"""Going over a project's own rows: what is decided comes back as steps, and everything else stays as it was."""

import asyncio
from array import array
from dataclasses import replace

import pytest

from desktop_app.core.example import Completion, Conversation, Message, Part, Preference, RowStatus, Shape, to_line
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.core.wizard import Where, Wizard
from desktop_app.store import drafts, examples, history, row_findings, sources
from desktop_app.store.edit import Edit
from desktop_app.store.project import Project
from desktop_app.store.taken_out import taken_out
from desktop_app.work import check_up, divide, go_over, near
from desktop_app.work.recheck import project_target
from desktop_app.work.targets import all_targets
from tests.work.intake_files import CHAT, COMPLETION, last

TALKS = 24


def chat(*turns, **extra):
    roles = ("user", "assistant")
    return Conversation(tuple(Message(roles[n % 2], said) for n, said in enumerate(turns)), extra)


@pytest.fixture
def project(tmp_path):
    """A table of chats with two answers each: one repeats another, one is excluded, one bears a note and a tag."""
    made = Project.create(tmp_path / "talks.tunedesk")
    rows = [(chat(f"q{n} ", f"a{n}", f"why {n}", f"so {n}  "), Part.TRAINING) for n in range(TALKS)]
    rows += [rows[3], (chat("last", "one"), Part.TEST)]

    def fill(edit):
        edit.append(rows)
        edit.set_status([5], RowStatus.EXCLUDED)
        edit.set_status([7], RowStatus.REVIEWED)
        edit.set_note([4], "keep me")
        edit.tag([4], ["good"])

    made.do(text("step.insert_rows", count=len(rows)), fill).result()
    yield made
    made.close()


def table(project):
    """Return all that stands in the table, in its order."""
    with project.reading() as connection:
        return [
            (row.id, row.part, row.status, to_line(row.example), row.line, row.note, row.tags)
            for row in examples.rows(connection)
        ]


def wizard_over(project, **answers):
    look = last(go_over.look(project.path, 200))
    return Wizard.start(look.found).answer(target=look.target).answer(**answers)


def gone_over(project, tmp_path, target=CHAT, *, give=True, **answers):
    """Go over the table with all repairs that are recommended; return what came of each page."""
    wizard, draft = wizard_over(project, **answers), tmp_path / "d.tunedesk"
    draft.unlink(missing_ok=True)
    taken = last(go_over.take_in(project.path, wizard, draft, target))
    settled = last(near.settle(draft, wizard, target, taken.findings, None))
    division = last(divide.divide(draft, wizard, target))
    given = asyncio.run(go_over.give_back(project, draft, wizard)) if give else None
    return taken, settled, division, given


def labels(project):
    return [step.label.key for step in project.steps() if not step.undone]


def undo_to(project, steps):
    while len(labels(project)) > steps:
        project.undo().result()


@pytest.mark.parametrize("shape", [Shape.CHAT, Shape.COMPLETION])
def test_a_row_that_nobody_can_read_is_said_of_the_project(project, tmp_path, shape):
    wizard = wizard_over(project)
    wizard = wizard.answer(mapping=replace(wizard.mapping, shape=shape))
    project.write(lambda connection: connection.execute("UPDATE body SET line = 'nonsense' WHERE id = 9")).result()
    target = CHAT if shape is Shape.CHAT else COMPLETION
    with pytest.raises(Problem, match="project_damaged") as caught:
        last(go_over.take_in(project.path, wizard, tmp_path / "d.tunedesk", target))
    assert caught.value.values["name"] == "talks.tunedesk"


def test_a_look_shows_the_rows_that_are_used_as_training_data(project):
    look = last(go_over.look(project.path, 200))
    assert (look.found.own, look.found.shape, look.found.name) == (True, Shape.CHAT, "talks")
    assert [record.line for record in look.records[:5]] == [1, 2, 3, 4, 6]
    assert len(look.records) == TALKS + 1
    (shown,) = Wizard.start(look.found).preview({}, look.records[0].source)
    assert shown == chat("q0 ", "a0", "why 0", "so 0  ")


def test_a_table_without_rows_is_refused_in_words(tmp_path):
    made = Project.create(tmp_path / "empty.tunedesk")
    with pytest.raises(Problem, match="nothing_to_go_over"):
        last(go_over.look(made.path, 200))
    made.close()


def test_repairs_come_back_as_steps_that_are_undone_one_by_one(project, tmp_path):
    before = table(project)
    taken, settled, division, _ = gone_over(project, tmp_path)
    assert (taken.rows_in, taken.used, taken.made, taken.left_out) == (TALKS + 2, TALKS + 2, TALKS + 1, 0)
    assert {done.check for done in settled.done} == {"duplicates", "answer_spaces"}
    assert (division.moved, settled.rows) == (0, TALKS)
    after = {row[0]: row for row in table(project)}
    assert after.keys() == {row[0] for row in before} - {TALKS + 1}  # the second of two equal rows went
    fourth = after[4]
    assert fourth[2] == RowStatus.EDITED
    assert fourth[3]["messages"][-1]["content"] == "so 3"
    assert fourth[5:] == ("keep me", ("good",))
    assert after[5] == before[4]  # the excluded one was not touched
    assert after[TALKS + 2] == before[-1]
    assert len(labels(project)) == 1 + len(settled.done)
    project.undo().result()
    assert len(table(project)) == TALKS + 1
    undo_to(project, 1)
    assert table(project) == before
    while project.history().redo is not None:
        project.redo().result()
    assert {row[0]: row for row in table(project)} == after


def test_what_was_undone_before_cannot_be_redone_after_it(project, tmp_path):
    project.do(text("step.set_part", count=1, part="test"), lambda edit: edit.set_part([1], Part.TEST)).result()
    project.undo().result()
    gone_over(project, tmp_path)
    assert project.history().redo is None


def test_dividing_anew_is_the_first_step_and_leaves_excluded_rows_alone(project, tmp_path):
    before = table(project)
    _, settled, division, _ = gone_over(project, tmp_path, where=Where.ANEW)
    after = {row[0]: row for row in table(project)}
    counts = {part: sum(row[1] is part and row[2] != RowStatus.EXCLUDED for row in after.values()) for part in Part}
    assert counts == dict(division.counts)
    assert counts[Part.VALIDATION] == counts[Part.TEST] == round(TALKS * 0.1)
    assert division.moved > 0
    assert labels(project)[1:] == ["step.divide_anew", *(done.label.key for done in settled.done)]
    undo_to(project, 2)
    with project.reading() as connection:
        parts = {row.id: row.part for row in examples.rows(connection)}
    assert parts[4] is parts[TALKS + 1]  # the row that came back is in the part of the one that asks the same
    undo_to(project, 1)
    assert table(project) == before


def test_rows_that_were_to_be_divided_and_stay_after_all_are_where_they_were(project, tmp_path):
    before = [row[:2] for row in table(project)]
    wizard, draft = wizard_over(project, where=Where.ANEW), tmp_path / "d.tunedesk"
    taken = last(go_over.take_in(project.path, wizard, draft, CHAT))
    last(check_up.settle(draft, wizard, CHAT, taken.findings))
    assert last(divide.divide(draft, wizard, CHAT)).moved > 0
    kept = wizard.answer(where=Where.KEEP)
    assert last(divide.divide(draft, kept, CHAT)).moved == 0
    asyncio.run(go_over.give_back(project, draft, kept))
    undo_to(project, 1)
    assert [row[:2] for row in table(project)] == before


def test_chats_become_prompts_with_completions_a_row_for_each_answer(project, tmp_path):
    tools = Conversation(chat("q", "a").messages, {"tools": [{"type": "function"}]})
    project.do(text("step.insert_rows", count=1), lambda edit: edit.append([(tools, Part.TRAINING)])).result()
    before = table(project)
    taken, *_, given = gone_over(project, tmp_path, COMPLETION, shape=Shape.COMPLETION)
    assert (taken.rows_in, taken.left_out, given.left_out) == (TALKS + 3, 1, 1)
    with project.reading() as connection:
        rows = list(examples.rows(connection))
        assert examples.shape_of_table(connection) is Shape.COMPLETION
    assert {row.example.shape for row in rows} == {Shape.COMPLETION}
    assert isinstance(rows[0].example, Completion)
    assert "why 0" in rows[1].example.prompt  # the second answer stands below the first
    assert [row.note for row in rows if row.id == 4] == ["keep me"]
    excluded = [row for row in rows if row.status == RowStatus.EXCLUDED]
    assert len(excluded) == 2  # both halves of the excluded chat
    assert TALKS + 3 not in {row.id for row in rows}
    undo_to(project, 2)
    assert table(project) == before
    with project.reading() as connection:
        assert examples.shape_of_table(connection) is Shape.CHAT


def test_taking_remedies_back_leaves_the_conversion(project, tmp_path):
    wizard, draft = wizard_over(project, shape=Shape.COMPLETION), tmp_path / "d.tunedesk"
    taken = last(go_over.take_in(project.path, wizard, draft, COMPLETION))
    settled = last(check_up.settle(draft, wizard, COMPLETION, taken.findings))
    assert settled.done
    last(check_up.unsettle(draft))
    asyncio.run(go_over.give_back(project, draft, wizard))
    assert labels(project)[1:] == ["step.convert_to_completion"]
    assert len(table(project)) == 2 * (TALKS + 1) + 1


def test_one_system_message_for_all_rows_is_a_step_of_its_own(project, tmp_path):
    skipped = frozenset(("duplicates", "answer_spaces"))
    gone_over(project, tmp_path, system="Be brief.", skipped=skipped)
    assert labels(project)[1:] == ["step.set_system"]
    assert {row[3]["messages"][0]["content"] for row in table(project)} == {"Be brief."}


def test_a_mixed_table_stays_mixed_until_somebody_asks(project, tmp_path):
    pair = Preference((Message("user", "q"),), (Message("assistant", "a"),), (Message("assistant", "b"),))
    project.do(text("step.insert_rows", count=1), lambda edit: edit.append([(pair, Part.TRAINING)])).result()
    taken, *_ = gone_over(project, tmp_path, skipped=frozenset(("duplicates", "answer_spaces", "mixed_shapes")))
    assert taken.left_out == 0
    assert table(project)[-1][3] == to_line(pair)


def test_rows_that_changed_meanwhile_are_refused_and_nothing_is_done(project, tmp_path):
    wizard, draft = wizard_over(project), tmp_path / "d.tunedesk"
    taken = last(go_over.take_in(project.path, wizard, draft, CHAT))
    last(check_up.settle(draft, wizard, CHAT, taken.findings))
    last(divide.divide(draft, wizard, CHAT))
    project.do(text("step.delete_row"), lambda edit: edit.delete([2])).result()
    before = table(project)
    with pytest.raises(Problem, match="rows_changed"):
        asyncio.run(go_over.give_back(project, draft, wizard))
    assert table(project) == before
    assert project.history().undo.key == "step.delete_row"


def test_nothing_decided_changes_nothing_and_leaves_no_step(project, tmp_path):
    before = table(project)
    gone_over(project, tmp_path, skipped=frozenset(("duplicates", "answer_spaces")))
    assert table(project) == before
    assert len(labels(project)) == 1


def test_what_the_rows_are_for_is_remembered(project, tmp_path):
    with project.reading() as connection:
        before = project_target(connection)
    other = next(each.id for each in all_targets() if Shape.CHAT in each.shapes and each != before)
    wizard, draft = wizard_over(project).answer(target=other), tmp_path / "d.tunedesk"
    last(go_over.take_in(project.path, wizard, draft, CHAT))
    asyncio.run(go_over.give_back(project, draft, wizard))
    with project.reading() as connection:
        assert project_target(connection).id == other


def test_rows_made_later_have_ids_of_their_own(project, tmp_path):
    gone_over(project, tmp_path, COMPLETION, shape=Shape.COMPLETION)
    there = {row[0] for row in table(project)}
    new = []
    row = (Completion("q", "a"), Part.TEST)
    project.do(text("step.insert_row"), lambda edit: new.extend(edit.append([row]))).result()
    assert not there & set(new)
    assert min(new) > max(there)


def test_rows_of_a_file_come_back_with_their_lines(tmp_path):
    made = Project.create(tmp_path / "lines.tunedesk")

    def fill(connection):
        source = sources.add(connection, "t.csv", {})
        step = history.begin(connection, text("step.insert_rows", count=3))
        Edit(connection).take_in(source, [(n + 2, chat(f"q{n // 2}", f"a{n // 2}  ")) for n in range(30)])
        history.end(connection, step)

    made.write(fill).result()
    before = table(made)
    gone_over(made, tmp_path)
    after = table(made)
    assert [row[4] for row in after] == [row[4] for row in before][::2]
    undo_to(made, 1)
    assert table(made) == before
    made.close()


def test_tokens_of_excluded_rows_are_no_ones(project):
    with project.reading() as connection:
        ids = examples.ids(connection)
        used = examples.ids(connection, used=True)
    assert isinstance(used, array)
    assert set(ids) - set(used) == {5}
    counts = [(row, 10, 4) for row in ids]
    project.write(lambda connection: sources.set_lengths(connection, "v", counts)).result()
    with project.reading() as connection:
        assert sources.tokens_by_part(connection, "v")[Part.TRAINING] == (10 * TALKS, 4 * TALKS)
        assert len(list(sources.lengths(connection, "v"))) == TALKS + 1


def test_a_chat_of_many_answers_leaves_the_other_rows_where_they_are(tmp_path):
    made = Project.create(tmp_path / "long.tunedesk")
    turns = [f"{'qa'[n % 2]}{n}" for n in range(60)]
    rows = [(chat(*(f"{row} {turn}" for turn in turns)), Part.TRAINING) for row in range(12)]
    made.do(text("step.insert_rows", count=12), lambda edit: edit.append(rows)).result()
    before = table(made)
    gone_over(made, tmp_path, COMPLETION, shape=Shape.COMPLETION)
    with made.reading() as connection:
        questions = [row.example.prompt for row in examples.rows(connection)]
        moved = connection.execute("SELECT count(*) FROM change WHERE place = 'rank'").fetchone()[0]
    assert len(questions) == 12 * 30
    assert moved == 0
    assert [f"{row} q{2 * at}" in questions[30 * row + at] for row in range(12) for at in range(30)] == [True] * 360
    undo_to(made, 1)
    assert table(made) == before
    made.close()


def test_a_draft_keeps_all_its_steps_however_large_they_are(project, tmp_path, monkeypatch):
    monkeypatch.setattr(history, "KEPT_BYTES", 2000)
    wizard, draft = wizard_over(project, shape=Shape.COMPLETION), tmp_path / "d.tunedesk"
    taken = last(go_over.take_in(project.path, wizard, draft, COMPLETION))
    last(check_up.settle(draft, wizard, COMPLETION, taken.findings))
    last(divide.divide(draft, wizard, COMPLETION))
    asyncio.run(go_over.give_back(project, draft, wizard))
    assert all("prompt" in row[3] for row in table(project))
    assert "step.convert_to_completion" in labels(project)


def test_another_model_lets_all_rows_be_checked_anew(project, tmp_path):
    project.write(lambda connection: row_findings.finish(connection, row_findings.stamp(connection))).result()
    gone_over(project, tmp_path, skipped=frozenset(("duplicates", "answer_spaces")))
    with project.reading() as connection:
        assert not row_findings.are_fresh(connection)


def test_what_is_shown_of_a_mixed_table_is_what_is_done(tmp_path):
    made = Project.create(tmp_path / "mixed.tunedesk")
    rows = [(Completion("p", "c"), Part.TRAINING), (chat("q", "a", "why", "so"), Part.TRAINING)]
    made.do(text("step.insert_rows", count=2), lambda edit: edit.append(rows)).result()
    look = last(go_over.look(made.path, 200))
    wizard = Wizard.start(look.found)
    assert look.found.shape is Shape.COMPLETION
    assert wizard.preview({}, look.records[1].source) == (rows[1][0],)
    turned = wizard.answer(shape=Shape.CHAT).preview({}, look.records[0].source)
    assert [each.shape for each in turned] == [Shape.CHAT]
    made.close()


def test_what_could_not_be_converted_is_left_out_and_not_taken_out_too(project, tmp_path):
    named = Conversation((Message("user", "q", {"name": "bob"}), Message("assistant", "a")))
    project.do(text("step.insert_rows", count=1), lambda edit: edit.append([(named, Part.TRAINING)])).result()
    _, settled, *_ = gone_over(project, tmp_path, COMPLETION, shape=Shape.COMPLETION)
    with drafts.opened(tmp_path / "d.tunedesk", writable=False) as connection:
        assert [one.line for one in sources.left_out(connection)] == [TALKS + 3]
        out = list(taken_out(connection))
    assert TALKS + 3 not in [one.line for one in out]
    assert len(out) == sum(done.count for done in settled.done if done.check == "duplicates")
