"""The glossary of the program and that of the documents say the same."""

import re
from pathlib import Path

from desktop_app.core.sentences.glossary import SENTENCES, WORDS

DOCUMENT = Path(__file__).parents[2] / "docs" / "glossary.md"


def test_the_same_words_mean_the_same_in_the_program_and_in_the_document():
    told = DOCUMENT.read_text(encoding="utf-8").split("## In the program")[1].split("## In the house")[0]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", told, re.MULTILINE)
    assert rows[0] == ("word", "meaning")
    said = [row for row in rows if row[0] not in ("word", "---")]
    assert said == [(SENTENCES[key], SENTENCES[f"{key}.meaning"]) for key in WORDS]


def test_each_word_stands_there_once_and_its_meaning_is_a_sentence():
    assert len({SENTENCES[key].casefold() for key in WORDS}) == len(WORDS) > 25
    assert all(SENTENCES[f"{key}.meaning"].endswith(".") for key in WORDS)
