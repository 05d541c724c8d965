"""What tokens, prices, dates and providers say."""

from collections.abc import Mapping

_OURS_HOLD = (
    "Your own list of prices and dates does not hold until this is mended and read again: when you look at the prices "
    "in the preferences, or at the next start of TuneDesk; the ones it came with do. Your data is not touched."
)

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "model_tokenizer_unreadable": (
        "The model “{name}” on this computer cannot be read: its list of tokens is damaged.",
        "TuneDesk cannot count or train with this model. Your data is not touched.",
        "Remove the model on the page Models and fetch it again.",
    ),
    "providers_field_missing": (
        "“{field}” is missing in “{name}”, at {place}.",
        _OURS_HOLD,
        "Add it there. A price, a limit or a date counts only with the day it was read (“as_of”) and where (“source”).",
    ),
    "providers_field_unknown": (
        "“{field}” in “{name}”, at {place}, is nothing TuneDesk knows there.",
        _OURS_HOLD,
        "Perhaps it is a slip of the pen. What may stand there: {known}.",
    ),
    "providers_no_bounds": (
        "“{field}” of {place} in “{name}” lies outside its own bounds: {found}.",
        _OURS_HOLD,
        "“low” has to be at most “high”, and “default” between them or “auto”.",
    ),
    "providers_no_day": (
        "“{field}” of {place} in “{name}” is not a day: {found}.",
        _OURS_HOLD,
        "Write a day in quotation marks, as year, month and day: “2026-11-21”.",
    ),
    "providers_no_link": (
        "“{field}” of {place} in “{name}” is not the address of a page: {found}.",
        _OURS_HOLD,
        "Write an address that begins with https:// or leave it empty.",
    ),
    "providers_no_list": (
        "“{field}” of {place} in “{name}” is not a list: {found}.",
        _OURS_HOLD,
        "Put square brackets around what stands there.",
    ),
    "providers_no_name": (
        "Something in the list “{field}” of {place} in “{name}” has no name of its own.",
        _OURS_HOLD,
        "Give each group in curly brackets an “id” (or a “name”), and no two the same.",
    ),
    "providers_no_number": (
        "“{field}” of {place} in “{name}” is not a number that can be reckoned with: {found}.",
        _OURS_HOLD,
        "Write a number without quotation marks and without a currency, with a point for the decimals: 2.5.",
    ),
    "providers_no_object": (
        "“{field}” of {place} in “{name}” is not a group in curly brackets: {found}.",
        _OURS_HOLD,
        "A price, for example, is a group of “training”, “input”, “output”, “as_of” and “source”.",
    ),
    "providers_no_switch": (
        "“{field}” of {place} in “{name}” says neither yes nor no: {found}.",
        _OURS_HOLD,
        "Write true or false, without quotation marks.",
    ),
    "providers_no_text": (
        "“{field}” of {place} in “{name}” is not a text: {found}.",
        _OURS_HOLD,
        "Write a text between quotation marks.",
    ),
    "providers_no_texts": (
        "“{field}” of {place} in “{name}” is not a list of texts: {found}.",
        _OURS_HOLD,
        "Write texts between quotation marks, with commas between them and square brackets around them.",
    ),
    "providers_no_whole": (
        "“{field}” of {place} in “{name}” is not a whole number: {found}.",
        _OURS_HOLD,
        "Write it without decimals.",
    ),
    "providers_no_word": (
        "“{field}” of {place} in “{name}” is none of the words TuneDesk knows there: {found}.",
        _OURS_HOLD,
        "These may stand there: {known}.",
    ),
    "providers_not_json": (
        "“{name}” cannot be understood from line {line} on (sign {column} of it).",
        _OURS_HOLD,
        "Most often a comma, a quotation mark or a bracket is missing there or just before. Mend it in a text editor.",
    ),
    "providers_unreadable": (
        "The list of providers “{name}” cannot be read.",
        _OURS_HOLD,
        "Make sure that you may read it and that it is a text file in UTF-8, or delete it if you changed it.",
    ),
    "vocabulary_unreadable": (
        "The word list {name}, with which TuneDesk counts tokens, cannot be read.",
        "A file of the program is missing or damaged, so lengths and costs cannot be told.",
        "Install TuneDesk again. Your projects stay as they are.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "provider.help.crusoe.key": (
        "In the console open “Manage Organization”, then “Security” and “Inference API keys”, and create a key. Copy "
        "it before you leave the page."
    ),
    "provider.help.crusoe.limit": (
        "TuneDesk knows of no limit there that stops a training. Look in the console under billing, and begin with a "
        "small one."
    ),
    "provider.help.crusoe.usage": "In the console open the billing of your organisation.",
    "provider.help.custom.key": "Whoever runs this address gives you the key. Do not pass it on to anybody else.",
    "provider.help.custom.limit": "Ask whoever runs it what a training costs and how to set a limit, before you start.",
    "provider.help.custom.usage": "Only whoever runs it can say what was used and what it costs.",
    "provider.help.engine.key": (
        "The key (token) is the text in the file that the engine there was started with: tunedesk engine --host "
        "ADDRESS --port 8077 --linger 31536000 --token-file FILE. ADDRESS is that computer's own address in your "
        "network, --linger lets it wait a year for you. Whoever runs the engine makes the text up, long and hard to "
        "guess, and tells it to you."
    ),
    "provider.help.engine.limit": "Training there costs nothing but electricity, so there is no limit to set.",
    "provider.help.engine.usage": "Nothing is charged. What runs there is seen under Training.",
    "provider.help.foundry.key": (
        "In the Azure portal open your resource, then “Keys and Endpoint”, and copy one of the two keys. The name of "
        "the resource is the first word of its address."
    ),
    "provider.help.foundry.limit": (
        "In the Foundry portal make a cost control for your resource (still a preview): it can send a notice or stop "
        "requests. A deployed model costs by the hour as well; delete the deployment when you no longer ask it."
    ),
    "provider.help.foundry.usage": "In the Azure portal open “Cost Management”, then “Cost analysis”.",
    "provider.help.nebius.key": (
        "In Token Factory open “API keys”, choose “Create API key” and give it a name. Copy it at once: it is shown "
        "only this one time."
    ),
    "provider.help.nebius.limit": (
        "TuneDesk knows of no limit there that stops a training: a card is charged by itself at a threshold and at the "
        "start of the month. Look under “Billing” before you train, and begin with a small one."
    ),
    "provider.help.nebius.usage": "In Token Factory open “Billing”.",
    "provider.help.openai.key": (
        "Sign in, choose “Create new secret key” and copy it at once: it is shown only this one time."
    ),
    "provider.help.openai.limit": (
        "Under “Spend” enter the most you want to spend in a month and turn on “Enforce a hard limit”; without it you "
        "only get a notice. What is under way may still go a little beyond."
    ),
    "provider.help.openai.usage": "This page shows what was used and what it cost, day by day.",
    "provider.notice.openai": (
        "Since 2 July 2026 OpenAI trains only for organisations that used a tuned model in the 60 days before."
    ),
    "provider.privacy.crusoe": (
        "Your rows are sent to Crusoe over the internet; its terms say how long it keeps them and what for."
    ),
    "provider.privacy.custom": (
        "Your rows are sent to the address you enter; whoever runs it can read them and may keep them."
    ),
    "provider.privacy.custom.at": ("Your rows are sent to {address}; whoever runs it can read them and may keep them."),
    "provider.privacy.engine": (
        "Your rows are sent over your network to a computer that you, your school or your lab own, and stay there."
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
