"""What was just deleted on this computer, and the button that puts it back."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.problem_view import ProblemView
from desktop_app.providers.keeping import Binned
from desktop_app.work import forget_model
from desktop_app.work.sites import Sites


class UndoBanner(QWidget):
    """Offers the last deletion to be undone; hidden while there is none."""

    back = Signal()
    """What was deleted is there again."""

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._items: tuple[Binned, ...] = ()
        self._banner = Banner()
        self.button = self._banner.set_button(self.tr("Put it back"), self._put_back)
        self.problem = ProblemView()
        self.problem.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._banner)
        box.addWidget(self.problem)
        self.hide()

    @property
    def text(self) -> str:
        """Return what is said."""
        return self._banner.text

    def offer(self, name: str, items: Sequence[Binned]) -> None:
        """Say that something was deleted; without items it cannot be put back."""
        self._items = tuple(items)
        self.problem.hide()
        undoable = self.tr("{0} is in the bin. It can be put back until TuneDesk closes.")
        gone = self.tr("{0} is deleted.")
        self._banner.tell((undoable if items else gone).format(name))
        self.button.setVisible(bool(items))
        self.show()

    def leave(self) -> None:
        """Offer nothing any more."""
        self._items = ()
        self.hide()

    def _put_back(self) -> None:
        items, self._items = self._items, ()
        self.button.setEnabled(False)
        self._background.run(
            self,
            forget_model.put_back(self._sites, items),
            on_done=self._on_back,
            on_problem=self._on_problem,
            on_end=lambda: self.button.setEnabled(True),
        )

    def _on_back(self, _: object) -> None:
        if not self._items:  # else something else was deleted meanwhile
            self.leave()
        self.back.emit()

    def _on_problem(self, problem: Problem) -> None:
        self.problem.show_problem(problem)
        self.problem.show()
        self.back.emit()
