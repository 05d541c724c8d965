"""The preferences by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_app.gui.preferences.dialog import PreferencesDialog
from desktop_app.settings.preferences import Preferences


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus_once(qtbot, theme, tmp_path, key):
    button, pressed = QPushButton("Add"), []
    button.setAutoDefault(False)
    button.clicked.connect(lambda: pressed.append(key))
    dialog = PreferencesDialog(Preferences(tmp_path / "preferences.json"), [("Providers", lambda: button)])
    qtbot.addWidget(dialog)
    dialog.show_section("Providers")
    dialog.open()
    button.setFocus()
    qtbot.keyClick(button, key)
    assert pressed == [key]
    assert dialog.isVisible()
