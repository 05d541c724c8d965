"""What tokens, prices, dates and providers say."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "model_tokenizer_unreadable": (
        "The model “{name}” on this computer cannot be read: its list of tokens is damaged.",
        "TuneDesk cannot count or train with this model. Your data is not touched.",
        "Remove the model on the page Models and fetch it again.",
    ),
    "vocabulary_unreadable": (
        "The word list {name}, with which TuneDesk counts tokens, cannot be read.",
        "A file of the program is missing or damaged, so lengths and costs cannot be told.",
        "Install TuneDesk again. Your projects stay as they are.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "target.shutdown_past": "{title} was switched off on {date}. Choose another model.",
    "target.shutdown_soon": (
        "{title} and everything trained from it will be switched off on {date} (days left: {days})."
    ),
    "target.start_past": "{title} takes no new trainings since {date}. Choose another model.",
    "target.start_soon": "{title} takes no new trainings after {date} (days left: {days}).",
}
