"""The questions of `tunedesk prepare`: those of the wizard, in its order. What the command line said is not asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from desktop_app.cli.asking import Asker, tell
from desktop_app.cli.commands import Prepare
from desktop_app.core import mapping as mapping_
from desktop_app.core import template
from desktop_app.core.checks.finding import Finding
from desktop_app.core.convert import consequences
from desktop_app.core.example import Example, Shape
from desktop_app.core.fields import FIELDS, read_field
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.problem import Problem
from desktop_app.core.reading import Found, Kind, Reading
from desktop_app.core.sentences import english
from desktop_app.core.split import Shares
from desktop_app.core.target import Target
from desktop_app.core.text import Text
from desktop_app.core.wizard import Wizard
from desktop_app.work.intake import Look, Shown

_SHOWN = 3
_WIDEST = 160
_SHAPES = {
    Shape.CHAT: "chat (question and answer as messages)",
    Shape.COMPLETION: "completion (a text and how it goes on)",
    Shape.PREFERENCE: "preference (a better and a worse answer)",
}


def reading(command: Prepare, asker: Asker, look: Callable[[Reading], Look]) -> Look:
    """Return the beginning of the file, read in the way that is said to be right."""
    answers = Reading(sheet=command.sheet)
    seen = look(answers)
    if len(seen.found.sheets) > 1 and command.sheet is None:
        sheets = seen.found.sheets
        chosen = sheets.index(seen.found.reading.sheet) if seen.found.reading.sheet in sheets else 0
        answers = replace(answers, sheet=sheets[asker.one_of("Which sheet?", sheets, chosen)])
        seen = look(answers)
    while True:
        _tell_found(seen)
        if asker.yes("Is it read rightly?", recommended=True):
            return seen
        answers = _other_reading(asker, seen.found, answers)
        seen = look(answers)


def shaping(command: Prepare, asker: Asker, look: Look) -> Wizard:
    """Return the wizard with its mapping answered; raise a Problem for an option that does not fit the file."""
    found = look.found
    wizard = Wizard.start(found)
    said = (command.prompt, command.completion, command.rejected)
    if found.shape is not None and all(option is None for option in said):
        wizard = _kept(command, asker, wizard, found.shape)
    if not wizard.mapping.kept or any(option is not None for option in said):
        wizard = replace(wizard, mapping=_mapping(command, asker, found))
    hindrance = mapping_.problems(wizard.mapping, found.columns)
    if hindrance:
        raise Problem("prepare_columns", reason=english(hindrance[0]))
    if wizard.mapping.kept and found.shape is not None:
        for consequence in consequences(found.shape, wizard.mapping.shape):
            tell(english(consequence))
    _tell_first(wizard, look)
    return wizard


def target(command: Prepare, asker: Asker, wizard: Wizard, targets: Sequence[Target]) -> Target:
    """Return the model the data is for; raise Problem("prepare_no_such_model") for one that nobody knows."""
    fitting = [each for each in targets if wizard.mapping.shape in each.shapes]
    if command.target is not None:
        wanted = command.target.casefold()
        found = [each for each in targets if wanted in (each.id.casefold(), each.title.casefold())]
        found = found or [each for each in targets if each.id.casefold().rpartition("/")[2] == wanted]
        if not found:
            raise Problem("prepare_no_such_model", model=command.target, known=", ".join(each.id for each in targets))
        return found[0]
    choice = fitting or list(targets)
    likeliest = next((place for place, each in enumerate(choice) if each.id == wizard.target), 0)
    names = [f"{each.id}: {each.title}" for each in choice]
    return choice[asker.one_of("Which model is it for?", names, likeliest)]


def deciding(
    asker: Asker, wizard: Wizard, findings: Sequence[Finding], shown: Callable[[Finding], Sequence[Shown]]
) -> Wizard:
    """Tell every finding and return the wizard with a decision on each one that something can be done about."""
    for finding in findings:
        tell()
        tell(f"[{finding.severity.value}] {english(finding.title)}")
        tell(f"  {english(finding.why)}")
        if finding.act is None:
            continue
        for example in shown(finding):
            _tell_change(example, unit_of(wizard.found))
        act = english(finding.act)
        if asker.yes(f"  Shall it be done: {act}?", recommended=finding.recommended):
            wizard = replace(wizard, accepted=wizard.accepted | {finding.check})
        else:
            wizard = replace(wizard, skipped=wizard.skipped | {finding.check})
    return wizard


def sharing(asker: Asker) -> Shares:
    """Return how much of the data is kept for validation; a file for tests is none of this command's."""
    while True:
        said = asker.words("How many percent are kept to measure the training (validation)?", "10").rstrip(" %")
        try:
            return Shares(validation=float(said.replace(",", ".")) / 100, test=0.0)
        except ValueError:
            tell("A number from 0 to 99 is needed.")


def unit_of(found: Found) -> str:
    """Return what places in a file are counted in."""
    return "row" if found.by_rows else "line"


