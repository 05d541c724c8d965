"""The two set-up commands: what they do, what they leave alone and what they say when something is missing."""

import ast
import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from desktop_app import preflight
from tests.packaging.folder import ROOT, Folder, new_folder

ENGINE = ["install", "--quiet", "--editable", ".[engine]"]
NO_NETWORK = "WARNING: Retrying after connection broken by 'NewConnectionError(...)'"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no apt-get, no flock and no kill -9")


@pytest.fixture
def folder(tmp_path) -> Folder:
    return new_folder(tmp_path / "Jörgs Ordner [2] 100%")


@pytest.fixture
def set_up(folder) -> Folder:
    """A folder whose `.venv` is there but holds nothing of TuneDesk's yet."""
    folder.make_venv()
    return folder


def tool(tmp_path: Path, name: str, script: str = "exit 0") -> str:
    """Make a program and return the PATH on which it alone is found."""
    place = tmp_path / "path"
    place.mkdir(exist_ok=True)
    (place / name).write_text(f"#!/bin/sh\n{script}\n")
    (place / name).chmod(0o755)
    return str(place)


def pretend(tmp_path: Path, *lines: str) -> str:
    """Return a PYTHONPATH on which Python runs these lines at its start."""
    place = tmp_path / "site"
    place.mkdir(exist_ok=True)
    (place / "sitecustomize.py").write_text("\n".join(["import os, sys", *lines]))
    return str(place)


# --- the Python they are started with


@pytest.mark.parametrize("name", ["run.py", "test.py"])
def test_an_old_python_can_read_the_script_as_far_as_its_sentence(name):
    module = ast.parse((ROOT / "packaging" / name).read_text(encoding="utf-8"), feature_version=(3, 8))
    check = next(at for at, node in enumerate(module.body) if isinstance(node, ast.If))
    assert "version_info" in ast.unparse(module.body[check].test)
    before = [alias.name for node in module.body[:check] if isinstance(node, ast.Import) for alias in node.names]
    assert set(before) <= {"os", "subprocess", "sys"}
    assert not [node for node in module.body[:check] if isinstance(node, ast.ImportFrom)]


@pytest.mark.parametrize("name", ["run.py", "test.py"])
def test_an_old_python_is_told_which_one_is_needed(folder, name):
    pretence = "import runpy, sys; sys.version_info = (3, 10, 13, 'final', 0); sys.version = '3.10.13 (main)'"
    old = f"{pretence}; runpy.run_path('packaging/{name}', run_name='__main__')"
    done = folder.start("-c", old)
    assert done.returncode == 1
    assert done.stderr.startswith("TuneDesk needs Python 3.11 or newer; this is 3.10.13.")
    assert len(done.stderr.splitlines()) == 1


def test_the_folder_of_the_scripts_is_no_package():
    assert not (ROOT / "packaging" / "__init__.py").exists(), "it would hide the library that transformers imports"


# --- what no Python package brings


@posix
def test_an_ordinary_user_is_told_the_packages_to_install(folder, tmp_path):
    site = pretend(tmp_path, "sys.modules['ensurepip'] = None", "os.geteuid = lambda: 1000")
    done = folder.script("run.py", PATH=tool(tmp_path, "apt-get", "echo called >&2; exit 1"), PYTHONPATH=site)
    assert done.returncode == 2
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert f"sudo apt install python{version}-venv" in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == ""
    assert not folder.venv.exists()


@posix
def test_without_apt_the_packages_are_named_all_the_same(folder, tmp_path):
    site = pretend(tmp_path, "sys.modules['ensurepip'] = None")
    done = folder.script("test.py", PATH=str(tmp_path), PYTHONPATH=site)
    assert done.returncode == 2
    assert "package manager" in done.stdout
    assert "-venv" in done.stdout
    assert "sudo" not in done.stdout


