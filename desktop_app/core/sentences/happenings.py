"""What happens to a training, in plain words beside the provider's own."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
    "happened.cancelled": "The training was cancelled.",
    "happened.checkpoint": "The model was kept as it was after step {step} (checkpoint).",
    "happened.costs": "The provider names the price: {cost}",
    "happened.created": "The training was set up.",
    "happened.done": "The training is finished.",
    "happened.interrupted": "The training was interrupted and goes on from step {step}.",
    "happened.model": "The tuned model is ready: {model}",
    "happened.moderation": "The provider checks the model against its rules of use.",
    "happened.pass": "Pass {epoch} of {epochs} over the rows (epoch) is done.",
    "happened.paused": "The training was paused.",
    "happened.queued": "The rows are in order. The training waits for its turn.",
    "happened.results": "The table of measurements was put down (results file).",
    "happened.resumed": "The training was told to go on.",
    "happened.started": "The training began.",
    "happened.step": "Step {step} of {steps} is done.",
    "happened.stopped_early": "The training stopped early: the validation loss did not get better any more.",
    "happened.validating": "The rows are checked.",
    "happened.went_on": "The training goes on where it was.",
}
