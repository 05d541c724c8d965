"""Files by chance, of every kind the old tool reads, with everything it looks for and everything it stumbles over."""

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

WORDS = tuple(
    word
    for line in (
        "amber river stone cloud quick brown jumps lazy music paper winter garden bottle copper signal theory",
        "harbor meadow silver engine pocket travel window yellow basket castle dragon energy forest guitar hammer",
        "island jacket kitten ladder magnet needle orange pencil rabbit saddle temple umbrella velvet wagon",
        "xylophone yogurt zebra idea taxi menu café naïve fjord echo piano cargo arc club golf myth fox jazz swim",
        "bulb proof truck calm",
    )
    for word in line.split()
)
CLASSES = (("positive", "negative"), ("billing", "shipping", "returns"), ("A1", "B2", "C3", "D4"))
NOTHING = ("None", "NA", "nan", "NULL")
"""Words that the old tool reads as nothing."""

FORMATS = ("csv", "csv", "tsv", "xlsx", "jsonl", "json", "json array", "txt")


@dataclass(slots=True)
class Sample:
    """A file as it is to be: rows of (question, answer), how it is written, and the tricks it plays (`plays`)."""

    kind: str
    format: str
    rows: list[tuple[str, str]]
    columns: tuple[str, str] = ("prompt", "completion")
    extra: tuple[str, ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    bad_line: int | None = None
    plays: set[str] = field(default_factory=set)

    @property
    def suffix(self) -> str:
        """How the file's name ends."""
        return self.format.split()[0]

    @property
    def typed(self) -> bool:
        """Whether the format knows what a text is, so that not even the old tool reads a word as nothing."""
        return self.suffix in ("jsonl", "json")


def sample(chance: Random) -> Sample:
    """Return a file by chance."""
    format_ = chance.choice(FORMATS)
    kind = (
        "open-ended"
        if format_ == "txt"
        else chance.choice(("classification", "conditional", "conditional", "open-ended"))
    )
    made = Sample(kind, format_, _plain_rows(chance, kind))
    one_line = format_ == "txt"
    for name, trick, likely in TRICKS:
        if chance.random() < likely and not (one_line and name in NOT_IN_LINES):
            trick(chance, made)
            made.plays.add(name)
    return made


def _plain_rows(chance: Random, kind: str) -> list[tuple[str, str]]:
    count = chance.choice((15, 24, 40, 40, 70, 110))
    if kind == "classification":
        classes = chance.choice(CLASSES)
        return [(_sentence(chance), chance.choice(classes)) for _ in range(count)]
    return [("" if kind == "open-ended" else _sentence(chance), _sentence(chance)) for _ in range(count)]


def _sentence(chance: Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(3, 9)))


def _change(made: Sample, prompt=None, completion=None) -> None:
    keep = str
    made.rows = [((prompt or keep)(p) if p else p, (completion or keep)(c)) for p, c in made.rows]


def _separator(chance: Random, made: Sample) -> None:
    mark = chance.choice((" ->", "\n\n###\n\n", ":", "\n\nThe answer is:\n"))
    _change(made, prompt=lambda text: text + mark)


def _marks_inside(chance: Random, made: Sample) -> None:
    marks = chance.sample((" ->", "\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n", ":"), k=chance.randint(1, 4))
    _change(
        made, prompt=lambda text: chance.choice(marks).join((text[:4], text[4:])) if chance.random() < 0.5 else text
    )


def _prompt_prefix(chance: Random, made: Sample) -> None:
    opening = chance.choice(("Q: ", "Translate this to French: ", "Is this good or bad? "))
    _change(made, prompt=lambda text: opening + text)


def _completion_prefix(chance: Random, made: Sample) -> None:
    opening = chance.choice(("Answer: ", " The label is: ", "=> "))
    _change(made, completion=lambda text: opening + text)


def _ending(chance: Random, made: Sample) -> None:
    mark = chance.choice((".", " END", "\n", " - the end of the story."))
    _change(made, completion=lambda text: text + (mark if made.format != "txt" else mark.strip()))


def _endings_inside(chance: Random, made: Sample) -> None:
    marks = chance.sample(("\n", ".", " END", "***", "+++", "&&&", "$$$", "@@@", "%%%"), k=chance.randint(1, 9))
    _change(made, completion=lambda text: text[:3] + "".join(marks) + text[3:] if chance.random() < 0.6 else text)


def _leading_space(chance: Random, made: Sample) -> None:
    share = chance.choice((1, 1, 0.5))
    _change(made, completion=lambda text: " " + text if chance.random() < share else text)


def _upper_prompts(chance: Random, made: Sample) -> None:
    del chance
    _change(made, prompt=str.upper)


def _upper_completions(chance: Random, made: Sample) -> None:
    del chance
    _change(made, completion=str.upper)


def _duplicates(chance: Random, made: Sample) -> None:
    for _ in range(chance.randint(1, 4)):
        made.rows.insert(chance.randrange(len(made.rows)), chance.choice(made.rows))


def _empties(chance: Random, made: Sample) -> None:
    for _ in range(chance.randint(1, 4)):
        prompt = "" if made.kind == "open-ended" else _sentence(chance)
        made.rows.insert(chance.randrange(len(made.rows)), (prompt, ""))


