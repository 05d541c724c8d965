"""`python -m desktop_app.engine`: start the local engine, or find the one that runs already."""

import argparse
import json
import logging
import os
import secrets
import signal
import sys
import time
from pathlib import Path

from filelock import FileLock, Timeout

from desktop_app.engine import server
from desktop_app.engine.disk import read_json, write_json
from desktop_app.engine.runner import find, handle_of
from desktop_app.engine.settings import RUNNERS, Settings, default_data
from desktop_app.engine.state import build
from desktop_app.engine.wire import now
from desktop_app.engine.workers import training_threads

TOKEN_VARIABLE = "TUNEDESK_ENGINE_TOKEN"  # noqa: S105 - the name of a variable
_PATIENCE = 10.0
_SHORTEST_TOKEN = 16


def main(argv: list[str] | None = None) -> int:
    """Run the engine until it is stopped or idle; 0 also where another one runs on the same data."""
    options = _parser().parse_args(argv)
    settings = _settings(options)
    settings.data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(settings.lock)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if _points_to_running(settings):
                return 0
            # The one that holds it has just begun, or is about to end: then nobody but us would take its place.
            time.sleep(0.05)
        else:
            with lock:
                return _run(settings)
    sys.stderr.write("Another engine holds this data folder but does not say where it listens. Try again.\n")
    return 1


def _run(settings: Settings) -> int:
    log = settings.data / "engine.log"
    log.write_bytes(b"")
    # Added to and never written over: what the window gave us as standard error goes to the same file.
    logging.basicConfig(filename=log, level=logging.WARNING, format="%(asctime)s %(message)s")
    # After a graceful stop the server sends the signal again; as an exit it lets the card be removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    engine = build(settings)
    bound = server.bind(settings.host, settings.port)
    port, pid = bound.getsockname()[1], os.getpid()
    card = {"pid": pid, "port": port, "token": settings.token, "started": now(), "handle": handle_of(pid)}
    # Listening begins before the card is out, so that whoever reads it is answered and not refused.
    bound.listen(128)
    try:
        write_json(settings.card, card, mode=0o600)
        _announce(port, pid)
        server.serve(engine, bound)
    finally:
        settings.card.unlink(missing_ok=True)
    return 0


def _points_to_running(settings: Settings) -> bool:
    card = read_json(settings.card)
    # A card left by a crash names a process that is gone; the one that holds the lock is about to write its own.
    if card is None or find(str(card.get("handle"))) is None:
        return False
    _announce(int(card["port"]), int(card["pid"]))
    return True


def _announce(port: int, pid: int) -> None:
    sys.stdout.write(json.dumps({"port": port, "pid": pid}) + "\n")
    sys.stdout.flush()


def _settings(options: argparse.Namespace) -> Settings:
    return Settings(
        data=(options.data or default_data()).resolve(),
        token=_token(options),
        host=options.host,
        port=options.port,
        names=tuple(name.lower() for name in options.name),
        extra_models=tuple(folder.resolve() for folder in options.model),
        linger=options.linger,
        answer_idle=options.answer_idle,
        threads=options.threads or training_threads(),
        recovery_steps=options.recovery_steps,
        recovery_seconds=options.recovery_seconds,
        runner=options.runner,
        processes=options.processes,
        slurm_options=tuple(options.slurm_option),
    )


def _token(options: argparse.Namespace) -> str:
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token and options.token_stdin:
        token = sys.stdin.readline().strip()
    if not token and options.token_file is not None:
        token = options.token_file.read_text(encoding="utf-8").strip()
        if len(token) < _SHORTEST_TOKEN:
            # An empty file must not open the door, nor one with a word that can be guessed.
            sys.exit(f"The key in {options.token_file} is too short: it needs {_SHORTEST_TOKEN} characters or more.")
    return token or secrets.token_urlsafe(32)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tunedesk engine", description="Train and answer on this computer.")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--name", action="append", default=[], help="a name by which a proxy in front of it is asked")
    parser.add_argument("--data", type=Path, help="the folder for files, jobs and models")
    parser.add_argument("--model", type=Path, action="append", default=[], help="a folder with a base model")
    parser.add_argument("--token-file", type=Path, help="a file whose text is the key")
    parser.add_argument("--token-stdin", action="store_true", help="read the key from the first line of input")
    parser.add_argument("--linger", type=float, default=60.0, help="seconds to stay when nobody asks")
    parser.add_argument("--answer-idle", type=float, default=300.0, help="seconds to keep a model in memory")
    parser.add_argument("--threads", type=int, default=0, help="threads for training; 0 leaves one core free")
    parser.add_argument("--recovery-steps", type=int, default=200, help="steps between recovery checkpoints")
    parser.add_argument("--recovery-seconds", type=float, default=300.0, help="seconds between them at most")
    parser.add_argument("--runner", choices=RUNNERS, default=RUNNERS[0], help="where trainings run")
    parser.add_argument("--processes", type=int, default=1, help="how many train one job together (torchrun, slurm)")
    parser.add_argument("--slurm-option", action="append", default=[], help="an option for sbatch, as --gres=gpu:1")
    return parser


if __name__ == "__main__":
    sys.exit(main())
