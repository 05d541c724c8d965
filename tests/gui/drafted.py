"""Drafts for tests of the wizard's pages: a real one over a real file, and one that says what the test wants."""

import asyncio
from array import array
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.core.checks.finding import Finding, Remedy, Severity, Subject
from desktop_app.core.distribution import Bar, Spread
from desktop_app.core.example import Conversation, Message, Part
from desktop_app.core.reading import Found, Kind, Reading
from desktop_app.core.target import Target
from desktop_app.core.wizard import STARTER_TARGET, Wizard
from desktop_app.gui.background import Background
from desktop_app.gui.wizard.intake import Intake
from desktop_app.store.sources import LeftOut
from desktop_app.work import targets
from desktop_app.work.apart import Apart
from desktop_app.work.draft import Draft
from desktop_app.work.intake import Division, Long, Progress, Settled, Shown, Taken, Tokens

if TYPE_CHECKING:
    from desktop_app.core.problem import Problem

HERE = Target(STARTER_TARGET, "SmolLM2", "local", vocabulary="o200k_base", limit=2048, local=True)
TODAY = date(2026, 11, 21)


def asked(question: str, answer: str) -> Conversation:
    return Conversation((Message("user", question), Message("assistant", answer)))


def finding(
    check: str,
    severity: Severity = Severity.PROBLEM,
    subject: Subject = Subject.ROWS,
    count: int = 3,
    remedy: str = "",
    *,
    recommended: bool = True,
) -> Finding:
    made = Remedy(remedy) if remedy else None
    rows = array("q", range(1, count + 1))
    return Finding(check, subject, severity, count, rows, {}, made, made is not None and recommended)


class Scripted:
    """Says what it was told to say; what it is asked for lies in `orders`."""

    def __init__(self, *findings: Finding, made: int = 97, left_out: Sequence[LeftOut] = ()) -> None:
        self.findings = findings
        self.after: tuple[Finding, ...] = ()
        self.twins: tuple[Finding, ...] = ()
        self.done = ()
        self.lost = tuple(left_out)
        self.made = made
        self.progress: tuple[Progress, ...] = ()
        self.problem: Problem | None = None
        self.unseen: Problem | None = None
        self.orders: list[object] = []
        self.held: set[str] = set()
        self.labels: tuple[tuple[str, int], ...] = ()
        self.cut = 0
        self.met = 0

    async def _door(self, name: str) -> None:
        """Wait here as long as the test holds the door."""
        while name in self.held:
            await asyncio.sleep(0.005)

    async def unsettle(self) -> None:
        self.orders.append("unsettle")

    async def take_in(self, wizard: Wizard):
        self.orders.append("take_in")
        try:
            for progress in self.progress:
                yield progress
            await self._door("take_in")
            if self.problem is not None:
                raise self.problem
            tokens = Tokens(self.made * 20, self.made * 10)
            rows = self.made + len(self.lost)
            yield Taken(rows, self.made, self.made, len(self.lost), tokens, self.findings)
        finally:
            self.orders.append("take_in over")

    async def look_for_twins(self):
        self.orders.append("twins")
        try:
            yield Progress(0, 0, 40)
            await self._door("twins")
            if self.problem is not None:
                raise self.problem
            self.findings = (*self.findings, *self.twins)
            yield Taken(self.made, self.made, self.made, 0, Tokens(), self.findings)
        finally:
            self.orders.append("twins over")

    async def left_out(self, limit: int = 1000):
        return self.lost

    async def shown(self, found: Finding, limit: int = 20):
        self.orders.append(found.check)
        try:
            await self._door(f"shown {found.check}")
        finally:
            self.orders.append(f"{found.check} over")
        if self.unseen is not None:
            raise self.unseen
        gone = found.remedy is not None and found.remedy.kind == "drop_rows"
        after = None if gone else asked("What?", f"Answer of {found.check}")
        return tuple(
            Shown(row, row + 1, asked("What?", f"answer of {found.check} "), after) for row in found.rows[:limit]
        )

    async def settle(self, wizard: Wizard):
        self.orders.append("settle")
        await self._door("settle")
        if self.problem is not None:
            raise self.problem
        yield Settled(tuple(self.done), self.after, self.made, Tokens(self.made * 20, self.made * 10))

    async def divide(self, wizard: Wizard, beside: Path | None = None) -> Division:
        self.orders.append(wizard)
        await self._door("divide")
        shares = wizard.shares
        kept = {Part.VALIDATION: round(self.made * shares.validation), Part.TEST: round(self.made * shares.test)}
        counts = {Part.TRAINING: self.made - sum(kept.values()), **kept}
        if wizard.where.part is not None:
            counts = {part: self.made if part is wizard.where.part else 0 for part in Part}
        tokens = {part: Tokens(count * 20, count * 10) for part, count in counts.items()}
        bars = (Bar(0, 100, 10), Bar(100, 200, self.made - 10))
        longest = (Long(7, 8, 3000), Long(3, 4, 150))
        spread = Spread(40, 60.0, 150.0, 160.0, 190.0, 3000)
        return Division(counts, tokens, bars, longest, self.cut, self.labels, spread, self.met)


class Real:
    """Lets the real worker read real files; `close` ends it."""

    def __init__(self, qtbot, background: Background) -> None:
        self.apart = Apart()
        self._qtbot = qtbot
        self._background = background
        self._owner = QObject()
        self._drafts: list[Draft] = []

    def look(self, path: Path, rows_before: int = 0) -> tuple[Intake, Wizard]:
        """Return what the wizard knows of a file once it was looked at."""
        draft = Draft(self.apart)
        self._drafts.append(draft)
        look = self._wait(draft.look(path))
        intake = Intake(path, path.name, draft, self.apart, self._background, targets.all_targets(), rows_before, TODAY)
        return intake, Wizard.start(look.found)

    def close(self) -> None:
        for draft in self._drafts:
            self._wait(draft.discard())
        self._wait(self.apart.close())

    def _wait(self, work: object) -> object:
        done: list[object] = []
        self._background.run(self._owner, work, on_done=done.append)
        self._qtbot.waitUntil(lambda: bool(done))
        return done[0]


def intake_of(draft: object, background: Background, target: Target = HERE, rows_before: int = 0) -> Intake:
    return Intake(
        path=Path("table.csv"),
        name="table.csv",
        draft=draft,
        apart=None,
        background=background,
        targets=(target,),
        rows_before=rows_before,
        today=TODAY,
    )


def wizard_of(columns: tuple[str, ...] = ("question", "answer")) -> Wizard:
    return Wizard.start(Found("table.csv", Reading(Kind.DELIMITED), columns))
