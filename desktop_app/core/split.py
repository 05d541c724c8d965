"""Dividing examples into training, validation and test parts."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from desktop_app.core.example import Example, Part
from desktop_app.core.fields import expected, question, question_key

Key = int | str


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of the data each part gets, as fractions of 1; training gets what the other two leave."""

    validation: float = 0.1
    test: float = 0.1

    def __post_init__(self) -> None:
        if self.validation < 0 or self.test < 0 or self.validation + self.test >= 1:
            raise ValueError(f"shares must leave some rows for training: {self}")


def key_of(example: Example) -> int:
    """Return a number of 63 bits that is equal for examples which ask the same, on every computer."""
    # Texts to be written without being asked ask the same only where they are the same.
    return _number(question_key(example) if _asks(example) else expected(example), b"") >> 1


def split(keys: Sequence[Key], labels: Sequence[Key] | None, shares: Shares, seed: int) -> list[Part]:
    """Return the part of each row, in order.

    Rows with the same key always share a part. With `labels`, one a row, each label is divided by itself, so that every
    part holds all of them as nearly as it can. The same keys, labels, shares and seed give the same parts on every
    computer, in whatever order the rows come. A part with a share above zero gets at least one key as long as one is
    left for training.
    """
    if labels is not None and len(labels) != len(keys):
        raise ValueError(f"there are {len(keys)} keys and {len(labels)} labels")
    groups = _Groups(keys, labels, seed)
    for part, share in ((Part.TEST, shares.test), (Part.VALIDATION, shares.validation)):
        if share:
            _fill(groups, part, round(len(keys) * share) or 1)
    return groups.parts_of_rows()


def _asks(example: Example) -> bool:
    """Tell whether anything is asked: a chat made of answers alone has a user's message without content."""
    asked = question(example)
    return bool(asked) if isinstance(asked, str) else any(m.content or m.extra for m in asked if m.role != "system")


class _Groups:
    """Rows with the same key as one group each, in an order that only seed and keys decide. Memory: numbers alone."""

    def __init__(self, keys: Sequence[Key], labels: Sequence[Key] | None, seed: int) -> None:
        salt = str(seed).encode()[-64:]
        places = array("Q", (_number(key, salt) for key in keys))
        self._rows = array("q", sorted(range(len(keys)), key=places.__getitem__))
        self._starts = array("q")
        for at, row in enumerate(self._rows):
            if not at or places[row] != places[self._rows[at - 1]]:
                self._starts.append(at)
        self._starts.append(len(keys))
        self.training = len(self._starts) - 1
        self._parts = [Part.TRAINING] * self.training
        self.by_label = self._labelled(labels, salt)
        self.rows_of: Mapping[int, int] = {
            label: sum(self.size(group) for group in groups) for label, groups in self.by_label.items()
        }

    def size(self, group: int) -> int:
        """Return the number of rows of a group."""
        return self._starts[group + 1] - self._starts[group]

    def free(self, label: int) -> list[int]:
        """Return the groups of a label that are still in training."""
        return [group for group in self.by_label[label] if self._parts[group] is Part.TRAINING]

    def move(self, group: int, part: Part) -> None:
        """Put a group that is in training into another part."""
        self._parts[group] = part
        self.training -= 1

    def parts_of_rows(self) -> list[Part]:
        """Return which part each row goes to, in the order of the rows."""
        parts = [Part.TRAINING] * len(self._rows)
        for group, part in enumerate(self._parts):
            for at in range(self._starts[group], self._starts[group + 1]):
                parts[self._rows[at]] = part
        return parts

    def _labelled(self, labels: Sequence[Key] | None, salt: bytes) -> dict[int, "array[int]"]:
        """Return the groups of each label, in an order of chance; a group with several labels goes by one of them."""
        if labels is None:
            return {0: array("q", range(len(self._parts)))} if len(self._parts) else {}
        numbers = {label: _number(label, salt) for label in set(labels)}
        found: dict[int, array[int]] = {number: array("q") for number in sorted(numbers.values())}
        for group in range(len(self._parts)):
            rows = self._rows[self._starts[group] : self._starts[group + 1]]
            found[min(numbers[labels[row]] for row in rows)].append(group)
        return found


def _fill(groups: _Groups, part: Part, wanted: int) -> None:
    """Move groups into `part` until it has `wanted` rows or none fits: by label first, then what rounding left over."""
    total = sum(groups.rows_of.values())
    exact = {label: wanted * rows / total for label, rows in groups.rows_of.items()}
    got = {label: _move(groups, label, part, int(exact[label])) for label in exact}
    for spared in (1, 0):  # a label's last group leaves training only if nothing else is left to take
        moved = True
        while moved and sum(got.values()) < wanted:
            moved = False
            for label in sorted(exact, key=lambda each: (got[each] > 0, got[each] - exact[each])):
                more = _move(groups, label, part, wanted - sum(got.values()), spared, most=1)
                got[label] += more
                moved = moved or more > 0
    if not sum(got.values()) and groups.training > 1:
        free = [group for label in exact for group in groups.free(label)]
        groups.move(min(free, key=groups.size), part)


def _move(groups: _Groups, label: int, part: Part, room: int, spared: int = 1, most: int | None = None) -> int:
    """Move at most `most` groups of a label that fit into `room` rows; return how many rows that were.

    `spared` groups of the label stay in training, and one group of all labels.
    """
    if room <= 0:
        return 0
    free = groups.free(label)
    left = min(len(free) - spared, groups.training - 1, len(free) if most is None else most)
    moved = 0
    for group in free:
        if left <= 0 or moved == room:
            break
        if moved + groups.size(group) <= room:
            groups.move(group, part)
            moved += groups.size(group)
            left -= 1
    return moved


def _number(key: Key, salt: bytes) -> int:
    return int.from_bytes(blake2b(str(key).encode("utf-8", "surrogatepass"), digest_size=8, key=salt).digest())
