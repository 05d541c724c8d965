"""The states of a training in words, with an icon and a tone for each."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.job import Job, JobStatus
from desktop_app.gui.widgets.amounts import number

LOOKS = {
    JobStatus.VALIDATING: ("search", "muted"),
    JobStatus.QUEUED: ("clock", "muted"),
    JobStatus.RUNNING: ("activity", "accent"),
    JobStatus.PAUSED: ("pause", "attention"),
    JobStatus.SUCCEEDED: ("circle-check", "good"),
    JobStatus.FAILED: ("octagon-x", "problem"),
    JobStatus.CANCELLED: ("circle-x", "muted"),
    JobStatus.UNKNOWN: ("circle-question-mark", "muted"),
}
"""Icon and tone of each state."""


def state(status: JobStatus) -> str:
    """Return the state in a word or two."""
    translate = QCoreApplication.translate
    return {
        JobStatus.VALIDATING: translate("TrainingWords", "Checking the rows"),
        JobStatus.QUEUED: translate("TrainingWords", "Waiting for its turn"),
        JobStatus.RUNNING: translate("TrainingWords", "Training"),
        JobStatus.PAUSED: translate("TrainingWords", "Paused"),
        JobStatus.SUCCEEDED: translate("TrainingWords", "Finished"),
        JobStatus.FAILED: translate("TrainingWords", "Stopped by a problem"),
        JobStatus.CANCELLED: translate("TrainingWords", "Cancelled"),
        JobStatus.UNKNOWN: translate("TrainingWords", "In a state TuneDesk does not know"),
    }[status]


def in_passing(job: Job, step: int) -> str:
    """Return in a few words how far a training is, for those who look at something else."""
    translate = QCoreApplication.translate
    if job.status is JobStatus.RUNNING and job.total_steps:
        said = translate("TrainingWords", "Training: step {0} of {1}")
        return said.format(number(step), number(job.total_steps))
    return state(job.status)


def farewell(status: JobStatus) -> str:
    """Return what is said at the end of a training to those who look at something else; empty for a cancelled one."""
    translate = QCoreApplication.translate
    return {
        JobStatus.SUCCEEDED: translate("TrainingWords", "The training is finished. Compare the answers in Playground."),
        JobStatus.FAILED: translate("TrainingWords", "The training was stopped by a problem. Training says which."),
    }.get(status, "")


def outlook(job: Job) -> str:
    """Return in one sentence what the state means and what can be done."""
    translate = QCoreApplication.translate
    if job.status is JobStatus.FAILED:
        reason = job.error or translate("TrainingWords", "The engine gave no reason.")
        return translate(
            "TrainingWords",
            "{0}\nYour rows and everything measured are kept. Change what the sentence names, then start a new "
            "training.",
        ).format(reason)
    if not job.here:
        return translate(
            "TrainingWords",
            "This training ran at a provider. Its story and its curve are kept here; its model is there.",
        )
    return {
        JobStatus.VALIDATING: translate("TrainingWords", "The engine reads the rows before it begins."),
        JobStatus.QUEUED: translate("TrainingWords", "It begins by itself as soon as the engine is free."),
        JobStatus.RUNNING: translate(
            "TrainingWords", "You may close the window: the training goes on, and its curve will be here again."
        ),
        JobStatus.PAUSED: translate("TrainingWords", "Everything learned so far is kept. Resume goes on from here."),
        JobStatus.SUCCEEDED: translate(
            "TrainingWords", "The tuned model is ready. Compare its answers with those of the base model."
        ),
        JobStatus.CANCELLED: translate(
            "TrainingWords", "It will not go on. The curve and the checkpoints made so far stay."
        ),
    }.get(job.status, "")
