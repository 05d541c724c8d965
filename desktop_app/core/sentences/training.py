"""What is said on the way from a plan to a job."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "classes.none": (
        "The answers in the training rows are no classes: that takes 2 to 100 short ones, each given several times.",
        "Nothing was sent and no training was started.",
        "Train without measuring classes, or give the answers the form of labels, such as “yes” and “no”.",
    ),
    "classes.not_offered": (
        "{provider} does not measure here how well classes are told apart.",
        "Nothing was sent and no training was started.",
        "Train without measuring classes, or on this computer with rows that have one answer each.",
    ),
    "classes.not_two": (
        "One class can be looked for where there are two, and the training rows have {count}.",
        "Nothing was sent and no training was started.",
        "Leave out the class that is looked for (the positive class); all of them are measured then.",
    ),
    "classes.other_names": (
        "No answer in the training rows is “{name}”.",
        "Nothing was sent and no training was started.",
        "Name one of the classes there are: {known}.",
    ),
    "classes.other_number": (
        "Classes in the training rows: {count}, not {said}.",
        "Nothing was sent and no training was started.",
        "Correct the number, or the answers that are spelled in two ways.",
    ),
    "classes.unchecked": (
        "Classes are measured on validation rows, and there are none.",
        "Nothing was sent and no training was started.",
        "Move some rows to the validation part, or train without measuring classes.",
    ),
    "train.file_not_ready": (
        "{provider} still looks at the training file after {minutes} minutes.",
        "No training was started yet. The file lies there and is not sent again.",
        "Go on later, or look at the provider's own page for what holds it up.",
    ),
    "train.file_refused": (
        "{provider} does not take the training file “{name}”.",
        "No training was started. The provider's own words are in the details.",
        "Mend the rows it names (the check-up finds most of them), then start again.",
    ),
    "train.file_too_large": (
        "The training file has {size} MB, and {provider} takes at most {most} MB.",
        "Nothing was sent and no training was started.",
        "Take rows out, shorten them, or train somewhere else.",
    ),
    "train.gone": (
        "This training was started or given up in the meantime.",
        "Nothing was done a second time.",
        "Look at the list of trainings; if it is not there, plan it again.",
    ),
    "train.pairs_need_preference": (
        "The rows are pairs of a better and a worse answer, and the plan wants single answers.",
        "Nothing was sent and no training was started.",
        (
            "Choose learning from preferences (DPO) in the plan, or convert the rows into chats: “Check up…” on the "
            "page Data."
        ),
    ),
    "train.preference_needs_pairs": (
        "The plan wants to learn from preferences (DPO), and the rows have one answer each.",
        "Nothing was sent and no training was started.",
        "Choose learning from examples in the plan, or bring rows with a better and a worse answer.",
    ),
    "train.rows_changed": (
        "The rows have changed since this training was planned.",
        "It broke off before they were sent as a whole, so the old ones cannot be sent any more.",
        "Choose “Forget it” for the old plan, and start the training again with the rows as they are now.",
    ),
    "train.starting": (
        "This very training is being started already.",
        "It is made once only; nothing was done a second time.",
        "Wait until it appears in the list of trainings.",
    ),
    "train.unsure": (
        "{provider} did not say whether it began the training.",
        "It may have begun. TuneDesk has looked for it and will not ask for a second one by itself.",
        "Choose “Go on” in a minute: TuneDesk looks again first, and starts it only if it is not there.",
    ),
    "train.upload_gone": (
        "{provider} does not know the half-sent training file any more.",
        "Half-sent files are kept for an hour only.",
        "Start again; the file is sent anew.",
    ),
    "train.validation_needed": (
        "{provider} wants validation rows as well.",
        "Nothing was sent and no training was started.",
        "Move some rows to the validation part, and let the plan send them.",
    ),
}

SENTENCES: Mapping[str, str] = {}
