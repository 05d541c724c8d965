"""Setting training up on this computer, with an installer and wheels that are real and small."""

import asyncio
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_app.__main__ import main
from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.providers import environment, launching
from desktop_app.providers.local import LocalEngine
from desktop_app.work import set_up
from desktop_app.work.engine_parts import Parts, parts
from desktop_app.work.package_files import damaged, weight
from desktop_app.work.pip_run import Pip, Wanted, why
from desktop_app.work.set_up import Phase, Standing
from tests.work import wheels

ROOT = Path(__file__).resolve().parents[2]
PARTS = Parts(
    ("tiny_engine", "tiny_maths"),
    ("tiny_engine==1.0",),
    {"tiny_engine": "MIT"},
    download=500_000,
    disk=500_000,
    pinned=(Wanted("tiny-maths", "1.0"),),
)


@pytest.fixture
def shelf(tmp_path):
    """A folder of wheels: a package, and one that it needs."""
    folder = tmp_path / "wheels"
    wheels.make(folder, "tiny_engine", needs=["tiny_maths>=1"])
    wheels.make(folder, "tiny_maths", needs=["pytest"])
    wheels.make(folder, "tiny_maths", version="2.0")
    return folder


@pytest.fixture
def near(shelf, monkeypatch):
    """Let pip know nothing but that folder, by its own settings, which count here as everywhere."""
    _clear(monkeypatch)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    return shelf


@pytest.fixture
def engine(tmp_path):
    made = LocalEngine(tmp_path / "home" / "engine")
    made.folder.mkdir(parents=True)
    return made


def _clear(monkeypatch):
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)


async def done(engine, wanted=PARTS, network=None):
    return [step async for step in set_up.set_up(engine, network or Network(), wanted)]


def root(engine):
    return engine.folder / environment.FOLDER


def sets(engine):
    return [path for path in root(engine).iterdir() if path.is_dir()]


def seen_by_engine(engine, monkeypatch):
    """Return the folders that an engine started now would find packages in, as it itself tells."""
    told = []
    started = SimpleNamespace(DEVNULL=subprocess.DEVNULL, Popen=lambda _, **how: told.append(how["env"]) or _Ended())
    with monkeypatch.context() as patch:
        patch.setattr(launching, "subprocess", started)
        launching.launch(engine.folder)
    return told[0]["PYTHONPATH"].split(os.pathsep)


class _Ended:
    def wait(self):
        return 0


def test_set_up_brings_what_is_missing_and_the_engine_starts_with_it(engine, near, monkeypatch):
    assert set_up.state(engine.folder, PARTS).standing is Standing.ABSENT
    assert len(seen_by_engine(engine, monkeypatch)) == 1
    steps = asyncio.run(done(engine))
    assert [phase for phase in Phase if phase in {step.phase for step in steps}] == list(Phase)
    shares = [step.fraction for step in steps if step.fraction is not None]
    assert shares == sorted(shares)
    assert shares[-1] <= 1
    assert {step.name for step in steps if step.phase is Phase.FETCHING} >= {"tiny-engine", "tiny-maths"}
    state = set_up.state(engine.folder, PARTS)
    assert state.standing is Standing.READY
    # Of two versions the pinned one; pytest, which one of them needs, is in this Python already.
    assert state.found.versions == {"tiny-engine": "1.0", "tiny-maths": "1.0"}
    packages = environment.packages(root(engine), state.found.name)
    assert state.found.bytes == weight(packages) > 400_000
    assert seen_by_engine(engine, monkeypatch)[-1] == str(packages)
    assert packages.name == "site-packages"  # else what computes with datasets takes it for code of the user's own
    assert not (packages.parent / "scratch").exists()
    _spoil(packages)
    assert asyncio.run(set_up.check(state)) == ["tiny_engine/__init__.py", "tiny_maths/weights.bin"]
    shutil.rmtree(packages / "tiny_maths-1.0.dist-info")
    shutil.rmtree(packages / "tiny_maths")  # of what is gone altogether no list tells
    assert asyncio.run(set_up.check(state)) == ["tiny-maths", "tiny_engine/__init__.py"]
    monkeypatch.setenv("PIP_USER", "1")  # what people want of their own installing is nothing to us
    monkeypatch.setenv("PIP_REQUIRE_VIRTUALENV", "1")
    counted = []
    monkeypatch.setattr(os, "sync", lambda: counted.append(environment.current(root(engine))), raising=False)
    asyncio.run(done(engine))
    assert counted == ([state.found] if sys.platform != "win32" else [])  # it is on the disk before it counts
    assert asyncio.run(set_up.check(set_up.state(engine.folder, PARTS))) == []
    assert len(sets(engine)) == 1
    assert asyncio.run(set_up.remove(engine)) > 400_000
    assert set_up.state(engine.folder, PARTS).standing is Standing.ABSENT
    assert sets(engine) == []
    assert len(seen_by_engine(engine, monkeypatch)) == 1


