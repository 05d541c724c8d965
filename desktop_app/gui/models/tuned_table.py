"""The tuned models and checkpoints of this computer as a table."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.gui.widgets.amounts import moment
from desktop_app.gui.widgets.model_name import base_of, model_name
from desktop_app.providers.models import Model

_Index = QModelIndex | QPersistentModelIndex


class TunedTable(QAbstractTableModel):
    """One row a model, the newest first: its name, what it is, its base model and when it was made."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models: list[Model] = []
        self._titles = (self.tr("Name"), self.tr("Kind"), self.tr("Base model"), self.tr("Made"))

    def set_models(self, models: list[Model]) -> None:
        """Show these models."""
        self.beginResetModel()
        self._models = models
        self.endResetModel()

    def model(self, row: int) -> Model | None:
        """Return the model of a row, if there is such a row."""
        return self._models[row] if 0 <= row < len(self._models) else None

    def row_of(self, model_id: str) -> int:
        """Return the row of a model; the first one where it is not listed."""
        return next((row for row, model in enumerate(self._models) if model.id == model_id), 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of models."""
        return 0 if parent.isValid() else len(self._models)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text; the tool tip is the model's whole id."""
        if not index.isValid():
            return None
        model = self._models[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return model.id
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        kind = self.tr("Checkpoint, part-way") if model.checkpoint else self.tr("Tuned model")
        return (model_name(model.id), kind, base_of(model.id), moment(model.created))[index.column()]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a column's title."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._titles[section]
        return None
