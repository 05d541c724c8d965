"""What TuneDesk has on the disk: every thing with its size, what can go, and what lies in the bin."""

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.storage_group import StorageGroup
from desktop_app.gui.models.storage_words import binned, kind_words
from desktop_app.gui.models.undo_banner import UndoBanner
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets.amounts import number, size
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.keeping import PARTIAL, Binned, Kept
from desktop_app.work import forget_model, storage
from desktop_app.work.sites import Sites
from desktop_app.work.storage import CRASH, Disk

_BIN = "bin"


class StoragePage(Page):
    """Looks at the disk each time it is shown; what is freed goes to the bin first."""

    changed = Signal()
    """Something was cleared or put back."""

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.set_title(self.tr("Storage"), self.tr("What lies on this computer because of TuneDesk, and what can go."))
        self._background = background
        self._sites = sites
        self._looking: Task | None = None
        self._again = False
        self.disk: Disk | None = None
        self.undo = UndoBanner(background, sites)
        self.undo.back.connect(self._on_changed)
        self.trouble = ProblemView()
        self.trouble.hide()
        self._sum = label(wrap=True, size="strong")
        self._more = label(wrap=True, tone="muted")
        self._holder = QVBoxLayout()
        self._holder.setSpacing(MEDIUM)
        self.groups: dict[str, StorageGroup] = {}
        self.set_content(self._body(), scrolls=True)
        self._free = self.set_primary("", self.free_safe)
        self._free.hide()

    def _body(self) -> QWidget:
        body = QWidget()
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(MEDIUM)
        for part in (self.undo, self.trouble, self._sum, self._more):
            box.addWidget(part)
        box.addLayout(self._holder)
        box.addStretch(1)
        return body

    def showEvent(self, event: QShowEvent) -> None:
        """Look what lies there now."""
        super().showEvent(event)
        self.look()

    def look(self) -> None:
        """Walk through all folders; what is known stays on the screen, and who asks meanwhile gets another walk."""
        if self._looking is not None:
            self._again = True
            return
        if self.disk is None:
            self.show_busy(self.tr("Adding up what lies on the disk…"), None)
        self._looking = self._background.run(
            self,
            storage.disk(self._sites),
            on_done=self._on_found,
            on_problem=lambda problem: self.show_problem(problem, self.look),
            on_end=self._on_looked,
        )

    def free_safe(self) -> None:
        """Move everything that nobody will miss into the bin."""
        if self.disk is not None and self.disk.safe:
            self._clear(self.disk.safe, self.tr("What nobody needs any more"))

    def _on_looked(self) -> None:
        self._looking = None
        if self._again:  # what was cleared or put back on the way may not have been seen
            self._again = False
            self.look()

    def _on_found(self, disk: Disk) -> None:
        self.disk = disk
        words = self.tr("TuneDesk takes {0} on this computer; {1} are free.")
        self._sum.setText(words.format(size(disk.bytes), size(disk.free)))
        self._more.setText(" ".join(self._notes(disk)))
        self._more.setVisible(bool(self._more.text()))
        safe = sum(row.bytes for row in disk.safe)
        self._free.setText(self.tr("Free {0} that nobody needs").format(size(safe)))
        self._free.setVisible(bool(safe))
        self._draw(disk)
        self.show_content()

    def _notes(self, disk: Disk) -> list[str]:
        notes = []
        if disk.linked:
            said = self.tr("{0} lie there under a second name and take no further room.")
            notes.append(said.format(size(disk.linked)))
        if disk.holes > 1_000_000:
            said = self.tr("Files with holes take {0} less on the disk than their length.")
            notes.append(said.format(size(disk.holes)))
        if not disk.engine_known:
            notes.append(self.tr("The engine could not be asked, so its part stands there as one sum."))
        return notes

    def _draw(self, disk: Disk) -> None:
        """Show a group for each kind, the largest first; groups that stay keep the keyboard where it is."""
        kinds: dict[str, list[Kept]] = {}
        for row in disk.rows:
            kinds.setdefault(row.kind, []).append(row)
        order = sorted(kinds, key=lambda kind: -sum(row.bytes for row in kinds[kind]))
        for gone in [kind for kind in self.groups if kind not in kinds]:
            group = self.groups.pop(gone)
            self._holder.removeWidget(group)
            group.hide()
            group.deleteLater()
        for place, kind in enumerate(order):
            group = self.groups.get(kind) or self._made(kind)
            self._holder.insertWidget(place, group)
            group.show_rows(kinds[kind], disk.bin if kind == _BIN else ())

    def _made(self, kind: str) -> StorageGroup:
        group = self.groups[kind] = StorageGroup(kind)
        group.clear_wanted.connect(self._on_clear)
        group.back_wanted.connect(self._put_back)
        group.empty_wanted.connect(self._empty)
        return group

    def _on_clear(self, rows: Sequence[Kept]) -> None:
        if rows and rows[0].kind == CRASH:
            self._run(storage.empty_logs(), lambda _: self._on_changed())
            return
        self._clear(rows, kind_words(rows[0].kind) if len(rows) > 1 else rows[0].title or kind_words(rows[0].kind))

    def _clear(self, rows: Sequence[Kept], name: str) -> None:
        gone: list[Binned] = []

        def done(_: object) -> None:
            self.undo.offer(name, gone)
            self.undo.button.setFocus()
            self._on_changed()

        def stopped(problem: Problem) -> None:
            if gone:
                self.undo.offer(self.tr("A part of it ({0})").format(number(len(gone))), gone)
            self._say(problem)
            self._on_changed()

        wanted = [row for row in rows if row.free or row.kind == PARTIAL]
        work: AsyncIterator[Binned] = storage.clear(self._sites, wanted)
        self._background.run(self, work, on_items=gone.extend, on_done=done, on_problem=stopped)

    def _put_back(self, item: Binned) -> None:
        self._run(forget_model.put_back(self._sites, [item]), lambda _: self._on_back(item))

    def _on_back(self, item: Binned) -> None:
        self.undo.leave()
        self._sum.setAccessibleDescription(self.tr("{0} is back.").format(binned(item)))
        self._on_changed()

    def _empty(self) -> None:
        self.undo.leave()
        self._run(storage.empty_bin(self._sites), lambda _: self._on_changed())

    def _run(self, work: Coroutine[Any, Any, object], done: Callable[[object], None]) -> None:
        self.trouble.hide()
        self._background.run(self, work, on_done=done, on_problem=self._say)

    def _say(self, problem: Problem) -> None:
        self.trouble.show_problem(problem)
        self.trouble.show()

    def _on_changed(self) -> None:
        self.look()
        self.changed.emit()
