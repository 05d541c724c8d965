"""The classes in training examples: each different answer is one."""

from collections.abc import Iterable, Mapping
from typing import Any

from desktop_app.core.as_read import text_of
from desktop_app.engine.classification import MOST_CLASSES, Wish
from desktop_app.engine.training_data import TrainingFileError

Row = Mapping[str, Any]


def texts_of(rows: Iterable[Row]) -> dict[str, str]:
    """Return the classes by their names, in the order in which they come: each with its answer as it first stands."""
    found: dict[str, str] = {}
    for row in rows:
        text = answer_of(row)
        if found.setdefault(text.strip(), text) is text and len(found) > MOST_CLASSES:
            break
    return found


def answer_of(row: Row) -> str:
    """Return the completion of an example, or the text of the last answer that is learnt."""
    if "messages" not in row:
        return str(row["completion"])
    return text_of(row["messages"][_last(row)].get("content")) or ""


def with_answer(row: Row, text: str) -> dict[str, Any]:
    """Return the example with another answer, and nothing else to learn in it."""
    if "messages" not in row:
        return {**row, "completion": text}
    place = _last(row)
    asked = [{**message, "weight": 0} for message in row["messages"][:place]]
    return {**row, "messages": [*asked, {"role": "assistant", "content": text, "weight": 1}]}


def check(names: Iterable[str], wish: Wish) -> None:
    """Raise TrainingFileError where the classes of the training file are not those of the wish."""
    found = list(names)
    expected = 2 if wish.positive is not None else wish.classes
    if len(found) != expected:
        many = f"more than {MOST_CLASSES}" if len(found) > MOST_CLASSES else str(len(found))
        raise TrainingFileError(
            "invalid_training_file",
            f"The classes cannot be measured: the training file has {many} different answers, and {expected} classes "
            "were named. Correct the number or the answers and start again.",
        )
    if wish.positive is not None and wish.positive not in found:
        raise TrainingFileError(
            "invalid_training_file",
            f"The classes cannot be measured: no answer in the training file is '{wish.positive}'. Name one of: "
            f"{', '.join(found)}.",
        )


def _last(row: Row) -> int:
    learnt = [n for n, m in enumerate(row["messages"]) if m["role"] == "assistant" and m.get("weight") != 0]
    return learnt[-1]
