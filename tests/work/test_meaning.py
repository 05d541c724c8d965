"""Reading what rows mean: each text once, kept at once, and questions to the vectors that are kept."""

import asyncio
import math
from array import array
from contextlib import closing

import numpy as np
import pytest

from desktop_app.core.example import Completion, Part, RowStatus
from desktop_app.core.job import HERE
from desktop_app.core.meaning import Aspect, Embedder, text_hash
from desktop_app.core.meant import Kind, Meant
from desktop_app.core.problem import Problem
from desktop_app.core.text import text
from desktop_app.store import row_findings, vectors
from desktop_app.store.project import Project
from desktop_app.work import meaning_kept, meaning_map, meaning_rows, neighbours, save_vectors
from desktop_app.work.apart import Apart
from desktop_app.work.keeper import Keeper
from desktop_app.work.meaning_choice import Choice, choose, chosen
from desktop_app.work.meaning_look import look
from desktop_app.work.meaning_map import By, Map, Way

MINE = Embedder(HERE, "angles")
BY_PROMPT = Choice(MINE, Aspect.PROMPT)


def pointing(angle, width=8):
    """A vector of length 1 in a plane; likeness of two is the cosine of the angle between them."""
    made = np.zeros(width, dtype="<f4")
    made[0], made[1] = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return made.tobytes()


@pytest.fixture
def project(tmp_path):
    with closing(Project.create(tmp_path / "rows.tunedesk")) as made:
        yield made


def fill(project, rows):
    """Put rows into a project: question, answer, and what they are used as."""

    def add(edit):
        edit.append((Completion(asked, said), part) for asked, said, part in rows)

    project.do(text("step.clear_cell"), add).result()


def keep(project, angles):
    """Keep vectors of these texts."""
    found = {text_hash(said): pointing(angle) for said, angle in angles.items()}
    project.write(lambda c: vectors.put(c, MINE, found)).result()


TRAIN, TEST = Part.TRAINING, Part.TEST


def test_vectors_are_kept_by_model_and_text(project):
    keep(project, {"one": 0, "two": 90})
    with project.reading() as connection:
        found = vectors.of_texts(connection, MINE, ["one", " one\n", "three"])
        places, matrix = vectors.matrix(connection, MINE, {text_hash("two"), text_hash("three")})
        assert vectors.kept(connection) == (vectors.Kept(MINE, 8, 2),)
        assert vectors.of_texts(connection, Embedder(HERE, "other"), ["one"]) == {}
    assert set(found) == {"one", " one\n"}  # white space around a text does not make it another one
    assert found["one"].tobytes() == pointing(0)
    assert list(places) == [text_hash("two")]
    assert matrix.shape == (1, 8)


def test_another_model_under_the_same_name_is_refused(project):
    keep(project, {"one": 0})
    with pytest.raises(Problem, match="vectors_of_other_width"):
        project.write(lambda c: vectors.put(c, MINE, {text_hash("two"): bytes(16)})).result()


def test_a_survey_counts_each_text_once_and_an_edited_row_again(project):
    fill(project, [("one", "yes", TRAIN), ("two", "yes", TRAIN), ("three", "", TRAIN)])
    keep(project, {"one": 0, "yes": 10})
    *_, found = meaning_rows.survey(project.path, MINE, Aspect.BOTH)
    assert (found.rows, found.lacking, found.texts, found.size) == (3, 2, 2, 8)
    assert found.wanted.tolist() == [2, 3]
    keep(project, {"two": 20, "three": 30})
    *_, found = meaning_rows.survey(project.path, MINE, Aspect.BOTH)
    assert (found.lacking, found.orphans) == (0, 0)
    other = Completion("another one", "yes")
    project.do(text("step.clear_cell"), lambda edit: edit.change(1, lambda _: other)).result()
    *_, found = meaning_rows.survey(project.path, MINE, Aspect.BOTH, private=True)
    assert (found.lacking, found.texts, found.orphans) == (1, 1, 1)
    assert found.private == ()


