"""What the answers of one model cost while they come, and whether that is as much as they may."""

from dataclasses import dataclass

from desktop_app.core.answer import Answer
from desktop_app.core.batch import Batch, Cell, Voice, request
from desktop_app.core.problem import Problem
from desktop_app.core.target import Price
from desktop_app.work.asking_cost import tokens_of_question, tokens_of_text
from desktop_app.work.bookkeeping import dollars_of, price_of
from desktop_app.work.sites import Sites


@dataclass(frozen=True, slots=True)
class Enough:
    """Nothing more is asked: the answers have cost what they may, in dollars; `left` answers are still wanted.

    What a place does not count is reckoned: then they have cost about so much.
    """

    dollars: float
    left: int


class Purse:
    """Counts what the answers of a batch's model cost; `most` dollars may be spent (None: any sum)."""

    def __init__(self, sites: Sites, batch: Batch, most: float | None = None) -> None:
        """Begin with nothing spent; raise Problem("limit_no_price") for a limit that nobody could keep."""
        voice = batch.columns[0].voice
        if most is not None:
            must_be_priced(sites, voice)
        self._free, self._price = _terms(sites, voice)
        self._batch = batch
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

    def pay(self, cell: Cell, answer: Answer) -> None:
        """Count the answer of a cell in; towards the limit it counts as about what it costs where nobody told."""
        cost = self.price(answer)
        if cost is None:
            self._known = False
            cost = self._about(cell, answer)
        self._spent += cost

    def enough(self, left: int) -> Enough | None:
        """Return that nothing more may be spent, while so many answers are wanted; None where more may, or none is."""
        if self._most is None or self._spent < self._most or not left:
            return None
        return Enough(self._spent, left)

    def _about(self, cell: Cell, answer: Answer) -> float:
        """Return about what an answer costs whose tokens the place did not count: some never do."""
        asked = answer.prompt_tokens or tokens_of_question(request(self._batch, cell).question)
        return dollars_of(self._price, asked, answer.tokens or tokens_of_text(answer.text)) or 0.0


def must_be_priced(sites: Sites, voice: Voice) -> None:
    """Raise Problem("limit_no_price") where nobody knows what answers cost: no limit in dollars can be kept there."""
    free, price = _terms(sites, voice)
    there = sites.site(voice.site) is not None  # of a place that is gone it is said otherwise
    if there and not free and dollars_of(price, 1, 1) is None:
        raise Problem("limit_no_price", model=voice.model)


def _terms(sites: Sites, voice: Voice) -> tuple[bool, Price | None]:
    """Return whether answers are free, and what they cost if that is known."""
    site, books = sites.site(voice.site), sites.books(voice.site)
    if site is None:
        return False, None
    return site.here or (books is not None and not books.counts), price_of(site.profile, voice.model)
