"""The words of steps: sentences in the user's language, and the names of the file in them too."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

import desktop_app
from desktop_app.core.example import Part, RowStatus
from desktop_app.core.fields import FIELDS
from desktop_app.core.sentences import ENGLISH, english
from desktop_app.core.text import text
from desktop_app.gui.theme.say import name_said, say
from desktop_app.settings.paths import resource


class Loud(QTranslator):
    """A language whose words are the English ones in capital letters."""

    def isEmpty(self):  # noqa: N802 - as Qt has it
        return False

    def translate(self, context, source, *_):
        return source.upper().replace("{STATUS}", "{status}") if context == "sentences" else None


@pytest.fixture
def loud(qapp):
    translator = Loud()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def test_a_status_in_the_words_of_a_step_is_translated(loud):
    assert say(text("step.mark_row", status="reviewed")) == "MARK A ROW AS REVIEWED"
    assert say(text("step.mark_row", status="of a later version")) == "MARK A ROW AS of a later version"


@pytest.mark.parametrize(
    ("locale", "written"), [("en_GB", "6 January 2027"), ("de_DE", "6. Januar 2027"), ("es_ES", "6 de enero de 2027")]
)
def test_a_day_in_a_sentence_is_written_as_people_write_it(qapp, locale, written):
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        said = say(text("target.start_past", title="GPT", date=date(2027, 1, 6)))
    finally:
        QLocale.setDefault(before)
    assert written in said


def test_every_name_of_the_file_has_its_word():
    words = [english(text("step.mark_row", status=each.value)) for each in RowStatus]
    assert "mark a row as a problem" in words
    assert english(text("step.edit_turn", role="tool")) == "edit a turn (tool result)"
    for part in Part:
        assert english(text("step.move_to_part", part=part.value)) == f"move a row to {part.value}"
    names = {name for names in FIELDS.values() for name in names}
    assert all(english(text("step.edit_field", field=name)).startswith("edit the ") for name in names)
    assert english(text("step.replace_all", sought="user", replacement="reviewed")) == "replace “user” by “reviewed”"


def test_names_that_are_words_are_said_in_the_users_language(qapp):
    told = Loud(qapp)
    qapp.installTranslator(told)
    try:
        assert name_said("Another provider") == "ANOTHER PROVIDER"
        assert name_said("Llama (Microsoft Foundry)") == "Llama (Microsoft Foundry)"
        assert name_said("Llama (This computer)") == "Llama (THIS COMPUTER)"
        assert name_said("A model of your choice (Another provider)") == "A MODEL OF YOUR CHOICE (ANOTHER PROVIDER)"
        assert name_said("Starter model (SmolLM2 135M Instruct)") == "STARTER MODEL (SMOLLM2 135M INSTRUCT)"
        assert name_said("") == ""
    finally:
        qapp.removeTranslator(told)


def test_every_name_that_is_words_stands_where_it_comes_from():
    """So that nobody mends the one and forgets the other: else it would be said in English for ever."""
    provided = resource("providers.json").read_text(encoding="utf-8")
    catalogue = Path(desktop_app.__file__).with_name("engine").joinpath("starter.py").read_text(encoding="utf-8")
    for key, said in ENGLISH.items():
        if key.startswith("name."):
            assert f'"{said}"' in provided or f'"{said}"' in catalogue, key
