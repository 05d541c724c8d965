"""What tokens, prices, dates and providers say."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "model_tokenizer_unreadable": (
        "The model “{name}” on this computer cannot be read: its list of tokens is damaged.",
        "TuneDesk cannot count or train with this model. Your data is not touched.",
        "Remove the model on the page Models and fetch it again.",
    ),
    "providers_unreadable": (
        "The list of providers in “{name}” cannot be used: something in it is not as TuneDesk knows it.",
        "Prices, dates and models of providers may be missing until it is mended. Your data is not touched.",
        "Correct the place that the details name, or delete the file if you changed it; then start TuneDesk again.",
    ),
    "vocabulary_unreadable": (
        "The word list {name}, with which TuneDesk counts tokens, cannot be read.",
        "A file of the program is missing or damaged, so lengths and costs cannot be told.",
        "Install TuneDesk again. Your projects stay as they are.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "provider.notice.openai": (
        "Since 2 July 2026 OpenAI trains only for organisations that used a tuned model in the 60 days before."
    ),
    "provider.privacy.crusoe": (
        "Your rows are sent to Crusoe over the internet; its terms say how long it keeps them and what for."
    ),
    "provider.privacy.custom": (
        "Your rows are sent to the address you enter; whoever runs it can read them and may keep them."
    ),
    "provider.privacy.foundry": (
        "Your rows are sent to your own resource at Microsoft; its terms say how long it keeps them and what for."
    ),
    "provider.privacy.local": "Your rows stay on this computer.",
    "provider.privacy.nebius": (
        "Your rows are sent to Nebius over the internet; its terms say how long it keeps them and what for."
    ),
    "provider.privacy.openai": (
        "Your rows are sent to OpenAI over the internet; its terms say how long it keeps them and what for."
    ),
    "target.shutdown_past": "{title} was switched off on {date}. Choose another model.",
    "target.shutdown_soon": (
        "{title} and everything trained from it will be switched off on {date} (days left: {days})."
    ),
    "target.start_past": "{title} takes no new trainings since {date}. Choose another model.",
    "target.start_soon": "{title} takes no new trainings after {date} (days left: {days}).",
}
