"""Keys of providers: kept in the computer's own password store and nowhere else.

Every call goes through a thread of its own with a time limit, because a password store may ask its user first and then
waits as long as that user does. A key is bound to the address it is for.
"""

import asyncio
import json
import os
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.problem import Problem
from desktop_app.core.secret import Held, Keeping, Secret
from desktop_app.settings import small_file

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "io.tunedesk.TuneDesk"
"""The name under which the password store lists our entries."""
LOOK_SECONDS = 3.0
"""How long looking for a key may take; a store that asks its user for the password takes longer, and is LOCKED."""
ANSWER_SECONDS = 90.0
"""How long storing may take: the user may have to answer the password store's question first."""
LONGEST = 1280
"""Windows keeps at most 2,560 bytes, two a character."""
_REFUSED = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail", "keyring.backends.chainer")
"""Stores that keep plain text, nothing at all, or only ask others."""


_FAULTS_OF_OTHERS = (
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney.wrappers", "DBusErrorResponse"),
    ("win32ctypes.pywin32.pywintypes", "error"),
    ("pywintypes", "error"),
)
"""What keyring lets through of the libraries it stands on, by the modules that have it."""


def account(provider: str, address: str) -> str:
    """Return the name of a provider's entry: the same provider at another address is another entry."""
    return f"{provider} at {address.rstrip('/').lower()}"


class Secrets:
    """Finds, keeps and forgets keys. `places` is a file that remembers which store holds which entry, never a key."""

    def __init__(
        self,
        places: Path,
        environment: Mapping[str, str] | None = None,
        backends: "Callable[[], KeyringBackend | None] | None" = None,
    ) -> None:
        self._places = places
        self._environment = os.environ if environment is None else environment
        self._backends = backends or _best_store
        self._session: dict[str, Secret] = {}
        self._used: set[str] = set()
        self._asked: dict[str, asyncio.Future[Held]] = {}
        """What the store was asked for, by entry: while it waits for its user it is not asked once more."""
        self._loaded = False
        self.look_seconds = LOOK_SECONDS
        self.answer_seconds = ANSWER_SECONDS

    async def find(self, provider: str, address: str, variable: str | None = None) -> Held:
        """Look for a provider's key: in this session, in the password store, in the user's own `variable`."""
        if not self._loaded:
            await _begun(_load)
            self._loaded = True
        entry = account(provider, address)
        if entry in self._session:
            return Held(Keeping.SESSION, self._session[entry])
        held = await self._stored(entry)
        value = self._environment.get(variable, "").strip() if variable else ""
        if held.secret is None and value:
            held = Held(Keeping.ENVIRONMENT, Secret(value), held.store)
        if held.secret is not None:
            self._used.add(held.secret.reveal())
        return held

    async def keep(self, provider: str, address: str, secret: Secret, *, session_only: bool = False) -> Held:
        """Store a key, or keep it for this session where there is no store; what was stored is read back."""
        entry = account(provider, address)
        value = secret.reveal()
        if not value or len(value) > LONGEST or not value.isascii() or not value.isprintable() or " " in value:
            raise Problem("key_not_a_key", longest=LONGEST)
        self._used.add(value)
        self._asked.pop(entry, None)
        if session_only:
            self._session[entry] = secret
            return Held(Keeping.SESSION, secret)
        try:
            name = await self._apart(lambda: self._write(entry, value), self.answer_seconds)
        except TimeoutError as error:
            raise Problem("key_store_waits") from error
        if name is None:
            self._session[entry] = secret
            return Held(Keeping.SESSION, secret)
        self._session.pop(entry, None)
        self._remember(entry, name[0])
        return Held(Keeping.STORED, secret, name[1])

    async def forget(self, provider: str, address: str) -> None:
        """Take a key out of the session and the store; one that is not there is no fault."""
        entry = account(provider, address)
        self._session.pop(entry, None)
        self._asked.pop(entry, None)
        try:
            await self._apart(lambda: self._delete(entry), self.answer_seconds)
        except TimeoutError as error:
            raise Problem("key_store_waits") from error
        self._remember(entry, None)

    def used(self) -> tuple[str, ...]:
        """Return every key that was seen in this run, for whoever has to take them out of a report."""
        return tuple(self._used)

    async def _stored(self, entry: str) -> Held:
        asked = self._asked.get(entry)
        if asked is None or asked.done() or asked.get_loop() is not asyncio.get_running_loop():
            asked = self._asked[entry] = _begun(lambda: self._read(entry))
        try:
            async with asyncio.timeout(self.look_seconds):
                return await asyncio.shield(asked)
        except TimeoutError:
            return Held(Keeping.LOCKED)

    def _read(self, entry: str) -> Held:
        from keyring.errors import KeyringLocked  # noqa: PLC0415 - 0.2 s to import: not before a key is asked for

        store = self._backends()
        known = self._remembered().get(entry)
        if store is None:
            return Held(Keeping.MOVED if known else Keeping.NO_STORE, store=known or "")
        try:
            value = store.get_password(SERVICE, entry)
        except KeyringLocked:
            return Held(Keeping.LOCKED, store=store.name)
        except _faults():
            return Held(Keeping.NO_STORE)
        if value:
            return Held(Keeping.STORED, Secret(value), store.name)
        moved = known is not None and known != _module(store)
        return Held(Keeping.MOVED if moved else Keeping.ABSENT, store=store.name)

    def _write(self, entry: str, value: str) -> tuple[str, str] | None:
        """Store and read back; returns the store's module and name, None where nothing keeps it."""
        from keyring.errors import KeyringLocked  # noqa: PLC0415 - see _read

        store = self._backends()
        if store is None:
            return None
        try:
            store.set_password(SERVICE, entry, value)
            if store.get_password(SERVICE, entry) != value:
                return None
        except KeyringLocked as error:
            raise Problem("key_store_locked") from error
        except _faults():
            return None
        return _module(store), store.name

    def _delete(self, entry: str) -> None:
        from keyring.errors import KeyringLocked, PasswordDeleteError  # noqa: PLC0415 - see _read

        store = self._backends()
        if store is None:
            return
        try:
            store.delete_password(SERVICE, entry)
        except KeyringLocked as error:
            raise Problem("key_store_locked") from error
        except PasswordDeleteError:
            return  # it was not there
        except _faults() as error:
            raise Problem("key_not_deleted") from error

    async def _apart(self, work: Callable[[], T], seconds: float) -> T:
        """Run `work` in a thread nobody waits for at the end of the program; TimeoutError when it takes too long."""
        async with asyncio.timeout(seconds):
            return await _begun(work)

    def _remembered(self) -> dict[str, str]:
        return {k: v for k, v in small_file.readable(self._places).items() if isinstance(v, str)}

    def _remember(self, entry: str, store: str | None) -> None:
        """Note which store holds an entry; a note that cannot be written costs only the better sentence later."""
        with suppress(OSError):
            places = small_file.read(self._places, dict) or {}
            if places.get(entry) == store:
                return
            places.pop(entry, None)
            if store is not None:
                places[entry] = store
            small_file.write(self._places, json.dumps(places, indent=2))


