"""In a terminal, a provider that asks to wait is told of: once for all requests that wait for the same."""

import asyncio

from desktop_app.cli.answers_coming import Waits, listen
from desktop_app.core.batch import Cell
from desktop_app.core.problem import Problem
from desktop_app.work.ask_batch import Again


def again(prompt, seconds):
    return Again(Cell(prompt, 0), Problem("provider_busy", provider="The Cloud"), seconds)


def test_a_wait_is_said_once_while_it_lasts(capsys):
    async def heard():
        yield again(0, 0.2)
        for prompt in range(8):
            yield again(prompt, 30.0)

    assert asyncio.run(listen(heard(), "answered"))
    assert capsys.readouterr().err == "The Cloud asks to wait; going on in 30 s.\n"


def test_the_next_wait_is_said_again(capsys):
    now = [100.0]
    waits = Waits(lambda: now[0])
    for moment, seconds in ((100.0, 5.0), (104.0, 9.0), (106.0, 7.4)):
        now[0] = moment
        waits.tell(again(0, seconds))
    assert [line.split()[-2] for line in capsys.readouterr().err.splitlines()] == ["5", "7"]
