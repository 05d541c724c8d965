"""What is said of how near answers come in meaning, and the button that has it measured."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.gui.theme.spacing import SMALL
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import number
from desktop_app.gui.widgets.flow import FlowLayout
from desktop_app.gui.widgets.label import label
from desktop_app.work.test_figures import Report


class NearnessView(QFrame):
    """The figure itself stands among the others."""

    wanted = Signal()
    """It is to be measured."""
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = label(tone="muted", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the reading"))
        self.act = QPushButton(self.tr("Compare meanings…"))
        self._reading = False
        self.act.clicked.connect(self._on_act)
        acts = FlowLayout()
        acts.addWidget(self.act)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SMALL)
        box.addWidget(label(self.tr("Meaning in common"), size="heading", wrap=True))
        box.addWidget(self.said)
        box.addWidget(self.progress)
        box.addLayout(acts)
        self.progress.hide()

    def show_report(self, report: Report) -> None:
        """Say what is known of a test."""
        near = report.nearness
        if near is None:
            said = self.tr("How near answers come to the expected ones in meaning, whatever their words. Not measured.")
        else:
            lacking = report.answered - len(near.cosines)
            said = self.tr("Read by {0}; the figure stands above.").format(near.embedder.model)
            if lacking > 0:
                one, more = (
                    self.tr("1 answer came later and is not in it."),
                    self.tr("{0} answers came later and are not in it."),
                )
                said = f"{said} {how_many.counted(lacking, one, more)}"
        self.said.setText(said)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the reading is."""
        self._reading = True
        self.progress.show()
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        self.said.setText(self.tr("Texts read: {0} of {1}.").format(number(done), number(total)))
        self.act.setText(self.tr("Stop reading"))

    def show_end(self, said: str = "") -> None:
        """Show that nothing is read any more, and what stood in the way, if anything did."""
        self._reading = False
        self.progress.hide()
        self.act.setText(self.tr("Compare meanings…"))
        if said:
            self.said.setText(said)

    def _on_act(self) -> None:
        (self.stop_wanted if self._reading else self.wanted).emit()
