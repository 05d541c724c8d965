"""The models of one of the user's providers: those to learn from with their dates, the user's own when asked for."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background, Task
from desktop_app.gui.models.tuned_list import TunedList
from desktop_app.gui.theme.spacing import HAIR, LARGE, MEDIUM, SMALL
from desktop_app.gui.widgets.ending import named
from desktop_app.gui.widgets.label import label
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers import models
from desktop_app.providers.endings import ending
from desktop_app.providers.models import Model
from desktop_app.work.sites import Site, Sites


class SiteCard(QFrame):
    """Asks the provider when its button is pressed, never by itself."""

    def __init__(self, background: Background, sites: Sites, site: Site, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._background = background
        self._sites = sites
        self._site = site
        self._task: Task | None = None
        self.look = QPushButton(self.tr("Look what is there"))
        self.look.setAccessibleName(self.tr("Look which models {0} has of you").format(site.title))
        self.look.clicked.connect(self._on_click)
        self.bases = label(size="small", tone="muted", wrap=True)
        self.none = label(self.tr("There is no model of your own."), tone="muted", wrap=True)
        self.none.hide()
        self.problem = ProblemView()
        self.problem.hide()
        self.list = TunedList(background, sites, site)
        self.list.deleted.connect(lambda left: self.none.setVisible(not left))
        self.list.problem.connect(self._on_problem)
        self._arrange()
        self._say_bases({})

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(HAIR)
        words.addWidget(label(self._site.title, size="strong", wrap=True))
        words.addWidget(self.bases)
        head = QHBoxLayout()
        head.setSpacing(SMALL)
        head.addLayout(words, 1)
        head.addWidget(self.look, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, MEDIUM, LARGE, MEDIUM)
        box.setSpacing(SMALL)
        box.addLayout(head)
        for part in (self.problem, self.none, self.list):
            box.addWidget(part)

    @property
    def site(self) -> Site:
        """Return the place on show."""
        return self._site

    def stop(self) -> None:
        """End a look that is under way."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        self.look.setText(self.tr("Look what is there"))

    def _on_click(self) -> None:
        if self._task is not None:
            self.stop()
        else:
            self._look()

    def _look(self) -> None:
        self.problem.hide()
        self.look.setText(self.tr("Stop looking"))
        task = self._task = self._background.run(
            self, _listed(self._sites, self._site), on_done=self._on_found, on_problem=self._on_problem
        )
        task.ended.connect(lambda: self.stop() if self._task is task else None)

    def _on_found(self, found: list[Model]) -> None:
        self._say_bases({model.id: model.shutdown_date for model in found if model.shutdown_date})
        own = [model for model in found if model.tuned]
        self.list.show_models(own)
        self.none.setVisible(not own)

    def _on_problem(self, problem: Problem) -> None:
        """Say what went wrong; what is known stays on the screen below it."""
        self.problem.show_problem(problem, self._look)
        self.problem.show()

    def _say_bases(self, told: dict[str, str | None]) -> None:
        """Say which models can be trained there and when they end; what the provider told goes before our list."""
        profile, today = self._site.profile, date.today()
        known = [model for model in profile.models if model.id != "any"] if profile is not None else []
        lines = [named(m.title, ending(m.id, profile, told.get(m.id)), today) for m in known]
        self.bases.setText("\n".join(lines))
        self.bases.setVisible(bool(lines))


async def _listed(sites: Sites, site: Site) -> list[Model]:
    """Return every model of a place, the newest first."""
    found = await models.list_models(await sites.provider(site.id))
    return sorted(found, key=lambda model: (model.created, model.id), reverse=True)
