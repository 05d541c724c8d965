"""What a model will see of a record of a file, by the answers of the wizard."""

import asyncio

import pytest

from desktop_app.core.reading import Reading
from desktop_app.core.text import Text
from desktop_app.core.wizard import Wizard
from desktop_app.work import take_in
from desktop_app.work.apart import Apart
from desktop_app.work.see import see
from desktop_app.work.targets import target_of

TARGET = "openai/gpt-4.1-mini-2025-04-14"


@pytest.fixture
def look(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("question,answer\nWho?,A hero.\nWhy?,\n", encoding="utf-8")
    (found,) = take_in.look(path, Reading(), 5)
    return found


def test_a_record_is_shown_as_the_model_gets_it_or_why_it_is_left_out(look):
    wizard = Wizard.start(look.found).answer(target=TARGET)

    async def both():
        apart = Apart()
        try:
            return [await see(apart, wizard, target_of(TARGET), record) for record in look.records]
        finally:
            await apart.close()

    shown, left_out = asyncio.run(both())
    assert shown.examples == 1
    assert "A hero." in "".join(piece.text for piece in shown.pieces if piece.learnt)
    assert "Who?" in "".join(piece.text for piece in shown.pieces if not piece.learnt)
    assert isinstance(left_out, Text)
