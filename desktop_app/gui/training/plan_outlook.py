"""What a training will take, said before it starts: rows, tokens, money, time, room, and what leaves this computer."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from desktop_app.core.example import Part
from desktop_app.core.target import Price
from desktop_app.core.text import Text
from desktop_app.gui.theme.say import day, say
from desktop_app.gui.theme.spacing import LARGE, MEDIUM, SMALL
from desktop_app.gui.training import plan_words
from desktop_app.gui.widgets import how_many
from desktop_app.gui.widgets.amounts import duration, memory, number, size
from desktop_app.gui.widgets.banner import Banner
from desktop_app.gui.widgets.label import label
from desktop_app.providers.local import Hardware
from desktop_app.work import trainable
from desktop_app.work.outlook import Outlook
from desktop_app.work.sites import Site

_WAITING = "…"
_NARROW_LETTERS = 60


class Fact(QWidget):
    """A name and what there is to say about it, beside it or below it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = label(name, tone="muted")
        self.name.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.said = label(_WAITING, wrap=True)
        self.said.setMinimumHeight(1)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(MEDIUM)
        self._box.addWidget(self.name)
        self._box.addWidget(self.said, 1)

    def tell(self, said: str) -> None:
        """Say something else."""
        self.said.setText(said or _WAITING)
        self.setAccessibleName(f"{self.name.text()}: {self.said.text()}")

    def stand(self, width: int, *, below: bool) -> None:
        """Take so much room for the name, or put what is said below it."""
        way = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        self._box.setDirection(way)
        self._box.setSpacing(0 if below else MEDIUM)
        self.name.setFixedWidth(width) if not below else self.name.setMaximumWidth(16_777_215)


