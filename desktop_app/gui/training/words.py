"""The states of a training in words, with an icon and a tone for each."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.job import ELSEWHERE, Job, JobStatus
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


def state_of(job: Job, place: int = 0) -> str:
    """Return the state of a job; `place` is its place in the queue, 0 for none. A curve from a file has a word too."""
    translate = QCoreApplication.translate
    if job.provider == ELSEWHERE:
        return translate("TrainingWords", "From a results file")
    if place > 1:
        return translate("TrainingWords", "Waiting, number {0} in the queue").format(number(place))
    return state(job.status)


def title(job: Job) -> str:
    """Return what a training is called: its own name, else its base model."""
    return job.title or job.base_model


def headline(job: Job) -> str:
    """Return what a training is called and its state, in one line."""
    return QCoreApplication.translate("TrainingWords", "{0}: {1}").format(title(job), state_of(job))


def in_passing(job: Job, step: int) -> str:
    """Return in a few words how far a training is, for those who look at something else."""
    translate = QCoreApplication.translate
    if job.status is JobStatus.RUNNING and job.total_steps:
        said = translate("TrainingWords", "Training: step {0} of {1}")
        return said.format(number(step), number(job.total_steps))
    return state(job.status)


def farewell(job: Job) -> str:
    """Return what is said at the end of a training to those who look at something else; empty for a cancelled one."""
    translate = QCoreApplication.translate
    done = translate("TrainingWords", "The training is finished.")
    if job.here:
        done = translate("TrainingWords", "The training is finished. Compare the answers in Playground.")
    return {
        JobStatus.SUCCEEDED: done,
        JobStatus.FAILED: translate("TrainingWords", "The training was stopped by a problem. Training says which."),
    }.get(job.status, "")


def outlook(job: Job, where: str | None) -> str:
    """Return in one sentence what the state means and what can be done.

    `where` is the name of the place elsewhere, "" for this computer, None for a connection that is gone.
    """
    translate = QCoreApplication.translate
    if job.provider == ELSEWHERE:
        return translate("TrainingWords", "This curve was read from a file. More is not known of its training.")
    if job.status is JobStatus.FAILED:
        reason = job.error or translate("TrainingWords", "No reason was given.")
        if job.resumable and where is not None:
            return translate(
                "TrainingWords",
                "{0}\nIt can go on: mend what the sentence names, then choose “Go on from the last checkpoint”. What "
                "was learned up to there is kept. The steps after it are lost and are trained once more; where no "
                "checkpoint was made yet, it begins anew.",
            ).format(reason)
        return translate(
            "TrainingWords",
            "{0}\nYour rows and everything measured are kept. Change what the sentence names, then start a new "
            "training.",
        ).format(reason)
    if where is None:
        return translate(
            "TrainingWords",
            "This training ran at a provider that is not among your connections any more. "
            "Its story and its curve are kept here.",
        )
    return _there(job.status).format(where) if where else _here(job.status)


def _here(status: JobStatus) -> str:
    translate = QCoreApplication.translate
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
    }.get(status, "")


def _there(status: JobStatus) -> str:
    translate = QCoreApplication.translate
    return {
        JobStatus.VALIDATING: translate("TrainingWords", "{0} reads the rows before it begins."),
        JobStatus.QUEUED: translate("TrainingWords", "It begins by itself as soon as {0} has room for it."),
        JobStatus.RUNNING: translate(
            "TrainingWords",
            "It trains at {0}. You may close TuneDesk and switch this computer off; the curve will be here again.",
        ),
        JobStatus.PAUSED: translate("TrainingWords", "{0} keeps what was learned so far. Resume goes on from here."),
        JobStatus.SUCCEEDED: translate("TrainingWords", "The tuned model is ready at {0}."),
        JobStatus.CANCELLED: translate(
            "TrainingWords", "It will not go on. What was measured is kept here; {0} may keep its checkpoints."
        ),
    }.get(status, "")