def test_what_would_be_sent_is_looked_through(project):
    fill(project, [("write to anna.schmidt@posteo.net", "yes", TRAIN)])
    *_, found = meaning_rows.survey(project.path, MINE, Aspect.PROMPT, private=True)
    assert [each.check for each in found.private] == ["private_emails"]


def test_paraphrases_contradictions_leaks_and_loners_are_found(project):
    # Questions lie in a circle, 14 degrees apart; what is planted lies 5 degrees from its original.
    angles = {f"question {n}": 14.0 * n for n in range(24)}
    rows = [(f"question {n}", f"answer {n}", TRAIN) for n in range(24)]
    rows += [("again 3", "answer 3", TRAIN), ("again 7", "the opposite", TRAIN), ("again 11", "answer 11", TEST)]
    rows += [("question 15", "answer 15", TEST)]
    angles |= {"again 3": 47.0, "again 7": 103.0, "again 11": 159.0}
    angles |= {f"answer {n}": 14.0 * n for n in range(24)} | {"the opposite": 300.0}
    fill(project, rows)
    keep(project, angles)
    *_, found = look(project.path, MINE, 0.99)
    assert isinstance(found, Meant)
    told = {(pair.kind, pair.first, pair.second) for pair in found.pairs}
    assert told == {
        (Kind.SAME, 4, 25),
        (Kind.CONTRADICTION, 8, 26),
        (Kind.LEAK, 12, 27),
        (Kind.LEAK, 16, 28),
    }
    assert (found.rows, found.lacking, found.answers) == (28, 0, True)


def test_classes_contradict_each_other_without_any_vector_of_theirs(project):
    rows = [(f"question {n}", ("good", "bad")[n % 2], TRAIN) for n in range(10)]
    fill(project, [*rows, ("question zero", "bad", TRAIN)])
    keep(project, {f"question {n}": 30.0 * n for n in range(10)} | {"question zero": 2.0})
    *_, found = look(project.path, MINE, 0.9)
    assert [(pair.kind, pair.first, pair.second) for pair in found.pairs] == [(Kind.CONTRADICTION, 1, 11)]


def test_a_row_that_is_like_no_other_stands_out(project):
    fill(project, [(f"question {n}", "a", TRAIN) for n in range(30)])
    keep(project, {f"question {n}": n * 0.5 for n in range(29)} | {"question 29": 90.0})
    *_, found = look(project.path, MINE, 0.9999)
    assert [each.row for each in found.lonely] == [30]
    assert found.lonely[0].likeness < 0.3


def test_read_by_their_answers_rows_are_compared_by_them(project):
    fill(project, [(f"question {n}", f"answer {n}", TRAIN) for n in range(30)])
    keep(project, {f"answer {n}": n * 0.5 for n in range(29)} | {"answer 29": 90.0})
    *_, found = look(project.path, MINE, 0.9999)
    assert isinstance(found, Meant)
    assert [each.row for each in found.lonely] == [30]
    assert (found.rows, found.lacking, found.pairs) == (0, 30, ())


def test_of_rows_nobody_read_nothing_is_told(project):
    fill(project, [("question", "answer", TRAIN)])
    *_, found = look(project.path, MINE, 0.9)
    assert (found.rows, found.lacking, found.pairs, found.lonely) == (0, 1, (), ())


def test_rows_like_this_one_come_from_the_vectors_that_are_kept(project):
    fill(project, [(f"question {n}", "", TRAIN if n < 5 else TEST) for n in range(8)])
    keep(project, {f"question {n}": 10.0 * n for n in range(7)})
    (near,) = neighbours.of_row(Keeper(), project.path, BY_PROMPT, 3, 2)
    assert [each.row for each in near] == [2, 4]
    assert near[0].likeness == pytest.approx(math.cos(math.radians(10)), abs=1e-4)
    assert list(neighbours.of_row(Keeper(), project.path, BY_PROMPT, 8)) == [None]  # its text is not read
    (near,) = neighbours.of_vector(Keeper(), project.path, BY_PROMPT, pointing(60), TRAIN, 1)
    assert [each.row for each in near] == [5]
    assert list(neighbours.of_vector(Keeper(), project.path, BY_PROMPT, bytes(8), None)) == [()]


