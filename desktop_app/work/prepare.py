"""`tunedesk prepare`: the wizard's verbs one after the other, in this process, and the files they end in."""

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from desktop_app.core.checks.finding import Finding
from desktop_app.core.cost import cost as price_of
from desktop_app.core.epochs import auto_epochs
from desktop_app.core.example import Part
from desktop_app.core.export import Exported, Format, Order
from desktop_app.core.problem import Problem
from desktop_app.core.reading import Reading
from desktop_app.core.target import Target
from desktop_app.core.wizard import Wizard
from desktop_app.formats import export as files
from desktop_app.settings import paths
from desktop_app.store.draft_folder import DraftFolder, sweep
from desktop_app.store.sources import LeftOut
from desktop_app.work import check_up, divide, report_files, take_in
from desktop_app.work.export import export
from desktop_app.work.intake import Division, Look, Progress, Settled, Shown, Taken
from desktop_app.work.intake_report import Intake
from desktop_app.work.targets import all_targets

FILES = {Part.TRAINING: "train.jsonl", Part.VALIDATION: "valid.jsonl"}
REPORT = "report.json"
_LOOKED_AT = 200
_SHOWN = 3


class Preparation:
    """One run: a draft in a folder of its own, which is gone when the `with` block is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        sweep(paths.drafts_dir())
        self._folder = DraftFolder(paths.drafts_dir())

    def __enter__(self) -> "Preparation":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.remove()

    @property
    def draft(self) -> Path:
        """Return the draft's project file, which is there once the file was taken in."""
        return self._folder.draft

    def look(self, reading: Reading) -> Look:
        """Return what the file is and its first records; raise a Problem for no table."""
        return next(take_in.look(self._path, reading, _LOOKED_AT))

    def take_in(self, wizard: Wizard, target: Target) -> Iterator[Progress | Taken]:
        """Read the whole file into the draft; the last item is Taken."""
        return take_in.take_in(self._path, wizard, self._folder.draft, target)

    def shown(self, finding: Finding) -> tuple[Shown, ...]:
        """Return the first rows of a finding, before and after its remedy."""
        return next(check_up.shown(self._folder.draft, finding, _SHOWN))

    def settle(self, wizard: Wizard, target: Target, taken: Taken) -> Iterator[Progress | Settled]:
        """Carry out the remedies the wizard decides for; the last item is Settled."""
        return check_up.settle(self._folder.draft, wizard, target, taken.findings)

    def divide(self, wizard: Wizard, target: Target) -> Division:
        """Divide the rows into parts as the wizard says."""
        return next(divide.divide(self._folder.draft, wizard, target))

    def left_out(self, limit: int = -1) -> tuple[LeftOut, ...]:
        """Return the records of the file that gave no example; the first `limit` where one is named."""
        return next(check_up.left_out(self._folder.draft, limit))

    def write(self, out: Path, intake: Intake, parts: tuple[Part, ...]) -> tuple[Path, ...]:
        """Put the training files of these parts and the report into the folder `out`; return their paths.

        All are written before the first is put in its place. Files of that name are replaced; with any part, the file
        of a part that has no rows is removed, so that no two runs are mixed.
        """
        place = files.workplace(out / REPORT)
        try:
            made = [self._part(place, part) for part in parts]
            with files.in_words(out / REPORT):
                said = report_files.as_json(report_files.made(self._folder.draft, intake))
                (place / REPORT).write_text(said, encoding="utf-8")
                for path in (*made, place / REPORT):
                    path.replace(out / path.name)
                for stale in set(FILES.values()) - {path.name for path in made} if made else ():
                    (out / stale).unlink(missing_ok=True)
        finally:
            files.leave(place)
        return tuple(out / name for name in (*(path.name for path in made), REPORT))

    def _part(self, place: Path, part: Part) -> Path:
        order = Order(Format.JSONL, place / FILES[part], frozenset({part}))
        written = None
        for item in export(self._folder.draft, order, place):
            written = item
        if not isinstance(written, Exported):
            raise TypeError(f"the last thing said was {written!r}")
        return written.target


def targets() -> tuple[Target, ...]:
    """Return the models data can be prepared for, this computer's first."""
    return all_targets()


def cost(division: Division, target: Target) -> dict[str, Any] | None:
    """Return what a training of the usual length would cost; None where no price is known, or there is none."""
    epochs = auto_epochs(division.counts[Part.TRAINING])
    dollars = price_of(division.tokens[Part.TRAINING].total, epochs, target.price)
    if target.price is None or dollars is None:
        return None
    return {
        "epochs": epochs,
        "usd": round(dollars, 4),
        "usd_per_million": target.price.training,
        "as_of": target.price.as_of.isoformat(),
        "source": target.price.source,
    }


def there_already(out: Path) -> tuple[str, ...]:
    """Return the names of the files in the folder that a run would replace; raise a Problem where it cannot be one."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        return tuple(name for name in (*FILES.values(), REPORT) if (out / name).exists())
    except OSError as error:
        raise Problem("folder_not_writable", details=str(error), folder=str(out)) from error
