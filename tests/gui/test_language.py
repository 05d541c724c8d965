"""The language the program speaks, against translations made here and those that ship."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel

from desktop_app.core.text import text
from desktop_app.gui.theme.language import languages, speak
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.amounts import number
from desktop_app.settings import paths

WORDS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="{0}" sourcelanguage="en">
<context><name>sentences</name>
<message><source>Like the system</source><translation>{1}</translation></message>
</context>
</TS>
"""


@pytest.fixture
def spoken(tmp_path, monkeypatch, qapp):
    """Ship a German and an Arabic translation of one sentence; speak English again afterwards."""
    real = paths.resource

    def made(language, said):
        source = tmp_path / f"tunedesk_{language}.ts"
        source.write_text(WORDS.format(language, said), encoding="utf-8")
        tool = Path(sys.executable).parent / "pyside6-lrelease"
        subprocess.run([tool, "-silent", source, "-qm", source.with_suffix(".qm")], check=True, capture_output=True)

    made("de", "Wie das System")
    made("ar", "مثل النظام")
    monkeypatch.setattr(paths, "resource", lambda *parts: tmp_path if parts == ("languages",) else real(*parts))
    yield
    speak(qapp, "en", QLocale("C"))
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _said():
    return say(text("preference.appearance.system"))


def test_the_language_of_the_system_is_spoken_if_there_are_sentences_in_it(spoken, qapp):
    assert languages() == ("en", "ar", "de")
    assert speak(qapp, "system", QLocale("de_AT")) == "de"
    assert _said() == "Wie das System"
    assert speak(qapp, "system", QLocale("fi_FI")) == "en"
    assert _said() == "Like the system"


def test_a_chosen_language_comes_before_that_of_the_system_and_brings_qts_own_words(spoken, qapp, qtbot):
    assert speak(qapp, "de", QLocale("en_US")) == "de"
    assert (_said(), number(12_345)) == ("Wie das System", "12.345")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Abbrechen"
    assert speak(qapp, "en", QLocale("de_DE")) == "en"
    assert (_said(), number(12_345)) == ("Like the system", "12,345")


def test_pages_turn_round_for_languages_that_are_written_from_the_right(spoken, qapp, qtbot):
    speak(qapp, "ar", QLocale("C"))
    label = QLabel(_said())
    qtbot.addWidget(label)
    assert label.layoutDirection() is Qt.LayoutDirection.RightToLeft
    speak(qapp, "de", QLocale("C"))
    assert QApplication.layoutDirection() is Qt.LayoutDirection.LeftToRight


@pytest.mark.parametrize(
    ("system", "said"), [("C", "12,345"), ("de_DE", "12.345"), ("en_US", "12,345"), ("pt_PT", "12 345")]
)
def test_numbers_are_written_as_the_system_asks_and_one_that_only_says_c_gets_separators(qapp, system, said):
    speak(qapp, "system", QLocale(system))
    assert number(12_345).replace("\xa0", " ") == said
    speak(qapp, "en", QLocale("C"))
