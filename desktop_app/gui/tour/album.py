"""What a tour keeps on its way: a numbered picture of each step, and how long each step took."""

from pathlib import Path
from time import monotonic

from PySide6.QtWidgets import QWidget


class Album:
    """Takes pictures of one window into one folder, and keeps a stop-watch with named laps."""

    def __init__(self, window: QWidget, folder: Path, began: float) -> None:
        """Count the first lap from `began` (monotonic seconds)."""
        self._window = window
        self._folder = folder
        self._count = 0
        self._since = began
        self._seconds: dict[str, float] = {}

    def shoot(self, name: str) -> None:
        """Keep a picture of the window as it is now, as `NN-name.png`."""
        self._count += 1
        self._window.grab().save(str(self._folder / f"{self._count:02d}-{name}.png"))

    def lap(self, step: str) -> None:
        """Count the time since the last lap towards a step."""
        now = monotonic()
        self._seconds[step] = self._seconds.get(step, 0.0) + now - self._since
        self._since = now

    def seconds(self, *steps: str) -> dict[str, float]:
        """Return how long these steps took, to a hundredth of a second."""
        return {step: round(self._seconds[step], 2) for step in steps}
