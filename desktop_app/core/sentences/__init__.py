"""Every sentence that floors below the window say, in English; the window shows its translation of them.

One table a subject. A Problem has three sentences: what happened, what it means, what to do. Gaps in braces are filled
with the Text's values.
"""

from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.core.sentences import (
    chat_findings,
    coach,
    doctor,
    editor,
    export,
    exporting,
    finder,
    first_steps,
    glossary,
    happenings,
    installed,
    intake,
    judging,
    making,
    meaning,
    models,
    money,
    moving,
    names,
    outlook,
    playground,
    project,
    reading,
    remedies,
    secrets,
    setting_up,
    spine,
    succession,
    terminal,
    testing,
    training,
    watching,
)
from desktop_app.core.text import Text

_TABLES = (
    spine,
    project,
    training,
    watching,
    coach,
    outlook,
    reading,
    intake,
    doctor,
    chat_findings,
    remedies,
    meaning,
    models,
    money,
    moving,
    names,
    secrets,
    setting_up,
    export,
    exporting,
    editor,
    playground,
    finder,
    making,
    succession,
    happenings,
    first_steps,
    glossary,
    installed,
    terminal,
    testing,
    judging,
)
_PARTS = ("happened", "meaning", "remedy")


def _all() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in _TABLES:
        found |= table.SENTENCES
        for key, three in table.PROBLEMS.items():
            found |= {f"{key}.{part}": said for part, said in zip(_PARTS, three, strict=True)}
    return found


ENGLISH: Mapping[str, str] = MappingProxyType(_all())
"""Key -> sentence with gaps; the translation context of all of them is "sentences"."""


def english(text: Text) -> str:
    """Return the Text as an English sentence; KeyError for a key or gap that is not there."""
    words = {gap: ENGLISH[key] for gap, key in word_keys(text).items()}
    return ENGLISH[text.key].format(**{**text.values, **words})


def word_keys(text: Text) -> dict[str, str]:
    """Return for each gap of a step's words that holds a name of the file's (a status, a part) the key of its word."""
    if not text.key.startswith("step."):
        return {}
    keys = {gap: f"word.{gap}.{value}" for gap, value in text.values.items() if isinstance(value, str)}
    return {gap: key for gap, key in keys.items() if key in ENGLISH}
