"""Finding a successor: for a model that is or will be switched off, one that takes over, and whether it is as good."""

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.batch import Column
from desktop_app.core.problem import Problem
from desktop_app.gui.answers.before import Before
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.shelf_look import ShelfLook
from desktop_app.gui.models.succession_form import SuccessionForm
from desktop_app.gui.models.succession_words import as_page, headline, kind, sentences
from desktop_app.gui.theme.say import say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, READING, SMALL
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.workspace import Workspace
from desktop_app.work import succession, test_run
from desktop_app.work.ask_batch import Failed, Got, Halted, Heard
from desktop_app.work.save_page import save_page
from desktop_app.work.sites import Sites
from desktop_app.work.succession import Judgement, Old
from desktop_app.work.test_run import Opened
