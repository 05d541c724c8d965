"""A folder like a fresh clone, with a `.venv` whose pip and uv only write down what they are asked."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGING = ROOT / "packaging"
DROPPED = ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH")
TOOL = """
import json, os, signal, sys
from pathlib import Path
play = json.loads(Path("{tool}.play").read_text())
with Path("{tool}.log").open("a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
for word, (code, out, err, *once) in play.items():
    if word in sys.argv:
        if once:
            Path("{tool}.play").write_text(json.dumps({{w: a for w, a in play.items() if w != word}}))
        sys.stdout.write(out)
        sys.stderr.write(err)
        sys.stderr.flush()
        os.kill(os.getpid(), signal.SIGKILL) if code == -9 else sys.exit(code)
"""


@dataclass
class Folder:
    """The folder, and what happened in it."""

    path: Path

    @property
    def venv(self) -> Path:
        return self.path / ".venv"

    @property
    def packages(self) -> Path:
        return Path(sysconfig.get_path("purelib", "venv", {"base": str(self.venv)}))

    @property
    def python(self) -> Path:
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def make_venv(self):
        """Make a real one in which pip and uv are ours and PyTorch and Qt seem to be there."""
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(self.venv)], check=True)
        for tool in ("pip", "uv"):
            (self.packages / tool).mkdir()
            (self.packages / tool / "__main__.py").write_text(TOOL.format(tool=tool), encoding="utf-8")
            self.play(tool, {})
        self.give("PySide6", "QtWidgets = 'here'")
        self.give_torch("2.13.0+cpu")

    def give(self, package: str, source: str):
        (self.packages / package).mkdir()
        (self.packages / package / "__init__.py").write_text(source, encoding="utf-8")

    def give_torch(self, version: str | None):
        for old in self.packages.glob("torch-*"):
            shutil.rmtree(old)
        if version:
            info = self.packages / f"torch-{version}.dist-info"
            info.mkdir()
            (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: torch\nVersion: {version}\n")

    def play(self, tool: str, answers: dict):
        """Say how a tool ends: a word on its command line -> exit code (-9: it is killed), stdout, stderr, "once"."""
        (self.path / f"{tool}.play").write_text(json.dumps(answers))

    def asked(self, tool: str) -> list[list[str]]:
        """Return the command lines since the last question, without `pip --version`."""
        log = self.path / f"{tool}.log"
        lines = [json.loads(line) for line in log.read_text().splitlines()] if log.is_file() else []
        log.unlink(missing_ok=True)
        return [line for line in lines if line != ["--version"]]

    def start(self, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run Python here, without a screen."""
        cwd = environment.pop("cwd", str(self.path))
        surroundings = {k: v for k, v in os.environ.items() if k not in DROPPED} | environment
        command = (sys.executable, *command)
        return subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, encoding="utf-8", check=False)

    def script(self, name: str, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return self.start(str(self.path / "packaging" / name), *arguments, **environment)

    def ask(self, code: str, **environment: str) -> str:
        """Run code that sees the modules of packaging/ and return what it prints; Missing is printed too."""
        opening = (
            f"import sys; sys.path.insert(0, {str(self.path / 'packaging')!r})\nimport environment, fetching, place\n"
        )
        body = "\n".join("    " + line for line in code.strip().splitlines())
        done = self.start(
            "-c", f"{opening}try:\n{body}\nexcept place.Missing as m: print('Missing:', m)", **environment
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def prepare(self, extras: str = "engine", **environment: str) -> str:
        return self.ask(f"environment.prepare({extras!r}); print('ready')", **environment)


def new_folder(path: Path) -> Folder:
    """Copy what the set-up commands need."""
    (path / "desktop_app").mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "packaging", path / "packaging", ignore=ignored)
    for name in ("pyproject.toml", "desktop_app/__init__.py", "desktop_app/preflight.py"):
        shutil.copy(ROOT / name, path / name)
    return Folder(path)
