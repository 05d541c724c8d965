"""How often the examples are gone through when nobody says otherwise."""

_TARGET_EPOCHS, _FEW, _MANY, _MOST_EPOCHS = 3, 100, 25_000, 25


def auto_epochs(rows: int) -> int:
    """Return how many passes "automatic" means: three, more for very few rows, fewer for very many.

    This is the published rule of OpenAI's cookbook (10 rows: 10 passes, 33: 3, 9,000: 2, 30,000: 1), which the engine
    follows as well.
    """
    if rows * _TARGET_EPOCHS < _FEW:
        return min(_MOST_EPOCHS, max(1, _FEW // max(1, rows)))
    if rows * _TARGET_EPOCHS > _MANY:
        return max(1, _MANY // rows)
    return _TARGET_EPOCHS
