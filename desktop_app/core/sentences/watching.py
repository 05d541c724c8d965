"""What following a training and taking one up say."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "watch_file_not_read": (
        "“{name}” cannot be read in {folder}.",
        "It was moved or deleted, or it may not be read. Nothing was added.",
        "Check that the file is there and that you may open it, then choose it again.",
    ),
    "watch_job_gone": (
        "{provider} does not know this training any more.",
        "It was deleted there, or the key belongs to another account. What was heard of it before is kept here.",
        "Check which account the key belongs to; if the training was deleted, start it again.",
    ),
    "watch_slow": (
        "{provider} takes long to answer: {seconds} seconds so far.",
        "The training there goes on.",
        "Nothing is to be done. The curve is made up for as soon as an answer comes.",
    ),
}

SENTENCES: Mapping[str, str] = {}
