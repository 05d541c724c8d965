"""What a plan takes by a few real steps, where our engine trains; nothing is measured anywhere else."""

from desktop_app.core.example import Part
from desktop_app.core.job import Plan
from desktop_app.core.target import Method
from desktop_app.providers import estimating
from desktop_app.providers.estimating import Estimate, Rows
from desktop_app.work import trainable
from desktop_app.work.outlook import Outlook
from desktop_app.work.sites import Site, Sites


def rows_of(site: Site, plan: Plan, found: Outlook) -> Rows | None:
    """Return what is to be learned by a plan, as it is measured; None where there is nothing to measure."""
    count = found.counts.get(Part.TRAINING, 0)
    if not (trainable.ours(site.profile) and plan.base_model and count and found.tokens) or found.problems:
        return None
    longest = min(found.longest, found.limit) if found.limit else found.longest
    # Of a pair the engine reads the question with each answer; our count has both sides in one.
    sides = 2 if plan.method is Method.PREFERENCE else 1
    tokens, longest = -(-found.tokens // sides), -(-longest // sides)
    return Rows(count, tokens, max(longest, -(-tokens // count)))


async def measured(sites: Sites, plan: Plan, rows: Rows) -> Estimate:
    """Return what a plan takes; raise a Problem where that cannot be measured now."""
    return await estimating.estimate(await sites.provider(plan.connection), plan, rows)