def _spoil(packages):
    (packages / "tiny_maths" / "weights.bin").write_bytes(b"rust")
    (packages / "tiny_engine" / "__init__.py").unlink()


def laid_down(engine, **other):
    """Make a set without the installer, as if it had been made before."""
    root(engine).mkdir(exist_ok=True)
    folder = environment.new_folder(root(engine))
    (environment.packages(root(engine), folder.name) / "tiny_engine.py").write_text("ready = True\n", encoding="utf-8")
    python, kind = environment.this_python()
    told = {"python": python, "platform": kind, "modules": PARTS.modules, "requirements": PARTS.requirements}
    found = environment.PackageSet(folder.name, **{**told, **other}, versions={}, bytes=13)
    environment.adopt(root(engine), found)
    return found


def test_what_this_python_has_already_is_left_alone(engine, monkeypatch):
    has_it = replace(PARTS, modules=("json", "asyncio"))
    assert set_up.state(engine.folder, has_it).standing is Standing.OWN
    laid_down(engine, modules=has_it.modules)
    assert len(seen_by_engine(engine, monkeypatch)) == 1


@pytest.mark.parametrize("other", [{"python": "cpython-3.10"}, {"platform": "other"}, {"requirements": ("old",)}])
def test_what_was_made_for_another_python_or_program_is_to_be_brought_up_to_date(engine, monkeypatch, other):
    laid_down(engine, **other)
    assert set_up.state(engine.folder, PARTS).standing is Standing.OLD
    used = len(seen_by_engine(engine, monkeypatch)) == 2
    assert used == ("requirements" in other)  # an older set for this Python works until it is brought up to date


@pytest.mark.parametrize("told", ["", "[]", '{"name": "../../elsewhere"}', '{"name": "set-1", "versions": 3}'])
def test_a_pointer_that_makes_no_sense_points_nowhere(engine, told):
    root(engine).mkdir()
    (root(engine) / "current.json").write_text(told, encoding="utf-8")
    assert environment.current(root(engine)) is None


def test_given_up_in_the_middle_of_a_file_it_leaves_nothing(engine, shelf, monkeypatch):
    _clear(monkeypatch)
    with wheels.Index(shelf, hold="tiny_maths") as index:
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_INDEX_URL", index.address)

        async def give_up():
            working = asyncio.create_task(done(engine))
            await asyncio.to_thread(index.half_sent.wait, 60)
            assert len(sets(engine)) == 1
            working.cancel()
            with pytest.raises(asyncio.CancelledError):
                await working

        asyncio.run(give_up())
        assert sets(engine) == []
    assert set_up.state(engine.folder, PARTS).standing is Standing.ABSENT


