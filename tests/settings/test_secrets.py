"""Keys live in the password store alone: found, kept, forgotten, and never waited for without end."""

import asyncio
import os
import pickle
import subprocess
import sys
import threading
from queue import SimpleQueue
from types import SimpleNamespace

import keyring.errors
import pytest

from desktop_app.core.problem import Problem
from desktop_app.core.secret import Keeping, Secret
from desktop_app.settings import secrets as secrets_module
from desktop_app.settings.secrets import LONGEST, Secrets, _best_store, account
from tests.settings.secret_service import secret_service

KEY = "sk-test-0123456789abcdefWXYZ"
HOST = "https://api.example.com/v1"


LOADS = """
import sys
from desktop_app.settings import secrets
def loaded():
    return {"keyring.backend", "keyring.backends.SecretService", "keyring.backends.Windows"} <= set(sys.modules)
print(loaded())
secrets._load()
print(loaded())
"""


class Store:
    """A password store in memory; no KeyringBackend, or keyring itself would come to choose it."""

    name = "memory"

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.kept:
            raise keyring.errors.PasswordDeleteError
        del self.kept[service, username]


class OtherStore(Store):
    """Another program's store."""


OtherStore.__module__ = "somewhere.else"


class Forgetful(Store):
    """Says yes and keeps nothing."""

    def set_password(self, service, username, password):
        pass


class Locked(Store):
    def get_password(self, *_):
        raise keyring.errors.KeyringLocked

    set_password = delete_password = get_password


class Broken(Store):
    def get_password(self, service, username):
        raise keyring.errors.InitError("no collection")


class Asking(Store):
    """Waits for its user, like a store that shows its question."""

    def __init__(self):
        super().__init__()
        self.answered, self.told = threading.Event(), threading.Event()

    def get_password(self, service, username):
        self.answered.wait(30)
        return super().get_password(service, username)

    def set_password(self, service, username, password):
        super().set_password(service, username, password)
        self.told.set()


def secrets_with(tmp_path, store, environment=None):
    return Secrets(tmp_path / "key-places.json", environment or {}, lambda: store)


def run(awaitable):
    return asyncio.run(awaitable)


def test_a_key_is_stored_found_changed_and_forgotten(tmp_path):
    secrets = secrets_with(tmp_path, Store())
    assert run(secrets.find("openai", HOST)).keeping is Keeping.ABSENT
    assert run(secrets.keep("openai", HOST, Secret(f" {KEY}\n"))).keeping is Keeping.STORED
    found = run(secrets.find("openai", HOST + "/"))
    assert (found.keeping, found.secret) == (Keeping.STORED, Secret(KEY))
    assert found.secret.tail == "WXYZ"
    run(secrets.keep("openai", HOST, Secret("sk-another-key-0000")))
    assert run(secrets.find("openai", HOST)).secret.reveal() == "sk-another-key-0000"
    for _ in range(2):
        run(secrets.forget("openai", HOST))
    assert run(secrets.find("openai", HOST)).keeping is Keeping.ABSENT


def test_a_key_is_bound_to_its_address(tmp_path):
    secrets = secrets_with(tmp_path, Store())
    run(secrets.keep("openai", HOST, Secret(KEY)))
    assert run(secrets.find("openai", "https://api.example.com.evil.org/v1")).secret is None
    assert account("openai", HOST) != account("openai", "http://127.0.0.1/v1")


@pytest.mark.parametrize("store", [None, Forgetful(), Broken()])
def test_without_a_store_that_keeps_it_a_key_lives_for_the_session(tmp_path, store):
    secrets = secrets_with(tmp_path, store)
    assert run(secrets.keep("openai", HOST, Secret(KEY))).keeping is Keeping.SESSION
    assert run(secrets.find("openai", HOST)).secret == Secret(KEY)
    assert secrets.used() == (KEY,)
    assert KEY not in "".join(p.read_text() for p in tmp_path.iterdir())
    assert run(secrets_with(tmp_path, store).find("openai", HOST)).secret is None


