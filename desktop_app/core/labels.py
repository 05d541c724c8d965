"""Whether answers are labels (a classification), and how often each is given."""

from collections.abc import Iterable, Mapping

LONGEST_LABEL = 60
"""Characters; an answer longer than this is a text, not a label."""
MOST_LABELS = 1000
"""More different answers than this are not labels that anybody chose from a list."""
_ROWS_PER_LABEL = 3


def looks_like_labels(rows: int, distinct: int, longest: int) -> bool:
    """Tell whether answers are labels: each is given more than three times on average, and all of them are short.

    `rows` is how many answers there are, `distinct` how many different ones, `longest` the characters of the longest.
    """
    return 0 < distinct * _ROWS_PER_LABEL < rows and distinct <= MOST_LABELS and longest <= LONGEST_LABEL


class Labels:
    """Counts answers as long as they may be labels; memory stays that of at most MOST_LABELS short texts."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._rows = 0
        self._longest = 0

    @property
    def hopeless(self) -> bool:
        """Tell whether the answers are no labels whatever else comes."""
        return self._longest > LONGEST_LABEL or len(self._counts) > MOST_LABELS

    def see(self, answers: Iterable[str]) -> None:
        """Count some answers; white space around an answer does not make it another one."""
        for answer in answers:
            if self.hopeless:
                return
            label = answer.strip()
            self._rows += 1
            self._longest = max(self._longest, len(label))
            self._counts[label] = self._counts.get(label, 0) + 1

    def finish(self) -> Mapping[str, int] | None:
        """Return how often each label is given, the most frequent first; None where the answers are no labels."""
        if not looks_like_labels(self._rows, len(self._counts), self._longest):
            return None
        return dict(sorted(self._counts.items(), key=lambda each: (-each[1], each[0])))
