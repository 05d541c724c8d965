"""Under which licences the bundled packages stand, and whether we may hand them on with a program under MIT."""

import re
from email.message import Message
from email.parser import HeaderParser
from pathlib import Path

ALLOWED = frozenset(
    (
        *("MIT", "MIT-0", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Zlib", "Apache-2.0", "PSF-2.0"),
        *(
            "Python-2.0",
            "CNRI-Python",
            "BSL-1.0",
            "Unlicense",
            "CC0-1.0",
            "OFL-1.1",
            "MPL-2.0",
            "blessing",
            "bzip2-1.0.6",
        ),
        "LGPL-3.0-only",
    )
)
"""Free ones that ask for no more than their text, and two that ask for their own source alone (MPL, LGPL)."""
EXCEPTIONS = frozenset(("LLVM-exception", "GCC-exception-3.1"))
"""Additions that only take demands away; with the second one GCC's run-time libraries may go with any program."""
WITH_EXCEPTION = {"GPL-3.0-or-later": "GCC-exception-3.1", "GPL-3.0-only": "GCC-exception-3.1"}

OLD_WORDS = {
    "apache": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}
"""How packages named their licence before there was one way to do it; "BSD" alone means the one with three clauses in
each of those that say so here (looked up in their texts)."""
PART = re.compile(r"\(|\)|[^\s()]+")


def named(metadata: Message) -> str:
    """Return the licence of a package as an SPDX expression, "" where its metadata does not tell."""
    expression = metadata.get("License-Expression")
    if expression:
        return str(expression)
    said = [str(metadata.get("License") or "").strip()]
    said += [line.rsplit("::", 1)[-1].strip() for line in metadata.get_all("Classifier", []) if "License ::" in line]
    for words in said:
        first = words.split("\n", 1)[0].strip()
        found = OLD_WORDS.get(first.lower(), first)
        if is_expression(found):
            return found
    return ""


def is_expression(words: str) -> bool:
    """Tell whether the words are an SPDX expression of licences that are known here, good or not."""
    parts = [part for part in PART.findall(words) if part not in ("(", ")", "AND", "OR", "WITH")]
    known = ALLOWED | EXCEPTIONS | {"GPL-2.0-only", "GPL-3.0-only", "GPL-2.0-or-later", "GPL-3.0-or-later"}
    return bool(parts) and all(part in known for part in parts)


def may_be_bundled(expression: str) -> bool:
    """Tell whether an SPDX expression leaves us a way: AND wants each part to be allowed, OR one of them."""
    parts = PART.findall(expression)
    if not parts:
        return False
    holds, rest = _either(parts)
    if rest:
        raise ValueError(f"{expression} is no licence expression")
    return holds


def _either(parts: "list[str]") -> "tuple[bool, list[str]]":
    holds, rest = _each(parts)
    while rest and rest[0] == "OR":
        more, rest = _each(rest[1:])
        holds = holds or more
    return holds, rest


def _each(parts: "list[str]") -> "tuple[bool, list[str]]":
    holds, rest = _one(parts)
    while rest and rest[0] == "AND":
        more, rest = _one(rest[1:])
        holds = holds and more
    return holds, rest


def _one(parts: "list[str]") -> "tuple[bool, list[str]]":
    if parts[0] == "(":
        holds, rest = _either(parts[1:])
        return holds, rest[1:]
    name, rest = parts[0], parts[1:]
    if rest[:1] == ["WITH"]:
        return (name in ALLOWED and rest[1] in EXCEPTIONS) or WITH_EXCEPTION.get(name) == rest[1], rest[2:]
    return name in ALLOWED, rest


def metadata_of(info: Path) -> Message:
    """Return the metadata in a package's `.dist-info` folder."""
    return HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8", errors="replace"))


def texts_of(info: Path, metadata: Message) -> "list[Path]":
    """Return the files with the words of a package's licences."""
    told = [*metadata.get_all("License-File", [])]
    places = [info / "licenses" / name for name in told] + [info / name for name in told]
    found = [path for path in places if path.is_file()]
    return found or sorted(path for path in info.glob("LICEN[CS]E*") if path.is_file())
