"""`python -m tests.benchmarks.first_paint real|empty`: show a window, tell when it was painted, and leave.

The real window is started as the program itself starts it; the empty one is the least that PySide6 can show.
"""

import json
import linecache
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

HEAVY = ("pandas", "openai", "pyqtgraph", "keyring", "tiktoken", "numpy", "torch", "transformers", "peft", "trl")
HEAVY += ("datasets", "accelerate", "starlette", "uvicorn", "httpx", "httpx2", "pydantic")
SETTLE_MS = 300


class Watcher(QObject):
    """Tells of the first painting of a window, then once more when the program has come to rest, and ends it."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._painted = self._worked = 0.0
        window.installEventFilter(self)
        window.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt names it
        """Look for the window's first painting; what it paints within the same turn of the loop belongs to it."""
        if event.type() == QEvent.Type.Paint and not self._painted:
            self._painted = -1.0
            QTimer.singleShot(0, self, self._note)
        return super().eventFilter(watched, event)

    def _note(self) -> None:
        self._painted, self._worked = time.monotonic(), time.process_time()
        QTimer.singleShot(SETTLE_MS, self, self._tell)

    def _tell(self) -> None:
        import psutil  # noqa: PLC0415 - the measuring itself must not load anything earlier

        loaded = sorted({name.split(".")[0] for name in sys.modules} & set(HEAVY))
        told = {
            "painted": self._painted,
            "cpu": self._worked,
            "rss": psutil.Process().memory_info().rss,
            "heavy": loaded,
            "modules": len(sys.modules),
            "own": sorted(name for name in sys.modules if name.startswith("desktop_app")),
            "sources": len(linecache.cache),
            "title": self._window.windowTitle(),
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        self._window.close()


def watched(kind: type[QApplication]) -> type[QApplication]:
    """Return an application of this kind that finds its window when its loop begins."""

    class Watched(kind):  # type: ignore[misc,valid-type]  # the kind is known only when the program is there
        def exec(self) -> int:
            """Run the loop, watching the main window."""
            (window,) = (w for w in self.topLevelWidgets() if isinstance(w, QMainWindow))
            watcher = Watcher(window)
            code = int(super().exec())
            watcher.deleteLater()
            return code

    return Watched


def real() -> int:
    """Start the program as its front door does."""
    from desktop_app import __main__  # noqa: PLC0415 - the empty window must not load the program
    from desktop_app.gui import doorbell  # noqa: PLC0415 - as above; the front door itself loads whoever takes it

    doorbell.Application = watched(doorbell.Application)  # type: ignore[misc,assignment]  # nothing else is done here
    return __main__.main([])


def empty() -> int:
    """Show the least window there can be."""
    application = watched(QApplication)(sys.argv[:1])
    window = QMainWindow()
    window.resize(1180, 780)
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit({"real": real, "empty": empty}[sys.argv[1]]())
