"""Work that is held back: what was asked for first may be the last to come."""

import asyncio
import threading

from PySide6.QtCore import Qt

from desktop_app.gui.answers import before
from desktop_app.gui.background import Task


class HeldBack:
    """Stands in for a coroutine function: one of its calls (the first) comes to its end only once `go` is set."""

    def __init__(self, real, call=1):
        self._real = real
        self._held = call
        self.calls = 0
        self.go = threading.Event()

    async def __call__(self, *given, **named):
        self.calls += 1
        held = self.calls == self._held
        try:
            return await self._real(*given, **named)
        finally:
            while held and not self.go.is_set():
                await asyncio.sleep(0.005)


def nothing_under_way(part):
    """Tell whether no work that this part of the window has begun is still to be heard of."""
    return not any(task.running for task in part.findChildren(Task))


def leave_while_costs_are_found_out(qtbot, monkeypatch, page):
    """Let a page begin to find out what an act of its primary button costs, and press Esc before it knows."""
    held = HeldBack(before.ahead)
    monkeypatch.setattr(before, "ahead", held)
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: held.calls == 1)
    assert not page.primary.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.primary.isEnabled()
    held.go.set()
    qtbot.waitUntil(lambda: nothing_under_way(page._before))
