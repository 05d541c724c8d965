"""The plan of a former training, to be used again as it was or with what the coach advises changed."""

from dataclasses import replace

from desktop_app.core.advice import Act, Advice
from desktop_app.core.job import Job, Plan

_RATE = "learning_rate"
_MULTIPLIER = "learning_rate_multiplier"


def again(plan: Plan, job: Job, advice: Advice | None = None) -> Plan:
    """Return the plan of this job, its rate or its number of passes changed as advised.

    What was left automatic counts as what the provider made of it; where nobody knows that, the automatic rate is taken
    as one.
    """
    if advice is not None and advice.act is Act.PASSES:
        return replace(plan, epochs=int(advice.value))
    if advice is None or advice.act is not Act.RATE:
        return plan
    if _RATE in plan.more:
        return replace(plan, more={**plan.more, _RATE: plan.more[_RATE] * advice.value})
    resolved = job.settings.get(_MULTIPLIER)
    told = float(resolved) if isinstance(resolved, int | float) else 1.0
    rate = plan.learning_rate_multiplier if plan.learning_rate_multiplier is not None else told
    return replace(plan, learning_rate_multiplier=rate * advice.value)
