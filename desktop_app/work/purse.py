"""What the answers of one model cost while they come, and whether that is as much as they may."""

from dataclasses import dataclass

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Voice
from desktop_app.work.bookkeeping import dollars_of, price_of
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class Enough:
    """Nothing more is asked: the answers have cost what they may, in dollars; `left` answers are still wanted."""

    dollars: float
    left: int


class Purse:
    """Counts what was spent; `most` dollars may be (None: any sum)."""

    def __init__(self, sites: Sites, voice: Voice, most: float | None = None) -> None:
        site, books = sites.site(voice.site), sites.books(voice.site)
        self._free = site is not None and (site.here or (books is not None and not books.counts))
        self._price = price_of(site.profile, voice.model) if site is not None else None
        self._most = most
        self._known = True
        self._spent = 0.0

    @property
    def dollars(self) -> float | None:
        """Return what was spent; None where that is not known of all answers."""
        return self._spent if self._known else None

    def price(self, answer: Answer) -> float | None:
        """Return what an answer cost; None where nobody knows."""
        return 0.0 if self._free else dollars_of(self._price, answer.prompt_tokens, answer.tokens)

    def pay(self, answer: Answer) -> None:
        """Count an answer in."""
        cost = self.price(answer)
        self._known = self._known and cost is not None
        self._spent += cost or 0.0

    def enough(self, left: int) -> Enough | None:
        """Return that nothing more may be spent, while so many answers are wanted; None where more may, or none is."""
        if self._most is None or self._spent < self._most or not left:
            return None
        return Enough(self._spent, left)
