"""What was asked for on the command line about trainings and models."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.classes import Classes
from desktop_app.core.job import HERE, Plan
from desktop_app.core.target import Method

_MOST_BETA = 100


@dataclass(frozen=True, slots=True)
class At:
    """Where: this computer, a provider by its name, one of the user's own by its title, or an address.

    A server of one's own on this computer usually wants no key; `keyed` says that this one does.
    """

    place: str = HERE
    key_variable: str = ""
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Train:
    """Start a training on `data` and follow it. `model` is "" where it was not said; `project` remembers the training.

    What stands in `plan` besides was said, or is left to the provider.
    """

    data: Path
    at: At
    plan: Plan
    valid: Path | None = None
    project: Path | None = None
    yes: bool = False
    detach: bool = False


@dataclass(frozen=True, slots=True)
class Jobs:
    """List trainings, or look at one and do something with it: follow, cancel, pause, resume."""

    at: At
    job: str = ""
    act: str = ""
    json: bool = False


@dataclass(frozen=True, slots=True)
class Results:
    """Write what a training measured, or what a results `file` holds, as one table with standard names."""

    at: At
    job: str = ""
    file: Path | None = None
    out: Path | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a model one question; "-" reads it from standard input. `completion` asks to go on with the text itself."""

    model: str
    prompt: str
    at: At
    system: str = ""
    completion: bool = False
    stop: tuple[str, ...] = ()
    max_tokens: int = 400
    temperature: float = 0.0
    json: bool = False


TrainingCommand = Train | Jobs | Results | Ask


WORDS = ("train", "jobs", "results", "ask")


def parse(arguments: Sequence[str]) -> TrainingCommand:
    """Return the command that begins with one of WORDS; argparse answers what is wrong."""
    word, rest = arguments[0], arguments[1:]
    if word == "train":
        return _train(rest)
    if word == "jobs":
        return _jobs(rest)
    return _results(rest) if word == "results" else _ask(rest)


def train_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk train`; its help is the one in docs/terminal.md."""
    parser = _parser(
        "train",
        "Train a model: on this computer, or at a provider. What it takes and costs is said and asked before.",
        "The training is remembered in a project beside the data and goes on when the terminal is closed. The exit "
        "code is 0 when the model is ready (or the training was started, with --detach), 1 when something stands in "
        "the way or the training ended without a model, 2 when the command itself cannot be understood.",
    )
    about = "a folder made by 'tunedesk prepare', a file of training examples (.jsonl), or a project (.tunedesk)"
    parser.add_argument("data", metavar="DATA", type=Path, help=about)
    parser.add_argument(
        "--valid", metavar="FILE", type=Path, help="validation examples (default: valid.jsonl in the folder)"
    )
    parser.add_argument("--model", default="", help="the base model, or a tuned one to go on from")
    parser.add_argument("--suffix", default="", help="a name that becomes part of the tuned model's name")
    parser.add_argument("--epochs", metavar="N", type=int, help="passes over the data (default: automatic)")
    parser.add_argument("--batch-size", metavar="N", type=int, help="examples in one step (default: automatic)")
    parser.add_argument("--rate", metavar="X", type=float, help="learning rate multiplier (default: automatic)")
    parser.add_argument("--seed", metavar="N", type=int, default=Plan("").seed, help="start of chance (%(default)s)")
    parser.add_argument("--method", choices=[method.value for method in Method], default=Method.SUPERVISED.value)
    about = "a further setting by the provider's own name; may be said several times"
    parser.add_argument("--set", metavar="NAME=NUMBER", type=_setting, action="append", default=[], help=about)
    _add_classes(parser)
    parser.add_argument("--project", metavar="FILE", type=Path, help="the project that remembers the training")
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    parser.add_argument("--detach", action="store_true", help="start it and do not wait for its end")
    return _with_place(parser)


def _add_classes(parser: argparse.ArgumentParser) -> None:
    """Add what the old command line of OpenAI had for classifications, also under its own names with underscores."""
    about = "measure on validation examples how well classes are told apart"
    switch = ("--classification-metrics", "--compute_classification_metrics")
    parser.add_argument(*switch, dest="classes", action="store_true", help=about)
    about = "how many classes there are (default: as many as the answers have)"
    count = ("--classification-n-classes", "--classification_n_classes")
    parser.add_argument(*count, dest="n_classes", metavar="N", type=int, default=0, help=about)
    about = "of two classes the one that is looked for"
    positive = ("--classification-positive-class", "--classification_positive_class")
    parser.add_argument(*positive, dest="positive", metavar="CLASS", default="", help=about)
    about = "weights of the F-scores of that class (default: 1)"
    betas = ("--classification-betas", "--classification_betas")
    parser.add_argument(*betas, dest="betas", metavar="X", type=float, nargs="+", default=[], help=about)


def jobs_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk jobs`."""
    parser = _parser("jobs", "List the trainings of a place, or look at one, follow it, halt it or end it.")
    parser.add_argument("job", metavar="ID", nargs="?", default="", help="a training; without it all are listed")
    acts = parser.add_mutually_exclusive_group()
    for act, about in (
        ("follow", "say how it goes until it has ended"),
        ("pause", "halt it"),
        ("resume", "let it go on, also one that was stopped by a full disk or for want of memory"),
        ("cancel", "end it for good"),
    ):
        acts.add_argument(f"--{act}", dest="act", action="store_const", const=act, default="", help=about)
    parser.add_argument("--json", action="store_true", help="say it as JSON, one object a line")
    return _with_place(parser)


def results_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk results`."""
    parser = _parser(
        "results", "Write what a training measured as a table (CSV) with the same names for every provider."
    )
    parser.add_argument("job", metavar="ID", nargs="?", default="", help="a training of the place")
    parser.add_argument(
        "--file", metavar="FILE", type=Path, help="a results file you have, old or new, base64 or plain"
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="where to (default: the terminal)")
    return _with_place(parser)


