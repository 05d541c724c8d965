"""What the settings of a training are called, what each one does, and how a place and a method are named."""

from PySide6.QtCore import QCoreApplication

from desktop_app.core.checks.finding import Finding
from desktop_app.core.target import Method
from desktop_app.gui.widgets.amounts import number
from desktop_app.providers.profiles import Hyperparameter
from desktop_app.work import trainable
from desktop_app.work.outlook import Outlook
from desktop_app.work.sites import Site
from desktop_app.work.weigh import Weighing

LEAST_DOLLARS = 0.01
"""Less is not said to the cent."""


def place_name(site: Site) -> str:
    """Return what a place is called."""
    return site.title or QCoreApplication.translate("PlanWords", "This computer")


def about_models(site: Site, *, waiting: bool, named: bool = True) -> str:
    """Return what is said below the menu of models."""
    translate = QCoreApplication.translate
    if waiting:
        return translate("PlanWords", "{0} is being asked which models there are.").format(place_name(site))
    if not named:
        return translate("PlanWords", "Name the model that is to learn: without one, the training cannot start.")
    return translate("PlanWords", "The model that learns from your rows.")


def start(site: Site | None, weighed: Outlook | None) -> str:
    """Return what the button says that starts a training: what it does and what that costs."""
    translate = QCoreApplication.translate
    plainly = translate("PlanWords", "Start training")
    if site is None or site.here or weighed is None:
        return plainly
    if weighed.dollars is None:
        return plainly if trainable.ours(site.profile) else translate("PlanWords", "Start training (price not known)")
    if weighed.dollars < LEAST_DOLLARS:
        return translate("PlanWords", "Start training (less than ${0})").format(number(LEAST_DOLLARS, 2))
    return translate("PlanWords", "Start training (about ${0})").format(number(weighed.dollars, 2))


def how_far(progress: Weighing | None) -> str:
    """Return how far the rows are weighed; "" where that is not known."""
    if progress is None:
        return ""
    said = QCoreApplication.translate("PlanWords", "The rows are being looked at: {0} of {1}.")
    return said.format(number(progress.done), number(progress.of))


def method_name(method: Method) -> str:
    """Return in a sentence what the model learns from."""
    translate = QCoreApplication.translate
    return {
        Method.SUPERVISED: translate("PlanWords", "It learns to write the answers of your rows (supervised)."),
        Method.PREFERENCE: translate(
            "PlanWords", "It learns to prefer the better answer of each pair (preference, DPO)."
        ),
    }[method]


def name_of(parameter: Hyperparameter) -> str:
    """Return what a setting is called; one of which nobody knows more goes by its name at the provider."""
    translate = QCoreApplication.translate
    return {
        "rows": translate("PlanWords", "Rows learned at once (batch size)"),
        "multiplier": translate("PlanWords", "Speed of learning (learning rate multiplier)"),
        "absolute": translate("PlanWords", "Speed of learning (learning rate)"),
        "closeness": translate("PlanWords", "Closeness to the base model (beta)"),
        "lora_rank": translate("PlanWords", "Size of what is learned (LoRA rank)"),
        "lora_scale": translate("PlanWords", "Strength of what is learned (LoRA alpha)"),
        "lora_dropout": translate("PlanWords", "Share left out by chance (LoRA dropout)"),
        "tokens": translate("PlanWords", "Longest row in tokens (context length)"),
        "share": translate("PlanWords", "Slow start (warm-up share)"),
        "decay": translate("PlanWords", "Pull towards small weights (weight decay)"),
        "norm": translate("PlanWords", "Largest step (gradient norm)"),
        "patience": translate("PlanWords", "Stop early after so many passes without progress"),
    }.get(parameter.meaning, parameter.name)


def help_of(parameter: Hyperparameter, *, ours: bool) -> str:
    """Return in a sentence or two what a setting does, and what it is when nobody changes it.

    `ours` tells that our own engine decides what is left automatic.
    """
    said = _does(parameter.meaning)
    translate = QCoreApplication.translate
    if isinstance(parameter.default, int | float):
        said += " " + translate("PlanWords", "Usual: {0}.").format(plain(parameter.default))
    elif ours:
        said += " " + _ours(parameter.meaning)
    return said.strip()


def _ours(meaning: str) -> str:
    """Return what our engine makes of "automatic"."""
    translate = QCoreApplication.translate
    return {
        "rows": translate("PlanWords", "Automatic means 4."),
        "multiplier": translate("PlanWords", "Automatic means 1."),
        "absolute": translate(
            "PlanWords",
            "Automatic goes by the model's size: 0.001 for small ones, down to 0.0002 for large ones. The multiplier "
            "counts as well.",
        ),
    }.get(meaning, "")


def automatic(site: Site) -> str:
    """Return who decides what is left automatic."""
    said = QCoreApplication.translate(
        "PlanWords", "What is left automatic {0} decides, and tells once the training runs."
    )
    return said.format(place_name(site))


