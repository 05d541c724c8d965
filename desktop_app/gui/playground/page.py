"""The playground: models answer the same prompts, side by side."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.gui.answers.asking_page import AskingPage
from desktop_app.gui.background import Background
from desktop_app.gui.playground.comparison import Comparison
from desktop_app.gui.workspace import Workspace
from desktop_app.work.sites import Sites


class PlaygroundPage(AskingPage):
    """Decides which models are compared; the comparison itself is its content."""

    def __init__(
        self, workspace: Workspace, background: Background, sites: Sites, parent: QWidget | None = None
    ) -> None:
        super().__init__(workspace, background, sites, parent)
        self.set_title(self.tr("Compare"), self.tr("Ask several models the same, and compare what they answer."))
        self._wanted: tuple[str, str] | None = None
        self._known: dict[str, set[str]] = {}
        """The models that were offered before, by place."""
        self._again = False
        self._comparison = Comparison(workspace, background, sites)
        self._comparison.asking_changed.connect(self._on_asking)
        self.set_content(self._comparison.board, scrolls=True)
        self._ask = self.set_primary(self.tr("Ask"), self._comparison.ask)
        self.add_keys(self._ask, self._comparison.stop, lambda: self.asking)
        self.offers.changed.connect(self._on_heard)
        self.offers.ended.connect(self._on_all_heard)
        self._ask.hide()

    @property
    def comparison(self) -> Comparison:
        """Return the comparison that is the content of this page."""
        return self._comparison

    @property
    def results(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return prompt, expected answer and each column's answer, of all that every column has answered."""
        return [(p.text, p.expected, tuple(one.text for one in answers)) for p, answers in self._comparison.results]

    @property
    def models(self) -> list[str]:
        """Return the ids of the models that are compared, in their order."""
        return [voice.model for voice in self._comparison.voices]

    @property
    def asking(self) -> bool:
        """Tell whether the models are being asked."""
        return self._comparison.asking

    def show_model(self, tuned: str, site: str = "") -> None:
        """Compare this tuned model, at this place or any, with its base, as soon as both are known to be there."""
        self._wanted = (site, tuned)
        self.look()

    def showEvent(self, event: QShowEvent) -> None:
        """Look which models there are now, and how the data asks and answers."""
        super().showEvent(event)
        self._comparison.look()
        self.look()

    def look(self) -> None:
        """Look which models there are; while some are asked their columns stay, and it is looked afterwards."""
        if self.asking:
            self._again = True
            return
        self.offers.look()
        self._draw()

    def _draw(self) -> None:
        there = bool(self.offers.choices.voices)
        self._ask.setVisible(there)
        if there:
            self.show_content()
        else:
            self.show_no_models()

    def _on_heard(self) -> None:
        """Offer what a place has as soon as it is known; a slow place keeps nobody from asking the others."""
        if self.asking:
            self._again = True
        elif self.offers.choices.voices:
            self._offer()
            self._draw()

    def _on_all_heard(self) -> None:
        if self.offers.choices.voices and not self._again:  # else what is wanted waits for the look that comes
            self._wanted = None
        self._draw()

    def _offer(self) -> None:
        """Keep the models that are compared, unless one is gone, newly trained or wanted."""
        choices = self.offers.choices
        self._comparison.offer(choices)
        fresh = [
            one
            for site, one in choices.all
            if one.tuned and site.id in self._known and one.voice.model not in self._known[site.id]
        ]
        chosen = self._comparison.voices
        gone = [voice for voice in chosen if choices.find(voice.site, voice.model) is None]
        there = self._wanted is not None and choices.find(*self._wanted) is not None
        if not chosen or there or fresh or gone:
            self._comparison.compare(self.first_voices(self._wanted))
        self._known = {each.site.id: {one.voice.model for one in each.offered} for each in choices.heard}

    def _on_asking(self, asking: bool) -> None:
        self._ask.setEnabled(not asking)
        if not asking and self._again:
            self._again = False
            self.look()