def ask_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk ask`."""
    parser = _parser("ask", "Ask a model one question; the answer comes as it is written.")
    parser.add_argument("model", metavar="MODEL", help="a base model, a tuned one or a checkpoint")
    parser.add_argument("-p", "--prompt", metavar="TEXT", required=True, help="the question; - reads it from a pipe")
    parser.add_argument("--system", metavar="TEXT", default="", help="the system prompt")
    about = "let the model go on with the text, as models trained on prompts and completions do"
    parser.add_argument("--completion", action="store_true", help=about)
    about = "where the answer ends, such as the stop sequence of your data; may be said several times"
    parser.add_argument("--stop", metavar="TEXT", action="append", default=[], help=about)
    parser.add_argument("--max-tokens", metavar="N", type=int, default=400, help="the longest answer (%(default)s)")
    about = "0 always gives the likeliest answer, 1 varies (%(default)s)"
    parser.add_argument("--temperature", metavar="X", type=float, default=0.0, help=about)
    parser.add_argument("--json", action="store_true", help="say it as one JSON object at the end")
    return _with_place(parser)


def _train(arguments: Sequence[str]) -> Train:
    parser = train_parser()
    given = parser.parse_args(arguments)
    if given.data.suffix.lower() == ".tunedesk" and (given.valid or given.project):
        parser.error("a project has its own validation rows and remembers its trainings itself")
    plan = Plan(
        base_model=given.model,
        epochs=given.epochs,
        batch_size=given.batch_size,
        learning_rate_multiplier=given.rate,
        seed=given.seed,
        suffix=given.suffix,
        method=Method(given.method),
        more=dict(given.set),
        classes=_classes(parser, given),
    )
    return Train(given.data, _at(given), plan, given.valid, given.project, given.yes, given.detach)


def _classes(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Classes | None:
    positive = given.positive.strip()
    if not given.classes:
        if given.n_classes or positive or given.betas:
            parser.error("the other words about classes need --classification-metrics")
        return None
    if given.betas and not positive:
        parser.error("--classification-betas needs --classification-positive-class")
    if not all(0 < beta <= _MOST_BETA for beta in given.betas):
        parser.error(f"each of --classification-betas lies above 0 and is {_MOST_BETA} at most")
    return Classes(given.n_classes, positive, tuple(given.betas))


def _jobs(arguments: Sequence[str]) -> Jobs:
    parser = jobs_parser()
    given = parser.parse_args(arguments)
    if given.act and not given.job:
        parser.error(f"--{given.act} needs the ID of a training")
    return Jobs(_at(given), given.job, given.act, given.json)


def _results(arguments: Sequence[str]) -> Results:
    parser = results_parser()
    given = parser.parse_args(arguments)
    if bool(given.job) == bool(given.file):
        parser.error("say the ID of a training, or a results file with --file")
    return Results(_at(given), given.job, given.file, given.out)


def _ask(arguments: Sequence[str]) -> Ask:
    parser = ask_parser()
    given = parser.parse_args(arguments)
    if given.completion and given.system:
        parser.error("a system prompt belongs to a chat, not to --completion")
    return Ask(
        given.model,
        given.prompt,
        _at(given),
        given.system,
        given.completion,
        tuple(_unescaped(stop) for stop in given.stop),
        given.max_tokens,
        given.temperature,
        given.json,
    )


def _parser(word: str, about: str, epilog: str = "") -> argparse.ArgumentParser:
    usual = "The exit code is 0 when it worked, 1 when something stood in the way (it is said what), 2 when the "
    return argparse.ArgumentParser(
        prog=f"tunedesk {word}",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100),
        description=about,
        epilog=epilog or usual + "command itself cannot be understood.",
    )


def _with_place(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    about = "this computer (local), openai, nebius, crusoe, one of your own by its title, or an address ending with /v1"
    parser.add_argument("--at", metavar="PLACE", default=HERE, help=about)
    about = "the variable that holds the key (default: the provider's usual one; else it is asked for, unseen)"
    parser.add_argument("--key-variable", metavar="NAME", default="", help=about)
    return parser


def _at(given: argparse.Namespace) -> At:
    return At(given.at, given.key_variable)


def _setting(word: str) -> tuple[str, float]:
    name, found, number = word.partition("=")
    if not found or not name:
        raise argparse.ArgumentTypeError("write it as NAME=NUMBER")
    value = float(number)
    return name, int(value) if value.is_integer() else value


def _unescaped(stop: str) -> str:
    r"""Return a stop sequence in which \n and \t stand for a line break and a tab, as shells cannot say them."""
    return stop.replace("\\n", "\n").replace("\\t", "\t")
