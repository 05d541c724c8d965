"""Several trainings beside one another as lines: the settings that differ, the rows, and what came of each."""

from collections.abc import Mapping, Sequence

from desktop_app.gui.widgets.lines_table import Line


def differing(told: Sequence[Mapping[str, str]]) -> list[Line]:
    """Return the lines in which the trainings differ, in the order in which they were first told."""
    names = dict.fromkeys(name for one in told for name in one)
    lines = (Line(name, tuple(one.get(name, "–") for one in told)) for name in names)
    return [line for line in lines if len(set(line.cells)) > 1]


def all_of(told: Sequence[Mapping[str, str]]) -> list[Line]:
    """Return every line, alike or not."""
    names = dict.fromkeys(name for one in told for name in one)
    return [Line(name, tuple(one.get(name, "–") for one in told)) for name in names]
