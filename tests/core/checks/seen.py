"""Rows as the checks see them, check-ups over them, and what remedies make of them."""

from collections.abc import Sequence

from desktop_app.core.checks import seeing
from desktop_app.core.checks.doctor import CheckUp
from desktop_app.core.checks.finding import Circumstances, Finding, Seen
from desktop_app.core.checks.remedies import remedy
from desktop_app.core.example import Completion, Conversation, Example, Message, Shape
from desktop_app.core.sentences import english
from desktop_app.core.target import Target

WRITER = Target("davinci-002", "davinci-002", "openai", {Shape.COMPLETION: ()})
CHATTER = Target("gpt-4o-mini", "gpt-4o mini", "openai", {Shape.CHAT: ()})


def completions(*pairs: tuple[str, str]) -> list[Completion]:
    return [Completion(prompt, completion) for prompt, completion in pairs]


def chat(*said: str, system: str = "") -> Conversation:
    """Return a conversation of user and assistant in turn."""
    turns = [Message(("user", "assistant")[at % 2], text) for at, text in enumerate(said)]
    return Conversation((*((Message("system", system),) if system else ()), *turns))


def seen(examples: Sequence[Example], **values: object) -> list[Seen]:
    """Return the examples with ids from 100 and lines from 2; `values` are put into all of them."""
    rows = [seeing.seen(100 + at, at + 2, example) for at, example in enumerate(examples)]
    return [row._replace(**values) for row in rows]


def check_up(
    examples: Sequence[Example] | Sequence[Seen],
    target: Target = WRITER,
    batch: int = 1000,
    unused: tuple[str, ...] = (),
) -> dict[str, Finding]:
    """Return the findings by check, after trying that each can be said."""
    rows = [each if isinstance(each, Seen) else seen([each], id=100 + at)[0] for at, each in enumerate(examples)]
    up = CheckUp(Circumstances(target, unused))
    for start in range(0, len(rows), batch):
        up.see(rows[start : start + batch])
    findings = up.finish()
    for finding in findings:
        said = [english(finding.title), english(finding.why), *([english(finding.act)] if finding.act else [])]
        assert all(said), finding
    found = {finding.check: finding for finding in findings}
    assert len(found) == len(findings), "a check speaks once"
    return found


def after(examples: Sequence[Example], finding: Finding) -> list[Example]:
    """Return the examples after the finding's remedy; the first has the id 100."""
    assert finding.remedy is not None
    touched = set(range(100, 100 + len(examples))) if finding.remedy.rows is None else set(finding.remedy.rows)
    made = [remedy(finding.remedy, example) if 100 + at in touched else example for at, example in enumerate(examples)]
    return [example for example in made if example is not None]
