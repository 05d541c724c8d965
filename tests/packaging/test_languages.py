"""The translations: complete, true to the source, and the file that the program reads is made of them."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = sorted((ROOT / "resources" / "languages").glob("tunedesk_*.ts"))
UPDATED = """
import shutil, sys
from pathlib import Path
sys.path.insert(0, "packaging")
import languages
for file in sys.argv[2:]:
    copy = Path(sys.argv[1]) / Path(file).name
    shutil.copy(file, copy)
    languages.release(copy, copy.with_suffix(".qm"))
    languages.update(copy)
"""
GAP = re.compile(r"\{\w*\}")
NAMED = re.compile(r"“([A-Z][^”{}]+)”")
QUOTED = re.compile(r"„([^“]+)“|«([^»]+)»")


@pytest.fixture(scope="module")
def updated(tmp_path_factory) -> Path:
    """Bring today's sentences into copies of all translations; return their folder."""
    folder = tmp_path_factory.mktemp("languages")
    command = [sys.executable, "-c", UPDATED, folder, *LANGUAGES]
    subprocess.run(list(map(str, command)), cwd=ROOT, check=True, capture_output=True)
    return folder


def messages(file: Path) -> dict[tuple[str, str], str]:
    """Return the translation ("" for none that is finished) of each sentence, by its context and its words."""
    found = {}
    for context in ET.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            said = message.find("translation")
            done = said is not None and said.get("type") is None
            found[context.findtext("name"), message.findtext("source")] = (said.text or "") if done else ""
    return found


def test_there_are_the_promised_languages():
    assert {file.stem for file in LANGUAGES} >= {"tunedesk_de", "tunedesk_es"}


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_each_sentence_of_the_program_is_translated_and_no_other(updated, file):
    now, kept = messages(updated / file.name), messages(file)
    missing = [source for (_, source), said in now.items() if not said]
    hint = "bring new sentences in with `python3 packaging/languages.py`, translate them and run it again"
    assert not missing, f"{hint}: {len(missing)}, first {missing[:5]}"
    assert not set(kept) - set(now), f"no longer said: {sorted(set(kept) - set(now))[:5]}"


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_gaps_line_breaks_and_keys_are_those_of_the_english_sentence(file):
    wrong = []
    for (context, source), said in messages(file).items():
        same_gaps = Counter(GAP.findall(source)) == Counter(GAP.findall(said))
        # The space at an end joins two parts of a sentence; a mark before a letter makes that letter a key.
        same_ends = [part.isspace() for part in (source[:1], source[-1:])] == [
            part.isspace() for part in (said[:1], said[-1:])
        ]
        same_keys = len(re.findall(r"&\w", source)) == len(re.findall(r"&\w", said))
        if said and not (same_gaps and same_ends and same_keys):
            wrong.append((context, source, said))
    assert not wrong, json.dumps(wrong[:10], ensure_ascii=False, indent=1)


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_a_button_named_in_a_sentence_is_called_there_what_it_is_called_on_show(file):
    told = messages(file)
    called: dict[str, set[str]] = {}
    for (_, source), said in told.items():
        called.setdefault(bare(source), set()).add(bare(said))
    wrong = []
    for (context, source), said in told.items():
        quoted = {bare("".join(words)) for words in QUOTED.findall(said)}
        named = [called[bare(name)] for name in NAMED.findall(source) if bare(name) in called]
        wrong += [(context, sorted(names), sorted(quoted)) for names in named if not names & quoted]
    assert not wrong, json.dumps(wrong[:10], ensure_ascii=False, indent=1)


def bare(words: str) -> str:
    """Return the words of a button without what marks its key and that more is asked."""
    return words.replace("&", "").rstrip("…")


@pytest.mark.parametrize("file", LANGUAGES, ids=lambda file: file.stem)
def test_what_the_program_reads_is_made_of_the_translation(updated, file):
    made = (updated / file.name).with_suffix(".qm").read_bytes()
    assert file.with_suffix(".qm").read_bytes() == made, "run `python3 packaging/languages.py`"
