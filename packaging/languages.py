"""Keeps the translations: `python3 packaging/languages.py` brings new sentences in and makes what the program reads.

`resources/languages/tunedesk_LL.ts` is what people translate, with Qt Linguist or in any editor; the file with the
ending .qm beside it is made of that. A new language is a new empty file.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import spoken
from place import PYTHON, ROOT, Missing, listen, say

FOLDER = ROOT / "resources" / "languages"
SENTENCES = "sentences"
"""The context of the sentences that stand in tables; it is the one `gui/theme/say.py` asks for."""
_EMPTY = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="{0}" sourcelanguage="en"/>\n'
)


def main(arguments: list[str]) -> int:
    """Update all languages, and begin those that are named; returns the exit code."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in arguments:
        begun = FOLDER / f"tunedesk_{language}.ts"
        if not begun.exists():
            begun.write_text(_EMPTY.format(language), encoding="utf-8")
    try:
        for file in sorted(FOLDER.glob("tunedesk_*.ts")):
            update(file)
            release(file, file.with_suffix(".qm"))
    except Missing as missing:
        say(str(missing))
        return 2
    return 0


def update(file: Path) -> None:
    """Bring the sentences of the source into a translation, and take out those that are no longer said."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "sentences.py"
        told = [*((SENTENCES, sentence) for sentence in sentences()), *others()]
        table.write_text("".join(_told(*each) for each in told), encoding="utf-8")
        _run("pyside6-lupdate", "-locations", "none", "-no-obsolete", "-silent", *sources(), table, "-ts", file)


def release(file: Path, made: Path) -> None:
    """Make of a translation what the program reads; sentences that are not finished are left out."""
    _run("pyside6-lrelease", "-silent", file, "-qm", made)


def sources() -> list[Path]:
    """Return the source files that speak to the user by themselves."""
    package = ROOT / "desktop_app"
    return [*sorted(package.glob("*.py")), *sorted((package / "gui").rglob("*.py"))]


def sentences() -> list[str]:
    """Return the sentences of the floors below the window, each once."""
    command = "import json, desktop_app.core.sentences as s; print(json.dumps(sorted(set(s.ENGLISH.values()))))"
    told = listen([PYTHON, "-c", command])
    if told.returncode:
        raise Missing(f"The sentences cannot be read:\n{told.stderr[-1000:]}")
    found: list[str] = json.loads(told.stdout)
    return found


def others() -> list[spoken.Said]:
    """Return what the window says by ways that Qt's tool does not know, with its contexts, each once."""
    try:
        return sorted({said for path in sources() for said in spoken.said_in(path)})
    except spoken.UnseenError as unseen:
        raise Missing(f"These words cannot be found for translating; write them out: {unseen}") from unseen


def _told(context: str, sentence: str) -> str:
    return f"QCoreApplication.translate({json.dumps(context)}, {json.dumps(sentence, ensure_ascii=False)})\n"


def _run(tool: str, *words: Iterable[object] | object) -> None:
    program = shutil.which(tool, path=str(PYTHON.parent)) or PYTHON.parent / tool
    done = listen([program, *map(str, words)])
    if done.returncode:
        raise Missing(f"{tool} could not do it:\n{(done.stdout + done.stderr)[-1000:]}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