def test_vectors_are_kept_at_hand_until_a_row_or_a_vector_changes(project, monkeypatch):
    walks = []
    walk = meaning_kept.gathered
    monkeypatch.setattr(meaning_kept, "gathered", lambda connection: walks.append(1) or walk(connection))
    fill(project, [(f"question {n}", "", TRAIN) for n in range(4)])
    keep(project, {f"question {n}": 10.0 * n for n in range(3)})
    keeper = Keeper()

    def near(row):
        (found,) = neighbours.of_row(keeper, project.path, BY_PROMPT, row, 1)
        return found and found[0].row

    assert list(neighbours.at_hand(keeper, project.path, BY_PROMPT)) == [3]
    assert (near(1), near(3), len(walks)) == (2, 2, 1)
    keep(project, {"question 3": 1.0})
    assert (near(1), near(4), len(walks)) == (4, 1, 2)
    project.do(text("step.clear_cell"), lambda edit: edit.set_status([4], RowStatus.EXCLUDED)).result()
    assert (near(1), near(4), len(walks)) == (2, None, 3)
    project.undo().result()
    assert (near(1), len(walks)) == (4, 4)
    monkeypatch.setattr(meaning_kept, "MOST_BYTES", 10)
    project.redo().result()
    assert (near(1), near(1), len(walks)) == (2, 2, 6)  # too large to be kept, and right all the same