KILLED = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from desktop_app.core.network import Network
from desktop_app.providers.local import LocalEngine
from desktop_app.work import set_up
from tests.work.test_set_up import PARTS, done
asyncio.run(done(LocalEngine(Path({folder!r}))))
"""


def test_killed_in_the_middle_of_a_repair_the_old_one_is_still_whole_and_the_rest_is_swept(engine, shelf, monkeypatch):
    _clear(monkeypatch)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    before = laid_down(engine)
    with wheels.Index(shelf, hold="tiny_maths") as index:
        monkeypatch.setenv("PIP_INDEX_URL", index.address)
        child = subprocess.Popen([sys.executable, "-c", KILLED.format(root=str(ROOT), folder=str(engine.folder))])
        assert index.half_sent.wait(60)
        with pytest.raises(Problem, match="setup_under_way"):
            asyncio.run(done(engine))
        child.kill()
        child.wait()
        assert environment.current(root(engine)) == before
        assert len(sets(engine)) == 2
        index.release()
        asyncio.run(done(engine))
    after = environment.current(root(engine))
    assert after.name != before.name
    assert [path.name for path in sets(engine)] == [after.name]


def test_what_does_not_start_is_not_kept(engine, near):
    wheels.make(near, "tiny_engine", content="import a_library_that_is_missing\n")
    with pytest.raises(Problem, match="setup_not_working") as caught:
        asyncio.run(done(engine))
    assert "a_library_that_is_missing" in caught.value.details
    assert sets(engine) == []


def test_a_file_that_is_not_the_pinned_one_is_refused(engine, near):
    pinned = (Wanted("tiny-engine", "1.0", "0" * 64),)
    with pytest.raises(Problem, match="setup_not_whole"):
        asyncio.run(done(engine, replace(PARTS, pinned=pinned)))
    assert sets(engine) == []


def test_without_internet_room_or_a_build_it_says_so_and_changes_nothing(engine, near, monkeypatch):
    for network, wanted, key in (
        (Network(offline=True), PARTS, "setup_offline"),
        (Network(), replace(PARTS, disk=10**18), "setup_no_room"),
        (Network(), replace(PARTS, requirements=("tiny_unknown==1.0",)), "setup_no_build"),
    ):
        with pytest.raises(Problem, match=key):
            asyncio.run(done(engine, wanted, network))
    assert not sets(engine)


def test_an_index_that_cannot_be_reached_is_named_as_that(engine, monkeypatch):
    _clear(monkeypatch)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(Problem, match="setup_unreachable"):
        asyncio.run(done(engine))


def test_processors_get_the_small_build_from_its_own_place(engine, shelf, tmp_path, monkeypatch):
    cards = tmp_path / "for cards"
    wheels.make(cards, "tiny_engine", needs=["tiny_maths", "cuda_stone"])
    wheels.make(cards, "tiny_maths")
    wheels.make(cards, "cuda_stone")
    small = tmp_path / "small"
    wheels.make(small, "tiny_engine", version="1.0+cpu", needs=["tiny_maths"])
    _clear(monkeypatch)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    with wheels.Index(cards) as usual, wheels.Index(small) as own:
        monkeypatch.setenv("PIP_INDEX_URL", usual.address)
        asyncio.run(done(engine, replace(PARTS, index=own.address)))
    assert environment.current(root(engine)).versions == {"tiny-engine": "1.0+cpu", "tiny-maths": "1.0"}


def test_proxy_and_certificates_of_the_program_reach_the_installer_and_keys_do_not(near, monkeypatch, tmp_path):
    monkeypatch.setenv("OPENAI_API_KEY", "not for pip")
    monkeypatch.setenv("SOME_SERVICE_TOKEN", "nor is this for pip")
    monkeypatch.setenv("PIP_KEYRING_PROVIDER", "disabled")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:10")
    listing = tmp_path / "variables"
    # Python runs usercustomize at its start: here it writes down what pip's own process is given.
    (tmp_path / "spy").mkdir()
    spy = f"import os\nopen({str(listing)!r}, 'a').write(repr(dict(os.environ)) + '\\n')\n"
    (tmp_path / "spy" / "sitecustomize.py").write_text(spy, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "spy"))
    rules = Network(proxy="http://127.0.0.1:9", certificate=str(tmp_path / "own.pem"))
    (tmp_path / "own.pem").write_text("", encoding="utf-8")
    asyncio.run(Pip(rules, tmp_path).missing(["pytest"], ()))
    first = listing.read_text(encoding="utf-8").splitlines()[0]
    assert "'PIP_PROXY': 'http://127.0.0.1:9'" in first
    assert f"'PIP_CERT': {str(tmp_path / 'own.pem')!r}" in first
    assert "not for pip" not in first
    assert "this for pip" not in first
    assert "'PIP_KEYRING_PROVIDER': 'disabled'" in first
    assert "'HTTPS_PROXY': 'http://127.0.0.1:10'" in first


def test_what_is_tried_runs_as_the_engine_will_and_without_keys(tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "not for packages")
    monkeypatch.setenv("SOME_SECRET", "not for packages either")
    for folder, words in (
        ("own", "import os\nassert not {'OPENAI_API_KEY', 'SOME_SECRET'} & set(os.environ)\n"),
        ("fetched", "import tiny_own\n"),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"tiny_{folder}.py").write_text(words, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "own"))
    asyncio.run(set_up.try_modules(tmp_path / "fetched", ["tiny_fetched"]))


def test_a_disk_that_fills_up_at_the_last_step_is_named_and_leaves_nothing(engine, near, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(environment, "adopt", full)
    with pytest.raises(Problem, match="setup_disk_full"):
        asyncio.run(done(engine))
    assert sets(engine) == []


@pytest.mark.parametrize("said", ["", "[]", '{"install": [{"metadata": {"name": "x"}}]}'])
def test_a_report_of_pip_that_cannot_be_read_stops_it_and_leaves_nothing(engine, near, monkeypatch, said):
    """As an installer would that says it succeeded, and writes something else than is asked of it."""

    async def silent(self, *_):
        (self.scratch / "report.json").write_text(said, encoding="utf-8")
        return
        yield

    monkeypatch.setattr(Pip, "_lines", silent)
    with pytest.raises(Problem, match="setup_stopped"):
        asyncio.run(done(engine))
    assert sets(engine) == []


def test_without_packages_nothing_is_damaged(engine):
    assert asyncio.run(set_up.check(set_up.state(engine.folder, PARTS))) == []


def test_a_package_without_its_list_is_damaged_and_a_folder_that_is_gone_weighs_nothing(tmp_path):
    (tmp_path / "tiny_own-1.0.dist-info").mkdir()
    assert damaged(tmp_path, ["tiny-own"]) == ["tiny_own-1.0.dist-info/RECORD"]
    assert weight(tmp_path / "gone") == 0


def test_each_sign_of_pip_is_a_problem_of_its_own():
    assert why("ERROR: No space left on device").key == "setup_disk_full"
    assert why("[Errno 122] Disk quota exceeded").key == "setup_disk_full"
    assert why("/usr/bin/python: No module named pip").key == "setup_no_installer"
    assert why("something new").key == "setup_stopped"


def test_the_parts_are_those_of_the_extra_and_pinned_as_the_packages_are():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = json.loads((ROOT / "resources" / "engine" / "parts.json").read_text(encoding="utf-8"))
    assert told["requirements"] == project["optional-dependencies"]["engine"]
    assert set(told["licences"]) == {line.split("=")[0].rstrip("<>") for line in told["requirements"]}
    pinned = (ROOT / "resources" / "engine" / "linux-x86_64-3.11.txt").read_text(encoding="utf-8")
    assert pinned == (ROOT / "packaging" / "inputs" / "linux-x86_64" / "engine.txt").read_text(encoding="utf-8")
    for name, version, licence in parts().named:
        assert name
        assert version
        assert licence


def test_the_terminal_sets_up_checks_and_removes(engine, near, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TUNEDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(set_up, "parts", lambda: PARTS)

    def tunedesk(*words):
        code = main(["engine", *words])
        return code, "".join(capsys.readouterr())

    code, said = tunedesk("check")
    assert (code, "engine setup" in said) == (1, True)
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    code, said = tunedesk("setup")
    assert (code, "tiny_engine 1.0  (MIT)" in said) == (1, True)
    code, said = tunedesk("setup", "--yes")
    assert (code, "Fetching 1 of 2" in said) == (0, True)
    code, said = tunedesk("check")
    assert (code, "tiny-maths 1.0" in said) == (0, True)
    _spoil(environment.packages(root(engine), environment.current(root(engine)).name))
    code, said = tunedesk("check")
    assert (code, "tiny_maths/weights.bin" in said) == (1, True)
    assert tunedesk("remove")[0] == 0
    assert "nothing to remove" in tunedesk("remove")[1]
