"""A price that a person types is read in the way of their language, or it is said why not."""

import pytest

from desktop_app.core.typed_price import MOST, Unread, read_price

POINT, COMMA, ARABIC = ".", ",", "٫"


@pytest.mark.parametrize(
    ("typed", "decimal", "meant"),
    [
        ("5", POINT, 5.0),
        ("0", COMMA, 0.0),
        (" 0.075 ", POINT, 0.075),
        ("0,075", COMMA, 0.075),
        ("0.075", COMMA, 0.075),  # no thousands begin with 0
        (",5", COMMA, 0.5),
        ("2,5", COMMA, 2.5),
        ("2.5", COMMA, 2.5),
        ("2,5", POINT, 2.5),
        ("$3.20", POINT, 3.2),
        ("3,20 $", COMMA, 3.2),
        ("US$ 12", POINT, 12.0),
        ("12 usd", POINT, 12.0),
        ("1.234", POINT, 1.234),
        ("1,234", COMMA, 1.234),
        ("1,234.5", COMMA, 1234.5),
        ("1.234,50", POINT, 1234.5),
        ("1\u202f234,5", COMMA, 1234.5),
        ("٣٫٥", ARABIC, 3.5),
        (str(int(MOST)), POINT, MOST),
    ],
)
def test_a_price_is_read_with_a_comma_or_a_point(typed, decimal, meant):
    assert read_price(typed, decimal) == meant


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0"])
def test_an_empty_field_is_no_price_and_no_mistake(typed):
    assert read_price(typed, POINT) is None


@pytest.mark.parametrize(
    ("typed", "decimal", "why"),
    [
        ("five", POINT, Unread.NO_NUMBER),
        ("$", POINT, Unread.NO_NUMBER),
        ("-", POINT, Unread.NO_NUMBER),
        (".", POINT, Unread.NO_NUMBER),
        ("1,2,3", POINT, Unread.NO_NUMBER),
        ("1.2.3", COMMA, Unread.NO_NUMBER),
        ("1,23.4", POINT, Unread.NO_NUMBER),
        ("1e3", POINT, Unread.NO_NUMBER),
        ("nan", POINT, Unread.NO_NUMBER),
        ("inf", POINT, Unread.NO_NUMBER),
        ("5 euros", POINT, Unread.NO_NUMBER),
        ("-1", POINT, Unread.NEGATIVE),
        ("−0,5", COMMA, Unread.NEGATIVE),
        ("1.234", COMMA, Unread.TWO_WAYS),
        ("1,234", POINT, Unread.TWO_WAYS),
        ("100001", POINT, Unread.TOO_MUCH),
        ("9" * 400, POINT, Unread.TOO_MUCH),
    ],
)
def test_what_is_no_price_is_told_apart(typed, decimal, why):
    assert read_price(typed, decimal) is why