@pytest.mark.parametrize("module", ["win32ctypes.pywin32.pywintypes", "pywintypes"])
def test_a_store_of_windows_that_refuses_is_not_told_as_one_that_waits(tmp_path, monkeypatch, module):
    """keyring lets the fault of Windows through unless it means that there is no such entry (read in its source)."""

    class error(Exception):  # noqa: N801, N818 - so it is called there
        winerror, funcname = 1312, "CredRead"

    class Refusing(Store):
        def get_password(self, *_):
            raise error(1312, "CredRead", "A specified logon session does not exist.")

        set_password = delete_password = get_password

    monkeypatch.setitem(sys.modules, module, SimpleNamespace(error=error))
    secrets = secrets_with(tmp_path, Refusing())
    assert run(secrets.find("openai", HOST)).keeping is Keeping.NO_STORE
    assert run(secrets.keep("openai", HOST, Secret(KEY))).keeping is Keeping.SESSION
    with pytest.raises(Problem) as caught:
        run(secrets.forget("openai", HOST))
    assert caught.value.key == "key_not_deleted"


def test_a_locked_store_is_said_and_nothing_is_kept_elsewhere(tmp_path):
    secrets = secrets_with(tmp_path, Locked())
    assert run(secrets.find("openai", HOST)).keeping is Keeping.LOCKED
    with pytest.raises(Problem) as caught:
        run(secrets.keep("openai", HOST, Secret(KEY)))
    assert caught.value.key == "key_store_locked"
    assert run(secrets.find("openai", HOST)).secret is None


def test_a_store_that_waits_for_its_user_is_not_waited_for(tmp_path):
    store = Asking()
    secrets = secrets_with(tmp_path, store)
    secrets.look_seconds = secrets.answer_seconds = 0.05
    assert run(secrets.find("openai", HOST)).keeping is Keeping.LOCKED
    with pytest.raises(Problem) as caught:
        run(secrets.keep("openai", HOST, Secret(KEY)))
    assert caught.value.key == "key_store_waits"
    assert store.told.wait(30)  # the thread that keeps the key may come to it later than that is said
    store.answered.set()
    secrets.look_seconds = 10
    assert run(secrets.find("openai", HOST)).secret == Secret(KEY)


def test_the_time_for_a_look_begins_when_everything_is_imported(tmp_path, monkeypatch):
    """On a slow disk the importing alone takes longer, and the store would be said to be locked."""
    told, timeout = [], asyncio.timeout
    monkeypatch.setattr(secrets_module, "_load", lambda: told.append(threading.current_thread().name))

    def running(seconds):
        told.append(seconds)
        return timeout(seconds)

    monkeypatch.setattr(asyncio, "timeout", running)
    secrets = secrets_with(tmp_path, Store())
    for _ in "12":
        assert run(secrets.find("openai", HOST)).keeping is Keeping.ABSENT
    assert told == ["password-store", secrets.look_seconds, secrets.look_seconds]


def test_what_stores_need_is_imported_before_one_is_sought():
    said = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["False", "True"]


def test_a_store_that_waits_for_its_user_is_asked_once(tmp_path):
    """Each asking may open a window of the store; whoever looks again meanwhile waits for the same answer."""
    store, asked = Asking(), SimpleQueue()
    secrets = Secrets(tmp_path / "key-places.json", {}, lambda: asked.put(1) or store)
    secrets.look_seconds = 0.02
    store.kept["io.tunedesk.TuneDesk", account("openai", HOST)] = KEY

    async def whole():
        for _ in range(3):
            assert (await secrets.find("openai", HOST)).keeping is Keeping.LOCKED
        asked.get(timeout=30)  # its thread may come to ask later than nobody waits any more
        assert (asked.qsize(), (await secrets.find("nebius", HOST)).keeping) == (0, Keeping.LOCKED)
        asked.get(timeout=30)  # another key is another question
        secrets.look_seconds = 20
        store.answered.set()
        return await secrets.find("openai", HOST), asked.qsize()

    held, more = run(whole())
    assert (held.secret, more) == (Secret(KEY), 0)


def test_what_was_kept_meanwhile_goes_before_an_answer_to_an_older_question(tmp_path):
    store = Asking()
    secrets = secrets_with(tmp_path, store)
    secrets.look_seconds = 0.02

    async def whole():
        assert (await secrets.find("openai", HOST)).keeping is Keeping.LOCKED
        store.answered.set()
        secrets.look_seconds = 20
        await secrets.keep("openai", HOST, Secret(KEY))
        return await secrets.find("openai", HOST)

    assert run(whole()).secret == Secret(KEY)


class PlainText(Store):
    """Keeps keys in a file that anybody can read."""


PlainText.__module__ = "keyrings.alt.file"


class Chained(Store):
    """Asks others, among them those that keep plain text."""


Chained.__module__ = "keyring.backends.chainer"


