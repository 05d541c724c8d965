"""Measuring classes: offered where the answers are classes and the place can do it, chosen by keyboard."""

import pytest
from PySide6.QtCore import Qt

from desktop_app.core.classes import Classes
from desktop_app.core.curves import Curves
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import Job, JobStatus, Plan
from desktop_app.core.line import Line
from desktop_app.core.metrics import MetricPoint
from desktop_app.core.panels import panels
from desktop_app.core.text import text
from desktop_app.gui.training import made_of
from desktop_app.gui.training.charts import words
from desktop_app.gui.training.run import Run
from desktop_app.work.hearing import News
from tests.fake_provider import BASE
from tests.gui.accessible import unnamed_controls
from tests.gui.test_plan import at, cloud, connected, ready, said, show  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("no_stray_windows")
PARTS = (Part.TRAINING,) * 9 + (Part.VALIDATION,) * 3


def rows(*answers):
    return [(Completion(f"row {n}", f" {answers[n % len(answers)]}"), part) for n, part in enumerate(PARTS * 2)]


def known(qtbot, card):
    ready(qtbot, card)
    qtbot.waitUntil(lambda: card.board.foresight.labels.known)
    return card.form.classes


def test_two_classes_one_of_which_is_looked_for(qtbot, show):  # noqa: F811
    card = show(rows("no", "yes"))
    classes = known(qtbot, card)
    assert "are 2 classes: no (10), yes (8)" in said(card)
    assert card.plan.classes is None
    assert not classes.positive.isVisible()
    classes.switch.setFocus()
    qtbot.keyClick(classes.switch, Qt.Key.Key_Space)
    assert card.plan.classes == Classes(2)
    qtbot.keyClick(classes.switch, Qt.Key.Key_Tab)
    assert classes.positive.hasFocus()
    qtbot.keyClicks(classes.positive, "y")
    assert card.plan.classes == Classes(2, "yes")
    classes._fold.set_open(is_open=True)
    qtbot.keyClick(classes.betas[2.0], Qt.Key.Key_Space)
    assert card.plan.classes == Classes(2, "yes", (1.0, 2.0))
    assert "F1, F2" in classes._fold._button.accessibleDescription()
    assert card.can_start
    card.form.validation.setChecked(False)
    assert card.plan.classes is None
    assert "when validation rows are used" in said(card)
    card.form.validation.setChecked(True)
    assert card.plan.classes == Classes(2, "yes", (1.0, 2.0))
    assert unnamed_controls(card) == []


def test_more_classes_have_no_positive_one_and_the_rows_may_change(qtbot, show):  # noqa: F811
    card = show(rows("red", "green", "blue"))
    classes = known(qtbot, card)
    classes.switch.setChecked(True)
    assert card.plan.classes == Classes(3)
    assert not classes.positive.isVisible()
    workspace = card.board._project
    workspace.do(
        text("step.insert_row"), lambda edit: edit.append([(Completion("more", "white"), Part.TRAINING)] * 3)
    ).result()
    card.rows_changed()
    classes = known(qtbot, card)
    assert card.plan.classes == Classes(4)
    workspace.do(
        text("step.insert_row"), lambda edit: edit.append([(Completion("more", "x" * 90), Part.TRAINING)])
    ).result()
    card.rows_changed()
    classes = known(qtbot, card)
    assert classes.isHidden()
    assert card.plan.classes is None


def test_answers_that_are_texts_and_places_that_cannot_are_not_asked(qtbot, show, sites, cloud):  # noqa: F811
    card = show()
    assert known(qtbot, card).isHidden()  # each answer is another one
    card = show(rows("no", "yes"), name="labels")
    assert not known(qtbot, card).isHidden()
    at(qtbot, card, connected(sites, cloud))
    assert card.form.classes.isHidden()
    assert card.plan.classes is None


def test_a_plan_that_is_taken_up_again_measures_as_before(qtbot, show):  # noqa: F811
    card = show(rows("no", "yes"))
    old = Plan(BASE, 2, classes=Classes(2, "yes", (1.5,)))
    card.take(old)  # before anybody knows the classes
    known(qtbot, card)
    qtbot.waitUntil(lambda: card.plan == old)
    assert card.form.classes.betas[1.5].text().startswith("F1.5 (what was missed")
    card.take(Plan(BASE))
    ready(qtbot, card)
    assert card.plan.classes is None


def test_what_was_measured_has_names_sentences_and_a_record(qapp):
    names = ("accuracy", "weighted_f1_score", "precision", "recall", "f0.5", "f1.0", "auroc", "auprc", "other")
    told = {f"classification/{name}": 0.5 for name in names}
    points = [MetricPoint(step, {**told, "classification/accuracy": step / 10}) for step in (2, 4, 6, 8)]
    curves = Curves(points)
    found = {panel.key.removeprefix("classification/"): panel for panel in panels(curves.names)}
    assert [name for name, panel in found.items() if not panel.on_demand] == list(names[:4])
    titles = [words.title(found[name]) for name in names]
    assert len(set(titles)) == len(titles)
    assert [words.quantity(found[name].key) for name in ("accuracy", "f0.5", "f1.0", "other")] == [
        "Right classes", "F0.5", "F1", "classification/other",
    ]  # fmt: skip
    line = curves.line("classification/accuracy")
    assert isinstance(line, Line)
    accuracy = found["accuracy"]
    assert words.sentence(accuracy, accuracy.lines[0][0], line).startswith("Right classes: 4 measurements. First 20")
    job = Job("ftjob-1", "local", "m", JobStatus.SUCCEEDED, 0.0, 9.0)
    run = Run(job, Plan("m", classes=Classes(2, "yes", (0.5, 1.0))))
    run.hear(News(job, points=tuple(points)), 1.0)
    assert made_of.settings(run, "here")["Measured of classes"] == "“yes” of 2 classes, F0.5, F1"
    assert made_of.outcome(run)["Right classes in validation"] == "80 %"
