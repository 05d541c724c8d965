"""The tuned models of one place, each with what can be done with it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.remote_file import RemoteFile
from desktop_app.gui.background import Background
from desktop_app.gui.models.tuned_row import TunedRow
from desktop_app.gui.theme.spacing import SMALL
from desktop_app.providers.models import Model
from desktop_app.work import farewell
from desktop_app.work.farewell import Belongings
from desktop_app.work.sites import Site, Sites


class TunedList(QWidget):
    """Shows models, the newest first; what was deleted is taken out when the provider has said so."""

    compare_wanted = Signal(str)
    deleted = Signal(object)
    """The models that are left."""
    problem = Signal(object)
    drawn = Signal()
    """There are other rows than before; whoever knows what stands around them puts the keyboard's way in order."""

    def __init__(self, background: Background, sites: Sites, site: Site, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._sites = sites
        self._site = site
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(SMALL)

    @property
    def rows(self) -> list[TunedRow]:
        """Return the rows on show."""
        items = (self._box.itemAt(n) for n in range(self._box.count()))
        found = (item.widget() for item in items if item is not None)
        return [row for row in found if isinstance(row, TunedRow)]

    def show_models(self, models: Sequence[Model]) -> None:
        """Show these models in place of those before."""
        while (item := self._box.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for model in models:
            row = TunedRow(model, self._site, date.today())
            row.compare_wanted.connect(self.compare_wanted)
            row.question_asked.connect(lambda row=row: self._look_up(row))
            row.delete_wanted.connect(self._delete)
            self._box.addWidget(row)
        self.drawn.emit()

    def _look_up(self, row: TunedRow) -> None:
        """Find out which files were uploaded for a model."""
        self._background.run(
            row,  # with its row the answer loses its listener
            _belongings(self._sites, self._site, row.model_id),
            on_done=row.farewell.show_belongings,
            on_problem=lambda _: row.farewell.show_unknown(),
        )

    def _delete(self, model_id: str, files: Sequence[RemoteFile]) -> None:
        self._background.run(
            self,
            _delete(self._sites, self._site, model_id, files),
            on_done=self._on_deleted,
            on_problem=self.problem.emit,
        )

    def _on_deleted(self, left: list[Model]) -> None:
        """Show what is left, with the keyboard on it."""
        self.show_models(left)
        self.deleted.emit(left)
        if self.rows:
            self.rows[0].first.setFocus()


async def _belongings(sites: Sites, site: Site, model_id: str) -> Belongings:
    return await farewell.belongings(await sites.provider(site.id), model_id)


async def _delete(sites: Sites, site: Site, model_id: str, files: Sequence[RemoteFile]) -> list[Model]:
    """Delete a tuned model, with these files, and return what is left."""
    provider = await sites.provider(site.id)
    await farewell.delete(provider, model_id, files)
    return await farewell.tuned(provider)
