"""`python -m tests.campaigns NAME --seed N [--rounds R]`: long proofs by chance, which can be interrupted and gone on.

The result lies in docs/campaigns/NAME.json; the exit status is 1 if anything broke.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random

from tests.campaigns import (
    asking,
    assistive,
    cluster,
    editor_kills,
    editor_user,
    engine_kills,
    engine_load_kills,
    exporting,
    learning,
    making,
    meaning,
    mutants,
    oracle,
    packages,
    reading_fuzz,
    rescue,
    rings,
    round_trips,
    store_kills,
    testing_kills,
    token_counts,
    training_kills,
    voting,
    watch_kills,
    window_kills,
    worker_kills,
)
from tests.campaigns.campaign import BrokenError, Campaign
from tests.campaigns.record import Record, load

RESULTS = Path(__file__).resolve().parents[2] / "docs" / "campaigns"
CAMPAIGNS = {
    each.name: each
    for each in (
        store_kills.CAMPAIGN,
        editor_user.CAMPAIGN,
        editor_kills.CAMPAIGN,
        worker_kills.CAMPAIGN,
        engine_kills.CAMPAIGN,
        engine_load_kills.CAMPAIGN,
        exporting.CAMPAIGN,
        cluster.PROCESSES,
        cluster.CLUSTER,
        learning.CAMPAIGN,
        meaning.CAMPAIGN,
        meaning.AFRESH,
        training_kills.CAMPAIGN,
        watch_kills.CAMPAIGN,
        window_kills.CAMPAIGN,
        token_counts.CAMPAIGN,
        oracle.CAMPAIGN,
        mutants.CAMPAIGN,
        reading_fuzz.CAMPAIGN,
        round_trips.CAMPAIGN,
        rescue.CAMPAIGN,
        rings.RINGS,
        rings.EVERYTHING,
        packages.CAMPAIGN,
        asking.CAMPAIGN,
        assistive.CAMPAIGN,
        making.CAMPAIGN,
        voting.CAMPAIGN,
        testing_kills.CAMPAIGN,
    )
}


def main(arguments: list[str] | None = None) -> int:
    """Play what is named on the command line."""
    given = _parser().parse_args(arguments)
    if given.list or given.name is None:
        for each in CAMPAIGNS.values():
            print(f"{each.name} ({each.rounds} rounds)\n    {each.proves}")
        return 0
    campaign = CAMPAIGNS[given.name]
    result = given.results / f"{campaign.name}.json"
    if given.anew:
        result.unlink(missing_ok=True)
    record = play(campaign, given.seed, given.rounds or campaign.rounds, result)
    return 1 if record.broken else 0


def play(campaign: Campaign, seed: int, rounds: int, result: Path) -> Record:
    """Play the rounds that are still to come up to round `rounds`, keep the record after each, and return it."""
    result.parent.mkdir(parents=True, exist_ok=True)
    record = load(result, campaign, seed)
    print(f"{campaign.name}: {campaign.proves}\n{record.rounds_done} of {rounds} rounds are done.", flush=True)
    if record.rounds_done >= rounds:
        return record
    with tempfile.TemporaryDirectory(prefix="campaign-") as folder, campaign.playing(Path(folder)) as one_round:
        while record.rounds_done < rounds:
            number = record.rounds_done + 1
            try:
                counted = one_round(Random(f"{campaign.name}:{seed}:{number}"))
            except BrokenError as broken:
                record.add_broken(str(broken))
                print(f"round {number}: BROKEN: {broken}", flush=True)
            else:
                record.add(counted)
                print(f"round {number}: " + ", ".join(f"{k} {v}" for k, v in sorted(counted.items())), flush=True)
            record.write(result)
    print(f"in all: {dict(record.counted)}, {len(record.broken)} rounds broken", flush=True)
    return record


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns", description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="?", choices=CAMPAIGNS, help="the campaign to play")
    parser.add_argument("--seed", type=int, default=1, help="where chance begins (default: 1)")
    parser.add_argument("--rounds", type=int, help="rounds in all, those done before counted in")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the folder of the results")
    parser.add_argument("--anew", action="store_true", help="forget the rounds done before")
    parser.add_argument("--list", action="store_true", help="say what each campaign proves")
    return parser


if __name__ == "__main__":
    sys.exit(main())
