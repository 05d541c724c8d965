"""The last border: what nobody foresaw is written to a log and told once."""

import faulthandler
import logging
import os
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from desktop_app.core.redact import redact, secrets_in

_BYTES = 512 * 1024
_FILES = 3
_OFTEN = frozenset({10, 100, 1000, 10_000})


class _Redacting(logging.Formatter):
    """Writes records as `clean` leaves them."""

    def __init__(self, clean: Callable[[str], str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._clean = clean

    def format(self, record: logging.LogRecord) -> str:
        return self._clean(super().format(record))


class CrashBorder:
    """Keeps the log, catches faults of every thread, and tells of each kind of fault once."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "tunedesk.log"
        self._faults = (folder / "faults.log").open("a", encoding="utf-8")
        self._handler = RotatingFileHandler(
            self._path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
        )
        self._handler.setFormatter(_Redacting(self.clean))
        self._secrets: Callable[[], Iterable[str]] = tuple
        self._hooks = (sys.excepthook, threading.excepthook)
        self._tell: Callable[[str], None] | None = None
        self._seen: Counter[str] = Counter()
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin to write the log and to catch faults."""
        root = logging.getLogger()
        root.addHandler(self._handler)
        root.setLevel(min(root.level or logging.INFO, logging.INFO))
        logging.getLogger("httpx2").setLevel(logging.WARNING)  # it would write a line for every request of a watch
        faulthandler.enable(self._faults)
        sys.excepthook = self._on_main
        threading.excepthook = self._on_thread

    def stop(self) -> None:
        """Put everything back as it was and close the files."""
        sys.excepthook, threading.excepthook = self._hooks
        faulthandler.disable()
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
        self._faults.close()

    def tell_to(self, tell: Callable[[str], None] | None) -> None:
        """Give the traceback of each new kind of fault to `tell`, which any thread may call."""
        self._tell = tell

    def hide(self, secrets: Callable[[], Iterable[str]]) -> None:
        """Take what `secrets` returns out of everything that is written or told from now on."""
        self._secrets = secrets

    def clean(self, text: str) -> str:
        """Return the text without keys, without this system's and this session's secrets, without the home's name."""
        return clean(text, self._secrets())

    def caught(self, fault: BaseException) -> None:
        """Take a fault nobody foresaw: the first of its kind is told, the same again only counted."""
        with self._lock:
            kind = _kind(fault)
            self._seen[kind] += 1
            count = self._seen[kind]
        if count > 1:
            if count in _OFTEN:
                logging.getLogger(__name__).error("%s, now %d times", kind, count)
            return
        story = self.clean("".join(traceback.format_exception(fault)))
        logging.getLogger(__name__).error("Unforeseen: %s", story)
        if self._tell is not None:
            self._tell(story)

    def tail(self, lines: int = 80) -> str:
        """Return the last lines of the log."""
        self._handler.flush()
        try:
            return "\n".join(self._path.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
        except OSError:
            return ""

    def _on_main(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hooks[0](kind, fault, trace)
        else:
            self.caught(fault)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.caught(args.exc_value)


def clean(text: str, secrets: Iterable[str] = ()) -> str:
    """Return the text without keys, without this system's and the given secrets and without the home folder's name."""
    return redact(text, (*secrets, *secrets_in(os.environ)), str(Path.home()))


def _kind(fault: BaseException) -> str:
    """Return what makes two faults the same: their type and the place they were raised at."""
    frames = traceback.extract_tb(fault.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    return f"{type(fault).__name__} at {place}"
