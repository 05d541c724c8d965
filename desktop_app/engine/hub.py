"""Models from the Hugging Face hub, or a server that speaks like it: looked at first, then fetched file by file."""

import hashlib
import io
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx2
from huggingface_hub import HfApi, constants, hf_hub_url
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.file_download import http_get

from desktop_app.engine.disk import CHUNK
from desktop_app.engine.starter import OFFLINE, PullError

_WEIGHTS = re.compile(r"model(-\d{5}-of-\d{5})?\.safetensors\Z")
_WANTED = re.compile(
    r"(config|generation_config|tokenizer|tokenizer_config|special_tokens_map|added_tokens|vocab"
    r"|model\.safetensors\.index)\.json\Z|merges\.txt\Z|tokenizer\.model\Z|chat_template\.(jinja|json)\Z"
    r"|(LICENSE|LICENCE|NOTICE|USE_POLICY)(\.md|\.txt)?\Z"
)
_OFTEN = 0.2
_NOT_THERE = (
    "There is no model called {name} that can be seen. Check the name. If the model is private, or its makers want one "
    "to agree to something first, a hub token is needed."
)
_GATED = (
    "The makers of {name} want you to agree to their licence first. Do that on the model's page, then try again with "
    "a hub token of the same account."
)
_NOT_AGREED = (
    "The account of your hub token may not have {name} yet. Agree to its makers' licence on the model's page with that "
    "account, wait until they let you in, then try again."
)
_UNKNOWN_TO_HUB = "The hub does not know your token any more. Make a new one on its page, and try again with that."
_UNREACHABLE = (
    "The server with the models could not be reached, or it broke off. What has come is kept. "
    "Check the connection and try again."
)
_NO_WEIGHTS = (
    "{name} has no weights in the format safetensors, which is the one that cannot hide programs. Choose another model."
)
_NO_TOKENIZER = "{name} comes without the file {file}, so it cannot be used here. Choose another model."
_DAMAGED = "The file {file} came damaged. It was thrown away. Try again."


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file of a model: its name, its bytes, and the checksum that its server names."""

    name: str
    size: int
    sha256: str | None
    git_sha1: str | None


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model as the hub describes it: the exact revision, the licence as it is named there, and the files wanted."""

    id: str
    revision: str
    licence: str | None
    gated: bool
    files: tuple[HubFile, ...]

    @property
    def bytes(self) -> int:
        """How many bytes are to be fetched."""
        return sum(file.size for file in self.files)


def look(name: str, token: str | None, revision: str | None = None) -> HubModel:
    """Ask what a model is made of; raises PullError."""
    with _in_words(name, token):
        found = HfApi(token=token or False).model_info(name, revision=revision, files_metadata=True)
    files = []
    for each in found.siblings or ():
        if (_WEIGHTS.match(each.rfilename) or _WANTED.match(each.rfilename)) and each.size is not None:
            sha256 = each.lfs.sha256 if each.lfs is not None else None
            files.append(HubFile(each.rfilename, each.size, sha256, None if sha256 else each.blob_id))
    names = {file.name for file in files}
    if not any(_WEIGHTS.match(file) for file in names):
        raise PullError(_NO_WEIGHTS.format(name=name))
    for needed in ("config.json", "tokenizer.json"):
        if needed not in names:
            raise PullError(_NO_TOKENIZER.format(name=name, file=needed))
    files.sort(key=lambda file: (bool(_WEIGHTS.match(file.name)), file.name))
    return HubModel(name, str(found.sha), _licence(found.card_data), bool(found.gated), tuple(files))


Begin = Callable[[HubFile], None]
Tell = Callable[[float], None]


def fetch(model: HubModel, token: str | None, folder: Path, begin: Begin, tell: Tell) -> None:
    """Bring every file into `folder`, going on where an earlier try broke off, and check each; raises PullError.

    `begin` is called before each file and may raise; `tell` hears how much there is, from 0 to 1.
    """
    done = 0
    for file in model.files:
        begin(file)
        target = folder / file.name
        if not target.is_file():
            _fetch_one(model, file, token, target, partial(_tell_share, tell, done, model.bytes))
        done += file.size
        tell(done / model.bytes)


def _tell_share(tell: Tell, before: int, whole: int, size: int) -> None:
    tell((before + size) / whole)


def _fetch_one(model: HubModel, file: HubFile, token: str | None, target: Path, tell: Callable[[int], None]) -> None:
    part = target.with_name(target.name + ".part")
    url = hf_hub_url(model.id, file.name, revision=model.revision, endpoint=constants.ENDPOINT)
    headers = {"authorization": f"Bearer {token}"} if token else {}
    with _in_words(model.id, token), _Growing(part, tell) as growing:
        begun = growing.seek(0, io.SEEK_END)
        if begun > file.size:
            begun = growing.truncate(0)
            growing.seek(0)
        tell(begun)
        http_get(url, growing, resume_size=begun, headers=headers, expected_size=file.size)
    if not _is_right(part, file):
        part.unlink()
        raise PullError(_DAMAGED.format(file=file.name), "damaged")
    part.rename(target)


class _Growing(io.FileIO):
    """A file that is being fetched; it tells its size now and then."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        path.touch()
        super().__init__(path, "r+")
        self._heard = tell
        self._last = 0.0

    def write(self, block: object, /) -> int:
        written = super().write(block)  # type: ignore[arg-type]  # bytes, as its caller hands them
        if time.monotonic() - self._last > _OFTEN:
            self._last = time.monotonic()
            self._heard(self.tell())
        return written


def _is_right(path: Path, file: HubFile) -> bool:
    if path.stat().st_size != file.size:
        return False
    if file.sha256 is None and file.git_sha1 is None:
        return True
    total = hashlib.sha256() if file.sha256 else hashlib.sha1(f"blob {file.size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as source:
        while block := source.read(CHUNK):
            total.update(block)
    return total.hexdigest() == (file.sha256 or file.git_sha1)


@contextmanager
def _in_words(name: str, token: str | None) -> Iterator[None]:
    try:
        yield
    except GatedRepoError as error:
        raise _kept_out(name, token) from error
    except (RepositoryNotFoundError, RevisionNotFoundError, ValueError) as error:
        raise PullError(_NOT_THERE.format(name=name), "not_there") from error
    except OfflineModeIsEnabled as error:
        raise PullError(OFFLINE, "offline") from error
    except HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        if status == 401 and token:
            raise PullError(_UNKNOWN_TO_HUB, "token_refused") from error
        raise (_kept_out(name, token) if status in (401, 403) else PullError(_UNREACHABLE, "unreachable")) from error
    except OSError as error:
        if error.errno is not None:
            raise  # the disk's own
        raise PullError(_UNREACHABLE, "unreachable") from error
    except httpx2.HTTPError as error:
        raise PullError(_UNREACHABLE, "unreachable") from error


def _kept_out(name: str, token: str | None) -> PullError:
    """Return why a model with a licence to agree to was not given: nobody asked for it, or the wrong one."""
    if token:
        return PullError(_NOT_AGREED.format(name=name), "not_agreed")
    return PullError(_GATED.format(name=name), "gated")


def _licence(card: object) -> str | None:
    name, kind = getattr(card, "license_name", None), getattr(card, "license", None)
    found = name if kind in (None, "other") and name else kind
    return str(found) if found else None
