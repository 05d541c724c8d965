"""What is to be known of how models are talked with, in words."""

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from desktop_app.core.batch import Column
from desktop_app.core.checks.finding import Finding
from desktop_app.core.talk import Speaker
from desktop_app.gui.widgets.amounts import number


def told(speakers: Collection[Speaker], system: str) -> str:
    """Return what models are told besides what is said; `system` is the system message of the data, "" for none."""
    said = []
    if system and any(each.way is None and each.column.setting.system == system for each in speakers):
        said.append(_tr("Asked with the system message of your data: {0}").format(system))
    if any(each.way is not None and not each.way.remembers for each in speakers):
        said.append(_tr("A model here goes on with a text and knows no conversations: it gets each message alone."))
    elif any(each.way is not None for each in speakers):
        said.append(
            _tr("A model here goes on with a text: what was said before is put there as pairs, as in your data.")
        )
    return " ".join(said)


def too_long(title: str, column: Column, read: int, context: int | None) -> str:
    """Return that a model reads less than the `read` tokens of its thread with the answer; "" where all fits."""
    answer = column.setting.sampling.max_tokens
    if context is None or read + answer <= context:
        return ""
    words = _tr(
        "With this message the conversation has about {0} tokens, and the answer may have {1}. {2} reads {3} at "
        "most at once (its context window): it may refuse, or forget how all began."
    )
    return words.format(number(read), number(answer), title, number(context))


def leaving(hosts: Collection[str]) -> str:
    """Return to whom goes what one says; "" where it stays on this computer."""
    if not hosts:
        return ""
    words = _tr("What you send goes to {0}, together with what was said in this conversation before.")
    return words.format(", ".join(hosts))


def private(found: Collection[Finding]) -> str:
    """Return what personal or secret things a message seems to hold that leaves this computer; "" for none."""
    kinds = {
        "private_keys": _tr("a secret key"),
        "private_cards": _tr("a card number"),
        "private_accounts": _tr("a bank account number"),
        "private_emails": _tr("an e-mail address"),
        "private_phones": _tr("a telephone number"),
    }
    said = ", ".join(kinds[finding.check] for finding in found if finding.check in kinds)
    return _tr("This message leaves your computer, and seems to hold: {0}.").format(said) if said else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("Talk", words)
