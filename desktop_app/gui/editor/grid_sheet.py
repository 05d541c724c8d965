"""What is asked before cells are pasted that have no place in the table."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.pasting import Fit
from desktop_app.gui.theme.spacing import MEDIUM, SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.label import label


class PasteSheet(QDialog):
    """Says how much is too much; `decided(add)` says whether rows are added for it, or only what has a place is pasted.

    Esc pastes nothing.
    """

    decided = Signal(bool)

    def __init__(self, fit: Fit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Paste"))
        self.said = label(" ".join(_sentences(fit)), wrap=True)
        self.said.setMinimumHeight(1)  # else room is kept for the words at their narrowest, many lines high
        box = QVBoxLayout(self)
        box.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        box.setSpacing(MEDIUM)
        box.addWidget(self.said)
        self.setMinimumWidth(26 * self.fontMetrics().height())
        foot = QHBoxLayout()
        foot.setSpacing(SMALL)
        foot.addStretch(1)
        leave = QPushButton(self.tr("Cancel"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        foot.addWidget(leave)
        self.only = QPushButton(self.tr("Paste only what fits"))
        self.only.clicked.connect(lambda: self._decide(add=False))
        foot.addWidget(self.only)
        self.add = QPushButton(_adding(fit.rows_missing))
        self.add.clicked.connect(lambda: self._decide(add=True))
        foot.addWidget(self.add)
        box.addLayout(foot)
        self.add.setHidden(not fit.rows_missing)
        width = max(self.minimumWidth(), box.minimumSize().width())
        self.resize(width, box.totalMinimumHeightForWidth(width))
        primary = self.add if fit.rows_missing else self.only
        primary.setProperty("look", "primary")
        primary.setDefault(True)
        primary.setFocus()

    def _decide(self, *, add: bool) -> None:
        self.decided.emit(add)
        self.accept()


def _sentences(fit: Fit) -> list[str]:
    said, translate = [], QCoreApplication.translate
    if fit.rows_missing:
        one = translate("editor", "The copied block has one row more than there are from here on.")
        more = translate("editor", "The copied block has {0} rows more than there are from here on.")
        said.append(how_many.counted(fit.rows_missing, one, more))
    if fit.columns_missing:
        one = translate("editor", "Its last column has no place in this table; it would not be pasted.")
        more = translate("editor", "Its last {0} columns have no place in this table; they would not be pasted.")
        said.append(how_many.counted(fit.columns_missing, one, more))
    return said


def _adding(rows: int) -> str:
    translate = QCoreApplication.translate
    return how_many.counted(
        rows, translate("editor", "Add one row and paste"), translate("editor", "Add {0} rows and paste")
    )
