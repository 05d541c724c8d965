"""Prices in words and figures: as they stand in a table, as they are typed, and in a sentence."""

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.core.target import Price
from desktop_app.gui.theme.say import day
from desktop_app.gui.widgets.amounts import number
from desktop_app.work.price_list import PriceLine

translate = QCoreApplication.translate
_CENTS = 2
NOTHING = "–"
"""Stands in a table where nobody knows a price."""


def figure(dollars: float | None) -> str:
    """Return a price as it stands in a table: with its cents, and what is less than a cent as well."""
    if dollars is None:
        return NOTHING
    return number(dollars, _CENTS) if round(dollars, _CENTS) == dollars else typed(dollars)


def typed(dollars: float | None) -> str:
    """Return a price as a person would type it: without noughts, and without signs between thousands."""
    if dollars is None:
        return ""
    here = QLocale()
    here.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    return here.toString(float(dollars), "f", QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value)


def about(line: PriceLine) -> str:
    """Return where a price is from, and what TuneDesk would reckon with if it were not for the user's own list."""
    price, ours = line.price, line.ours
    if not line.changed:
        return _from(price) if price is not None else translate("PriceWords", "TuneDesk does not know this price.")
    said = [_yours(price)]
    if ours is not None:
        words = translate("PriceWords", "What TuneDesk came with: {0}. {1}")
        said.append(words.format(_in_passing(ours), _from(ours)))
    return " ".join(said)


def _yours(price: Price | None) -> str:
    if price is None:
        return translate("PriceWords", "Your own list takes this price away.")
    return translate("PriceWords", "This is your own price, of {0} (source: {1}).").format(
        day(price.as_of), price.source
    )


def _from(price: Price) -> str:
    return translate("PriceWords", "Read on {0}. Source: {1}").format(day(price.as_of), price.source)


def _in_passing(price: Price) -> str:
    """Return what a price consists of, in a row."""
    told = (
        (translate("PriceWords", "training ${0}"), price.training),
        (translate("PriceWords", "input ${0}"), price.input),
        (translate("PriceWords", "output ${0}"), price.output),
        (translate("PriceWords", "cached input ${0}"), price.cached_input),
    )
    return ", ".join(words.format(figure(dollars)) for words, dollars in told if dollars is not None)
