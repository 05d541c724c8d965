"""What a model is asked about each row at first; people change it to what they need."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.rework import Act


def act_name(act: Act) -> str:
    """Return what an act is called in the menu."""
    return {
        Act.FILL: _tr("Fill in what is empty"),
        Act.REWRITE: _tr("Rewrite"),
        Act.VARY: _tr("Make variations (new rows)"),
        Act.TRANSLATE: _tr("Translate"),
        Act.GRADE: _tr("Grade (a tag and a note)"),
    }[act]


def usual(act: Act, *, of_answer: bool) -> str:
    """Return the instruction that fits an act, for the answers or for the questions of the rows."""
    both = _tr("Question:\n{prompt}\n\nAnswer:\n{completion}")
    if act is Act.FILL:
        return "{prompt}" if of_answer else _tr("Write the question that this is the answer to:\n\n{completion}")
    if act is Act.GRADE:
        said = _tr(
            "Grade how well the answer fits the question, from 1 (not at all) to 5 (fully). Begin with the number, "
            "then say why in one sentence."
        )
        return f"{said}\n\n{both}"
    said = {
        Act.REWRITE: _tr("Rewrite this so that it is clear and short, and says the same. Write nothing else."),
        Act.VARY: _tr("Say this in other words, so that it means the same. Write nothing else."),
        Act.TRANSLATE: _tr("Translate this into German. Write nothing else."),
    }[act]
    return f"{said}\n\n" + ("{completion}" if of_answer else "{prompt}")


def _tr(words: str) -> str:
    return QCoreApplication.translate("Rework", words)
