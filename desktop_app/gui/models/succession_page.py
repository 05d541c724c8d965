"""Finding a successor: for a model that is or will be switched off, one that takes over, and whether it is as good."""

import time
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop_app.core.change import Change
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.models.shelf_look import ShelfLook
from desktop_app.gui.models.succession_form import SuccessionForm
from desktop_app.gui.models.succession_result import SuccessionResult
from desktop_app.gui.models.succession_run import SuccessionRun
from desktop_app.gui.models.succession_words import as_page
from desktop_app.gui.theme.spacing import LARGE, READING, SMALL
from desktop_app.gui.widgets.choosing import choose_target
from desktop_app.gui.widgets.page import Page
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.gui.workspace import Workspace
from desktop_app.settings.today import today
from desktop_app.work import succession
from desktop_app.work.save_page import save_page
from desktop_app.work.sites import Sites
from desktop_app.work.succession import Judgement, Old, Rows


class SuccessionPage(Page):
    """Leads from the old model to the verdict; each answer is kept, so that it goes on where it was left."""

    plan_wanted = Signal(object)
    """The Plan that trains the same data on this computer."""
    vote_wanted = Signal(int)
    """The number of the test whose answers are to be voted on."""
    rows_wanted = Signal(int)
    start_wanted = Signal()

    def __init__(
        self, background: Background, sites: Sites, workspace: Workspace, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "", parent)
        said = self.tr(
            "For a model that is switched off: train the same data, compare, and read whether it is as good."
        )
        self.set_title(self.tr("Successor"), said)
        self._background = background
        self._sites = sites
        self._workspace = workspace
        self._look = ShelfLook(background, sites, workspace, self)
        self.run = SuccessionRun(background, sites, workspace, self)
        self._rows: Rows | None = None
        self._wanted = ""
        self.form = SuccessionForm()
        self.result = SuccessionResult()
        self.trouble = ProblemView()
        self.trouble.hide()
        self.set_content(self._body(), scrolls=True)
        self.form.hide()  # until it is known what there is
        self._act = self.set_primary(self.tr("Compare"), self._do)
        self._act.hide()
        self._connect()

    def _body(self) -> QWidget:
        body = QWidget()
        body.setMaximumWidth(READING)
        box = QVBoxLayout(body)
        box.setContentsMargins(0, 0, SMALL, 0)
        box.setSpacing(LARGE)
        for part in (self.trouble, self.result, self.form):
            box.addWidget(part)
        box.addStretch(1)
        return body

    def _connect(self) -> None:
        self._look.changed.connect(self._on_models)
        self.form.changed.connect(self._on_form)
        self.form.plan_wanted.connect(self._plan)
        run, result = self.run, self.result
        run.advanced.connect(result.say)
        run.judged.connect(self._on_judged)
        run.turned.connect(self._draw)
        run.problem.connect(self._say)
        result.vote_wanted.connect(lambda: self.vote_wanted.emit(run.number))
        result.rows_wanted.connect(lambda: self.rows_wanted.emit(run.number))
        result.save_wanted.connect(self.ask_where)
        self._workspace.opened.connect(self._on_project)
        self._workspace.closed.connect(self._on_project)
        self._workspace.changed.connect(self._on_changed)

    def showEvent(self, event: QShowEvent) -> None:
        """Look which models there are now."""
        super().showEvent(event)
        self.look()

    def find_for(self, model: str) -> None:
        """Find a successor for this model."""
        self._wanted = model
        self.form.choose(model)

    def look(self) -> None:
        """Look which models can be taken over from, and which can take over."""
        project = self._workspace.project
        if project is None:
            said = self.tr("A comparison is kept in a project. Open the one whose data the old model has learned from.")
            self.show_empty("folder-open", said, self.tr("Go to Start"), self.start_wanted.emit)
            self._act.hide()
            return
        if self.form.old is None:
            self.show_busy(self.tr("Looking which models are going to be switched off…"), None)
        self._look.look()
        self._background.run(
            self, succession.olds(project, self._sites, today()), on_done=self._on_olds, on_problem=self._say
        )

    def ask_where(self) -> QFileDialog | None:
        """Ask where the page with the verdict shall go, and write it there."""
        told, old, project = self.run.told, self.form.old, self._workspace.project
        if told is None or project is None:
            return None

        def chosen(path: str) -> None:
            saved = self.tr("Saved as {0}.")
            self._background.run(
                self,
                save_page(as_page(told, old, time.time()), Path(path)),
                on_done=lambda name: self.result.say(saved.format(name)),
                on_problem=self._say,
            )

        proposal = project.path.with_name(f"{project.name} successor.html")
        filters = self.tr("Page for the browser (*.html)")
        return choose_target(self, self.tr("Save the verdict"), proposal, filters, chosen)

    def _on_olds(self, olds: list[Old]) -> None:
        if not olds:
            said = self.tr(
                "No model of this project is going to be switched off, and no answers of one that is gone are kept."
            )
            self.show_empty("circle-check", said)
            self._act.hide()
            return
        self.form.offer_olds(olds)
        if self._wanted and not self.run.running:
            self.form.choose(self._wanted)
            self._wanted = ""  # from now on the choice is the user's
        self._on_models()
        self.form.show()
        self.show_content()
        self._draw()

    def _on_models(self) -> None:
        if self._workspace.project is not None:
            self.form.offer_news(self._look.known)

    def _on_form(self) -> None:
        """Show what is known of the two that are chosen now."""
        project, old, new = self._workspace.project, self.form.old, self.form.new
        if project is None or old is None:
            return

        def counted(rows: Rows) -> None:
            if old == self.form.old:  # else another one was chosen meanwhile
                self._on_rows(rows)

        self._background.run(self, succession.rows_for(project, old), on_done=counted, on_problem=self._say)
        if new is not None and new.voice is not None:
            self.run.margin = self.form.margin
            self.run.show_pair(old, new.voice)
        self._draw()

    def _on_rows(self, rows: Rows) -> None:
        self._rows = rows
        self.form.show_rows(rows)
        self._draw()

    def _on_judged(self, told: Judgement | None) -> None:
        if told is None:
            self.result.forget()
        else:
            self.result.show_judgement(told)
            if not self.run.running and not told.unanswered:
                self.result.say("")
        self._draw()

    def _draw(self) -> None:
        shown = self.state == "content"
        self._act.setVisible(shown)
        rows = self._rows
        enough = rows is not None and (rows.held if self.form.asks_old else rows.answered)
        run = self.run
        self._act.setEnabled(run.running or bool(enough and self.form.new is not None and not run.busy))
        again = self.tr("Go on") if run.unfinished else self.tr("Compare once more")
        self._act.setText(self.tr("Pause") if run.running else again if run.told else self.tr("Compare"))
        self.form.setEnabled(not run.running)

    def _plan(self) -> None:
        project, old = self._workspace.project, self.form.old
        if project is not None and old is not None:
            self.plan_wanted.emit(succession.plan_for(project, old))

    def _do(self) -> None:
        run, old, new = self.run, self.form.old, self.form.new
        self.trouble.hide()
        if run.running:
            run.pause()
        elif run.unfinished and run.number is not None:
            run.go_on(run.number)
        elif old is not None and new is not None and new.voice is not None:
            run.begin(old, new.voice, self.form.most.value() or None, asks_old=self.form.asks_old)

    def _on_project(self) -> None:
        self.run.forget()
        self._look.forget_project()
        self._rows = None
        if self.isVisible():
            self.look()

    def _on_changed(self, change: Change) -> None:
        if self.isVisible() and (change.jobs or change.examples):
            self.look()

    def _say(self, problem: Problem) -> None:
        self.trouble.show_problem(problem, self.look)
        self.trouble.show()
        self._draw()
