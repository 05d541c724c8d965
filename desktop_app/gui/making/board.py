"""What the room shows: what will be asked, or what has come of it, and a menu of all that was made."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.making.earlier import Earlier
from desktop_app.gui.making.plan_view import PlanView
from desktop_app.gui.making.result_view import ResultView
from desktop_app.gui.theme.spacing import MEDIUM
from desktop_app.gui.widgets.acting import Acting
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label

_HEADING_LINES = 12
"""So many heights of a line are kept for the heading."""


class Board(QWidget):
    """One of plan and result is on show."""

    def __init__(self, plan: PlanView, earlier: Earlier, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = plan
        self.earlier = earlier
        self.result = ResultView()
        self.other = QPushButton(self.tr("Make new rows instead"))
        self._heading = label(size="heading", wrap=True)
        acts = QWidget()
        flow = FlowLayout(acts)
        flow.addWidget(self.other)
        flow.addWidget(earlier)
        above = Acting(self._heading, acts, _HEADING_LINES)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(MEDIUM)
        box.addWidget(above)
        box.addWidget(plan)
        box.addWidget(self.result, 1)
        self.show_plan(of_rows=False)

    @property
    def planning(self) -> bool:
        """Tell whether something new is planned."""
        return self.result.isHidden()

    def show_plan(self, *, of_rows: bool) -> None:
        """Show what will be asked, of a grid or about rows."""
        self.result.hide()
        self.plan.show()
        self.plan.show_plan(of_rows=of_rows)
        self.other.setVisible(of_rows)
        said = self.tr("Rows to be worked over") if of_rows else self.tr("New rows from a template")
        self._heading.setText(said)
        self.earlier.setCurrentIndex(0)

    def show_result(self, *, of_rows: bool) -> None:
        """Show what has come."""
        self.plan.hide()
        self.other.hide()
        self.result.show()
        said = self.tr("What the model made of the rows") if of_rows else self.tr("What the model wrote")
        self._heading.setText(said)
