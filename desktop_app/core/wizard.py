"""The import wizard as a state machine: steps, answers, what stands in the way, and the recipe they make."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from desktop_app.core import mapping as mapping_
from desktop_app.core import share_gpt
from desktop_app.core.checks.finding import Finding
from desktop_app.core.convert import convert
from desktop_app.core.example import Example, Part, Shape, from_line
from desktop_app.core.line_fault import line_fault
from desktop_app.core.mapping import ColumnMapping
from desktop_app.core.problem import Problem
from desktop_app.core.reading import Found, Kind, Reading
from desktop_app.core.split import Shares
from desktop_app.core.target import Target
from desktop_app.core.text import Text, text

Maker = Callable[[Mapping[str, str], Mapping[str, Any] | None], tuple[Example, ...] | Text]
"""Makes examples of a record's cells and of its JSON object, if it has one; or tells why there are none."""

STARTER_TARGET = "local/SmolLM2-135M-Instruct"
"""What data is prepared for unless the user says otherwise."""


class Step(StrEnum):
    """The wizard's steps, in order."""

    READ = "read"
    SHAPE = "shape"
    CHECK = "check"
    SPLIT = "split"


STEPS = tuple(Step)


class Where(StrEnum):
    """Where the new rows go in a project that has rows already; and where the rows of a project itself go.

    Those stay in their parts (KEEP), or are divided ANEW.
    """

    APPEND = "append"
    REPLACE = "replace"
    VALIDATION = "validation"
    TEST = "test"
    KEEP = "keep"
    ANEW = "anew"

    @property
    def part(self) -> Part | None:
        """Return the part that all new rows go to; None where they are divided by the shares."""
        return {Where.VALIDATION: Part.VALIDATION, Where.TEST: Part.TEST}.get(self)

    @property
    def divides(self) -> bool:
        """Tell whether the rows are divided by the shares."""
        return self.part is None and self is not Where.KEEP


@dataclass(frozen=True, slots=True)
class Wizard:
    """All that was answered so far; every answer gives a new Wizard.

    `accepted` and `skipped` name checks whose remedy the user wants or does not want; about the others our
    recommendation decides. `target` is the id of a core.target.Target.
    """

    found: Found
    mapping: ColumnMapping
    reading: Reading = field(default_factory=Reading)
    target: str = STARTER_TARGET
    accepted: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    shares: Shares = field(default_factory=Shares)
    stratified: bool = True
    seed: int = 42
    where: Where = Where.APPEND
    step: Step = Step.READ

    @classmethod
    def start(cls, found: Found, mapping: ColumnMapping | None = None) -> "Wizard":
        """Return the wizard for a file, with the likeliest answers filled in."""
        if mapping is None and found.shape is not None:
            mapping = ColumnMapping(found.shape, "", "", kept=True)
        wizard = cls(found, mapping or mapping_.guess(found.columns))
        return replace(wizard, where=Where.KEEP, step=wizard.steps[0]) if found.own else wizard

    def answer(self, **answers: Any) -> "Wizard":  # noqa: ANN401 - each answer has its own type
        """Return the wizard with the given answers replaced; those of its mapping can be named directly."""
        mapped = {name: answers.pop(name) for name in ColumnMapping.__slots__ if name in answers}
        return replace(self, **{"mapping": replace(self.mapping, **mapped), **answers})

    def aimed(self, targets: Sequence[Target]) -> "Wizard":
        """Return the wizard with a model that learns from rows of its shape: its own, else the first there is."""
        fitting = [target.id for target in targets if self.mapping.shape in target.shapes]
        return self if self.target in fitting or not fitting else replace(self, target=fitting[0])

    def found_anew(self, found: Found) -> "Wizard":
        """Return the wizard after the file was read in another way; the mapping is kept if it still fits."""
        kept = found.shape == self.found.shape and not mapping_.problems(self.mapping, found.columns)
        return replace(self, found=found, mapping=self.mapping if kept else Wizard.start(found).mapping)

    def decides(self, finding: Finding) -> bool:
        """Tell whether a finding's remedy is to be done."""
        if finding.remedy is None or finding.check in self.skipped:
            return False
        return finding.recommended or finding.check in self.accepted

    def problems(self) -> list[Text]:
        """Return what must be mended before the present step can be left."""
        return [] if self.step is Step.READ else mapping_.problems(self.mapping, self.found.columns)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the steps, in order; a project's own rows need not be read."""
        return tuple(step for step in STEPS if not (self.found.own and step is Step.READ))

    @property
    def is_first(self) -> bool:
        """Tell whether there is no step before this one."""
        return self.step is self.steps[0]

    @property
    def is_last(self) -> bool:
        """Tell whether the next act is to create the examples."""
        return self.step is self.steps[-1]

    def next(self) -> "Wizard":
        """Return the wizard one step on; it stays where it is while there are problems or nothing follows."""
        if self.problems() or self.is_last:
            return self
        return replace(self, step=self.steps[self.steps.index(self.step) + 1])

    def back(self) -> "Wizard":
        """Return the wizard one step back; the first step stays."""
        return self if self.is_first else replace(self, step=self.steps[self.steps.index(self.step) - 1])

    def preview(self, cells: Mapping[str, str], source: Mapping[str, Any] | None) -> tuple[Example, ...] | Text:
        """Return what the model would see of one record, or why it would be left out."""
        found = mapping_.problems(self.mapping, self.found.columns)
        if self.found.own and source is not None and self.mapping.shape is self.found.shape:
            example = from_line(source)
            return convert(example, example.shape, self.mapping.system)
        missing = {name: "" for name in self.found.late if name not in cells}
        return found[0] if found else examples_of(self.mapping, {**cells, **missing} if missing else cells, source)


