"""One program for each home: a second start hands its file to the first, which comes forward and opens it.

On macOS there is no second start: the system tells the program that runs which file was double-clicked.
"""

import hashlib
import json
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QLockFile, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication

PATIENCE_MS = 3000
"""How long a second start waits for the first: one that hangs, or is just ending, must not keep it from opening."""
_LONGEST = 65536
_WRITTEN_S = 2.0
"""A lock without a number is so young at most while somebody is writing it."""
_LONGEST_ADDRESS = 100
"""In bytes; a socket's address cannot be longer on macOS and Linux."""
_HEARD = b"heard\n"


class Application(QApplication):
    """Qt's application, which hears what the system asks the running program to open."""

    asked = Signal(str)
    """The path of a file that was double-clicked (macOS)."""

    def event(self, event: QEvent) -> bool:
        """Take a file to be opened; Qt does the rest."""
        # Not an event filter: one of the application sees every event of every window.
        if isinstance(event, QFileOpenEvent) and event.file():
            self.asked.emit(event.file())
            return True
        return super().event(event)


class Doorbell(QObject):
    """Answers for its home, or rings where another program answers already."""

    rung = Signal(str)
    """The program was started again: the path of the file it was given, "" for none."""
    heard = Signal()
    """The program that is running has taken what we told it."""
    unheard = Signal()
    """The program that is running does not answer."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        """Look after the door of the data folder `home`."""
        super().__init__(parent)
        self._name = _address(home)
        self._lock = QLockFile(str(home / "window.lock"))
        self._lock.setStaleLockTime(
            0
        )  # a window may be open for weeks; a lock whose process is gone counts for nothing
        self._server: QLocalServer | None = None
        self._socket: QLocalSocket | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_silence)

    def answer(self) -> bool:
        """Answer from now on; False if another program of this home does."""
        if not self._take_lock():
            return self._lock.error() != QLockFile.LockError.LockFailedError
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_visitor)
        self._server.listen(self._name)
        return True

    def _take_lock(self) -> bool:
        if self._lock.tryLock(0):
            return True
        return self._is_nobodys() and self._lock.removeStaleLockFile() and self._lock.tryLock(0)

    def _is_nobodys(self) -> bool:
        """Tell whether the lock names no process: who made it was killed before it could write its number."""
        lock = Path(self._lock.fileName())
        try:
            return not lock.read_bytes().strip() and time.time() - lock.stat().st_mtime > _WRITTEN_S
        except OSError:
            return False

    def ring(self, file: Path | None) -> None:
        """Tell the program that is running what was to be opened; `heard` or `unheard` follows."""
        socket = self._socket = QLocalSocket(self)
        words = json.dumps({"file": str(file) if file is not None else ""}).encode() + b"\n"
        socket.connected.connect(lambda: socket.write(words))
        socket.readyRead.connect(self._on_reply)
        socket.errorOccurred.connect(lambda _: self._on_silence())
        self._timer.start(PATIENCE_MS)
        socket.connectToServer(self._name)

    def stop(self) -> None:
        """Let go of the door."""
        self._timer.stop()
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _on_reply(self) -> None:
        if self._socket is not None and bytes(self._socket.peek(len(_HEARD)).data()) == _HEARD:
            self._let_go()
            self.heard.emit()

    def _on_silence(self) -> None:
        if self._socket is not None:
            self._let_go()
            self.unheard.emit()

    def _let_go(self) -> None:
        self._timer.stop()
        socket, self._socket = self._socket, None
        if socket is not None:
            socket.deleteLater()

    def _on_visitor(self) -> None:
        while self._server is not None and (visitor := self._server.nextPendingConnection()) is not None:
            visitor.readyRead.connect(lambda each=visitor: self._listen(each))
            visitor.disconnected.connect(visitor.deleteLater)
            if visitor.bytesAvailable():
                self._listen(visitor)

    def _listen(self, visitor: QLocalSocket) -> None:
        if not visitor.canReadLine():
            if visitor.bytesAvailable() > _LONGEST:
                visitor.abort()
            return
        try:
            file = json.loads(bytes(visitor.readLine().data()))["file"]
        except (ValueError, LookupError, TypeError):
            visitor.abort()
            return
        visitor.write(_HEARD)
        visitor.flush()
        self.rung.emit(str(file))


def _address(home: Path) -> str:
    """Return where the program of a home is spoken to: a place that no other home has, and no other user may enter."""
    name = f"tunedesk-{hashlib.sha256(str(home.resolve()).encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"
    if sys.platform == "win32":
        return name
    places = [Path(os.environ.get("XDG_RUNTIME_DIR", ""), name), home.resolve() / "window.socket"]
    fitting = [str(each) for each in places if each.is_absolute() and each.parent.is_dir()]
    return next((each for each in fitting if len(os.fsencode(each)) <= _LONGEST_ADDRESS), name)
