"""The figures of a test as lines of a table: one for each figure, with a cell for each model."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from desktop_app.core.examining import ClassFigures, Figures
from desktop_app.core.intervals import Interval
from desktop_app.gui.testing.judge_words import lines_of_judge
from desktop_app.gui.testing.words import label_name, percent, share
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.lines_table import Line
from desktop_app.work.judge_figures import Told


def figure_lines(figures: Sequence[Figures], judges: Sequence[Told]) -> list[Line]:
    """Return what is told of these models, in their order, and what judges gave them."""
    answered = tuple(_tr("{0} of {1}").format(number(len(one.marks)), number(one.rows)) for one in figures)
    lines = [Line(_tr("Rows answered"), answered, _tr("Figures rest on these rows."))]
    lines += _of_labels(figures) if any(one.classes for one in figures) else _of_texts(figures)
    if any(one.meaning for one in figures):
        near = _tr("How near answers come in meaning, by their vectors (cosine): 1 the same, about 0 unrelated.")
        lines.append(Line(_tr("Meaning in common"), tuple(_shared(one.meaning) for one in figures), near))
    return [*lines, *(line for told in judges for line in lines_of_judge(told, len(figures)))]


def _of_texts(figures: Sequence[Figures]) -> list[Line]:
    right = _tr("The same but for case, white space and full stops.")
    letters = _tr("How many runs of letters are the same (chrF), from 0 to 1.")
    words = _tr("How many words are the same in the same order (ROUGE-L), from 0 to 1.")
    exact = _tr("Letter for letter the same.")
    return [
        Line(_tr("Right"), tuple(percent(one.right) for one in figures), right),
        Line(_tr("Exactly the same"), tuple(percent(one.exact) for one in figures), exact),
        Line(_tr("Letters in common"), tuple(_shared(one.chrf) for one in figures), letters),
        Line(_tr("Words in common"), tuple(_shared(one.rouge) for one in figures), words),
    ]


def _of_labels(figures: Sequence[Figures]) -> list[Line]:
    right = _tr("How often the label was the expected one (accuracy).")
    told = [one.classes for one in figures]
    beta = next(one.beta for one in told if one is not None)
    weighted = _tr("Precision and recall of all labels in one figure (weighted F-score), from 0 to 1.")
    lines = [
        Line(_tr("Right"), tuple(percent(one.right) for one in figures), right),
        Line(
            _tr("Weighted F{0}").format(f"{beta:g}"),
            tuple(_shared(one.weighted_f if one else None) for one in told),
            weighted,
        ),
    ]
    return [*lines, *_areas(told), *_each_label(told, beta)]


def _areas(told: Sequence[ClassFigures | None]) -> list[Line]:
    positive = next((one.positive for one in told if one is not None and one.auroc is not None), "")
    if not positive:
        return []
    roc = _tr("How well the likelihoods tell “{0}” from the other label: 1 always, 0.5 by chance.")
    prc = _tr("How many of those that look most like “{0}” are it: 1 all; by chance as many as there are of it.")
    return [
        Line(name.format(positive), tuple(_shared(value) for value in values), meaning.format(positive))
        for name, meaning, values in (
            (_tr("Telling “{0}” apart (AUROC)"), roc, [one.auroc if one else None for one in told]),
            (_tr("Finding “{0}” (AUPRC)"), prc, [one.auprc if one else None for one in told]),
        )
    ]


def _each_label(told: Sequence[ClassFigures | None], beta: float) -> list[Line]:
    found = _tr("Of the rows that expect this label, how many got it.")
    sure = _tr("Of the answers that give this label, how many are right.")
    both = _tr("Both in one figure, from 0 to 1.")
    lines: list[Line] = []
    for label in dict.fromkeys(each.of.label for one in told if one is not None for each in one.labels):
        each_of = [next((e for e in one.labels if e.of.label == label), None) if one else None for one in told]
        if not any(each is not None and each.recall is not None for each in each_of):
            continue
        name = label_name(label)
        recall = tuple(percent(each.recall if each is not None else None) for each in each_of)
        precision = tuple(percent(each.precision if each is not None else None) for each in each_of)
        f_beta = tuple(_shared(each.f_beta if each is not None else None) for each in each_of)
        lines += [
            Line(_tr("{0}: found (recall)").format(name), recall, found),
            Line(_tr("{0}: sure (precision)").format(name), precision, sure),
            Line(_tr("{0}: both (F{1})").format(name, f"{beta:g}"), f_beta, both),
        ]
    return lines


def _shared(value: Interval | None) -> str:
    return "–" if value is None else share(value)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Testing", words)
