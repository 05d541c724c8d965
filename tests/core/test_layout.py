"""Rows laid out in two dimensions: groups stay together, also those rows that t-SNE has not seen itself."""

import builtins

import numpy as np
import pytest

from desktop_app.core import closeness, layout
from desktop_app.core.problem import Problem


def groups(count, each, width=12):
    """Return rows of length 1 in so many groups that have nothing to do with each other, and the group of each."""
    chance = np.random.default_rng(3)
    which = np.repeat(np.arange(count), each)
    made = np.eye(width, dtype=np.float32)[which] + chance.normal(scale=0.05, size=(count * each, width))
    return closeness.unit(made.astype(np.float32)), which


def laid(matrix):
    *steps, places = layout.careful(matrix)
    return steps, places


def together(places, which):
    """Tell the share of rows whose nearest other row is of their own group."""
    apart = ((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    return float((which[apart.argmin(axis=1)] == which).mean())


def test_rows_beyond_the_sample_are_laid_among_their_like(monkeypatch):
    matrix, which = groups(4, 40)
    monkeypatch.setattr(layout, "SAMPLE", 60)
    monkeypatch.setattr(layout, "BLOCK", 50)  # in several portions
    steps, places = laid(matrix)
    assert steps[-1] == (750, 750)
    assert places.shape == (160, 2)
    assert np.isfinite(places).all()
    assert together(places, which) > 0.95
    assert len(np.unique(places, axis=0)) == 160  # no row hides another one
    assert (laid(matrix)[1] == places).all()  # the same every time


def test_too_few_rows_for_groups_are_laid_out_at_once():
    matrix, _ = groups(3, 3)
    steps, places = laid(matrix)
    assert steps == []
    assert (places == layout.principal(matrix, 2)).all()


def test_without_its_library_there_is_no_such_map(monkeypatch):
    known = builtins.__import__

    def missing(name, *given, **more):
        if name == "openTSNE":
            raise ImportError(name)
        return known(name, *given, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(Problem, match="map_library_missing"):
        laid(groups(4, 5)[0])


def test_a_fault_of_the_library_is_no_silence(monkeypatch):
    def breaks(*_):
        raise ValueError("not a number")

    monkeypatch.setattr(layout, "_laid_out", breaks)
    with pytest.raises(ValueError, match="not a number"):
        laid(groups(4, 5)[0])


def test_one_row_or_none_is_like_no_other():
    for count in (0, 1):
        *_, found = closeness.links(np.ones((count, 4), dtype=np.float32) / 2, 0.5)
        assert (len(found.first), found.company.tolist()) == (0, [0.0] * count)
    assert closeness.nearest(np.zeros((0, 4), dtype=np.float32), np.ones(4, dtype=np.float32), 3) == []


def test_of_a_row_that_is_like_everything_only_the_closest_are_kept(monkeypatch):
    monkeypatch.setattr(closeness, "MOST", 2)
    angles = np.radians(np.arange(12.0) ** 1.2)
    matrix = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    *_, found = closeness.links(matrix, -1.0)
    pairs = set(zip(found.first.tolist(), found.second.tolist(), strict=True))
    assert {(0, 1), (0, 2), (10, 11)} <= pairs
    assert (0, 11) not in pairs
    assert len(pairs) <= 24
