"""The names of models as people read them: what sets a model apart comes first."""

from PySide6.QtCore import QCoreApplication

_CHECKPOINT = ":ckpt-step-"


def base_of(model_id: str) -> str:
    """Return the base model a tuned model came from; a base model is its own."""
    parts = model_id.split(":")
    return parts[1] if parts[0] == "ft" and len(parts) > 1 else model_id


def model_name(model_id: str) -> str:
    """Return a model's name: a base model's id; for a tuned one its suffix, sign, step and base model."""
    if not model_id.startswith("ft:"):
        return model_id
    translate = QCoreApplication.translate
    whole, _, step = model_id.partition(_CHECKPOINT)
    parts = whole.split(":")
    sign = parts[-1] if len(parts) > 4 else ""
    suffix = parts[3] if len(parts) > 3 else ""
    called = " ".join(part for part in (suffix or translate("ModelName", "Tuned"), sign) if part)
    if step:
        called = translate("ModelName", "{0}, step {1}").format(called, step)
    return translate("ModelName", "{0} (tuned {1})").format(called, base_of(model_id))
