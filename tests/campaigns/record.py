"""What is kept of a campaign: how far it is, what was counted, and with which versions; nothing of the machine."""

import json
import platform
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from tests.campaigns.campaign import Campaign


@dataclass(slots=True)
class Record:
    """The state of a campaign, which is its result once all rounds are done."""

    campaign: Campaign
    seed: int
    versions: dict[str, str]
    rounds_done: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    broken: list[dict[str, object]] = field(default_factory=list)

    def add(self, counted: Counter[str]) -> None:
        """Count a round that held."""
        self.counted.update(counted)
        self.rounds_done += 1

    def add_broken(self, seen: str) -> None:
        """Count a round that did not hold."""
        self.rounds_done += 1
        self.broken.append({"round": self.rounds_done, "seen": seen})

    def as_dict(self) -> dict[str, object]:
        """Return what is written to disk."""
        return {
            "name": self.campaign.name,
            "proves": self.campaign.proves,
            "seed": self.seed,
            "rounds_done": self.rounds_done,
            "counted": dict(sorted(self.counted.items())),
            "broken": self.broken,
            "versions": self.versions,
        }

    def write(self, path: Path) -> None:
        """Write the record in one piece, so that a campaign can be ended at any time and gone on with."""
        part = path.with_suffix(".part")
        part.write_text(json.dumps(self.as_dict(), indent=2) + "\n", encoding="utf-8")
        part.replace(path)


def load(path: Path, campaign: Campaign, seed: int) -> Record:
    """Return the record to go on with; a fresh one where the seed or a version is another than on disk."""
    fresh = Record(campaign, seed, versions(campaign.made_of))
    if not path.exists():
        return fresh
    kept = json.loads(path.read_text(encoding="utf-8"))
    if (kept["seed"], kept["versions"]) != (seed, fresh.versions):
        return fresh
    fresh.rounds_done, fresh.counted, fresh.broken = kept["rounds_done"], Counter(kept["counted"]), kept["broken"]
    return fresh


def versions(made_of: tuple[str, ...]) -> dict[str, str]:
    """Return the versions a result hangs on: system, Python, SQLite and the named distributions."""
    found = {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
    }
    return found | {name: metadata.version(name) for name in made_of}