@posix
def test_root_gets_the_packages_installed(folder, tmp_path):
    site = pretend(tmp_path, "os.geteuid = lambda: 0")
    path = tool(tmp_path, "apt-get", f'echo "$DEBIAN_FRONTEND" "$@" >> "{tmp_path}/apt.log"')
    said = folder.ask("environment.install_packages(['libgl1', 'libegl1'])", PATH=path, PYTHONPATH=site)
    assert said.endswith("installing libgl1 libegl1")
    assert (tmp_path / "apt.log").read_text().splitlines() == [
        "noninteractive update",
        "noninteractive install -y --no-install-recommends libgl1 libegl1",
    ]


@posix
def test_what_apt_could_not_do_is_told_in_its_own_words(folder, tmp_path):
    site = pretend(tmp_path, "os.geteuid = lambda: 0")
    path = tool(tmp_path, "apt-get", 'test "$1" = update || { echo "E: Unable to locate package" >&2; exit 100; }')
    said = folder.ask("environment.install_packages(['libgl1'])", PATH=path, PYTHONPATH=site)
    assert "Missing:" in said
    assert "apt-get install" in said
    assert said.endswith("E: Unable to locate package")


@pytest.mark.skipif(sys.platform != "linux", reason="the packages are Debian's")
def test_what_only_tests_need_is_asked_for_by_tests_alone(folder):
    code = """
    environment.preflight.is_there = lambda library: library != "libgomp.so.1"
    print(environment.missing_packages("engine"), environment.missing_packages("engine,test"))
    """
    assert folder.ask(textwrap.dedent(code)) == "[] ['libgomp1']"


def test_ci_installs_what_the_set_up_asks_for(folder):
    words = (ROOT / ".ci" / "run").read_text(encoding="utf-8").split()
    assert set(preflight.PACKAGES.values()) <= set(words)
    assert folder.ask("print(*environment.OF_TESTS.values())").split() == ["libgomp1"]
    assert "libgomp1" in words


# --- what is remembered


def test_everything_is_installed_once(set_up):
    assert set_up.prepare().endswith("ready")
    assert set_up.asked("pip") == [
        ["--disable-pip-version-check", "install", "--quiet", "--upgrade", "pip"],
        ["--disable-pip-version-check", *ENGINE],
    ]
    assert set_up.prepare() == "ready"
    assert set_up.asked("pip") == []


def test_tests_bring_their_extras_and_the_window_keeps_them(set_up):
    set_up.prepare("engine")
    set_up.prepare("engine,test")
    assert set_up.asked("pip")[-1][-1] == ".[engine,test]"
    assert set_up.prepare("engine") == "ready"
    assert set_up.asked("pip") == []


def test_other_requirements_are_installed_and_so_are_the_old_ones_again(set_up):
    requirements = set_up.path / "pyproject.toml"
    before = requirements.read_text(encoding="utf-8")
    set_up.prepare()
    for text in (before.replace("psutil>=7,<8", "psutil>=7,<9"), before):
        requirements.write_text(text, encoding="utf-8")
        set_up.asked("pip")
        assert set_up.prepare().endswith("ready")
        assert ["--disable-pip-version-check", *ENGINE] in set_up.asked("pip")


@pytest.mark.parametrize("stamp", ["", "[1]", "abc", '{"state": 1}', '{"state": "x", "extras": 5}'])
def test_a_stamp_nobody_can_read_counts_for_nothing(set_up, stamp):
    (set_up.venv / "tunedesk-installed").write_text(stamp)
    assert set_up.ask("print(environment.is_ready('engine'))") == "False"


def fits(folder: Folder) -> bool:
    return folder.ask("print(environment.venv_fits())") == "True"


def test_a_moved_folder_is_noticed(set_up):
    set_up.prepare()
    moved = Folder(set_up.path.rename(set_up.path.with_name("anderswo")))
    assert not fits(moved)
    assert moved.ask("print(environment.is_ready('engine'))") == "False"
    back = Folder(moved.path.rename(set_up.path))
    assert fits(back)