@pytest.mark.parametrize("way", list(Way))
def test_a_map_is_the_same_every_time_and_keeps_groups_together(project, way):
    fill(project, [(f"question {n}", "ab"[n % 2], TRAIN if n % 3 else TEST) for n in range(40)])
    keep(project, {f"question {n}": (n % 2) * 90 + n * 0.1 for n in range(40)})
    drawn = [list(meaning_map.draw(project.path, MINE, Aspect.PROMPT, way))[-1] for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert isinstance(drawn[0], Map)
    places = np.frombuffer(drawn[0].places, "<f4").reshape(-1, 2)
    assert places.shape == (40, 2)
    assert places.min() >= -1e-6
    assert places.max() <= 1 + 1e-6
    even, odd = places[0::2], places[1::2]
    apart = np.linalg.norm(even.mean(axis=0) - odd.mean(axis=0))
    assert apart > 2 * max(even.std(), odd.std()) or way is Way.CAREFUL
    (labels,) = meaning_map.colours(project.path, drawn[0].rows, By.LABEL)
    assert (labels.names, labels.groups[:4]) == (("a", "b"), b"\0\1\0\1")
    (parts,) = meaning_map.colours(project.path, drawn[0].rows, By.PART)
    assert (parts.names, parts.groups[:4]) == (("training", "test"), b"\1\0\0\1")


def test_many_groups_become_five_and_the_rest():
    said = [f"label {n % 9}" for n in range(90)] + ["label 4"] * 5
    found = meaning_map.grouped(By.LABEL, said)
    assert found.names == ("label 4", "label 0", "label 1", "label 2", "label 3", "")
    assert found.groups[4] == 0
    assert found.groups[8] == 5


def test_states_are_named_in_the_order_in_which_rows_go_through_them():
    said = ["reviewed"] * 3 + ["new", "", "edited", "edited", "a state of a later version"]
    found = meaning_map.grouped(By.STATUS, said)
    assert found.names == ("new", "edited", "reviewed", "a state of a later version", "")
    assert list(found.groups) == [2, 2, 2, 0, 4, 1, 1, 3]


def test_rows_with_findings_have_a_colour_of_their_own(project):
    fill(project, [("one", "1", TRAIN), ("two", "", TRAIN), ("three", "3", TEST)])

    def found(connection):
        at = row_findings.stamp(connection)
        kept = row_findings.keep(connection, at, array("q", [1, 2, 3]), {"empty_answers": array("q", [2])})
        row_findings.finish(connection, at)
        return kept

    assert project.write(found).result()
    (coloured,) = meaning_map.colours(project.path, array("q", [3, 2, 1]).tobytes(), By.PROBLEM)
    assert (coloured.names, list(coloured.groups)) == (("problem", ""), [1, 0, 1])


def test_there_is_no_map_of_rows_nobody_read(project):
    fill(project, [("one", "1", TRAIN)])
    with pytest.raises(Problem, match="vectors_none"):
        list(meaning_map.draw(project.path, MINE, Aspect.PROMPT, Way.QUICK))


def test_without_vectors_no_row_is_near(project):
    fill(project, [("one", "1", TRAIN)])

    def near(said):
        # Neither the worker nor a place is asked: there is nothing they could be asked about.
        return asyncio.run(neighbours.nearest_rows(Apart(), project, None, said))

    assert near("one") is None
    keep(project, {"one": 1})
    assert near(" \n") is None


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".npz"])
def test_vectors_are_written_for_other_programs(project, tmp_path, ending):
    import pandas as pd  # noqa: PLC0415 - heavy

    fill(project, [(f"question {n}", "é", TRAIN if n < 2 else TEST) for n in range(3)])
    keep(project, {"question 0": 0.0, "question 2": 33.0, "é": 5.0})
    target = tmp_path / f"vectors{ending}"
    *_, last = save_vectors.save(project.path, MINE, Aspect.PROMPT, target)
    assert (last.done, last.total) == (2, 2)
    wanted = np.frombuffer(pointing(33.0), "<f4")
    if ending == ".npz":
        with np.load(target) as found:
            numbers, parts, made = found["row"].tolist(), found["part"].tolist(), found["vectors"]
    else:
        table = pd.read_csv(target) if ending == ".csv" else pd.read_parquet(target)
        numbers, parts = table["row"].tolist(), table["part"].tolist()
        assert table["text"].tolist() == ["question 0", "question 2"]
        made = np.stack(table["vector"]) if ending == ".parquet" else table[[f"v{n}" for n in range(8)]].to_numpy()
    assert (numbers, parts) == ([1, 3], ["training", "test"])
    assert made[1].astype("<f4").tobytes() == wanted.tobytes()  # every digit comes back
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_vectors_of_texts_with_half_a_letter_are_written(project, tmp_path, ending):
    import pandas as pd  # noqa: PLC0415 - heavy

    fill(project, [("half \ud83d", "a", TRAIN)])
    keep(project, {"half \ud83d": 0.0})
    target = tmp_path / f"vectors{ending}"
    list(save_vectors.save(project.path, MINE, Aspect.PROMPT, target))
    table = pd.read_csv(target) if ending == ".csv" else pd.read_parquet(target)
    assert table["text"].tolist() == [r"half \ud83d"]


def test_no_file_is_written_of_nothing_or_in_no_form(project, tmp_path):
    fill(project, [("one", "two", TRAIN)])
    with pytest.raises(Problem, match="vectors_none"):
        list(save_vectors.save(project.path, MINE, Aspect.PROMPT, tmp_path / "a.csv"))
    keep(project, {"one": 1})
    with pytest.raises(Problem, match="vectors_no_form"):
        list(save_vectors.save(project.path, MINE, Aspect.PROMPT, tmp_path / "a.doc"))
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".csv", ".doc")] == []


def test_the_choice_is_kept_in_the_project(project):
    assert chosen(project) is None
    keep(project, {"one": 1})
    assert chosen(project) == Choice(MINE, Aspect.BOTH)
    choose(project, Choice(MINE, Aspect.PROMPT)).result()
    assert chosen(project) == Choice(MINE, Aspect.PROMPT)
