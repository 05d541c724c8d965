"""A finished test of two models in a project, as the test room finds it."""

from desktop_app.core.answer import Answer, Finish, Sampling
from desktop_app.core.batch import Batch, Cell, Column, Kind, Prompt, Setting, Voice, request
from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE
from desktop_app.store import batches
from tests.fake_provider import BASE, TUNED

TESTED = 8


def rows():
    """Return twelve rows to learn from and eight for the test."""
    parts = [Part.TRAINING] * 12 + [Part.TEST] * TESTED
    return [(Completion(f"row {n} ->", f" answer to row {n}"), part) for n, part in enumerate(parts)]


def keep_test(project, right=lambda column, prompt: column == 1 or prompt % 4 == 0):
    """Put a test into a project that holds `rows`: the first model is the base, the second one the tuned model."""
    columns = tuple(Column(Voice(HERE, model), Setting(Sampling())) for model in (BASE, TUNED))
    asked = tuple(Prompt(f"row {n} ->", f" answer to row {n}", n + 1) for n in range(12, 12 + TESTED))
    batch = Batch("tested", Kind.TEST, "two models", 1_763_000_000.0, asked, columns)

    def write(connection):
        number = batches.add(connection, batch)
        for cell in (Cell(prompt, column) for prompt in range(TESTED) for column in (0, 1)):
            hoped = asked[cell.prompt].expected.strip()
            words = hoped if right(cell.column, cell.prompt) else f"something else {cell.prompt}"
            answer = Answer(0, columns[cell.column].voice.model, words, Finish.STOP, 4, 0.5, 9)
            batches.put(connection, number, cell, request(batch, cell), answer, paid=False)
        return number

    return project.write(write).result()