def _begun(work: Callable[[], T]) -> "asyncio.Future[T]":
    """Begin `work` in a thread of its own and return what will come of it: its result, or its Problem."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()
    done.add_done_callback(lambda over: over.cancelled() or over.exception())  # it may come when nobody waits any more

    def post(put: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(lambda: None if done.done() else put())

    def run() -> None:
        fault: Exception = TimeoutError("the password store broke off")  # unless something better is known
        try:
            value = work()
            post(lambda: done.set_result(value))
        except Problem as problem:
            fault = problem
        finally:
            post(lambda: done.set_exception(fault))  # too late after a result

    # A daemon, unlike the threads of an executor: a store that never answers must not keep the program from ending.
    threading.Thread(target=run, name="password-store", daemon=True).start()
    return done


def _load() -> None:
    """Import what the stores need before the time for a look runs: a slow disk does not make a store a locked one."""
    import keyring.errors  # noqa: F401, PLC0415 - see Secrets._read

    for store in entry_points(group="keyring.backends"):
        if store.module.startswith(store.group):  # those of others may raise anything
            with suppress(ImportError):
                store.load()


def _best_store() -> "KeyringBackend | None":
    """Return the password store of this computer; None where there is none that keeps its secrets."""
    import keyring  # noqa: PLC0415 - see Secrets._read
    from keyring.backend import get_all_keyring  # noqa: PLC0415

    chosen = keyring.get_keyring()
    candidates = [chosen, *sorted(get_all_keyring(), key=lambda store: store.priority, reverse=True)]
    return next((store for store in candidates if not _module(store).startswith(_REFUSED)), None)


def _faults() -> tuple[type[Exception], ...]:
    """Return what a store may raise when it cannot serve; not all of it is keyring's own."""
    from keyring.errors import KeyringError  # noqa: PLC0415 - see Secrets._read

    loaded = [getattr(sys.modules[module], name) for module, name in _FAULTS_OF_OTHERS if module in sys.modules]
    return (KeyringError, OSError, RuntimeError, EOFError, *loaded)


def _module(store: "KeyringBackend") -> str:
    return type(store).__module__
