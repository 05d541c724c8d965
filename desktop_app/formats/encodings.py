"""Finding out how the letters of a text file are encoded, without keeping the file in memory."""

import codecs
import re
from pathlib import Path
from typing import BinaryIO

from desktop_app.core.problem import Problem
from desktop_app.core.reading import ENCODINGS
from desktop_app.formats.opening import in_words, start_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's, so it is looked for first
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHUNK = 1 << 20
_PIECE = 1 << 18
"""Bytes that are decoded at a time where all of a file is looked at: with fewer, to begin each time costs more."""
_SAMPLE = 1 << 14
_DAMAGE = re.compile("[\udc80-\udcff]")
_LETTERS_BEYOND = re.compile(r"[^\x00-\x7f]")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_KANA = re.compile("[\u3041-\u30ff]")
_ESCAPES = re.compile(rb"\x1b\$[@B]|\x1b\([JI]")

_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso8859-2", "iso8859-15", "cp850", "mac-roman")
_RARE = (
    "shift_jis_2004", "shift_jisx0213", "euc_jis_2004", "euc_jisx0213", "big5hkscs", "johab", "cp1258", "cp775",
    "cp037", "cp1026", "cp1140", "cp273", "cp424", "cp500", "cp1006", "cp1125", "cp720", "cp737", "cp856", "cp858",
    "cp860", "cp861", "cp863", "cp864", "cp865", "cp869", "iso8859_10", "iso8859_14", "iso8859_16", "iso8859_3",
    "iso8859_4", "mac_latin2", "mac_greek", "mac_iceland", "mac_turkish", "hp_roman8", "kz1048", "ptcp154", "tis_620",
    "koi8_t",
)  # fmt: skip
"""Encodings that look like others far more often than they are met."""
_PUNCTUATION = "“”‘’‚„–—…«»‹›€£©®™°§·•¿¡×²\xa0\xad"
_ALPHABETS = (
    "äöüßé", "éèêëàâçîïôûùüœæ", "áéíóúüñ", "áéíóúâêôãõàçü", "àèéìòù", "åäöæøéü", "éëïóöüèê", "áðéíóúýþæö",
    "ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţșț", "čćđšž",
    "çğıöşüâîûi̇", "ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž",
)  # fmt: skip
"""The letters beyond ASCII of German, French, Spanish, Portuguese, Italian, the Nordic languages, Dutch, Icelandic,
Polish, Czech, Slovak, Hungarian, Romanian, Croatian and Slovene, Turkish, Lithuanian, Latvian, Estonian."""


def encoding_of(path: Path) -> str:
    """Return the file's likeliest encoding, one of core.reading.ENCODINGS.

    Its byte order mark says so, or its NULs (UTF-16); else UTF-8 if (nearly) all of the file is UTF-8, else what its
    letters look like.
    """
    start = start_of(path)
    marked = next((name for mark, name in _BOMS if start.startswith(mark)), None) or wide_encoding(start)
    if marked:
        return marked
    if _ESCAPES.search(start):
        return "iso2022_jp"
    sample = _not_utf8(path)
    return "utf-8" if sample is None else _likeliest(sample)


def checked(encoding: str, name: str) -> str:
    """Return the canonical name of an encoding the user has said; raise Problem("encoding_unknown") for any other."""
    try:
        known = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        known = ""
    known = {"utf-16": "utf-16-le", "utf-32": "utf-32-le", "utf-8-sig": "utf-8"}.get(known, known)
    if known not in ENCODINGS:
        raise Problem("encoding_unknown", name=name, encoding=encoding)
    return known


def mark_length(start: bytes, encoding: str) -> int:
    """Return how many bytes at the start of a file in this encoding are its byte order mark."""
    return next((len(mark) for mark, name in _BOMS if name == encoding and start.startswith(mark)), 0)