@pytest.mark.parametrize("refused", [PlainText, Chained])
def test_stores_that_keep_plain_text_are_passed_over(monkeypatch, refused):
    better, worse = Store(), OtherStore()
    better.priority, worse.priority = 5, 1
    plain = refused()
    plain.priority = 9
    monkeypatch.setattr("keyring.get_keyring", lambda: plain)
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [worse, plain, better])
    assert _best_store() is better
    monkeypatch.setattr("keyring.backend.get_all_keyring", lambda: [plain])
    assert _best_store() is None


def test_another_store_than_last_time_is_noticed(tmp_path):
    run(secrets_with(tmp_path, OtherStore()).keep("openai", HOST, Secret(KEY)))
    assert run(secrets_with(tmp_path, Store()).find("openai", HOST)).keeping is Keeping.MOVED
    assert run(secrets_with(tmp_path, None).find("openai", HOST)).keeping is Keeping.MOVED


def test_the_users_own_variable_serves_for_the_run(tmp_path):
    secrets = secrets_with(tmp_path, None, {"OPENAI_API_KEY": KEY})
    found = run(secrets.find("openai", HOST, "OPENAI_API_KEY"))
    assert (found.keeping, found.secret) == (Keeping.ENVIRONMENT, Secret(KEY))
    assert run(secrets.find("nebius", HOST)).secret is None
    stored = secrets_with(tmp_path, Store(), {"OPENAI_API_KEY": "sk-from-the-shell"})
    run(stored.keep("openai", HOST, Secret(KEY)))
    assert run(stored.find("openai", HOST, "OPENAI_API_KEY")).secret == Secret(KEY)


@pytest.mark.parametrize(
    "word", ["", "   ", "two words", "schlüssel-1234", "k" * (LONGEST + 1), "tab\tkey", "line\nkey"]
)
def test_what_is_no_key_is_refused(tmp_path, word):
    with pytest.raises(Problem) as caught:
        run(secrets_with(tmp_path, Store()).keep("openai", HOST, Secret(word)))
    assert caught.value.key == "key_not_a_key"


def test_a_secret_gives_nothing_away():
    secret = Secret(KEY)
    assert KEY not in f"{secret} {secret!r} {[secret]}"
    assert secret != KEY
    assert Secret("short").tail == ""
    with pytest.raises(TypeError):
        pickle.dumps(secret)


PROGRAM = """
import asyncio, sys
from pathlib import Path
from desktop_app.core.secret import Secret
from desktop_app.settings.secrets import Secrets
secrets = Secrets(Path(sys.argv[1]), {})
for line in sys.stdin.read().splitlines():
    verb, *rest = line.split()
    if verb == "patiently":
        secrets.look_seconds = 50.0
    elif verb == "keep":
        print(asyncio.run(secrets.keep("openai", "https://h/v1", Secret(rest[0]))).keeping.value)
    elif verb == "forget":
        asyncio.run(secrets.forget("openai", "https://h/v1"))
    else:
        held = asyncio.run(secrets.find("openai", "https://h/v1"))
        print(held.keeping.value, held.secret.tail if held.secret else "-")
"""


def program(tmp_path, variables, *orders):
    """Let a program of its own, which starts with these variables, carry out the orders; returns what it says.

    With "patiently" first it takes no store for a locked one that only answers late, as on a busy machine.
    """
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS")} | variables
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "places.json")]
    asked = "\n".join(orders)
    done = subprocess.run(command, input=asked, env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.splitlines()


@pytest.mark.system
@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_a_real_password_store_keeps_a_key_over_a_restart(tmp_path):
    folder = tmp_path / "store"
    folder.mkdir()
    with secret_service(folder) as variables:
        orders = ("patiently", "find", f"keep {KEY}", "find")
        assert program(tmp_path, variables, *orders) == ["absent -", "stored", "stored WXYZ"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 1
    assert not any(KEY.encode() in path.read_bytes() for path in files)
    with secret_service(folder) as variables:
        orders = ("patiently", "find", f"keep {KEY}2345", "find", "forget", "find", f"keep {KEY}")
        said = ["stored WXYZ", "stored", "stored 2345", "absent -", "stored"]
        assert program(tmp_path, variables, *orders) == said
    with secret_service(folder, unlocked=False) as variables:
        assert program(tmp_path, variables, "find") == ["locked -"]


@pytest.mark.system
@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_without_a_password_store_nothing_is_written(tmp_path):
    nobody = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/nobody"}
    orders = ("patiently", "find", f"keep {KEY}", "find")
    assert program(tmp_path, nobody, *orders) == ["no_store -", "session", "session WXYZ"]
    assert list(tmp_path.iterdir()) == []
