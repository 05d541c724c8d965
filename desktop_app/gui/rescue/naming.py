"""What the things of a rescue are called on the screen: by the names their owner knows, not by their ids."""

from pathlib import PurePosixPath

from PySide6.QtCore import QCoreApplication

from desktop_app.core.rescue import Fate, Kind, Line, Stock
from desktop_app.gui.theme.say import say
from desktop_app.gui.widgets.model_name import model_name
from desktop_app.work.rescue_report import why

_START, _END = "\u2068", "\u2069"
"""Invisible marks: what stands between them keeps its own direction and leaves that of the line alone."""


class Naming:
    """Names what comes from one account of the provider of this name."""

    def __init__(self, stock: Stock, provider: str) -> None:
        self._titles = {job.job.id: job.title for job in stock.jobs}
        self._models = {job.job.tuned_model for job in stock.jobs if job.job.tuned_model}
        self._stock = stock
        self._provider = provider

    def doing(self, name: str) -> str:
        """Return what is being done now, told by the name of a file, or by the id of a training or a model."""
        translate = QCoreApplication.translate
        if name in self._titles:
            return translate("Naming", "Curve and settings of {0}").format(kept(self._titles[name]))
        if name in self._models:
            return translate("Naming", "Asking {0}").format(kept(model_name(name)))
        return kept(name)

    def line(self, line: Line) -> str:
        """Return what became of a thing."""
        if line.fate is not Fate.HOME:
            words = QCoreApplication.translate("Naming", "Not here: {0}. {1}")
            return words.format(self._missing(line), say(why(line, self._provider)))
        return self._kinds()[line.kind].format(kept(self._name(line)))

    def _missing(self, line: Line) -> str:
        named = self._kinds()[line.kind].format(kept(self._name(line)))
        users = self._stock.users(line.id) if line.kind is Kind.FILE else ()
        if not users:
            return named
        words = QCoreApplication.translate("Naming", "{0} of the training {1}")
        return words.format(named, ", ".join(kept(user) for user in users))

    def _name(self, line: Line) -> str:
        if line.kind is Kind.ANSWERS:
            return model_name(line.id)
        if line.kind is Kind.FILE:
            return PurePosixPath(line.name).name.removeprefix(f"{line.id} ") if line.name else line.id
        if line.kind is Kind.PROJECT and line.name:
            return PurePosixPath(line.name).stem
        return self._titles.get(line.id, line.id)

    def _kinds(self) -> dict[Kind, str]:
        translate = QCoreApplication.translate
        return {
            Kind.FILE: translate("Naming", "File {0}"),
            Kind.JOB: translate("Naming", "Curve and settings of {0}"),
            Kind.PROJECT: translate("Naming", "Project {0}"),
            Kind.ANSWERS: translate("Naming", "Answers of {0}"),
        }


def kept(name: str) -> str:
    """Return a name whose letters keep their own direction in the middle of a line."""
    return f"{_START}{name}{_END}"


def broken_off() -> str:
    """Return what is lost of a rescue when the program ends in the middle of it."""
    return QCoreApplication.translate(
        "Naming",
        "Your models are being brought home. What has come stays; the rest would have to be brought home later.",
    )
