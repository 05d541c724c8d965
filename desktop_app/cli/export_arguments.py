"""What was asked for on the command line about exporting a model."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.model_export import PRECISIONS, Form, Precision

_WORDS = {"exact": Precision.F32, "base": Precision.BASE, "16": Precision.F16, "8": Precision.Q8}
"""What precisions are called on the command line."""


@dataclass(frozen=True, slots=True)
class ExportModel:
    """Export a tuned model of this computer into the folder `out`; `project` is what its card is written from.

    Without `precision` the usual one of the form is taken.
    """

    model: str
    form: Form
    out: Path
    precision: Precision | None = None
    project: Path | None = None


def parse(arguments: Sequence[str]) -> ExportModel:
    """Return the command; argparse answers what is wrong."""
    parser = export_parser()
    given = parser.parse_args(arguments)
    form = Form(given.form)
    precision = _WORDS.get(given.precision)
    if precision is not None and precision not in PRECISIONS[form]:
        known = ", ".join(word for word, one in _WORDS.items() if one in PRECISIONS[form])
        parser.error(f"--precision for {form.value} is one of: {known}")
    return ExportModel(given.model, form, given.out, precision, given.project)


def export_parser() -> argparse.ArgumentParser:
    """Return the parser of `tunedesk export`; its help is the one in docs/export_models.md."""
    parser = argparse.ArgumentParser(
        prog="tunedesk export",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26, width=100),
        description="Export a tuned model of this computer into a folder that other programs read, with its card.",
        epilog="Nothing is ever written over. The exit code is 0 when the folder is there, 1 when something stood in "
        "the way (it is said what, and nothing is left), 2 when the command itself cannot be understood.",
    )
    parser.add_argument("model", metavar="MODEL", help="the model's name, as 'tunedesk models' lists it")
    about = "adapter: what was learned alone; merged: the whole model as safetensors; gguf: one file; ollama, "
    about += "lmstudio: a folder for these programs"
    forms = [form.value for form in Form]
    parser.add_argument("--as", dest="form", choices=forms, required=True, help=about)
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder, which is not there yet")
    about = (
        "how exactly numbers are kept: exact (32 bits), base (as the base model), 16 or 8 bits (default: by the form)"
    )
    parser.add_argument("--precision", choices=list(_WORDS), help=about)
    about = "the project with the record of its training and tests, for the card"
    parser.add_argument("--project", metavar="PROJECT", type=Path, help=about)
    return parser
