"""What is kept in the project whatever happens to those who wait for it."""

import asyncio
import threading
from concurrent.futures import wait

import pytest

from desktop_app.core.batch import cells
from desktop_app.core.example import Completion, Part
from desktop_app.core.fields import expected
from desktop_app.core.text import text
from desktop_app.providers.client import Provider
from desktop_app.store import examples
from desktop_app.store.project import Project
from desktop_app.work import project as verbs
from desktop_app.work.ask_batch import ask, watched
from tests.sites import OneSite, asked

LABEL = text("step.insert_row")


@pytest.fixture
def project(tmp_path):
    opened = Project.create(tmp_path / "p.tunedesk")
    yield opened
    opened.close()


def rows(project: Project) -> list[str]:
    with project.reading() as connection:
        return [expected(row.example) for row in examples.page(connection, list(examples.ids(connection)))]


def add(edit) -> None:
    edit.append([(Completion("q", " a"), Part.TRAINING)])


def test_a_queued_edit_is_written_though_nobody_waits_for_it_any_more(project):
    go = threading.Event()
    busy = project.write(lambda _: go.wait(30))

    async def leave() -> None:
        waiting = asyncio.ensure_future(verbs.do(project, LABEL, add))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})

    asyncio.run(leave())
    go.set()
    wait([busy])
    project.set_setting("after", "it").result()
    assert rows(project) == [" a"]


def test_a_fault_that_nobody_foresaw_in_one_column_is_not_silent(project):
    def breaks() -> bool:
        raise RuntimeError("nobody foresaw this")

    nobody = Provider("x", "X", client=None, offline=breaks)  # type: ignore[arg-type]  # it is never asked

    async def whole() -> None:
        batch = asked(["m"], ["q"])
        async for _ in ask(OneSite(nobody), batch, cells(batch), None, watched()):
            pass

    with pytest.raises(RuntimeError, match="nobody foresaw this"):
        asyncio.run(whole())