class PlanOutlook(QFrame):
    """What deserves attention, and below it lines that stay while what they say changes."""

    data_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.rows = Fact(self.tr("Rows"))
        self.tokens = Fact(self.tr("Tokens"))
        self.cost = Fact(self.tr("Cost"))
        self.time = Fact(self.tr("Time"))
        self.leaving = Fact(self.tr("What is sent"))
        self.facts = (self.rows, self.tokens, self.cost, self.time, self.leaving)
        self.problems = Banner()
        self.warnings = Banner()
        self.private = Banner()
        self.advice = Banner()
        self.private.set_button(self.tr("Look at them"), self.data_wanted.emit)
        self.problems.set_button(self.tr("Go to the data"), self.data_wanted.emit)
        self._title = label(self.tr("What this will take"), size="heading", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(LARGE, LARGE, LARGE, LARGE)
        box.setSpacing(SMALL)
        box.addWidget(self._title)
        for part in (self.problems, self.private, self.warnings, *self.facts, self.advice):
            box.addWidget(part)
        for banner in (self.problems, self.warnings, self.private, self.advice):
            banner.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what is said below its name where there is little room."""
        super().resizeEvent(event)
        below = self.width() < self.fontMetrics().averageCharWidth() * _NARROW_LETTERS
        widest = max(fact.name.sizeHint().width() for fact in self.facts)
        for fact in self.facts:
            fact.stand(widest, below=below)

    def wait(self, counted: Outlook | None, site: Site, progress: str) -> None:
        """Say what is known while the rows are still being weighed: their number, and what does not hang on them."""
        if counted is not None:
            self.rows.tell(self._rows(counted.counts))
        self.tokens.tell(progress)
        self.cost.tell(self._cost(counted, site) if counted is not None and site.here else "")
        self.time.tell(self._time(counted, site, None) if counted is not None else "")
        self.leaving.tell(self._leaving(counted, site) if counted is not None and site.here else "")
        for banner in (self.problems, self.private, self.advice):
            banner.hide()

    def show_outlook(self, found: Outlook, site: Site, hardware: Hardware | None, *, measuring: bool = False) -> None:
        """Say what a training will take; `measuring` tells that steps are being tried to know it better."""
        self.rows.tell(self._rows(found.counts))
        self.tokens.tell(self._tokens(found))
        self.cost.tell(self._cost(found, site))
        trying = self.tr("A few steps are being tried to know it better.") if measuring else ""
        self.time.tell(f"{self._time(found, site, hardware)} {trying}".strip())
        self.leaving.tell(self._leaving(found, site))
        self._tell_banners(found)

    def _tell_banners(self, found: Outlook) -> None:
        _tell(self.problems, found.problems, "problem")
        _tell(self.warnings, found.warnings, "attention")
        cut = [self._cut(found)] if found.cut else []
        self.advice.tell("\n".join([*cut, *map(say, found.advice)]), "attention" if cut else "note")
        self.advice.setVisible(bool(cut or found.advice))
        private = found.leaving.private if found.leaving is not None else ()
        if private:
            kinds = ", ".join(plan_words.private(finding) for finding in private)
            said = self.tr("Personal data or keys in the rows that are sent: {0}.").format(kinds)
            self.private.tell(said, "attention")
        self.private.setVisible(bool(private))

    def _rows(self, counts: Mapping[Part, int]) -> str:
        rows, checked, aside = (counts.get(part, 0) for part in (Part.TRAINING, Part.VALIDATION, Part.TEST))
        one = self.tr("The model learns from 1 training row.")
        said = [how_many.counted(rows, one, self.tr("The model learns from {0} training rows."))]
        if checked:
            one = self.tr("1 validation row shows whether it learns more than the rows by heart.")
            more = self.tr("{0} validation rows show whether it learns more than the rows by heart.")
            said.append(how_many.counted(checked, one, more))
        if aside:
            one = self.tr("1 test row stays aside for comparing answers.")
            said.append(how_many.counted(aside, one, self.tr("{0} test rows stay aside for comparing answers.")))
        return " ".join(said)

    def _tokens(self, found: Outlook) -> str:
        about = self.tr("{0}") if found.exact else self.tr("about {0}")
        said = self.tr("The training rows have {0} tokens (pieces of words); {1} passes read {2}.")
        if found.epochs == 1:
            said = self.tr("The training rows have {0} tokens (pieces of words), read once.")
        once, all_ = (about.format(number(count)) for count in (found.tokens, found.tokens * found.epochs))
        said = said.format(once, number(found.epochs), all_)
        if not found.exact:
            said += " " + self.tr("They are estimated: this model's own word list is not here.")
        return said

    def _cut(self, found: Outlook) -> str:
        one = self.tr("1 row is longer than {1} tokens (it has {2}); the model would not see what goes beyond.")
        more = self.tr("{0} rows are longer than {1} tokens (up to {2}); the model would not see what goes beyond.")
        return how_many.counted(found.cut, one, more, number(found.limit or 0), number(found.longest))

    def _cost(self, found: Outlook, site: Site) -> str:
        if site.here:
            return self.tr("Free of charge.")
        if found.price is None and trainable.ours(site.profile):
            return self.tr("Free of charge, unless the owner of that computer asks for something.")
        if found.price is None or found.dollars is None:
            return self.tr("Nobody told TuneDesk what this place charges. Look at its price list before you start.")
        dollars = found.dollars
        least = self.tr("Less than ${0}.").format(number(plan_words.LEAST_DOLLARS, 2))
        said = least if dollars < plan_words.LEAST_DOLLARS else self.tr("About ${0}.").format(number(dollars, 2))
        if not found.settled:
            said += " " + self.tr("More, if the provider chooses more passes.")
        return f"{said} {self._from(found.price)}"

    def _from(self, price: Price) -> str:
        words = self.tr("${0} for a million tokens as of {1} (source: {2}).")
        return words.format(number(price.training or 0.0, 2), day(price.as_of), price.source)

    def _time(self, found: Outlook, site: Site, hardware: Hardware | None) -> str:
        if not site.here and found.seconds is not None:
            said = self.tr(
                "It will take {0} at {1}, as a few steps tried there show. You may close the window meanwhile."
            )
            return said.format(duration(found.seconds), plan_words.place_name(site))
        if not site.here:
            return self.tr("{0} tells once the training runs. You may close the window meanwhile.").format(
                plan_words.place_name(site)
            )
        if hardware is None:
            return ""
        if found.seconds is None:
            said = self.tr("It runs on this computer's graphics processor; the time is measured as soon as it runs.")
        elif found.measured:
            said = self.tr("It will take {0}, measured on this computer by a few steps that were tried.").format(
                duration(found.seconds)
            )
        else:
            said = self.tr("It will take {0} on this computer ({1} processor cores, {2} of memory).").format(
                duration(found.seconds), number(hardware.cores), memory(hardware.memory)
            )
        if found.disk is None:
            return said
        if found.memory is not None:
            room = self.tr("It needs about {0} of memory, and {1} on the disk ({2} are free).")
            return f"{said} {room.format(memory(found.memory), size(found.disk), size(hardware.disk_free))}"
        room = self.tr("It needs about {0} on the disk ({1} are free).")
        return f"{said} {room.format(size(found.disk), size(hardware.disk_free))}"

    def _leaving(self, found: Outlook, site: Site) -> str:
        leaving = found.leaving
        if leaving is None:
            return self.tr("Everything stays on this computer: neither your rows nor the model are sent anywhere.")
        said = self.tr("{0}, about {1}, to {2}.").format(
            how_many.rows(leaving.rows), size(leaving.bytes), leaving.host or plan_words.place_name(site)
        )
        return f"{said} {say(leaving.said)}" if leaving.said is not None else said


def _tell(banner: Banner, said: Sequence[Text], kind: str) -> None:
    banner.tell("\n".join(map(say, said)), kind)
    banner.setVisible(bool(said))
