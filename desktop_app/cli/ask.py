"""`tunedesk ask`: one question to a model, in a terminal."""

import asyncio
import json
import sys
from contextlib import aclosing

from desktop_app.cli.answers_coming import Waits
from desktop_app.cli.asking import tell
from desktop_app.cli.reaching import reached
from desktop_app.cli.saying import said_well
from desktop_app.cli.training_arguments import Ask
from desktop_app.core.answer import Answer, Finish, Sampling
from desktop_app.core.batch import Batch, Column, Kind, Prompt, Setting, Voice, cells
from desktop_app.core.example import Message
from desktop_app.core.problem import Problem
from desktop_app.work.ask_batch import Again, Failed, Got, Halted, Piece, ask, watched

_ENDED = {
    Finish.LENGTH: "The answer was cut off at the longest length (--max-tokens).",
    Finish.PROBLEM: "The provider ended the answer because of its rules.",
}


def run(command: Ask) -> int:
    """Print the answer as it comes; return 0, or 1 after saying what stood in the way."""
    return said_well(lambda: asyncio.run(_ask(command)))


async def _ask(command: Ask) -> int:
    question = sys.stdin.read() if command.prompt == "-" else command.prompt
    if not question.strip():
        raise Problem("terminal.no_question")
    async with reached(command.at) as (sites, site_id):
        books = sites.books(site_id)
        answer: Answer | None = None
        batch = _batch(command, question, site_id)
        waits = Waits()
        async with aclosing(ask(sites, batch, cells(batch), None, watched())) as heard:
            async for item in heard:
                if isinstance(item, Failed | Halted):
                    raise item.problem
                if isinstance(item, Again):
                    waits.tell(item)
                elif isinstance(item, Got):
                    answer = item.answer
                elif isinstance(item, Piece) and not command.json:
                    tell(item.text, end="")
        if answer is None:
            raise TypeError("the asking ended without a word")
        _finish(command, answer)  # before anything that can go wrong: it is paid for
        if books is not None:
            await books.note(answer)
            await books.close()
    return 0


def _batch(command: Ask, question: str, site_id: str) -> Batch:
    system = (Message("system", command.system),) if command.system else ()
    asked = question if command.completion else (*system, Message("user", question))
    setting = Setting(Sampling(command.temperature, command.max_tokens, command.stop))
    return Batch("", Kind.COMPARE, "", 0.0, (Prompt(asked),), (Column(Voice(site_id, command.model), setting),))


def _finish(command: Ask, answer: Answer) -> None:
    if command.json:
        told: dict[str, str | float] = {"model": answer.model, "answer": answer.text, "finish": answer.finish.value}
        told |= {"tokens": answer.tokens, "prompt_tokens": answer.prompt_tokens, "seconds": round(answer.seconds, 3)}
        tell(json.dumps(told, ensure_ascii=False))
        return
    tell()
    if answer.finish in _ENDED:
        sys.stderr.write(_ENDED[answer.finish] + "\n")
