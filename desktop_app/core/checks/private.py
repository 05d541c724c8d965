"""What personal data and keys look like, each kind with its pattern and, where there is one, its check digit.

Every pattern is of ASCII alone, so that it can be looked for in texts and in their bytes alike. No part of a pattern
can be read in many ways, so that no text, however odd, takes long.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_TO_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_EMAIL = r"""
    (?<![\w.%+-]) [\w.%+-]{1,64} @ (?: [A-Za-z0-9](?:[A-Za-z0-9-]{0,62}) \. ){1,8} [A-Za-z]{2,24} (?![\w-])
"""
_IBAN = r"""
    (?<![A-Za-z0-9]) [A-Z]{2}\d{2} (?:[ ]?[A-Z0-9]{4}){2,7} (?:[ ]?[A-Z0-9]{1,3})? (?![A-Za-z0-9])
"""
_CARD = r"""
    (?<![\w.,/+-]) [3-6]\d{3} (?:[ -]?\d){9,15} (?![\w/]|[.,-]\d)
"""
_PHONE = r"""
    (?<![\w+.,/-])
    (?: (?:\+|00)[1-9]\d{0,2} (?:[ ]?\(\d{1,5}\)[ ]?)? (?:[ ./-]?\d){5,14}       # +49 (0) 30 901820, 0049-30-901820
      | (?:\(\d{3}\)[ ]?|\d{3}[ .-]) \d{3}[ .-]\d{4}                          # (555) 123-4567
      | 0[1-9]\d{0,4}[ ]?[/-][ ]?\d{3,8}(?:[ -]\d{1,5}){0,2}                   # 030/901820
      | 0[1-9]\d{1,4}[ ]\d{3,8}(?:[ ]\d{2,5}){0,2}                             # 0171 2345678, 020 7946 0958
      | 0[1-9](?:[ .]\d\d){4}                                                  # 01 23 45 67 89
    ) (?![\w/]|[.,-]\d)
"""
KEY = r"""
    (?<![A-Za-z0-9])
    (?: sk-(?: [A-Za-z0-9]{20,} | (?=[A-Za-z_-]{0,99}\d)[\w-]{20,} )
      | (?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}
      | gh[pousr]_[A-Za-z0-9]{30,} | github_pat_\w{40,} | glpat-[\w-]{20,}
      | hf_[A-Za-z0-9]{30,} | gsk_[A-Za-z0-9]{30,} | xai-[A-Za-z0-9]{30,} | npm_[A-Za-z0-9]{36}
      | xox[abeoprs]-[A-Za-z0-9-]{16,} | (?:AKIA|ASIA)[A-Z0-9]{16} | AIza[\w-]{35}
      | SG\.[\w-]{20,}\.[\w-]{20,} | eyJ[\w-]{17,300}\.eyJ[\w-]{17,}(?:\.[\w-]+)?
    )
  | -----BEGIN\ (?:[A-Z0-9]+\ ){0,3}PRIVATE\ KEY-----
    (?: (?:[^-]|-(?!----BEGIN)){0,6000}? -----END\ (?:[A-Z0-9]+\ ){0,3}PRIVATE\ KEY-----)?
"""

_FOR_EXAMPLES = re.compile(r"(?:@|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$", re.IGNORECASE)
"""Addresses that belong to nobody: these names are kept free for examples."""


_TURNS = 50
_DECIMAL = re.compile(r"\+\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that should not be taught: what it looks like, whether it truly is one, what stands for it."""

    pattern: re.Pattern[str]
    in_bytes: re.Pattern[bytes]
    is_one: Callable[[str], bool]
    instead: str

    def found(self, said: str) -> Iterator[str]:
        """Yield every such thing in a text."""
        yield from (match.group() for match in self.pattern.finditer(said) if self.is_one(match.group()))

    def stands_in(self, data: bytes, begin: int, end: int) -> bool:
        """Tell whether one of them stands between two places of a text's bytes; there may be halves of characters."""
        found = self.in_bytes.finditer(data, begin, end)
        return any(self.is_one(match.group().decode("utf-8", "surrogatepass")) for match in found)

    def hidden(self, said: str) -> str:
        """Return the text with a word in brackets for every such thing."""
        for _ in range(_TURNS):  # what stood close to another one may stand free after that was hidden
            before = said
            said = self.pattern.sub(lambda match: self.instead if self.is_one(match.group()) else match.group(), said)
            if said == before:
                break
        return said


def _digits(said: str) -> list[int]:
    return [int(sign) for sign in said if sign.isdigit()]


def _is_email(said: str) -> bool:
    return _FOR_EXAMPLES.search(said) is None


def _is_phone(said: str) -> bool:
    """Tell numbers of telephones from others by their length; +3.14159265 is none of them."""
    if said[0].isalpha():
        return False
    abroad = said.startswith(("+", "00"))
    return (8 if abroad else 9) <= len(_digits(said)) <= 15 and _DECIMAL.fullmatch(said) is None


def _is_card(said: str) -> bool:
    """Check the last digit by Luhn's rule."""
    digits = _digits(said)[::-1]
    if len(set(digits)) < 2 or said[0].isalpha():
        return False
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def _is_iban(said: str) -> bool:
    """Check the two digits after the country: the number written in digits leaves 1 when divided by 97."""
    plain = said.replace(" ", "")
    moved = plain[4:] + plain[:4]
    return len(plain) >= 15 and int("".join(str(_TO_LETTERS.index(sign)) for sign in moved)) % 97 == 1


def _always(said: str) -> bool:
    return bool(said)


def _kind(pattern: str, is_one: Callable[[str], bool], instead: str) -> Kind:
    how = re.VERBOSE
    return Kind(re.compile(pattern, how | re.ASCII), re.compile(pattern.encode(), how), is_one, instead)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "keys": _kind(KEY, _always, "[key]"),
        "cards": _kind(f"{_IBAN} | {_CARD}", _is_card, "[card number]"),
        "accounts": _kind(_IBAN, _is_iban, "[account number]"),
        "emails": _kind(_EMAIL, _is_email, "[e-mail address]"),
        "phones": _kind(f"{_IBAN} | {_PHONE}", _is_phone, "[telephone number]"),
    }
)
"""All kinds by name, the gravest first. What is written like an account number is no card and no telephone."""
