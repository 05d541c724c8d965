"""The pages of the preferences that need more than the preferences; each is made when the dialog is opened."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_app.gui.background import Background
from desktop_app.gui.window import Window
from desktop_app.settings.ledger import Ledger
from desktop_app.work.reach import Reach

translate = QCoreApplication.translate


def offer(window: Window, reach: Reach, ledger: Ledger, background: Background) -> None:
    """Add the pages to the preferences of the window."""

    def providers() -> QWidget:
        from desktop_app.gui.preferences.providers_page import ProvidersPage  # noqa: PLC0415

        return ProvidersPage(reach, background)

    def spending() -> QWidget:
        from desktop_app.gui.preferences.spending_page import SpendingPage  # noqa: PLC0415

        return SpendingPage(ledger, reach, background)

    window.add_section(_providers(), providers)
    window.add_section(translate("Program", "Spending"), spending)


def open_providers(window: Window) -> None:
    """Open the preferences where providers and their keys are."""
    window.open_preferences(_providers())


def _providers() -> str:
    return translate("Program", "Providers")
