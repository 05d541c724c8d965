"""How prompts and completions are laid out, for models that go on writing a text: separators, end marks, beginnings.

The rules and the order of the marks are those of the old `prepare_data` tool; an ending of ordinary letters, which
the texts share by chance, is taken for no mark here, and no beginning is cut within a word.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from desktop_app.core.checks.ends import Cases, Ends, Free, Repeats, visible
from desktop_app.core.checks.finding import SHOWN, Circumstances, Finding, Remedy, Severity, Subject
from desktop_app.core.checks.portion import Portion
from desktop_app.core.checks.task import Tally, Task
from desktop_app.core.checks.texts import says
from desktop_app.core.example import Completion
from desktop_app.core.text import Value

ARROW = " ->"
SEPARATORS = ("\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n\n===>\n\n", "\n\n--->\n\n")
LAST_SEPARATOR = "\n\n### =>\n\n"
"""What is put behind prompts: the arrow where all are single lines, else the first of these that stands in none."""

ENDINGS = ("\n", ".", " END", "***", "+++", "&&&", "$$$", "@@@", "%%%")
LAST_ENDING = " [END]"
"""What is put behind completions: the first of these that stands in none."""

LONG_MARK = 10
LONG_PROMPT_PREFIX = 12
LONG_COMPLETION_PREFIX = 5
"""In letters, as the old tool has them."""


class Design:
    """Looks at prompt-completion rows that have an answer; keeps a few counts, and the ids of rows it would touch."""

    def __init__(self, circumstances: Circumstances, tally: Tally) -> None:
        self._only_completes = circumstances.target.only_completes
        self._tally = tally
        self._count = 0
        self._first = array("q")
        self._prompts, self._answers = Ends(), Ends()
        self._prompt_repeats, self._answer_repeats = Repeats(self._prompts), Repeats(self._answers)
        self._separators = Free(("\n", ARROW, *SEPARATORS))
        self._endings = Free(ENDINGS)
        self._prompt_cases, self._answer_cases = Cases(), Cases()
        self._no_space = array("q")

    def see(self, rows: Portion) -> None:
        """Look at some rows."""
        if not (rows.complete and rows.all_answer):
            rows = Portion([row for row in rows if isinstance(row.example, Completion) and says(row.answer)])
        if not rows:
            return
        ids, prompts, answers = rows.ids, rows.prompts, rows.answers
        self._count += len(rows)
        self._first.extend(ids[: SHOWN - len(self._first)])
        self._prompts.see(prompts)
        self._answers.see(answers)
        self._prompt_repeats.see(ids, prompts)
        self._answer_repeats.see(ids, answers)
        self._no_space.extend([row for row, answer in zip(ids, answers, strict=True) if not answer.startswith(" ")])
        asked, answered = rows.joined
        self._separators.see(asked)
        self._endings.see(answered)
        beyond_asked, beyond_answered = rows.beyond
        self._prompt_cases.see(asked, beyond_asked)
        self._answer_cases.see(answered, beyond_answered)

    def finish(self) -> Iterable[Finding]:
        """Return what is to be said, in the order in which the remedies have to be done."""
        if not self._count:
            return
        if self._prompt_cases.mostly_upper(self._prompts.mark, self._prompts.count):
            yield self._advice("prompts_upper", Remedy("lower_prompt"))
        if self._answer_cases.mostly_upper(self._answers.mark, self._answers.count):
            yield self._advice("completions_upper", Remedy("lower_completion"))
        if self._tally.task is not Task.OPEN_ENDED:
            yield from self._separator()
        yield from self._prompt_prefix()
        yield from self._completion_prefix()
        if self._tally.task is Task.CONDITIONAL:
            yield from self._ending()
        if self._no_space:
            yield self._advice("no_leading_space", Remedy("add_leading_space", rows=self._no_space))

    def _separator(self) -> Iterator[Finding]:
        one_line = self._separators.first(("\n",), "") == "\n"
        suffix = self._separators.first((ARROW, *SEPARATORS) if one_line else SEPARATORS, LAST_SEPARATOR)
        values: dict[str, Value] = {"suffix": suffix, "shown": visible(suffix)}
        if self._prompts.count < 2:
            return
        if self._prompts.all_equal:
            yield self._finding("prompts_identical", Severity.BLOCKS, Remedy("blank_prompt"))
        elif not self._prompts.mark:
            yield self._advice("no_separator", Remedy("add_prompt_suffix", values))
        else:
            act = Remedy("replace_prompt_suffix", {"old": self._prompts.mark, **values})
            yield from self._marked("separator", self._prompts.mark, self._prompt_repeats.found(), act)

    def _ending(self) -> Iterator[Finding]:
        ending = self._endings.first(ENDINGS, LAST_ENDING)
        values: dict[str, Value] = {"ending": ending, "shown": visible(ending)}
        if self._answers.count < 2 or self._answers.all_equal:
            return  # one answer for everything is said with the labels
        if not self._answers.mark:
            yield self._advice("no_ending", Remedy("add_completion_ending", values))
        else:
            act = Remedy("replace_completion_ending", {"old": self._answers.mark, **values})
            yield from self._marked("ending", self._answers.mark, self._answer_repeats.found(), act)

    def _marked(self, name: str, mark: str, repeats: "array[int]", act: Remedy) -> Iterator[Finding]:
        """Say which mark there is, and what may be wrong with it."""
        values: dict[str, Value] = {"mark": visible(mark), "text": mark}
        if len(mark) > LONG_MARK:
            values["shown"] = act.values["shown"]
            yield self._finding(f"{name}_long", Severity.ADVICE, act, values)
        if repeats:
            shown, count = repeats[:SHOWN], len(repeats)
            yield Finding(f"{name}_repeats", Subject.DESIGN, Severity.ADVICE, count, shown, values, act)
        if len(mark) <= LONG_MARK and not repeats:
            yield self._finding(f"{name}_found", Severity.NOTE, None, values)

    def _prompt_prefix(self) -> Iterator[Finding]:
        prefix = self._prompts.opening
        values: dict[str, Value] = {"prefix": prefix, "shown": visible(prefix)}
        if len(prefix) > LONG_PROMPT_PREFIX:
            yield self._off("prompt_prefix", self._prompts)
        elif prefix:
            yield self._finding("prompt_prefix_short", Severity.NOTE, None, values)

    def _completion_prefix(self) -> Iterator[Finding]:
        if len(self._answers.opening) >= LONG_COMPLETION_PREFIX:
            found = self._off("completion_prefix", self._answers)
            # A model that chats is often taught just such a manner: a greeting, the first words of a form.
            yield replace(found, recommended=found.recommended and self._only_completes)

    def _off(self, check: str, ends: Ends) -> Finding:
        """Return the finding about a beginning to be taken off; unasked only where each text says more than that."""
        values: dict[str, Value] = {"prefix": ends.opening, "shown": visible(ends.opening)}
        found = self._advice(check, Remedy(f"remove_{check}", values), values)
        return replace(found, recommended=not ends.opening_is_a_whole_text)

    def _advice(self, check: str, act: Remedy, values: Mapping[str, Value] | None = None) -> Finding:
        return replace(self._finding(check, Severity.ADVICE, act, values), recommended=True)

    def _finding(
        self, check: str, severity: Severity, act: Remedy | None, values: Mapping[str, Value] | None = None
    ) -> Finding:
        """Return a finding about all rows, or about those of its remedy."""
        rows = act.rows if act and act.rows is not None else None
        count = self._count if rows is None else len(rows)
        shown = self._first if rows is None else rows[:SHOWN]
        return Finding(check, Subject.DESIGN, severity, count, shown, values or {}, act)
