"""Names that are not taken yet."""

from collections.abc import Callable


def unique_name(wanted: str, taken: Callable[[str], bool]) -> str:
    """Return `wanted`, or `wanted 2`, `wanted 3`, … : the first that is not taken."""
    name, number = wanted, 1
    while taken(name):
        number += 1
        name = f"{wanted} {number}"
    return name