def _tell_found(seen: Look) -> None:
    found, read = seen.found, seen.found.reading
    facts = [("encoding", read.encoding), ("cells parted by", read.delimiter and repr(read.delimiter))]
    facts += [("sheet", read.sheet), ("training data already", found.shape and found.shape.value)]
    if read.header is not None:
        facts.append(("first row", "the names of the columns" if read.header else "a row like the others"))
    tell(f"{found.name}: {'; '.join(f'{name} {value}' for name, value in facts if value) or read.kind}")
    tell(f"Columns: {', '.join(found.columns)}")
    for record in seen.records[:_SHOWN]:
        tell(f"  {unit_of(found)} {record.line}: {' | '.join(_short(cell) for cell in record.cells.values())}")
    for unread in seen.unread[:_SHOWN]:
        tell(f"  {unit_of(found)} {unread.line} cannot be read: {english(unread.reason)}")


def _other_reading(asker: Asker, found: Found, answers: Reading) -> Reading:
    read = found.reading
    if read.encoding is not None:
        answers = replace(answers, encoding=asker.words("Encoding?", read.encoding))
    if read.kind is Kind.DELIMITED:
        shown = "tab" if read.delimiter == "\t" else read.delimiter or ","
        said = asker.words("What parts the cells (one character, or tab)?", shown)
        answers = replace(answers, delimiter="\t" if said.casefold() == "tab" else said[:1])
    if read.header is not None:
        header = asker.yes("Does the first row name the columns?", recommended=read.header)
        answers = replace(answers, header=header)
    return answers


def _kept(command: Prepare, asker: Asker, wizard: Wizard, came: Shape) -> Wizard:
    """Decide whether examples that a file holds already stay as they came."""
    if command.shape is not None:
        kept = True
    else:
        kept = asker.yes(f"These are {came.value} examples already. Are they kept as they came?", recommended=True)
    mapping = replace(wizard.mapping, kept=kept, shape=command.shape or came, system=command.system or "")
    return replace(wizard, mapping=mapping)


def _mapping(command: Prepare, asker: Asker, found: Found) -> ColumnMapping:
    likeliest = mapping_.guess(found.columns).shape
    shape = command.shape or (Shape.PREFERENCE if command.rejected is not None else None)
    if shape is None:
        shape = list(Shape)[
            asker.one_of("What do the examples become?", list(_SHAPES.values()), list(Shape).index(likeliest))
        ]
    guessed = mapping_.guess(found.columns, shape)
    tell("Name a column, or put columns in braces into a text, such as {age}, {gender} ->")
    completes = shape is Shape.COMPLETION
    asked = "What is asked (- for no question, only the text to learn)?" if completes else "What is asked?"
    prompt = _columns(command.prompt, asker, asked, guessed.prompt, found)
    prompt = "" if completes and prompt == "-" else prompt
    answer = _columns(command.completion, asker, "What is the answer?", guessed.answer, found)
    rejected, system = "", ""
    if shape is Shape.PREFERENCE:
        rejected = _columns(command.rejected, asker, "Which answer is not preferred?", guessed.rejected, found)
    if shape is not Shape.COMPLETION:
        system = _system(command, asker, guessed.system)
    return ColumnMapping(shape, prompt, answer, system, rejected, unasked=completes and not prompt)


def _system(command: Prepare, asker: Asker, guessed: str) -> str:
    if command.system is not None:
        return command.system
    said = asker.words("A system prompt for every row (- for none)?", guessed or "-")
    return "" if said == "-" else said


def _columns(said: str | None, asker: Asker, question: str, guessed: str, found: Found) -> str:
    """Return the template of an option or answer: a column's name stands for the column."""
    words = asker.words(question, guessed) if said is None else said
    return template.column(words) if words in found.columns else words


def _tell_first(wizard: Wizard, look: Look) -> None:
    """Show what the first record becomes."""
    for record in islice(look.records, 1):
        made = wizard.preview(record.cells, record.source)
        if isinstance(made, Text):
            tell(f"The first record is left out: {english(made)}")
        else:
            tell("The first record becomes:")
            for name, value in _fields(made[0]).items():
                tell(f"  {name}: {_short(value)}")


def _tell_change(shown: Shown, unit: str) -> None:
    before = _fields(shown.before)
    if shown.after is None:
        tell(f"  {unit} {shown.line} is taken out: {_short(' | '.join(before.values()))}")
        return
    after = _fields(shown.after)
    for name in dict.fromkeys((*before, *after)):
        was, will = before.get(name, ""), after.get(name, "")
        if was != will:
            tell(f"  {unit} {shown.line}, {name}: {_short(was)!r} becomes {_short(will)!r}")


def _fields(example: Example) -> Mapping[str, str]:
    """Return the fields that say something."""
    values = {name: read_field(example, name) for name in FIELDS[example.shape]}
    return {name: value for name, value in values.items() if value}


def _short(value: str) -> str:
    """Return the text on one line, cut in the middle where it is long: ends matter to people who look at data."""
    line = " ".join(value.split("\n"))
    return line if len(line) <= _WIDEST else f"{line[: _WIDEST // 2]} … {line[-_WIDEST // 2 :]}"
