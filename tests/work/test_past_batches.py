"""Comparisons that were kept: gone on with where they were, read again, and taken away."""

import asyncio
from contextlib import aclosing

import pytest

from desktop_app.core.answer import Sampling
from desktop_app.core.batch import Kind
from desktop_app.core.problem import Problem
from desktop_app.providers.local import LocalEngine
from desktop_app.store.project import Project
from desktop_app.work import past_batches
from desktop_app.work.ask_batch import Got
from desktop_app.work.keep_batch import keep
from tests.fake_provider import BASE, TUNED, FakeProvider
from tests.sites import asked, sites


def test_what_was_never_answered_is_gone_on_with_or_taken_away(tmp_path):
    project = Project.create(tmp_path / "a.tunedesk")
    with FakeProvider(tmp_path / "engine") as provider:
        where = sites(LocalEngine(tmp_path / "engine"), tmp_path)
        batch = asked([BASE, TUNED], ["one", "two"], Sampling(max_tokens=4))

        async def whole():
            kept = await keep(project, where, batch)
            async with aclosing(past_batches.go_on(where, project, kept.number)) as heard:
                first = [item async for item in heard]
            again = [item async for item in past_batches.go_on(where, project, kept.number)]
            (line,) = await past_batches.listed(project, [Kind.COMPARE])
            found, answers = await past_batches.whole(project, line.id)
            await past_batches.remove(project, where, kept.number)
            await past_batches.remove(project, where, kept.number)  # another window was quicker
            with pytest.raises(Problem, match="batch_gone"):
                await anext(past_batches.go_on(where, project, kept.number))
            await where.engine.close()
            return first, again, found, answers

        first, again, found, answers = asyncio.run(whole())
        assert len(provider.asked) == 4
    assert sum(isinstance(item, Got) for item in first) == 4
    assert again == []
    assert (found.mark, len(answers)) == (batch.mark, 4)
    project.close()
