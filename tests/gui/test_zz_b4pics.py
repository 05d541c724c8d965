import os
import pytest
from PySide6.QtCore import Qt
from tests.gui.test_plan import *  # noqa
from tests.gui.test_plan import cloud, show
pytestmark = []
OUT = "/tmp/b4pics/"

def shoot(card, name):
    w = card.window()
    w.grab().save(OUT + name + ".png")

def prefs():
    return [(Preference((Message("user", f"Which is better, {n}?"),), (Message("assistant", "a kind answer"),), (Message("assistant", "rude"),)), part) for n, part in enumerate(PARTS)]

def private():
    return [(Conversation((Message("user", f"Write to anna{n}@mail.de"), Message("assistant", "Her number is +49 30 901820" if n % 2 else "done"))), part) for n, part in enumerate(PARTS)]

@pytest.mark.parametrize("mode", ["light", "dark"])
def test_here(qtbot, show, theme, mode):
    theme.apply(mode)
    card = show()
    qtbot.waitUntil(lambda: card.can_start and card.board.settled)
    shoot(card, f"here-{mode}")
    card.findChild(QToolButton).click()
    card.window().resize(760, 1700)
    qtbot.wait(50)
    shoot(card, f"here-open-{mode}")

@pytest.mark.parametrize("mode", ["light", "dark"])
def test_openai(qtbot, show, sites, cloud, theme, mode):
    theme.apply(mode)
    one = connected(sites, cloud)
    card = show(private())
    at(qtbot, card, one)
    print(card.button_text)
    shoot(card, f"openai-{mode}")
    card.window().resize(760, 1500)
    card.findChild(QToolButton).click()
    qtbot.wait(50)
    shoot(card, f"openai-open-{mode}")

def test_dpo(qtbot, show, sites, cloud):
    one = connected(sites, cloud)
    card = show(prefs())
    qtbot.waitUntil(lambda: card.board.settled)
    shoot(card, "dpo-here")
    at(qtbot, card, one)
    card.findChild(QToolButton).click()
    card.window().resize(760, 1500)
    qtbot.wait(50)
    shoot(card, "dpo-openai")

def test_nebius(qtbot, show, sites):
    with Cloud(NEBIUS) as cloud:
        one = connected(sites, cloud, "nebius", "Nebius of the institute for comparative linguistics in the old town hall")
        card = show(talks())
        at(qtbot, card, one)
        shoot(card, "nebius")
        card.findChild(QToolButton).click()
        card.window().resize(760, 1900)
        qtbot.wait(50)
        shoot(card, "nebius-open")

def test_foundry_and_large(qtbot, show, sites, theme):
    with Cloud(FOUNDRY) as cloud:
        one = connected(sites, cloud, "foundry", "Foundry")
        theme.set_text_size(200)
        card = show(talks(), width=700, height=1900)
        at(qtbot, card, one)
        shoot(card, "foundry-200")
        theme.set_text_size(100)
        card.window().resize(420, 1300)
        qtbot.wait(50)
        shoot(card, "foundry-narrow")

def test_custom(qtbot, show, sites):
    with Cloud(OPENAI) as cloud:
        one = connected(sites, cloud, "custom", "Any")
        card = show(talks())
        at(qtbot, card, one)
        shoot(card, "custom")

def test_troubles(qtbot, show, sites, provider):
    provider.extra_installed = False
    gone = sites.reach.connections.add("openai", "OpenAI without key", "https://api.openai.com/v1")
    card = show(talks())
    qtbot.waitUntil(lambda: card.trouble is not None)
    shoot(card, "no-engine")
    card.form.where.choose(gone.id)
    qtbot.waitUntil(lambda: card.trouble is not None and card.trouble.key == "key_missing")
    qtbot.waitUntil(lambda: card.board.settled)
    shoot(card, "no-key")
    card.show_sending(Sending(Phase.SENDING, 3_000_000, 12_000_000))
    card.show_unfinished([RunRecord("a"*32, 1_763_000_000, gone.id, Plan("gpt-4.1-mini-2025-04-14"), (), "")])
    qtbot.wait(30)
    shoot(card, "sending")