def _does(meaning: str) -> str:
    translate = QCoreApplication.translate
    return {
        "rows": translate(
            "PlanWords", "How many rows are put together for one step. Larger is steadier and needs more memory."
        ),
        "multiplier": translate(
            "PlanWords",
            "Multiplies the speed that would be chosen otherwise. Higher learns faster but may overshoot; try 2 if the "
            "curve hardly falls.",
        ),
        "absolute": translate(
            "PlanWords",
            "The size of each step itself, usually between 0.00001 and 0.001. Higher learns faster but may overshoot.",
        ),
        "closeness": translate(
            "PlanWords", "Low lets the model move far from how it was, high keeps it close. 0.1 is a usual start."
        ),
        "lora_rank": translate("PlanWords", "Larger can learn more and needs more memory."),
        "lora_scale": translate("PlanWords", "How much what is learned counts; often twice the rank."),
        "lora_dropout": translate("PlanWords", "A little of it keeps the model from learning rows by heart."),
        "tokens": translate("PlanWords", "Of longer rows the end is cut off. Longer needs more memory and time."),
        "share": translate("PlanWords", "This share of all steps goes by with small steps, as a gentle start."),
        "decay": translate("PlanWords", "A little of it keeps the model from learning rows by heart."),
        "norm": translate("PlanWords", "Steps are never larger than this; it guards against wild jumps."),
        "patience": translate("PlanWords", "Ends the training when the validation loss has not improved; 0 never."),
    }.get(meaning, "")


def in_passing(parameter: Hyperparameter, value: float) -> str:
    """Return a setting that was changed in a few words, for the summary of the folded settings."""
    translate = QCoreApplication.translate
    said = {
        "rows": translate("PlanWords", "1 row at once" if value == 1 else "{0} rows at once"),
        "multiplier": translate("PlanWords", "speed × {0}"),
        "absolute": translate("PlanWords", "rate {0}"),
        "closeness": translate("PlanWords", "beta {0}"),
        "lora_rank": translate("PlanWords", "LoRA rank {0}"),
        "lora_scale": translate("PlanWords", "LoRA alpha {0}"),
        "lora_dropout": translate("PlanWords", "LoRA dropout {0}"),
        "tokens": translate("PlanWords", "rows up to {0} tokens"),
        "patience": translate(
            "PlanWords", "stops early after 1 pass" if value == 1 else "stops early after {0} passes"
        ),
    }.get(parameter.meaning, f"{parameter.name} {{0}}")
    return said.format(plain(value))


def private(finding: Finding) -> str:
    """Return one kind of personal data with the number of rows that hold it."""
    translate = QCoreApplication.translate
    said = {
        "private_keys": translate("PlanWords", "secret keys (rows: {0})"),
        "private_cards": translate("PlanWords", "card numbers (rows: {0})"),
        "private_accounts": translate("PlanWords", "bank account numbers (rows: {0})"),
        "private_emails": translate("PlanWords", "e-mail addresses (rows: {0})"),
        "private_phones": translate("PlanWords", "telephone numbers (rows: {0})"),
    }.get(finding.check, f"{finding.check} ({{0}})")
    return said.format(number(finding.count))


def f_name(beta: float) -> str:
    """Return what an F-score is called."""
    return f"F{plain(beta)}"


def f_score(beta: float) -> str:
    """Return what an F-score is called, and what weighs more in it."""
    translate = QCoreApplication.translate
    said = translate("PlanWords", "{0} (both count the same)")
    if beta < 1:
        said = translate("PlanWords", "{0} (false alarms count more)")
    elif beta > 1:
        said = translate("PlanWords", "{0} (what was missed counts more)")
    return said.format(f_name(beta))


def training_type(value: str) -> str:
    """Return where a provider trains, in words where the value is known."""
    translate = QCoreApplication.translate
    return {
        "standard": translate("PlanWords", "In the region of your resource (standard)"),
        "globalStandard": translate("PlanWords", "In any region, usually cheaper (globalStandard)"),
        "developerTier": translate("PlanWords", "On spare capacity, cheapest, may take long (developerTier)"),
    }.get(value, value)


def passes_because(rows: int, epochs: int, *, sure: bool) -> str:
    """Return what automatic passes come to, and why."""
    translate = QCoreApplication.translate
    if not rows:
        return ""
    if rows * epochs < 100 or epochs > 3:
        why = translate("PlanWords", "Automatic: {0} passes, because there are few rows.")
    elif epochs < 3:
        why = translate("PlanWords", "Automatic: {0} passes, because there are very many rows.")
    else:
        why = translate("PlanWords", "Automatic: {0} passes, which suits most data.")
    if epochs == 1:
        why = translate("PlanWords", "Automatic: one pass, because there are very many rows.")
    said = why.format(number(epochs))
    if not sure:
        said += " " + translate("PlanWords", "The provider decides itself and may choose otherwise.")
    return said


def plain(value: float) -> str:
    """Return a number with as many decimals as it needs, at most eight."""
    if value == int(value):
        return number(value)
    whole = f"{value:.8f}".rstrip("0")
    return number(value, len(whole) - whole.index(".") - 1)
