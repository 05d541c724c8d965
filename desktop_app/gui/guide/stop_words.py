"""The stops of the first path in words."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.first_path import Stop

translate = QCoreApplication.translate


def short_name(stop: Stop) -> str:
    """Return what a stop is called in the row of stops."""
    return {
        Stop.OPEN: translate("StopWords", "Open"),
        Stop.READ: translate("StopWords", "Table"),
        Stop.SHAPE: translate("StopWords", "Shape"),
        Stop.CHECK: translate("StopWords", "Check-up"),
        Stop.SPLIT: translate("StopWords", "Parts"),
        Stop.ROWS: translate("StopWords", "Rows"),
        Stop.TRAIN: translate("StopWords", "Train"),
        Stop.WAIT: translate("StopWords", "Learn"),
        Stop.COMPARE: translate("StopWords", "Compare"),
    }[stop]


def what_to_do(stop: Stop | None) -> str:
    """Return the one next thing to do, and what for; at the end, what comes after the path."""
    if stop is None:
        return _at_the_end()
    return {
        Stop.OPEN: translate(
            "StopWords", "Press “Try the sample” on the page Start. It opens a table of imaginary superheroes."
        ),
        Stop.READ: translate(
            "StopWords", "This is the table as it was read. See whether its columns are right, then go on at the foot."
        ),
        Stop.SHAPE: translate(
            "StopWords",
            "Here you say what is asked and what is to be answered. For the sample it is filled in: see what the "
            "model will get, then go on.",
        ),
        Stop.CHECK: translate(
            "StopWords", "Every row has been checked. Read what was found, accept or skip each thing, then go on."
        ),
        Stop.SPLIT: translate(
            "StopWords",
            "Some rows are kept from training, to test the model with them later. The last button creates the rows.",
        ),
        Stop.ROWS: translate(
            "StopWords", "These are your rows. Go to another one, with the mouse or the arrow keys, and read it."
        ),
        Stop.TRAIN: translate(
            "StopWords",
            "On the page Training, press “Start training”. If the model is not on this computer yet, fetch it first.",
        ),
        Stop.WAIT: translate(
            "StopWords",
            "The model learns from your rows; the page says how long it still takes. The curves should go down.",
        ),
        Stop.COMPARE: translate(
            "StopWords",
            "On the page Playground, press “Ask”: the model before and after training answers the same, side by side.",
        ),
    }[stop]


def _at_the_end() -> str:
    return translate("StopWords", "That was the whole way. Go it once more with a table of your own: “Use my file”.")
