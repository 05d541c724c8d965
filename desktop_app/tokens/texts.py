"""Counting the tokens of many texts: with the vocabulary itself, or with a faster library that has proven to agree."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from desktop_app.tokens.vocabularies import Vocabulary, whole_characters

WORTH_IT = 1_000_000
"""Characters after which the faster library has earned the third of a second it takes to load."""

Lengths = Callable[[list[str]], list[int]]


class Texts:
    """Counts texts, each different one of a batch once; `accelerated` tells whether the faster library does it."""

    def __init__(self, vocabulary: Vocabulary, faster_after: int | None = WORTH_IT) -> None:
        """Count with `vocabulary`; look for the faster library after so many characters, never for None.

        One that has proven to agree with this vocabulary before counts from the beginning.
        """
        self._vocabulary = vocabulary
        self._lengths: Lengths = vocabulary.lengths
        self._until_faster = faster_after
        self.accelerated = False
        if faster_after is not None and vocabulary.agreed:
            faster = _faster(vocabulary.name)
            if faster is not None and faster.args == vocabulary.agreed:
                self._go_over(faster)

    def lengths(self, texts: Iterable[str]) -> Mapping[str, int]:
        """Return the number of tokens of each different text."""
        different = list(dict.fromkeys(texts))
        if self._until_faster is not None:
            self._until_faster -= sum(map(len, different))
            if self._until_faster <= 0:
                self._until_faster = None
                self._accelerate()
        return dict(zip(different, self._lengths(different), strict=True))

    def _accelerate(self) -> None:
        faster = _faster(self._vocabulary.name)
        if faster is not None and faster(list(PROOF)) == self._vocabulary.lengths(list(PROOF)):
            self._vocabulary.agreed = faster.args
            self._go_over(faster)

    def _go_over(self, faster: Lengths) -> None:
        self._lengths = faster
        self.accelerated = True
        self._until_faster = None
        self._vocabulary.rest()  # the faster library has one of its own in memory


def _faster(name: str) -> "partial[list[int]] | None":
    """Return toktok-rs's counting function for a vocabulary; None where it is not installed or does not know it."""
    try:
        import toktok  # noqa: PLC0415 - heavy, and optional
    except ImportError:
        return None

    lengths = partial(_lengths, toktok.batch_count, name)
    try:
        lengths([""])
    except (KeyError, ValueError, OSError):
        return None
    return lengths


def _lengths(count: Callable[..., list[int]], name: str, texts: list[str]) -> list[int]:
    try:
        return list(count(texts, name, threads=1))
    except UnicodeEncodeError:
        return list(count([whole_characters(text) for text in texts], name, threads=1))


PROOF: tuple[str, ...] = (
    "",
    " ",
    "a",
    "Hello, world!",
    "  two  blanks  ",
    "tab\tand\nnew\r\nlines\n\n\n",
    "\r\r\n \n  x",
    "trailing blanks    ",
    " " * 1000 + "x",
    "a" * 500,
    "=" * 300,
    "I'll we've don't they're SHE'S it'd I'M",
    "I’ll we’ve don’t",
    "1 12 123 1234 12345 3.14159 1,000,000 0x1F",
    "٠١٢٣٤٥ १२३ 一二三 Ⅷ ½ ²",
    "CamelCaseWords andMixedUPPERlower XMLHttpRequest",
    "def f(x):\n\treturn x ** 2  # comment\n",
    '{"messages": [{"role": "user", "content": "hi"}]}',
    "<|endoftext|> <|im_start|>user<|im_end|> <|fim_suffix|>",
    "https://example.org/a/b?c=d&e=f#g",
    "/////\n///\r\n// a",
    "!?!?...—–-- ###\n\n",
    "Grüße aus Köln, schöne Straße",
    "ÅÄÖ e\u0301 n\u0303 a\u0308\u0323",
    "Съешь же ещё этих мягких французских булок",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "שלום עולם, מה שלומך?",
    "مرحبا بالعالم، كيف حالك؟",
    "नमस्ते दुनिया, आप कैसे हैं?",
    "สวัสดีชาวโลก ภาษาไทย",
    "こんにちは世界、カタカナとひらがな。",
    "你好，世界！今天天气很好。",
    "안녕하세요 세계, 한국어 문장입니다.",
    "ଓଡ଼ିଆ தமிழ் తెలుగు ಕನ್ನಡ മലയാളം",
    "ქართული Հայերեն አማርኛ ᏣᎳᎩ",
    "ﷺ ﷽ ﬁ ﬀ ǅ ǆ ŉ",
    "😀😃👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇩🇪",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈 𓀀",
    "\u200b\u200d\u2060\ufeff",
    "\x00\x01\x02\x1f\x7f\x85\xa0",
    "\u2028\u2029\u3000\u202f",
    "\ufffd\uffff\U0010ffff",
    "ÀÈÌ' 'S 'lL 'Ve s't",
    "ǈǋ ʰʱʲ ªº",
    "x\u0300\u0301\u0302\u0303\u0304" * 20,
    "MixedРусскийEnglish漢字かな한글",
    " leading\n leading2\n\tleading3",
    "ß ẞ ı İ ſ K Å",
    "\n" * 200 + " \n" * 50,
    "The quick brown fox jumps over the lazy dog. " * 10,
)
"""Fifty texts on which a faster library has to agree before it is trusted."""
