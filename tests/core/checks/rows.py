"""Rows for the checks, made by hand, and a check-up over them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from desktop_app.core.checks import seeing
from desktop_app.core.checks.doctor import CheckUp
from desktop_app.core.checks.finding import Circumstances, Finding, Seen
from desktop_app.core.checks.remedies import remedy
from desktop_app.core.example import Completion, Conversation, Example, Message, Part, Preference, Shape
from desktop_app.core.sentences import english
from desktop_app.core.target import Method, Target

SUPERVISED = (Method.SUPERVISED,)
LOCAL = Target(
    "local/x",
    "X",
    "local",
    {Shape.CHAT: SUPERVISED, Shape.COMPLETION: SUPERVISED, Shape.PREFERENCE: (Method.PREFERENCE,)},
    local=True,
)
CLOUD = Target("cloud/x", "X", "cloud", {Shape.CHAT: SUPERVISED, Shape.PREFERENCE: (Method.PREFERENCE,)})


def said(role: str, content: str = "", /, **extra: Any) -> Message:
    """Return a message; `content` given by name is kept as it came, beside its text."""
    return Message(role, content, extra)


def chat(*messages: Message, **extra: Any) -> Conversation:
    """Return a conversation."""
    return Conversation(messages, extra)


def talk(question: str, answer: str, system: str = "") -> Conversation:
    """Return a conversation of one question and its answer."""
    first = (Message("system", system),) if system else ()
    return Conversation((*first, Message("user", question), Message("assistant", answer)))


def pair(question: str, better: str, worse: str) -> Preference:
    """Return a preference pair of one question."""
    return Preference((said("user", question),), (said("assistant", better),), (said("assistant", worse),))


def pad(examples: Sequence[Example], count: int = 40) -> list[Example]:
    """Return the examples with unlike ones of the first one's shape behind them, so that shares are small."""
    more: list[Example]
    if isinstance(examples[0], Completion):
        more = [Completion(f"what is {n}?", f" it is the number {n} of {n * n}") for n in range(count)]
    elif isinstance(examples[0], Preference):
        more = [pair(f"what is {n}?", f"the number {n} of {n * n}", f"not {n}") for n in range(count)]
    else:
        more = [talk(f"what is {n}?", f"it is the number {n} of {n * n}") for n in range(count)]
    return [*examples, *more]


def seen(examples: Iterable[Example], parts: Mapping[int, Part] | None = None) -> list[Seen]:
    """Return the examples as the checks see them: the first has the id 100 and stands in line 2."""
    where = parts or {}
    return [
        seeing.seen(100 + n, 2 + n, example, part=where.get(n, Part.TRAINING)) for n, example in enumerate(examples)
    ]


def findings(
    examples: Iterable[Example], target: Target = LOCAL, parts: Mapping[int, Part] | None = None, batch: int = 7
) -> dict[str, Finding]:
    """Return what the whole check-up finds, by check; every sentence of it can be said."""
    check_up = CheckUp(Circumstances(target))
    rows = seen(examples, parts)
    for first in range(0, len(rows), batch):
        check_up.see(rows[first : first + batch])
    found = {finding.check: finding for finding in check_up.finish()}
    for finding in found.values():
        assert english(finding.title)
        assert english(finding.why)
        assert finding.act is None or english(finding.act)
        assert finding.remedy is not None or not finding.recommended
    return found


def mended(examples: Sequence[Example], finding: Finding) -> list[Example]:
    """Return the examples after the finding's remedy; it changes every row it names and is shown no other."""
    wanted = finding.remedy
    assert wanted is not None
    made = []
    for row in seen(examples):
        if wanted.rows is not None and row.id not in wanted.rows:
            made.append(row.example)
            continue
        after = remedy(wanted, row.example)
        assert after != row.example, f"row {row.id} is named and stays as it is"
        if after is not None:
            made.append(after)
    return made


def heals(check: str, examples: Sequence[Example], target: Target = LOCAL) -> list[Example]:
    """Prove that the remedy of a finding makes it go away; return the rows after it."""
    after = mended(examples, findings(examples, target)[check])
    assert check not in findings(after, target)
    return after
