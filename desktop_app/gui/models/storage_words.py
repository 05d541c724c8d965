"""What lies on the disk, in words."""

from PySide6.QtCore import QCoreApplication

from desktop_app.gui.widgets.model_name import model_name
from desktop_app.providers.keeping import Binned, Kept


def kind_words(kind: str) -> str:
    """Return what kind of thing a row of the storage is."""
    words = {
        "model": _tr("Base models"),
        "partial": _tr("Base models that came in part"),
        "adapter": _tr("Tuned models"),
        "checkpoint": _tr("Checkpoints"),
        "recovery": _tr("Recovery points"),
        "rows": _tr("Rows that trainings learned from"),
        "tokens": _tr("Caches of trainings"),
        "story": _tr("Curves and stories of trainings"),
        "file": _tr("Files sent for training"),
        "filed": _tr("Results and notes on files"),
        "upload": _tr("Files on their way"),
        "bin": _tr("In the bin"),
        "log": _tr("Logs of the engine"),
        "engine": _tr("The engine's own files"),
        "packages": _tr("Packages for training on this computer"),
        "project": _tr("Projects"),
        "copy": _tr("Copies made before updates"),
        "backup": _tr("Backups of projects"),
        "draft": _tr("Imports under way"),
        "crash": _tr("Crash logs"),
        "setting": _tr("Settings and notes"),
    }
    return words.get(kind, kind)


def about(kind: str) -> str:
    """Return in a sentence what would be lost without the things of a kind."""
    words = {
        "recovery": _tr("A training goes on from here after a crash. Once it is over, nobody needs them."),
        "tokens": _tr("What a training reads is prepared once. Once it is over, nobody needs it."),
        "file": _tr("Each training has a copy of its own. To train once more, the rows are sent again."),
        "log": _tr("What helps to find out why something went wrong."),
        "crash": _tr("What helps to find out why the program ended. Emptied, it cannot be brought back."),
        "partial": _tr("What has come of a base model whose fetching was interrupted."),
        "bin": _tr("What you deleted. It goes for good when TuneDesk closes."),
        "adapter": _tr("Delete them under Your models, where it is said what needs them."),
        "checkpoint": _tr("Delete them under Your models, where it is said what needs them."),
        "model": _tr("Remove them under Get models, where it is said what needs them."),
        "packages": _tr("Look after them under File, Set up training on this computer."),
        "copy": _tr("A project as it was before a newer TuneDesk brought it up to date."),
        "backup": _tr("Look at them, bring one back or delete them under File, Backups."),
    }
    return words.get(kind, "")


def thing(row: Kept) -> str:
    """Return what a row is called: the model, file or project it belongs to."""
    return model_name(row.title) if row.title else ""


def binned(item: Binned) -> str:
    """Return what a thing in the bin is called."""
    kinds = {"model": "", "base": "", "file": kind_words("file")}
    kind = kinds.get(item.kind, kind_words(item.kind))
    return f"{kind}: {model_name(item.id)}" if kind else model_name(item.id)


def _tr(words: str) -> str:
    return QCoreApplication.translate("Storage", words)
