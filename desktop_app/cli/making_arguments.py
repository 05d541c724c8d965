"""What was asked for on the command line about making data with a model."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.cli.training_arguments import At
from desktop_app.core.answer import Sampling
from desktop_app.core.example import Shape
from desktop_app.core.grid import Grid, Values, typed, usual_prompt
from desktop_app.core.job import HERE


@dataclass(frozen=True, slots=True)
class Make:
    """Let `model` write what the grid asks for.

    The grid stands in a file, or is `grid` (None to go on with the newest one of the project). Answers go into the CSV
    `out`, and become rows of the project `into`; `most` is how many dollars they may cost. `shape` is
    that of rows in a project without any.
    """

    at: At
    model: str
    file: Path | None = None
    grid: Grid | None = None
    sampling: Sampling = field(default_factory=Sampling)
    system: str = ""
    out: Path | None = None
    into: Path | None = None
    most: float | None = None
    yes: bool = False
    shape: Shape = Shape.COMPLETION

    @property
    def project(self) -> Path:
        """Return the project that keeps the answers: the one they go into, else one beside the CSV."""
        if self.into is not None:
            return self.into
        if self.out is None:
            raise TypeError("it was not said where the answers go")
        return self.out.with_suffix(".tunedesk")


def parse(arguments: Sequence[str]) -> Make:
    """Return the command; argparse answers what is wrong."""
    parser = make_parser()
    given = parser.parse_args(arguments)
    asks = given.grid is not None or bool(given.template)
    if asks and given.go_on:
        parser.error("--go-on goes on with what was begun; say nothing else about it")
    if not asks and not given.go_on:
        parser.error("say a GRIDFILE, or --template and --values, or --go-on")
    if given.grid is not None and given.template:
        parser.error("say either a GRIDFILE or --template")
    if asks and not given.model:
        parser.error("say which model writes: --model MODEL")
    if given.out is None and given.into is None:
        parser.error("say where the answers go: --out FILE.csv, --into PROJECT, or both")
    if given.out is not None and (given.out.suffix.lower() == ".tunedesk" or given.out == given.into):
        parser.error("--out names a table (.csv); the project that rows go into is named by --into")
    return Make(
        At(given.at, given.key_variable),
        given.model,
        given.grid,
        _grid(parser, given) if given.template else None,
        Sampling(given.temperature, given.max_tokens, tuple(given.stop), seed=given.seed),
        given.system,
        given.out,
        given.into,
        given.most,
        given.yes,
        Shape(given.shape),
    )


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk make`; its help is the one in docs/making.md."""
    parser = argparse.ArgumentParser(
        prog="tunedesk make",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100),
        description="Let a model write data: a template with {placeholders}, a list of values for each, every "
        "combination asked so many times. What it takes and costs is said and asked before.",
        epilog="Each answer is kept in a project (the one of --into, else one beside the CSV) before the next is asked "
        "for. What was stopped goes on with --go-on; nothing is asked twice. Answers that were cut off or refused are "
        "in the CSV, with the reason, and become no rows. The exit code is 0 when all was answered, 1 when something "
        "stood in the way (it is said what), 2 when the command itself cannot be understood.",
    )
    about = "a JSON object with template, values, repeats, prompt, completion, most and seed"
    parser.add_argument("grid", metavar="GRIDFILE", nargs="?", type=Path, help=about)
    about = "what the writing model is asked, with {placeholders}"
    parser.add_argument("--template", metavar="TEXT", default="", help=about)
    about = "the values of a placeholder with commas between them, or @ and a file with one a line; said once for each"
    parser.add_argument("--values", metavar="NAME=…", action="append", default=[], help=about)
    parser.add_argument("--repeats", metavar="N", type=_count, default=1, help="how often each is asked (%(default)s)")
    about = "what the trained model will be asked (default: the values with commas between them)"
    parser.add_argument("--prompt", metavar="TEXT", help=about)
    about = "what it shall answer (%(default)s)"
    parser.add_argument("--completion", metavar="TEXT", default=Grid("").completion, help=about)
    about = "take only N of the combinations, drawn by chance"
    parser.add_argument("--sample", metavar="N", type=_count, default=0, help=about)
    _add_asking(parser)
    parser.add_argument("--out", metavar="FILE", type=Path, help="the CSV that gets the answers with their values")
    parser.add_argument("--into", metavar="PROJECT", type=Path, help="the project that gets the rows")
    about = "what rows become in a project that has none yet (%(default)s)"
    shapes = (Shape.COMPLETION.value, Shape.CHAT.value)
    parser.add_argument("--shape", choices=shapes, default=Shape.COMPLETION.value, help=about)
    parser.add_argument("--most", metavar="DOLLARS", type=float, help="stop when it has cost so much")
    parser.add_argument("--go-on", action="store_true", help="finish what was begun last")
    parser.add_argument("--yes", action="store_true", help="ask nothing, whatever it costs")
    return parser


def _add_asking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="MODEL", default="", help="the model that writes")
    parser.add_argument("--temperature", metavar="X", type=float, default=0.7, help="how much it varies (%(default)s)")
    parser.add_argument("--max-tokens", metavar="N", type=_count, default=400, help="the longest answer (%(default)s)")
    parser.add_argument("--stop", metavar="TEXT", action="append", default=[], help="an answer ends before it")
    parser.add_argument("--system", metavar="TEXT", default="", help="the system prompt of the writing model")
    parser.add_argument("--seed", metavar="N", type=int, help="start of chance, for the model and the sample")
    about = "this computer (local), openai, nebius, crusoe, one of your own by its title, or an address ending with /v1"
    parser.add_argument("--at", metavar="PLACE", default=HERE, help=about)
    about = "the variable that holds the key (default: the provider's usual one; else it is asked for, unseen)"
    parser.add_argument("--key-variable", metavar="NAME", default="", help=about)


def _grid(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Grid:
    lists = []
    for said in given.values:
        name, found, values = said.partition("=")
        if not found or not name.strip():
            parser.error(f"write the values as NAME=first,second: {said}")
        lists.append(Values(name.strip(), _values(parser, values)))
    prompt = usual_prompt(given.template) if given.prompt is None else given.prompt
    return Grid(given.template, tuple(lists), given.repeats, prompt, given.completion, given.sample, given.seed or 0)


def _values(parser: argparse.ArgumentParser, said: str) -> tuple[str, ...]:
    if not said.startswith("@"):
        return tuple(value.strip() for value in said.split(",") if value.strip())
    try:
        return typed(Path(said[1:]).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        parser.error(f"the values cannot be read: {fault}")


def _count(word: str) -> int:
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1 is needed")
    return number