def test_a_half_made_venv_does_not_fit(set_up):
    assert fits(set_up)
    hidden = set_up.packages / "pip" / "__main__.py"
    aside = hidden.rename(set_up.path / "aside")
    assert not fits(set_up)
    aside.rename(hidden)
    note = set_up.venv / "pyvenv.cfg"
    made = note.read_text()
    note.write_text(made.replace("version = 3.", "version = 2."))
    assert not fits(set_up)
    note.write_text(made)
    set_up.python.unlink()
    assert not fits(set_up)
    note.unlink()
    assert not fits(set_up)


# --- pip


def test_without_network_there_is_one_sentence_with_the_installers_words_and_nothing_is_lost(set_up):
    retried = "\n".join([NO_NETWORK] * 5)
    set_up.play("pip", {"--upgrade": [1, "", f"{retried}\nERROR: No matching distribution found for pip"]})
    said = set_up.prepare().splitlines()
    assert said[1] == "The connection broke off. Trying once more ..."
    assert said[2].startswith("Missing: What TuneDesk needs could not be fetched. Is this computer connected")
    assert said[3:] == [NO_NETWORK, "ERROR: No matching distribution found for pip"]
    assert len(set_up.asked("pip")) == 2
    assert fits(set_up)
    set_up.play("pip", {})
    assert set_up.prepare().endswith("ready")


def test_a_connection_that_broke_off_once_is_forgiven(set_up):
    set_up.play("pip", {"--editable": [2, "", "ReadTimeoutError: Read timed out.", "once"]})
    said = set_up.prepare().splitlines()
    assert said[-2:] == ["The connection broke off. Trying once more ...", "ready"]
    assert [line[1:] for line in set_up.asked("pip")] == [["install", "--quiet", "--upgrade", "pip"], ENGINE, ENGINE]


def test_a_certificate_nobody_trusts_is_named_and_not_asked_for_twice(set_up):
    words = f"{NO_NETWORK.replace('New', 'SSL')}: [SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate in chain"
    set_up.play("pip", {"--editable": [1, "", f"{words}\nERROR: No matching distribution found for filelock"]})
    said = set_up.prepare().splitlines()
    assert "shows a certificate that this computer does not trust" in said[-3]
    assert "PIP_CERT" in said[-3]
    assert said[-2:] == [words, "ERROR: No matching distribution found for filelock"]
    assert set_up.asked("pip").count(["--disable-pip-version-check", *ENGINE]) == 1
    assert fits(set_up)


@posix
@pytest.mark.parametrize("end", [[-9, "", NO_NETWORK], [1, "", "ERROR: [Errno 28] No space left on device"]])
def test_what_pip_left_half_done_is_not_built_upon(set_up, end):
    set_up.play("pip", {"--editable": end})
    assert "Missing:" in set_up.prepare()
    assert not fits(set_up)
    assert set_up.ask("print(environment.is_ready('engine'))") == "False"


@posix
def test_a_full_disk_is_named(set_up):
    set_up.play("pip", {"--editable": [1, "", "ERROR: [Errno 28] No space left on device"]})
    assert "not enough free space in" in set_up.prepare()


def test_the_words_of_the_real_pip_are_understood(folder, tmp_path):
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(tmp_path), "tunedesk-is-not-there"]
    isolated = {"PIP_CONFIG_FILE": "/dev/null" if sys.platform != "win32" else "nul", "PIP_FIND_LINKS": ""}
    sentences = []
    for options in (["--index-url", "http://127.0.0.1:9/", "--retries", "1"], ["--no-index"]):
        done = folder.start(*command[1:], *options, **isolated)
        assert done.returncode == 1
        sentences.append(folder.ask(f"print(fetching.explain({done.stderr!r}))"))
    assert "connected to the internet" in sentences[0]
    assert "is not made for Python" in sentences[1]


