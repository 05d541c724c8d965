"""Personal data and keys: found, listed by row, never said; what only looks like it is left in peace."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.checks.private import KINDS
from desktop_app.core.example import Completion, Example
from desktop_app.core.sentences import english
from tests.core.checks.rows import findings, heals, mended, pad, pair, talk

TRUE = {
    "emails": ["anna.berg@mail.de", "jo+x@sub.host.co.uk", "A_B@firm.museum"],
    "phones": [
        *(
            "+49 30 901820",
            "+49 (0) 30 901820",
            "0049-30-901820",
            "+1.555.123.4567",
            "+33 1 23 45 67 89",
            "+4915112345678",
        ),
        *("(555) 123-4567", "555-123-4567", "555.123.4567", "030/901820", "030 / 901820", "0171 2345678"),
        *("020 7946 0958", "01 23 45 67 89", "0221-4567890"),
    ],
    "cards": [
        "4111 1111 1111 1111",
        "4111111111111111",
        "5500-0000-0000-0004",
        "3782 822463 10005",
        "6011000990139424",
    ],
    "accounts": [
        *(
            "DE89 3704 0044 0532 0130 00",
            "DE89370400440532013000",
            "GB29 NWBK 6016 1331 9268 19",
            "NL91 ABNA 0417 1643 00",
        ),
        *("FR14 2004 1010 0505 0001 3M02 606", "MT84MALT011000012345MTLCAST001S", "NO93 8601 1117 947"),
    ],
    "keys": [
        *("sk-proj-abc123ABC456def789ghi", "sk-" + "aB" * 24, "sk_live_" + "x9" * 12, "ghp_" + "a1" * 18),
        *(
            "github_pat_" + "a1_" * 20,
            "glpat-" + "x" * 20,
            "hf_" + "Qw" * 17,
            "gsk_" + "a" * 40,
            "xoxb-123456-abcdefGHIJ",
        ),
        "SG." + "a1" * 11 + "." + "b2" * 20,
        *(
            "AKIAIOSFODNN7EXAMPLE",
            "AIza" + "b" * 35,
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNry",
        ),
        *(
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----",
        ),
    ],
}
FALSE = [
    *("me@example.com", "you@mail.example.org", "@user", "a@b", "x @ y.de", "me@test", "def f(): # a@1.5"),
    *(
        "2026-11-21 08:04:20",
        "01-02-2026",
        "21.11.2026",
        "3.14159265",
        "+3.14159265",
        "978-3-16-148410-0",
        "192.168.100.100",
    ),
    *(
        "1, 2, 3, 4, 5, 6, 7, 8, 9",
        "12345678",
        "1234567890",
        "v1.234.567.8901",
        "1.234.567.890",
        "order 0012",
        "100 000 000",
    ),
    *("4111 1111 1111 1112", "1234567890123456", "0000 0000 0000 0000", "4444 4444 4444 4444"),
    *(
        "DE89 3704 0044 0532 0130 01",
        "AB12 CDEF",
        "risk-assessment-of-something-long",
        "sk-learn-something-very-long-name",
    ),
    *("a" * 500, "https://a.example/very/long/path/" + "x" * 40, "-----BEGIN CERTIFICATE-----", "=" * 80, "漢字" * 60),
]
EACH = [(kind, sample) for kind, samples in TRUE.items() for sample in samples]


@pytest.mark.parametrize(("kind", "sample"), EACH)
def test_true_ones_are_found_wherever_they_stand(kind: str, sample: str) -> None:
    for text in (
        sample,
        f"Write to {sample}.",
        f"({sample})",
        f"é漢😀 {sample}\nnext",
        f"{'word ' * 30}{sample} {'word ' * 30}",
    ):
        rows = pad([talk("a", text), Completion(text, " b"), pair("a", "b", text)][:1])
        found = findings(rows)
        assert {name for name in found if name.startswith("private")} == {f"private_{kind}"}, text
        assert list(found[f"private_{kind}"].rows) == [100]


@pytest.mark.parametrize(("kind", "sample"), EACH)
def test_what_is_hidden_is_hidden_and_the_rest_stays(kind: str, sample: str) -> None:
    rows = pad([talk(f"Is it {sample}?", f"Yes: {sample}, yes.", "Be kind.")])
    after = heals(f"private_{kind}", rows)
    instead = KINDS[kind].instead
    assert after[0] == talk(f"Is it {instead}?", f"Yes: {instead}, yes.", "Be kind.")
    assert after[1:] == rows[1:]


@pytest.mark.parametrize("sample", FALSE)
def test_what_only_looks_like_it_is_left_in_peace(sample: str) -> None:
    rows = pad([talk(sample, f"It is {sample} or so.")])
    assert not [name for name in findings(rows) if name.startswith("private")]


def test_no_sentence_and_no_value_holds_what_was_found() -> None:
    rows: list[Example] = [talk(f"q{n}", f"a {sample} b {n}") for n, (_, sample) in enumerate(EACH)]
    found = [finding for check, finding in findings(rows).items() if check.startswith("private")]
    assert len(found) == len(TRUE)
    for finding in found:
        told = (
            f"{english(finding.title)} {english(finding.why)} {finding.act and english(finding.act)} {finding.values}"
        )
        told += str(finding.remedy.values if finding.remedy else "")
        assert not any(sample in told for _, sample in EACH)


def test_what_is_recommended_is_what_nobody_can_mean() -> None:
    rows: list[Example] = [talk(f"q{n}", f"a {samples[0]} b {n}") for n, samples in enumerate(TRUE.values())]
    told = {check for check, finding in findings(rows).items() if check.startswith("private") and finding.recommended}
    assert told == {"private_keys", "private_cards"}


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "1",
            "a@",
            "@a.",
            "a@b.",
            "a.",
            "+1",
            "+" + "1" * 60,
            "0",
            "01 ",
            "(1",
            "1 ",
            "00 1",
            "4",
            "4 ",
            "AB12",
            "AB12 ",
        ),
        *(
            "sk-",
            "sk-a",
            "eyJ-",
            "eyJa.",
            "SG.",
            "-----BEGIN ",
            "-----BEGIN PRIVATE KEY-----",
            "ghp_",
            "xoxb-",
            "_",
            "-",
        ),
    ],
)
def test_no_text_takes_long_however_odd(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    found = findings([talk(text, "b"), talk("c", f"x{text}.")])
    for check, finding in found.items():
        if check.startswith("private"):
            mended([talk(text, "b"), talk("c", f"x{text}.")], finding)


@given(st.integers(0, 10**6))
def test_a_quick_look_finds_what_a_thorough_one_finds(seed: int) -> None:
    chance = random.Random(seed)
    between = [" ", ", ", "\n", " - ", "é ", "x", "(", ") ", ".", " 12 ", "/", "@", "0"]
    pieces = [sample for _, sample in EACH] + FALSE
    texts = [
        "".join(
            chance.choice(between) + chance.choice(pieces) + chance.choice(between) for _ in range(chance.randrange(4))
        )
        for _ in range(4)
    ]
    rows: list[Example] = [talk(f"q{n}", text) for n, text in enumerate(texts)]
    found = findings(rows, batch=2)
    for name, kind in KINDS.items():
        thorough = [100 + n for n, text in enumerate(texts) if any(kind.found(text))]
        check = f"private_{name}"
        assert list(found[check].rows if check in found else []) == thorough, name
        if thorough:
            heals(check, rows)


def test_half_a_character_in_a_block_of_a_key_stops_nobody() -> None:
    broken = "-----BEGIN PRIVATE KEY-----\nb3\ud83dBl\n-----END PRIVATE KEY-----"
    assert heals("private_keys", pad([talk("a", broken)]))[0] == talk("a", "[key]")
