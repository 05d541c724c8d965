"""The main part of the training room: one of plan, training, comparison and search, in the same place."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.gui.background import Background
from desktop_app.gui.training.compare_view import CompareView
from desktop_app.gui.training.finding import Finding
from desktop_app.gui.training.plan_card import PlanCard
from desktop_app.gui.training.run_view import RunView
from desktop_app.store.project import Project
from desktop_app.work.apart import Apart
from desktop_app.work.sites import Sites


class Board(QWidget):
    """Shows one part at a time; a stack would give each the height that another needs."""

    def __init__(
        self, background: Background, sites: Sites, apart: Apart | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.plan = PlanCard(background, sites, apart)
        self.view = RunView(background, sites)
        self.compare = CompareView(background, sites)
        self.finding = Finding(background, sites)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for part in self._parts:
            box.addWidget(part)
        self.put(self.plan)

    @property
    def _parts(self) -> tuple[QWidget, ...]:
        return (self.plan, self.view, self.compare, self.finding)

    @property
    def shown(self) -> QWidget:
        """Return the part that is on show."""
        return next(part for part in self._parts if not part.isHidden())

    def put(self, shown: QWidget) -> None:
        """Show this part."""
        for part in self._parts:
            part.setVisible(part is shown)

    def open(self, project: Project | None) -> None:
        """Show trainings of this project from now on."""
        self.plan.show_project(project)
        self.view.open(project)
        self.finding.open(project)
