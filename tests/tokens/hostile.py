"""Texts on which counters of tokens go wrong: every script, marks without letters, long runs, half characters."""

from random import Random

RANGES = (
    (0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x36F), (0x370, 0x52F), (0x530, 0x5FF), (0x600, 0x7BF),
    (0x900, 0xDFF), (0xE00, 0xFFF), (0x1000, 0x139F), (0x13A0, 0x17FF), (0x1800, 0x1CFF), (0x1D00, 0x1FFF),
    (0x2000, 0x206F), (0x2070, 0x2BFF), (0x2C00, 0x2DFF), (0x3000, 0x30FF), (0x3100, 0x33FF), (0x4E00, 0x9FFF),
    (0xA000, 0xABFF), (0xAC00, 0xD7A3), (0xE000, 0xF8FF), (0xF900, 0xFFFF), (0x10000, 0x10FFF), (0x11000, 0x12FFF),
    (0x16000, 0x1BFFF), (0x1D000, 0x1DFFF), (0x1F000, 0x1FAFF), (0x20000, 0x2FFFF), (0xE0000, 0xE01EF),
)  # fmt: skip
"""First and last code points of blocks; the ASCII one stands twice because most texts are of it."""
SPECIALS = (
    "<|endoftext|>", "<|endofprompt|>", "<|fim_prefix|>", "<|fim_suffix|>", "<|im_start|>", "<|im_end|>", "<|im_sep|>",
    "<|start|>", "<|channel|>", "<|return|>", "<s>", "</s>", "[INST]", "<unk>",
)  # fmt: skip
EMOJI = ("😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪🇫🇷", "🧑‍🚀", "❤️", "1️⃣", "🫱🏻‍🫲🏿")
BLANKS = (" ", "\t", "\n", "\r", "\r\n", "\u00a0", "\u2003", "\u2028", "\u3000", "\u200b", "\u0085", "\u000b", "\ufeff")
WORDS = (
    "don't",
    "I'LL",
    "we’ve",
    "camelCaseXML",
    "3.14159",
    "1,000,000",
    "==",
    "-->",
    "/*",
    "//",
    "ﬁn",
    "Straße",
    "naïve",
)
HALVES = ("\ud800", "\udfff", "\udc00\ud800", "\ud83d")


def hostile_text(chance: Random, *, whole: bool = False) -> str:
    """Return one text; with `whole` no half of a character is in it."""
    kinds = (_script, _script, _script, _words, _run, _run, _controls, _mixture)
    text = chance.choice(kinds)(chance)
    if not whole and chance.random() < 0.05:
        at = chance.randint(0, len(text))
        text = text[:at] + chance.choice(HALVES) + text[at:]
    return text


def _script(chance: Random) -> str:
    first, last = chance.choice(RANGES)
    count = chance.choice((1, 3, 10, 40, 200))
    return "".join(" " if chance.random() < 0.15 else chr(chance.randint(first, last)) for _ in range(count)).translate(
        dict.fromkeys(range(0xD800, 0xE000), "x")
    )


def _words(chance: Random) -> str:
    pool = (*WORDS, *SPECIALS, *EMOJI, *BLANKS)
    return "".join(chance.choice(pool) + chance.choice(("", "", " ", "\n")) for _ in range(chance.randint(1, 60)))


def _run(chance: Random) -> str:
    each = chance.choice((*BLANKS, "a", "A", "=", "-", "0", "é", "\u0301", "字", "😀", "\x00", "ab", " \n", "\n "))
    return chance.choice(("", "x", " ")) + each * chance.randint(1, 3000) + chance.choice(("", "x", " y", "\n"))


def _controls(chance: Random) -> str:
    return "".join(
        chr(chance.choice((*range(32), 127, *range(128, 160), 32, 65))) for _ in range(chance.randint(1, 100))
    )


def _mixture(chance: Random) -> str:
    return "".join(chance.choice((_script, _words, _controls))(chance) for _ in range(chance.randint(2, 5)))
