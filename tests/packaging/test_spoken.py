"""Finding what the window says: every way in which it is written here, and none that cannot be read."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = """
_NAMES = {1: "one", 2: "two"}

def _tr(words):
    return QCoreApplication.translate("Here", words)

def said(many, kind, key):
    say = QCoreApplication.translate
    number, ask = str, QCoreApplication.translate
    return [say("There", "a" "b"), _tr("many" if many else "few"), _tr(_NAMES[kind]), _tr(_NAMES.get(kind, "x")),
            ask("There", "c"), QCoreApplication.translate("sentences", ENGLISH[key])]
"""
IN_BRACES = """
class Line(QWidget):
    def said(self, back, name):
        return f"{self.tr('Undo') if back else self.tr('Redo')}: {name}"
"""
ASK = "import sys; sys.path.insert(0, 'packaging'); import spoken; from pathlib import Path; "


def _found(path: Path) -> subprocess.CompletedProcess[str]:
    program = ASK + f"print(sorted(set(spoken.said_in(Path({str(path)!r})))))"
    return subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)


def test_words_are_found_by_whatever_name_they_are_said(tmp_path):
    path = tmp_path / "words.py"
    path.write_text(SOURCE, encoding="utf-8")
    expected = [("Here", "few"), ("Here", "many"), ("Here", "one"), ("Here", "two"), ("There", "ab"), ("There", "c")]
    assert _found(path).stdout.strip() == str(expected)


def test_words_in_the_braces_of_a_string_are_found_under_their_class(tmp_path):
    path = tmp_path / "words.py"
    path.write_text(IN_BRACES, encoding="utf-8")
    assert _found(path).stdout.strip() == str([("Line", "Redo"), ("Line", "Undo")])


def test_words_that_another_part_is_asked_for_are_refused_since_nobody_would_find_their_translation(tmp_path):
    path = tmp_path / "words.py"
    path.write_text('def finish(dialog):\n    dialog.setWindowTitle(dialog.tr("Close"))\n', encoding="utf-8")
    told = _found(path)
    assert told.returncode != 0
    assert "UnseenError: words.py, line 2" in told.stderr


def test_words_that_are_put_together_while_it_runs_are_refused_by_their_place(tmp_path):
    path = tmp_path / "words.py"
    path.write_text(SOURCE + "\n\ndef more(name):\n    return _tr(name.upper())\n", encoding="utf-8")
    told = _found(path)
    assert told.returncode != 0
    assert "UnseenError: words.py, line" in told.stderr
