"""A file that lies at a provider."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """What the provider tells of a file: `length` in bytes, `created` in seconds since 1970, what it is for."""

    id: str
    name: str
    purpose: str
    length: int
    created: float