# --- PyTorch


def report(*needs: str) -> list[object]:
    return [0, json.dumps({"install": [{"metadata": {"requires_dist": list(needs)}}]}), ""]


@pytest.mark.parametrize(
    ("needs", "brings"),
    [
        (("filelock", "nvidia-cudnn-cu13==9.20.0.48; platform_system == 'Linux'"), "True"),
        (("cuda-toolkit[cublas]==13.0.3; platform_system == 'Linux'",), "True"),
        (("filelock", "sympy>=1.13.3"), "False"),
    ],
)
def test_cuda_is_seen_in_the_metadata_alone(set_up, needs, brings):
    set_up.play("pip", {"--report": report(*needs)})
    assert set_up.ask("print(fetching.brings_cuda('torch==2.13.0'))") == brings
    (asked,) = set_up.asked("pip")
    assert {"--dry-run", "--no-deps", "--use-feature=fast-deps", "torch==2.13.0"} <= set(asked)


def test_a_pip_without_that_option_is_asked_again_without_it(set_up):
    set_up.play("pip", {"--use-feature=fast-deps": [2, "", "no such option"], "--report": report("nvidia-nccl-cu13")})
    assert set_up.ask("print(fetching.brings_cuda('torch==2.13.0'))") == "True"
    assert len(set_up.asked("pip")) == 2


INSTALL_TORCH = "sys.platform = 'linux'; fetching.has_nvidia = lambda: {card}; fetching.install_torch(); print('done')"


@pytest.mark.parametrize(("needs", "card"), [(("sympy",), False), (("nvidia-nccl-cu13",), True)])
def test_the_plain_build_is_taken_where_it_is_right(set_up, needs, card):
    set_up.give_torch(None)
    set_up.play("pip", {"--report": report(*needs)})
    assert set_up.ask(INSTALL_TORCH.format(card=card)) == "done"
    assert set_up.asked("pip")[-1][1:] == ["install", "--quiet", "torch==2.13.0"]
    assert set_up.asked("uv") == []


def test_without_a_card_uv_takes_the_build_for_processors(set_up):
    set_up.give_torch(None)
    set_up.play("pip", {"--report": report("nvidia-nccl-cu13")})
    assert set_up.ask(INSTALL_TORCH.format(card=False)).endswith("done")
    assert set_up.asked("pip")[-1][1:] == ["install", "--quiet", "uv"]
    (asked,) = set_up.asked("uv")
    assert asked[:2] == ["pip", "install"]
    assert asked[asked.index("--torch-backend") + 1] == "cpu"
    assert asked[asked.index("--python") + 1] == str(set_up.python)
    assert asked[-1] == "torch==2.13.0"


def test_when_uv_cannot_reach_it_the_way_out_is_named(set_up):
    set_up.give_torch(None)
    set_up.play("pip", {"--report": report("nvidia-nccl-cu13")})
    set_up.play("uv", {"pip": [1, "", "error: Request failed after 3 retries"]})
    said = set_up.ask(INSTALL_TORCH.format(card=False))
    assert "Missing: PyTorch's build for processors could not be fetched." in said
    assert f'"{set_up.python}" -m pip install torch==2.13.0' in said
    assert fits(set_up), "what was there must not be thrown away"


@pytest.mark.parametrize(("there", "asked"), [("2.13.0", 0), ("2.13.0+cpu", 0), ("2.12.1", 1)])
def test_a_pytorch_that_is_there_is_left_alone(set_up, there, asked):
    set_up.give_torch(there)
    assert set_up.ask(INSTALL_TORCH.format(card=True)) == "done"
    assert len(set_up.asked("pip")) == asked


