"""The Playground place holds several rooms at one spot."""

from PySide6.QtWidgets import QWidget

from desktop_app.gui.widgets.tabbed_place import TabbedPlace


class PlaygroundPlace(TabbedPlace):
    """Shows one of the rooms in which models are asked; which one stays the same while the program runs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.tabs.setAccessibleName(self.tr("Rooms of the playground"))