def examples_of(
    mapping: ColumnMapping, cells: Mapping[str, str], source: Mapping[str, Any] | None
) -> tuple[Example, ...] | Text:
    """Return what one record of a file becomes: mostly one example, several for a chat taken apart, or why none.

    `source` is the record's JSON object as it came, for files that hold training data already.
    """
    return maker(mapping)(cells, source)


def maker(mapping: ColumnMapping) -> Maker:
    """Return `examples_of` for the many records of one file."""
    mapped = mapping_.maker(mapping)

    def make(cells: Mapping[str, str], source: Mapping[str, Any] | None) -> tuple[Example, ...] | Text:
        if source is not None and mapping.kept:
            return _kept(mapping, source)
        made = mapped(cells)
        return made if isinstance(made, Text) else (made,)

    return make


def _kept(mapping: ColumnMapping, source: Mapping[str, Any]) -> tuple[Example, ...] | Text:
    """Return the examples of an object that is one already, in the shape that is wanted."""
    line = share_gpt.training_line(source) if share_gpt.is_meant(source) else source
    if isinstance(line, Text):
        return line
    try:
        return convert(from_line(line), mapping.shape, mapping.system)
    except Problem:
        return line_fault(line)


def to_recipe(wizard: Wizard) -> dict[str, Any]:
    """Return the answers as JSON can hold them, for the next file or for a wizard that was left."""
    return {
        "reading": asdict(wizard.reading),
        **({"was": wizard.found.shape} if wizard.found.own else {}),
        "mapping": asdict(wizard.mapping),
        "late": [name for name in wizard.found.late if name in mapping_.used(wizard.mapping)],
        "target": wizard.target,
        "accepted": sorted(wizard.accepted),
        "skipped": sorted(wizard.skipped),
        "shares": asdict(wizard.shares),
        "stratified": wizard.stratified,
        "seed": wizard.seed,
        "where": wizard.where.value,
        "step": wizard.step.value,
    }


def with_recipe(wizard: Wizard, recipe: Mapping[str, Any]) -> Wizard:
    """Return the wizard with a recipe's answers, at its first step; one that does not fit the file changes nothing.

    What cannot be understood (a recipe of a newer TuneDesk, or one edited by hand) changes nothing either.
    """
    try:
        raw = recipe["mapping"]
        mapping = ColumnMapping(**{**raw, "shape": Shape(raw["shape"])})
        if wizard.found.own and wizard.found.shape is not None and recipe.get("was") == mapping.shape:
            mapping = replace(mapping, shape=wizard.found.shape)  # nobody asked for another one
        found = wizard.found.with_late(map(str, recipe.get("late", ())))
        answered = replace(
            wizard,
            found=found,
            mapping=mapping,
            reading=reading_of(recipe),
            target=str(recipe["target"]),
            accepted=frozenset(recipe["accepted"]),
            skipped=frozenset(recipe["skipped"]),
            shares=Shares(**recipe["shares"]),
            stratified=bool(recipe["stratified"]),
            seed=int(recipe["seed"]),
        )
        fits = not mapping_.problems(mapping, found.columns)
    except (AttributeError, KeyError, TypeError, ValueError):
        return wizard
    fits = fits and (not mapping.kept or wizard.found.shape is not None)
    return answered if fits else wizard


def resumed(wizard: Wizard, recipe: Mapping[str, Any]) -> Wizard:
    """Return the wizard where it was left, but not after the check-up: what that one decides is worked out anew."""
    answered = with_recipe(wizard, recipe)
    try:
        step, where = Step(recipe["step"]), Where(recipe["where"])
    except (KeyError, ValueError):
        return answered
    return (
        answered if answered is wizard else replace(answered, step=min(step, Step.CHECK, key=STEPS.index), where=where)
    )


def reading_of(recipe: Mapping[str, Any]) -> Reading:
    """Return how a recipe says a file is read; one that cannot be understood says nothing."""
    try:
        said = recipe["reading"]
        return Reading(**{**said, "kind": Kind(said["kind"]) if said["kind"] else None})
    except (KeyError, TypeError, ValueError):
        return Reading()


def too_few(training: int, least: int) -> Text | None:
    """Return the warning that a training needs more rows, if it does."""
    return text("wizard.too_few", count=training, least=least) if training < least else None
