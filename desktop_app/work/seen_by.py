"""Which trainings a row was part of."""

import asyncio
from dataclasses import dataclass

from desktop_app.core.example import Part
from desktop_app.core.training_line import row_hash, sent_line
from desktop_app.store import examples, jobs, runs
from desktop_app.store.project import Project
from desktop_app.work.since import Training


@dataclass(frozen=True, slots=True)
class Lesson:
    """A training a row was part of, as which part, and whether its text is another by now."""

    training: Training
    part: Part
    changed: bool


async def seen_by(project: Project, row: int) -> list[Lesson]:
    """Return the trainings that a row was part of, the newest first."""

    def read() -> list[Lesson]:
        with project.reading() as connection:
            now = next(iter(examples.page(connection, [row])), None)
            sent = runs.of_row(connection, row)
            names = {job.id: job.title or job.base_model for job in jobs.all_jobs(connection)} if sent else {}
            records = runs.records(connection) if sent else {}
        found = []
        for job, record in records.items():
            line = sent.get(record.mark)
            if line is not None:
                text = None if now is None else row_hash(sent_line(now.example, frozenset(record.left_out)))
                training = Training(record.mark, names.get(job, job), record.planned)
                found.append(Lesson(training, line.part, text != line.hash))
        return sorted(found, key=lambda each: -each.training.planned)

    return await asyncio.to_thread(read)
