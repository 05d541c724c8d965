"""Hostile texts of all scripts are counted by us and by tiktoken itself, with both vocabularies, without a network."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from desktop_app.tokens import vocabularies
from desktop_app.tokens.texts import Texts
from tests.campaigns.campaign import Campaign, Round, must
from tests.tokens.hostile import hostile_text
from tests.tokens.reference import VOCABULARIES, no_network, reference

TEXTS_A_ROUND = 1000


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Lend the round."""
    with no_network():
        yield one_round


def one_round(chance: Random) -> Counter[str]:
    """Count a thousand texts in each way and compare."""
    texts = [hostile_text(chance) for _ in range(TEXTS_A_ROUND)]
    counted: Counter[str] = Counter(texts=len(texts))
    for name in vocabularies.NAMES:
        theirs = [len(reference(name).encode_ordinary(text)) for text in texts]
        vocabulary = vocabularies.load(name, VOCABULARIES)
        _must_agree(texts, theirs, vocabulary.lengths(texts), f"{name}, plain")
        counted[f"tokens of {name}"] += sum(theirs)
        faster = Texts(vocabulary, faster_after=0)
        lengths = faster.lengths(texts)
        _must_agree(texts, theirs, [lengths[text] for text in texts], f"{name}, accelerated")
        counted[f"accelerated texts of {name}"] += len(texts) * faster.accelerated
    return counted


def _must_agree(texts: list[str], theirs: list[int], ours: list[int], how: str) -> None:
    for text, wanted, found in zip(texts, theirs, ours, strict=True):
        must(wanted == found, f"{how}: {found} tokens instead of {wanted} for {text[:200]!r} ({len(text)} characters)")


CAMPAIGN = Campaign(
    name="token_counts",
    proves=(
        "On hostile texts of all scripts our token counts are those of tiktoken, with both vocabularies, with and "
        "without the faster library, and without a network."
    ),
    rounds=20,
    playing=playing,
    made_of=("tiktoken",),
)