def _long(chance: Random, made: Sample) -> None:
    for place in chance.sample(range(len(made.rows)), k=2):
        prompt, completion = made.rows[place]
        if completion:
            filling = _sentence(chance) + " "
            made.rows[place] = (filling * (10_200 // len(filling)) + prompt if prompt else prompt, completion)


def _numbers(chance: Random, made: Sample) -> None:
    _change(made, prompt=lambda text: f"{chance.randint(0, 99):03} {text}")


def _foreign(chance: Random, made: Sample) -> None:
    said = chance.choice(("日本語の文", "שלום עולם", "Ünïcödé ÄÖÜ", "🎉 party", 'he said "so", then; left'))
    _change(made, prompt=lambda text: f"{text[:5]}{said}{text[5:]}" if chance.random() < 0.4 else text)


def _other_case(chance: Random, made: Sample) -> None:
    made.columns = chance.choice((("Prompt", "Completion"), ("PROMPT", "completion"), ("prompt", "COMPLETION")))


def _extra_columns(chance: Random, made: Sample) -> None:
    made.extra = tuple(chance.sample(("extra", "note", "author", "prompt_id"), k=chance.randint(1, 3)))


def _words_for_nothing(chance: Random, made: Sample) -> None:
    word = chance.choice(NOTHING)
    _change(made, completion=lambda text: word if chance.random() < 0.3 else text)


def _empty_question(chance: Random, made: Sample) -> None:
    if made.kind != "open-ended":
        place = chance.randrange(len(made.rows))
        made.rows[place] = ("", made.rows[place][1])


def _spaces_for_answer(chance: Random, made: Sample) -> None:
    place = chance.randrange(len(made.rows))
    made.rows[place] = (made.rows[place][0], "  ")


def _accidental_letter(chance: Random, made: Sample) -> None:
    del chance
    _change(made, prompt=lambda text: text + "e", completion=lambda text: text + "s")


def _cut_word(chance: Random, made: Sample) -> None:
    del chance
    _change(made, prompt=lambda text: "Please translate this text: t" + text)


def _other_encoding(chance: Random, made: Sample) -> None:
    if made.suffix in ("csv", "tsv"):
        made.encoding = chance.choice(("cp1252", "utf-16"))
        _change(made, prompt=_only_cp1252, completion=lambda text: _only_cp1252(text) + " é")


def _only_cp1252(text: str) -> str:
    return text.encode("cp1252", "ignore").decode("cp1252")


def _other_delimiter(chance: Random, made: Sample) -> None:
    if made.format == "csv":
        made.delimiter = chance.choice(";|")


def _bad_line(chance: Random, made: Sample) -> None:
    if made.suffix == "jsonl":
        made.bad_line = chance.randrange(1, len(made.rows))


NOT_IN_LINES = ("completion_ending_lines", "endings_inside", "other_case", "extra_columns", "words_for_nothing")
TRICKS = (
    ("foreign", _foreign, 0.2),
    ("numbers", _numbers, 0.1),
    ("words_for_nothing", _words_for_nothing, 0.04),
    ("prompt_prefix", _prompt_prefix, 0.2),
    ("cut_word", _cut_word, 0.03),
    ("marks_inside", _marks_inside, 0.2),
    ("accidental_letter", _accidental_letter, 0.03),
    ("separator", _separator, 0.3),
    ("endings_inside", _endings_inside, 0.2),
    ("completion_prefix", _completion_prefix, 0.15),
    ("ending", _ending, 0.3),
    ("leading_space", _leading_space, 0.3),
    ("long", _long, 0.15),
    ("duplicates", _duplicates, 0.25),
    ("empties", _empties, 0.2),
    ("empty_question", _empty_question, 0.03),
    ("spaces_for_answer", _spaces_for_answer, 0.03),
    ("upper_prompts", _upper_prompts, 0.1),
    ("upper_completions", _upper_completions, 0.1),
    ("other_case", _other_case, 0.1),
    ("extra_columns", _extra_columns, 0.15),
    ("other_encoding", _other_encoding, 0.03),
    ("other_delimiter", _other_delimiter, 0.03),
    ("bad_line", _bad_line, 0.04),
)
"""Name, what it does to a file, and how likely it is; in the order in which they are played."""


def write(made: Sample, folder: Path, name: str = "table") -> Path:
    """Write the file and return its path."""
    path = folder / f"{name}.{made.suffix}"
    if made.suffix == "xlsx":
        _write_workbook(made, path)
    elif made.suffix == "txt":
        path.write_text("\n".join(completion for _, completion in made.rows), encoding="utf-8")
    elif made.suffix in ("csv", "tsv"):
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter="\t" if made.suffix == "tsv" else made.delimiter, lineterminator="\n")
        writer.writerows(_table(made))
        path.write_bytes(text.getvalue().encode(made.encoding))
    else:
        path.write_text(_json(made), encoding="utf-8")
    return path


def _table(made: Sample) -> list[list[str]]:
    head = [*made.columns, *made.extra]
    return [head, *([*row, *(f"{name} {i}" for name in made.extra)] for i, row in enumerate(made.rows))]


def _json(made: Sample) -> str:
    head, *rows = _table(made)
    objects = [dict(zip(head, row, strict=True)) for row in rows]
    if made.format == "json array":
        return json.dumps(objects, ensure_ascii=False, indent=2)
    lines = [json.dumps(each, ensure_ascii=False) for each in objects]
    if made.bad_line is not None:
        lines[made.bad_line] = lines[made.bad_line][:-2]
    return "\n".join(lines) + "\n"


def _write_workbook(made: Sample, path: Path) -> None:
    import openpyxl  # noqa: PLC0415 - heavy, and few files are workbooks

    book = openpyxl.Workbook()
    for at, row in enumerate(_table(made), start=1):
        for column, value in enumerate(row, start=1):
            cell = book.active.cell(at, column, value)
            cell.data_type = "s"  # also what begins with "=" is a text
    book.save(path)
