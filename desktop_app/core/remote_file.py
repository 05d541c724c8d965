"""A file that lies at a provider."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """What the provider tells of a file: `length` in bytes, `created` in seconds since 1970, what it is for.

    `status` is its word for whether it can be used ("" where it tells none), `said` its reason for a refusal.
    """

    id: str
    name: str
    purpose: str
    length: int
    created: float
    status: str = ""
    said: str = ""
