"""Read from outside, every control of every page has a name and a role that says what one can do with it."""

import os
import sys

import pytest

from tests.assistive import sitting
from tests.assistive.sitting import Part, Sitting
from tests.screens.recorded_engine import RecordedEngine
from tests.screens.recording import Recording
from tests.screens.stage import REACHED, RUNNING, sample_project

missing = sitting.missing() if sys.platform == "linux" else ["AT-SPI"]
pytestmark = [
    pytest.mark.system,
    pytest.mark.timeout(600),
    pytest.mark.skipif(bool(missing) and "CI" not in os.environ, reason=f"not installed: {', '.join(missing)}"),
]
ROLES = {
    *("push button", "toggle button", "check box", "radio button", "combo box", "text", "entry", "spin button"),
    *("slider", "scroll bar", "page tab", "page tab list", "list", "list item", "table", "table cell", "tree"),
    *("tree item", "link", "menu item", "check menu item", "radio menu item", "password text", "image", "chart"),
    *("split pane", "button", "button menu", "document text", "paragraph", "table column header"),
}
"""What assistive technology knows how to use; a "filler" or "panel" that takes the keyboard is a dead end."""
PLACES = ("Start", "Data", "Training", "Playground", "Models")


def faults(parts: list[Part]) -> list[str]:
    """Return what somebody who cannot see the page could not use."""
    found = []
    for part in parts:
        if not {"focusable", "enabled"} <= set(part["states"]):
            continue
        # Qt has no role for what a program draws itself: a chart says by name and description what it shows.
        if part["role"] not in ROLES and not (part["name"] and part["description"]):
            found.append(f"a {part['role']} named {part['name']!r} takes the keyboard")
        empty = part["role"] == "table cell" or (part["role"] == "combo box" and any(part["labelled"]))
        if not part["name"].strip() and not empty:
            found.append(f"a {part['role']} at {part['box']} has no name")
        if part["role"] == "combo box" and not any(part["labelled"]) and part["description"] in ("", part["name"]):
            found.append(f"the menu that shows {part['name']!r} does not say what is chosen in it")
    return found


def test_every_control_of_every_page_has_a_name_and_a_role(tmp_path):
    project = sample_project(tmp_path / "Projects" / "Heroes.tunedesk", Recording.read(), running=False)
    found: dict[str, list[str]] = {}
    pages = 0
    engine = RecordedEngine(tmp_path / "engine", Recording.read(), RUNNING, REACHED)
    with engine, sitting.sitting(tmp_path, project) as somebody:
        somebody.until(lambda: somebody.ask("cells", "Rows"), "the rows of the project")
        for place in PLACES:
            somebody.press("radio button", place)
            somebody.until(lambda place=place: at(somebody, place), f"the place {place}")
            for name, parts in rooms(somebody, place):
                pages += 1
                found[name] = faults(parts)
        somebody.keys("F1")
        somebody.press("page tab", "Words")
        for name, parts in rooms(somebody, "Help"):
            pages += 1
            found[name] = faults(parts)
        for keys, title in (("ctrl+comma", "Preferences"), ("ctrl+k", "All actions")):
            pages += 1
            found[title] = faults(dialog(somebody, keys, title))
    assert not any(found.values()), "\n".join(f"{name}: {what}" for name, all_of in found.items() for what in all_of)
    assert pages >= 18


def at(somebody: Sitting, place: str) -> bool:
    """Tell whether the rail says that one is at a place."""
    return any(part["name"] == place and "checked" in part["states"] for part in somebody.parts())


def rooms(somebody: Sitting, place: str):
    """Yield each room of a place with what is on show in it."""
    parts = somebody.settled()
    tabs = [part["name"] for part in parts if part["role"] == "page tab"]
    yield place, parts
    for tab in tabs[1:]:
        somebody.press("page tab", tab)
        yield f"{place}, {tab}", somebody.settled()


def dialog(somebody: Sitting, keys: str, title: str) -> list[Part]:
    """Return what is on show in a dialog, and leave it."""
    somebody.keys(keys)
    somebody.until(lambda: title in {part["name"] for part in somebody.parts() if part["role"] == "dialog"}, title)
    parts = somebody.settled()
    somebody.keys("Escape")
    somebody.until(lambda: not any(part["role"] == "dialog" for part in somebody.parts()), f"{title} is left")
    return parts
