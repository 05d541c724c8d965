"""What the bubbles of a conversation say besides the texts of its turns."""

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.core.example import Message
from desktop_app.core.turns import Attached, Call, attached, calls


def role_word(role: str) -> str:
    """Return the name of a role, the field's word in brackets; one that is not known is shown as it is."""
    known = {
        "system": QCoreApplication.translate("bubbles", "System prompt"),
        "developer": QCoreApplication.translate("bubbles", "Developer"),
        "user": QCoreApplication.translate("bubbles", "User"),
        "assistant": QCoreApplication.translate("bubbles", "Assistant"),
        "tool": QCoreApplication.translate("bubbles", "Tool result"),
    }
    return known.get(role, role)


def calls_line(message: Message) -> str:
    """Return the functions a message calls, with their arguments, one a line; empty if it calls none."""
    return "\n".join(_call_line(call) for call in calls(message))


def beside_line(message: Message) -> str:
    """Return what else a message carries: which call it answers, and pictures and files; empty if nothing."""
    lines = []
    answered = message.extra.get("tool_call_id")
    if isinstance(answered, str):
        lines.append(QCoreApplication.translate("bubbles", "Answers the call {0}").format(answered))
    return "\n".join([*lines, *(_attached_line(one) for one in attached(message))])


def _call_line(call: Call) -> str:
    head = QCoreApplication.translate("bubbles", "Calls the function {0}").format(call.name or "?")
    return "\n".join([head, *(f"    {name}: {value}" if name else f"    {value}" for name, value in call.arguments)])


def _attached_line(one: Attached) -> str:
    kinds = {
        "image_url": QCoreApplication.translate("bubbles", "Picture"),
        "input_audio": QCoreApplication.translate("bubbles", "Sound"),
        "file": QCoreApplication.translate("bubbles", "File"),
    }
    kind = kinds.get(one.kind, one.kind)
    if one.address:
        return QCoreApplication.translate("bubbles", "{0} at {1}").format(kind, one.address)
    size = QLocale().formattedDataSize(one.letters)
    return QCoreApplication.translate("bubbles", "{0} in this row ({1})").format(kind, size)