def wide_encoding(start: bytes) -> str | None:
    """Return UTF-16 if the bytes are that without a mark.

    Every other byte is 0 then where the letters are Latin, and in any language beside line breaks.
    """
    if b"\0" not in start:
        return None
    even, odd = start[0::2], start[1::2]
    for low, high, name in ((even, odd, "utf-16-le"), (odd, even, "utf-16-be")):
        breaks = [high[at : at + 1] for at, byte in enumerate(low) if byte == 10]
        wide_breaks = breaks.count(b"\0") > len(breaks) / 2
        zeros = high.count(0)
        if (wide_breaks and zeros > 2 * low.count(0)) or (zeros > 20 * low.count(0) and zeros > len(high) / 4):
            return name
    return None


def _not_utf8(path: Path) -> bytes | None:
    """Return None for a file of UTF-8, where a few damaged letters do not count; else bytes from where it is not."""
    with in_words(path), path.open("rb") as file:
        wrong = _first_wrong(file)
        if wrong is None:
            return None
        file.seek(max(0, wrong - _SAMPLE // 2))
        return None if _nearly(file) else _beyond_ascii(path, wrong)


def _first_wrong(file: BinaryIO) -> int | None:
    """Return the place of the first byte that is no UTF-8."""
    done, rest = 0, b""
    while piece := file.read(_PIECE):
        data = rest + piece
        try:
            _, taken = codecs.utf_8_decode(data, "strict", False)  # half a letter at the end waits for the next piece
        except UnicodeDecodeError as error:
            return done + error.start
        done += taken
        rest = data[taken:]
    return done if rest else None


def _nearly(file: BinaryIO) -> bool:
    """Tell whether what comes is UTF-8 with some damage: good letters beyond ASCII outnumber the bad bytes by far."""
    seen = file.read(_CHUNK).decode("utf-8", "surrogateescape")
    bad = len(_DAMAGE.findall(seen))
    return len(_LETTERS_BEYOND.findall(seen)) - bad > 4 * bad


def _beyond_ascii(path: Path, near: int) -> bytes:
    """Return whole lines with letters beyond ASCII from around a place of the file."""
    begin = max(0, near - _SAMPLE)
    with in_words(path), path.open("rb") as file:
        file.seek(begin)
        lines = file.read(16 * _SAMPLE).splitlines(keepends=True)
    whole = lines[1:] if begin and len(lines) > 1 else lines  # half a line may begin with half a letter
    sample = b"".join(line for line in whole if not line.isascii())
    return sample[: _SAMPLE // 4].rpartition(b"\n")[0] or sample


def _likeliest(sample: bytes) -> str:
    best, score = max(((name, _latin_fit(sample, name)) for name in _LATIN), key=lambda pair: pair[1])
    runs = [len(run) for run in _HIGH_RUN.findall(sample)]
    if score > 0.9 and sum(runs) < (4 if score > 0.97 else 1.8) * len(runs):
        return best
    japanese = next((name for name in ("euc_jp", "cp932") if _is_japanese(sample, name)), None)
    if japanese:
        return japanese
    from charset_normalizer import from_bytes  # noqa: PLC0415 - heavy, and most files never need it

    found = from_bytes(sample, cp_exclusion=list(_RARE)).best()
    name = codecs.lookup(found.encoding).name if found else best
    return name if name in ENCODINGS and name != "utf-8" else best


def _is_japanese(sample: bytes, encoding: str) -> bool:
    """Tell whether the bytes read so are text in which the Japanese syllables are at home."""
    try:
        beyond = "".join(_LETTERS_BEYOND.findall(sample.decode(encoding)))
    except UnicodeDecodeError:
        return False
    return len(_KANA.findall(beyond)) > 0.3 * len(beyond)


def _latin_fit(sample: bytes, encoding: str) -> float:
    """Return the share of the letters beyond ASCII that one European language explains, 0 to 1."""
    beyond = _LETTERS_BEYOND.findall(sample.decode(encoding, "replace").lower())
    marks = sum(letter in _PUNCTUATION for letter in beyond)
    return max(marks + sum(letter in alphabet for letter in beyond) for alphabet in _ALPHABETS) / max(1, len(beyond))
