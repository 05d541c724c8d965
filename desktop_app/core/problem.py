"""A fault that a person can understand: what happened, what it means, what to do."""

from desktop_app.core.text import Text, Value, text


class Problem(Exception):  # noqa: N818 - it is what the user meets, and the user's word is "problem"
    """A foreseen fault; its three sentences stand in `core.sentences` under its key.

    `details` is for experts and reports (an operating system's message, a request id); it is shown folded.
    """

    def __init__(self, key: str, /, details: str = "", **values: Value) -> None:
        super().__init__(key)
        self.key = key
        self.details = details
        self.values = dict(values)

    @property
    def happened(self) -> Text:
        """What happened."""
        return text(f"{self.key}.happened", **self.values)

    @property
    def meaning(self) -> Text:
        """What it means for the user's work."""
        return text(f"{self.key}.meaning", **self.values)

    @property
    def remedy(self) -> Text:
        """What the user can do."""
        return text(f"{self.key}.remedy", **self.values)
