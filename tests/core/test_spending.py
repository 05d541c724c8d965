"""What was spent, summed up by month and place."""

from datetime import UTC, datetime

from desktop_app.core.spending import Spending, Spent, Sum, sums


def entry(month: int, connection: str, dollars: float | None, tokens: int = 10) -> Spending:
    time = datetime(2026, month, 28, 23, 59, tzinfo=UTC).timestamp()
    return Spending(time, connection, "m", Spent.ANSWERS, tokens, 2 * tokens, dollars)


def test_the_newest_month_comes_first_and_what_has_no_price_is_counted_apart():
    found = sums(
        [entry(1, "b", 1.5), entry(2, "b", None), entry(1, "a", 0.25), entry(1, "b", 2.0), entry(1, "b", None)]
    )
    assert found == [
        Sum("2026-02", "b", 0.0, 30, 1),
        Sum("2026-01", "a", 0.25, 30, 0),
        Sum("2026-01", "b", 3.5, 90, 1),
    ]
    assert sums([]) == []