@posix
def test_a_card_is_seen_by_its_tool_or_its_driver(folder, tmp_path):
    driver = tmp_path / "version"
    question = f"from pathlib import Path; print(fetching.has_nvidia(Path({str(driver)!r})))"
    assert folder.ask(question, PATH=str(tmp_path)) == "False"
    assert folder.ask(question, PATH=tool(tmp_path, "nvidia-smi")) == "True"
    driver.write_text("NVRM version")
    assert folder.ask(question, PATH=str(tmp_path)) == "True"


def test_pyproject_pins_the_pytorch_that_is_asked_for(folder):
    assert folder.ask("print(fetching.torch_requirement())").startswith("torch==2.")


# --- Qt


@posix
def test_a_library_qt_misses_is_named_before_the_window(set_up):
    set_up.prepare()
    (set_up.packages / "PySide6" / "__init__.py").write_text(
        "raise ImportError('libodd.so.3: cannot open shared object file: No such file')"
    )
    said = set_up.prepare()
    assert said.startswith("Missing: TuneDesk cannot show its window: the system library libodd.so.3 is missing.")
    assert len(said.splitlines()) == 1


@posix
def test_a_damaged_qt_has_its_venv_made_anew(set_up):
    set_up.prepare()
    (set_up.packages / "PySide6" / "__init__.py").write_text("raise ImportError('undefined symbol: _ZN9')")
    mended = "environment.make_venv = lambda: (environment.PYTHON.parents[1] / 'tunedesk-unfinished').unlink()\n"
    said = set_up.ask(mended + "environment.prepare('engine')")
    assert said.startswith("The folder .venv is damaged: making it anew.")
    assert "did not help: Qt cannot be loaded." in said
    assert "undefined symbol: _ZN9" in said
    assert ["--disable-pip-version-check", *ENGINE] in set_up.asked("pip")


# --- starting


def test_the_program_starts_with_its_arguments_wherever_one_stands(set_up, tmp_path):
    (set_up.packages / "_editable_impl_tunedesk.pth").write_text(str(set_up.path), encoding="utf-8")  # as pip does
    set_up.prepare()
    (set_up.path / "desktop_app" / "__main__.py").write_text("import random, sys; print(sys.argv[1:]); sys.exit(7)")
    (tmp_path / "random.py").write_text("raise SystemExit('taken for a module of Python')")
    for locale in ("C.UTF-8", "C"):
        done = set_up.script("run.py", "my table.csv", cwd=str(tmp_path), LC_ALL=locale, PYTHONUTF8="0")
        assert (done.returncode, done.stdout.strip()) == (7, "['my table.csv']"), done.stderr


def test_an_umlaut_in_the_folders_name_does_no_harm(set_up, tmp_path):
    way = set_up.packages / "_editable_impl_tunedesk.pth"
    way.write_text(str(set_up.path), encoding="utf-8")
    set_up.ask("environment.make_way_relative()")
    assert way.read_bytes().isascii()
    command = [str(set_up.python), "-c", "import desktop_app, os; print(os.fsencode(desktop_app.__file__))"]
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    found = subprocess.run(command, cwd=tmp_path, env=plain, capture_output=True, text=True, check=True).stdout
    assert ast.literal_eval(found) == os.fsencode(set_up.path / "desktop_app" / "__init__.py")


@posix
def test_a_second_start_waits_for_the_first(folder):
    code = "import sys; sys.path.insert(0, 'packaging')\nimport turns\nwith turns.only_one(): print('in'); input()"
    command = [sys.executable, "-u", "-c", code]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with (
        subprocess.Popen(command, cwd=folder.path, **pipes) as first,
        subprocess.Popen(command, cwd=folder.path, **pipes) as second,
    ):
        began, waits = (first, second) if (said := first.stdout.readline()) == "in\n" else (second, first)
        told = [said, second.stdout.readline()]
        assert sorted(line[:7] for line in told) == ["Waiting", "in\n"]
        began.communicate("go on\n")
        assert waits.stdout.readline() == "in\n"
        waits.communicate("go on\n")
    assert (first.returncode, second.returncode) == (0, 0)
