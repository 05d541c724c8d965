"""The menu of accounts: the user's providers, from which one is chosen."""

from PySide6.QtWidgets import QComboBox, QWidget

from desktop_app.core.connection import Connection
from desktop_app.settings.connections import Connections


class Accounts(QComboBox):
    """Shows the providers as they are when `refresh` was called last."""

    def __init__(self, connections: Connections, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._connections = connections

    @property
    def connection(self) -> Connection | None:
        """Return the chosen account; None while there is none, and for one that was removed meanwhile."""
        return self._connections.get(self.currentData() or "")

    def refresh(self) -> bool:
        """Show the accounts there are now; tell whether there is something new to look at."""
        known = [self.itemData(n) for n in range(self.count())]
        if known and known == [connection.id for connection in self._connections.all]:
            return False
        self.clear()
        for connection in self._connections.all:
            self.addItem(connection.title, connection.id)
        return True
