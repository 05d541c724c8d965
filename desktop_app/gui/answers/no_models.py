"""What one can do where there is no model to ask yet: fetch one, connect to a provider, or train one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_app.core.job import STARTER
from desktop_app.core.problem import Problem
from desktop_app.gui.background import Background
from desktop_app.gui.theme.spacing import LARGE, MEDIUM
from desktop_app.gui.widgets.fetch_model import FetchModel
from desktop_app.gui.widgets.label import Picture, label
from desktop_app.providers.local import BaseModel
from desktop_app.work.sites import Sites


class NoModels(QWidget):
    """Three ways to a model, the shortest first."""

    ready = Signal(str)
    """A model was fetched, and can be asked."""
    provider_wanted = Signal()
    training_wanted = Signal()

    def __init__(self, background: Background, sites: Sites, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._engine = sites.engine
        said = label(self.tr("There is no model to ask yet. Any of these leads to one:"), size="strong", wrap=True)
        self.fetch = FetchModel(background, sites)
        self.fetch.ready.connect(self.ready)
        self.fetch.hide()
        self._provider = QPushButton(self.tr("Connect to a provider"))
        self._provider.clicked.connect(self.provider_wanted)
        self._train = QPushButton(self.tr("Train a model"))
        self._train.clicked.connect(self.training_wanted)
        box = QVBoxLayout(self)
        box.setSpacing(MEDIUM)
        box.addWidget(Picture("messages-square", 48, "muted"), 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(said)
        box.addWidget(self.fetch)
        for words, button in (
            (self.tr("Models of a provider answer over the internet, with a key of your own."), self._provider),
            (self.tr("A model that learned from your data answers as your data does."), self._train),
        ):
            box.addSpacing(LARGE)
            box.addWidget(label(words, wrap=True))
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(1)

    def look(self) -> None:
        """Find out which model can be fetched; where the engine does not say, the other ways stay."""

        def no_engine(_: Problem) -> None:
            self.fetch.hide()

        self._background.run(self, self._engine.base_models(), on_done=self._offer, on_problem=no_engine)

    def _offer(self, models: list[BaseModel]) -> None:
        away = [model for model in models if not model.ready]
        first = next((model for model in away if model.id == STARTER), away[0] if away else None)
        self.fetch.setVisible(first is not None)
        if first is not None:
            self.fetch.show_model(first)
