"""Laying out vectors in two dimensions: by principal components, and by t-SNE with openTSNE. The same every time."""

from collections.abc import Callable, Iterator
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

from desktop_app.core.closeness import BLOCK
from desktop_app.core.problem import Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAMPLE = 5000
"""So many rows t-SNE lays out itself; more would take too long on a small computer."""
_SEED = 7
_COMPONENTS = 50
"""t-SNE is given so many principal components: what is beyond them is mostly noise."""
_PERPLEXITY = 30.0
_FEWEST = 10
_EARLY, _STEPS = 250, 500
_SAID_EVERY = 25
_NEAREST = 3


def principal(matrix: "NDArray[np.float32]", count: int) -> "NDArray[np.float32]":
    """Return the first principal components of the rows; where there are fewer, the others are 0."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    mean = matrix.mean(axis=0, dtype=np.float64)
    width = matrix.shape[1]
    spread = np.zeros((width, width))
    for start in range(0, len(matrix), BLOCK):
        block = matrix[start : start + BLOCK] - mean
        spread += block.T @ block
    _, axes = np.linalg.eigh(spread)
    axes = axes[:, ::-1][:, :count]
    # Which way an axis points is left to chance by the mathematics: it points to its largest number here.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    made = np.zeros((len(matrix), count), dtype=np.float32)
    made[:, : axes.shape[1]] = (matrix - mean) @ axes
    return made


def careful(matrix: "NDArray[np.float32]") -> Iterator["tuple[int, int] | NDArray[np.float32]"]:
    """Yield how far t-SNE is (steps done, steps in all), and the two coordinates of each row at the end.

    Raise Problem("map_library_missing").
    """
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    if len(matrix) < _FEWEST:
        yield principal(matrix, 2)
        return
    chance = np.random.default_rng(_SEED)
    many = len(matrix) > SAMPLE
    sample = np.sort(chance.choice(len(matrix), SAMPLE, replace=False)) if many else np.arange(len(matrix))
    small = principal(matrix, min(_COMPONENTS, matrix.shape[1]))
    laid: NDArray[np.float32] | None = None
    for item in _tsne(small[sample]):
        if isinstance(item, int):
            yield item, _EARLY + _STEPS
        else:
            laid = item
    if laid is None:
        raise RuntimeError("t-SNE came to no end")
    yield _among(matrix, sample, laid) if many else laid


def _tsne(small: "NDArray[np.float32]") -> Iterator["int | NDArray[np.float32]"]:
    """Yield how many steps are done, and the layout at the end; it works in a thread, so that it can be told."""
    try:
        from openTSNE import TSNE  # noqa: PLC0415 - heavy, and only wanted on demand
    except ImportError as error:
        raise Problem("map_library_missing", details=str(error)) from error
    said: Queue[Any] = Queue()

    def work() -> None:
        try:
            said.put(_laid_out(TSNE, small, lambda iteration, _error, _layout: said.put(iteration)))
        except (ArithmeticError, MemoryError, RuntimeError, TypeError, ValueError) as error:
            said.put(error)

    Thread(target=work, name="t-SNE", daemon=True).start()
    total = before = 0
    while True:
        item = said.get()
        if isinstance(item, int):
            total += _SAID_EVERY if item > before or item == _SAID_EVERY else 0
            before = item
            yield min(total, _EARLY + _STEPS)
        elif isinstance(item, Exception):
            raise item
        else:
            import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

            yield np.asarray(item, dtype=np.float32)
            return


def _laid_out(tsne: Any, small: "NDArray[np.float32]", stepped: Callable[..., None]) -> Any:  # noqa: ANN401 - no types
    """Return t-SNE's layout; `stepped` is called now and then with the number of the step, from 1 in each phase."""
    return tsne(
        perplexity=min(_PERPLEXITY, (len(small) - 1) / 3),
        initialization="pca",
        early_exaggeration_iter=_EARLY,
        n_iter=_STEPS,
        neighbors="exact",
        negative_gradient_method="bh" if len(small) < 3000 else "fft",
        random_state=_SEED,
        n_jobs=1,
        callbacks=stepped,
        callbacks_every_iters=_SAID_EVERY,
    ).fit(small)


def _among(
    matrix: "NDArray[np.float32]", sample: "NDArray[np.int64]", laid: "NDArray[np.float32]"
) -> "NDArray[np.float32]":
    """Return the layout of all rows: those of the sample as they lie, each other one among its nearest of them."""
    import numpy as np  # noqa: PLC0415 - heavy, and only wanted on demand

    known = matrix[sample]
    made = np.zeros((len(matrix), 2), dtype=np.float32)
    for start in range(0, len(matrix), BLOCK):
        likeness = matrix[start : start + BLOCK] @ known.T
        best = np.argpartition(-likeness, _NEAREST - 1, axis=1)[:, :_NEAREST]
        weight = np.exp(20.0 * np.take_along_axis(likeness, best, axis=1))
        weight /= weight.sum(axis=1, keepdims=True)
        made[start : start + BLOCK] = (laid[best] * weight[:, :, None]).sum(axis=1)
    scatter = np.random.default_rng(_SEED).normal(scale=0.004 * float(np.ptp(laid)), size=made.shape)
    made += scatter.astype(np.float32)  # else rows with the same words lie on top of each other
    made[sample] = laid
    return made
