"""The way into a room by its name: from the list of all actions, from an advice, or with the guide."""

from functools import partial
from typing import cast

from PySide6.QtCore import Qt

from desktop_app import data_rooms, models_rooms, playground_rooms
from desktop_app.gui.data_place import DataPlace, table
from desktop_app.gui.widgets.tabbed_place import TabbedPlace
from desktop_app.gui.window import Window


def offer(window: Window) -> None:
    """Let every room of every place be found in the list of all actions."""
    places = {
        "data": (table(), *data_rooms.rooms()),
        "playground": playground_rooms.rooms(),
        "models": models_rooms.rooms(),
    }
    for place, rooms in places.items():
        for room in rooms:
            window.add_room(place, room, partial(enter, window, place, room.name))


def enter(window: Window, place: str, room: str) -> None:
    """Show a room of a place and give it the keyboard, or its tab while there is nothing in it that takes it.

    The wizard keeps the Data place until it is done.
    """
    window.go(place)
    page = cast("DataPlace | TabbedPlace", window.page(place))
    strip = page if isinstance(page, TabbedPlace) else page.rooms
    if isinstance(page, TabbedPlace) or not page.importing:
        strip.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)
        strip.choose(room)
    window.enter(place)
