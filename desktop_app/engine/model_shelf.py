"""The folders of base models: those in the data folder, those named at the start, and those that the user added."""

from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.engine.disk import read_json, write_json
from desktop_app.engine.model_folder import ModelRefusedError, context_of, inspect, is_model, kind_of, knows_tools
from desktop_app.engine.settings import Settings

SOURCE = "SOURCE.json"
"""The file that says where a base model in the data folder came from."""


_SAME_NAME = "There is a model called {name} already. Remove it first, or give the folder another name."


def folder_name(name: str) -> str:
    """Return the name of the folder in which a base model lies: names of the hub have a slash in them."""
    return name.replace("/", "--")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A base model's folder as it was found; `created` in seconds since 1970, `refusal` why it may not be used."""

    id: str
    folder: Path
    created: int
    kind: str
    refusal: str | None = None
    licence: str | None = None
    bytes: int = 0
    tools: bool = False
    context: int | None = None


class Folders:
    """Finds base models by looking; a folder is inspected again only when something in it has changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._list = settings.data / "folders.json"
        self._seen: dict[Path, tuple[object, Shelved]] = {}
        settings.models.mkdir(parents=True, exist_ok=True)

    def usable(self) -> list[Shelved]:
        """Return what can answer or be trained; of two with one name, the later one."""
        return list({each.id: each for each in self.everything() if each.refusal is None}.values())

    def refused(self) -> dict[str, str]:
        """Return why each of the others may not be used, by name."""
        return {each.id: each.refusal for each in self.everything() if each.refusal is not None}

    def added(self) -> list[Path]:
        """Return the folders that the user added."""
        found = read_json(self._list) or {}
        return [Path(each) for each in found.get("folders", []) if isinstance(each, str)]

    def add(self, folder: Path) -> Shelved:
        """Remember a folder with a model and return it; raises ModelRefusedError."""
        inspect(folder)
        known = {each.folder: each.id for each in self.everything()}
        if folder.resolve() not in known:
            if folder.name in known.values():
                raise ModelRefusedError(_SAME_NAME.format(name=folder.name))
            write_json(self._list, {"folders": [str(each) for each in [*self.added(), folder.resolve()]]})
        return self._look(folder)

    def leave_out(self, folder: Path) -> None:
        """Forget a folder that the user added; what is in it stays."""
        write_json(self._list, {"folders": [str(each) for each in self.added() if each != folder]})

    def everything(self) -> list[Shelved]:
        """Return every folder with a model."""
        inside = [path for path in self._settings.models.iterdir() if not path.name.startswith(".")]
        inside = [path for path in inside if not path.name.endswith(".part")]
        folders = [*sorted(inside), *self._settings.extra_models, *self.added()]
        return [found for path in folders if (found := self._found(path)) is not None]

    def _found(self, folder: Path) -> Shelved | None:
        try:
            return self._look(folder) if is_model(folder) else None
        except OSError:  # it is being removed, or its drive does not answer: the others are there all the same
            return None

    def _look(self, folder: Path) -> Shelved:
        stamp = sorted((path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in folder.iterdir())
        known = self._seen.get(folder)
        if known is None or known[0] != stamp:
            ours = folder.resolve().parent == self._settings.models.resolve()
            known = self._seen[folder] = (stamp, _inspected(folder, ours=ours))
        return known[1]


def _inspected(folder: Path, *, ours: bool) -> Shelved:
    # Only what we fetched ourselves may say by which name it goes.
    source = (read_json(folder / SOURCE) or {}) if ours else {}
    found = Shelved(
        id=str(source.get("id") or folder.name),
        folder=folder.resolve(),
        created=int(folder.stat().st_mtime),
        kind=kind_of(folder),
        tools=knows_tools(folder),
        context=context_of(folder),
        licence=None if source.get("licence") is None else str(source["licence"]),
        bytes=sum(path.stat().st_size for path in folder.glob("*.safetensors")),
    )
    try:
        inspect(folder)
    except ModelRefusedError as refusal:
        return replace(found, refusal=str(refusal))
    return found
