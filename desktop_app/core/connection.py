"""A place where models can be trained and asked: a provider's profile at an address of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.core.text import Text


@dataclass(frozen=True, slots=True)
class Connection:
    """One of the user's providers. `profile` names the profile it follows, `fields` fill the gaps of its address."""

    id: str
    profile: str
    title: str
    address: str
    fields: Mapping[str, str] = field(default_factory=dict)


class Ability(StrEnum):
    """What may work at a provider; found out by trying."""

    MODELS = "models"
    CHAT = "chat"
    COMPLETIONS = "completions"
    FINE_TUNING = "fine_tuning"
    FILES = "files"


class Verdict(StrEnum):
    """What trying an ability said."""

    WORKS = "works"
    MISSING = "missing"
    REFUSED = "refused"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Tried:
    """The result of trying one ability, in a sentence; `count` is how many models, jobs or files were seen."""

    ability: Ability
    verdict: Verdict
    said: Text
    count: int = 0
    details: str = ""
