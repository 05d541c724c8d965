"""`tunedesk test --embed`: how near answers come in meaning, by the vectors of a model."""

import sys
from contextlib import aclosing

from desktop_app.cli.asking import Terminal
from desktop_app.cli.reaching import reached
from desktop_app.cli.testing_arguments import Reading
from desktop_app.core.meaning import Embedder
from desktop_app.store.project import Project
from desktop_app.work import test_nearness


async def measured(command: Reading, project: Project, test: int, *, sure: bool) -> bool:
    """Have it measured and kept with the test; return whether it was.

    Without `sure` a person is asked first where anything leaves this computer.
    """
    async with reached(command.at) as (sites, site_id):
        embedder = Embedder(site_id, command.model)
        outlay = await test_nearness.outlay(project, sites, test, embedder)
        sys.stderr.write(f"Meaning: {outlay.texts} texts, about {outlay.tokens} tokens.\n")
        if outlay.host:
            cost = "at a price that is not known here" if outlay.dollars is None else f"for about ${outlay.dollars:.4f}"
            sys.stderr.write(f"The answers and the expected ones are sent to {outlay.host}, {cost}.\n")
            if not sure and not Terminal().yes("Send them?", recommended=True):
                return False
        else:
            sys.stderr.write("Everything stays on this computer.\n")
        async with aclosing(test_nearness.measure(project, sites, test, embedder)) as read:
            async for item in read:
                sys.stderr.write(f"{item.done} of {item.total} texts are read.\n")
        return True
