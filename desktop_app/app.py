"""The composition root: the only module that knows everybody. It makes the parts and connects the rooms' wishes."""

import sys
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desktop_app.core.change import History
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.problem import Problem
from desktop_app.core.samples import SUPERHEROES
from desktop_app.core.unique import unique_name
from desktop_app.crash import CrashBorder
from desktop_app.gui.actions import Actions
from desktop_app.gui.background import Background
from desktop_app.gui.editor.page import EditorPage
from desktop_app.gui.models.page import ModelsPage
from desktop_app.gui.playground.page import PlaygroundPage
from desktop_app.gui.start.page import StartPage
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.theme import Theme
from desktop_app.gui.training.page import TrainingPage
from desktop_app.gui.window import Window
from desktop_app.gui.wizard.page import WizardPage
from desktop_app.gui.workspace import Workspace
from desktop_app.providers.local import LocalEngine
from desktop_app.settings import paths
from desktop_app.settings.preferences import Preferences
from desktop_app.store.project import SUFFIX
from desktop_app.work.import_table import Imported
