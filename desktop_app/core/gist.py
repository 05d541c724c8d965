"""A training's losses in little space, however many there are: what the coach looks at."""

from collections.abc import Iterable
from itertools import accumulate, pairwise
from statistics import fmean, median

from desktop_app.core.metrics import MetricPoint

_BLOCKS = 512
_FIRST = 5


class Blocks:
    """Means of equally many values each; when there are too many blocks, neighbours become one."""

    def __init__(self, most: int = _BLOCKS, *, noisy: bool = False) -> None:
        self._most = most
        self._noisy = noisy
        self._size = 1
        self._open: list[float] = []
        self._noise: float | None = None
        self.means: list[float] = []
        self.steps: list[int] = []
        """The last step of each block."""
        self.count = 0
        """How many values there were in all."""

    def __len__(self) -> int:
        """Return how many blocks are complete."""
        return len(self.means)

    @property
    def size(self) -> int:
        """Return how many values a block stands for."""
        return self._size

    @property
    def level(self) -> float:
        """Return where the values are now: the mean of the last few."""
        return fmean(self.means[-self.few :])

    @property
    def now(self) -> float:
        """Return the last value; where values are noisy and many, the middle one of the last three."""
        return median(self.means[-3:]) if self._noisy and len(self.means) >= 9 else self.means[-1]

    @property
    def start(self) -> float:
        """Return where the values began: the mean of the first few."""
        return fmean(self.means[: self.few])

    @property
    def few(self) -> int:
        """Return over how many blocks a level is taken."""
        return max(1, min(24, len(self.means) // 8))

    @property
    def noise(self) -> float:
        """Return how much blocks scatter around their course, as a standard deviation; 0 for fewer than three."""
        if self._noise is None:
            steps = [abs(second - first) for first, second in pairwise(self.means)]
            self._noise = median(steps) / 0.954 if len(steps) > 1 else 0.0
        return self._noise

    def lows(self, few: int) -> list[float]:
        """Return the means of each `few` blocks that follow one another."""
        sums = [0.0, *accumulate(self.means)]
        return [(end - begin) / few for begin, end in zip(sums, sums[few:], strict=False)]

    def add(self, step: int, value: float) -> None:
        """Take in the next value."""
        self.count += 1
        self._open.append(value)
        if len(self._open) < self._size:
            return
        self._noise = None
        self.means.append(sum(self._open) / self._size)
        self.steps.append(step)
        self._open = []
        if len(self.means) == self._most:
            pairs = zip(self.means[::2], self.means[1::2], strict=True)
            self.means = [(one + other) / 2 for one, other in pairs]
            self.steps = self.steps[1::2]
            self._size *= 2


class Gist:
    """The losses of one training as they come, in order of step."""

    def __init__(self) -> None:
        self.train = Blocks()
        self.first: list[float] = []
        """The first few training losses as they were."""
        self.step = 0
        """The last step of which anything was heard."""
        self.broken = 0
        """How many training losses in a row, up to the last one, were no number at all."""
        self.broken_step = 0
        """The first step of that row."""
        self._full, self._part = Blocks(), Blocks(noisy=True)
        self._beside_full, self._beside_part = Blocks(), Blocks()

    @property
    def valid(self) -> Blocks:
        """Return the losses over the whole validation part, or over batches of it where there are not two of them."""
        return self._full if self._whole else self._part

    @property
    def beside(self) -> Blocks:
        """Return where the training loss was when each of the `valid` was measured, for those with one before them."""
        return self._beside_full if self._whole else self._beside_part

    @property
    def _whole(self) -> bool:
        return self._full.count >= 2 or not self._part.count

    def hear(self, points: Iterable[MetricPoint]) -> None:
        """Take in the next points."""
        for point in points:
            self.add(point)

    def add(self, point: MetricPoint) -> bool:
        """Take in the next point; return whether it brought a validation loss."""
        self.step = max(self.step, point.step)
        loss = point.values.get("train_loss")
        if loss is not None:
            self.train.add(point.step, loss)
            self.broken = 0
            if len(self.first) < _FIRST:
                self.first.append(loss)
        elif "train_loss" in point.broken:
            self.broken_step = self.broken_step if self.broken else point.step
            self.broken += 1
        return any((self._check(point), self._check_part(point)))

    def _check(self, point: MetricPoint) -> bool:
        return _measure(point, "full_valid_loss", self._full, (self.train, self._beside_full))

    def _check_part(self, point: MetricPoint) -> bool:
        return _measure(point, "valid_loss", self._part, (self.train, self._beside_part))


def _measure(point: MetricPoint, name: str, losses: Blocks, beside: tuple[Blocks, Blocks]) -> bool:
    """Take a point's loss over validation rows, and where the training loss is, if both were measured."""
    if name not in point.values:
        return False
    losses.add(point.step, point.values[name])
    train, levels = beside
    if len(train):
        levels.add(point.step, train.level)
    return True
