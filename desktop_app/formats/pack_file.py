"""The file of a pack: a zip whose every file is listed with its hash; in portions, nothing believed."""

import hashlib
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from desktop_app.core.pack import LONGEST_MANIFEST, MANIFEST, Manifest, Packed, manifest_of
from desktop_app.core.problem import Problem

_PORTION = 1 << 20
_STORED = (".safetensors",)
"""Numbers of a model do not get smaller by packing."""


def write(
    target: Path, files: Sequence[tuple[Path, str]], listed: Callable[[tuple[Packed, ...]], Manifest]
) -> Iterator[int]:
    """Write files (path, name in the pack) into a pack; yield how many bytes are in it, of what they have unpacked.

    `listed` returns the manifest of what was written. The pack is there whole or not at all; raise Problem where the
    disk is full or a file has gone.
    """
    part = target.with_name(f".{target.name}.part")
    done, known = 0, []
    try:
        with zipfile.ZipFile(part, "w", allowZip64=True) as pack:
            for path, name in files:
                total, length = hashlib.sha256(), 0
                with path.open("rb") as source, pack.open(_entry(name), "w", force_zip64=True) as into:
                    while portion := source.read(_PORTION):
                        into.write(portion)
                        total.update(portion)
                        length += len(portion)
                        yield done + length
                done += length
                known.append(Packed(name, length, total.hexdigest()))
            pack.writestr(_entry(MANIFEST), listed(tuple(known)).as_text())
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except OSError as error:
        raise Problem("pack.not_written", details=str(error), name=target.name) from error
    finally:
        with suppress(OSError):
            part.unlink()


def read_manifest(path: Path) -> Manifest:
    """Return what a pack says it holds, after comparing that with what stands in it; raise Problem."""
    try:
        size = path.stat().st_size
        with zipfile.ZipFile(path) as pack:
            return _checked(pack, size)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, zlib.error, KeyError) as error:
        raise Problem("pack.not_a_pack", details=str(error), name=path.name) from error
    except OSError as error:
        raise Problem("pack.not_read", details=str(error), name=path.name) from error
    except RuntimeError as error:  # an entry with a password
        raise Problem("pack.not_a_pack", details=str(error), name=path.name) from error


def extract(path: Path, manifest: Manifest, place: Callable[[str], Path]) -> Iterator[int]:
    """Unpack everything to where `place` puts it; yield how many bytes are there. Raise Problem.

    No more is written than the list says, and what does not have its hash is refused: Problem("pack.damaged").
    """
    done = 0
    try:
        with zipfile.ZipFile(path) as pack:
            for file in manifest.files:
                target = place(file.name)
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("xb") as into:
                    for length in _take(pack, file, into.write):
                        yield done + length
                    into.flush()
                    os.fsync(into.fileno())
                done += file.bytes
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, KeyError, RuntimeError) as error:
        raise Problem("pack.damaged", details=str(error), name=path.name) from error
    except OSError as error:
        raise Problem("pack.not_unpacked", details=str(error), name=path.name) from error


def _take(pack: zipfile.ZipFile, file: Packed, write_on: Callable[[bytes], object]) -> Iterator[int]:
    total, length = hashlib.sha256(), 0
    with pack.open(file.name) as source:
        while portion := source.read(_PORTION):
            length += len(portion)
            if length > file.bytes:
                break
            write_on(portion)
            total.update(portion)
            yield length
    if length != file.bytes or total.hexdigest() != file.sha256:
        raise Problem("pack.damaged", details=file.name, name=Path(str(pack.filename)).name)


def _entry(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # when a file was made is nobody's business elsewhere
    info.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


def _checked(pack: zipfile.ZipFile, size: int) -> Manifest:
    entries = pack.infolist()
    listed = next((entry for entry in entries if entry.filename == MANIFEST), None)
    if listed is None or listed.file_size > LONGEST_MANIFEST:
        raise Problem("pack.not_a_pack")
    with pack.open(listed) as source:
        text = source.read(LONGEST_MANIFEST + 1)
    found = manifest_of(text, size)
    told = {file.name: file.bytes for file in found.files}
    there = [(entry.filename, entry.file_size) for entry in entries if entry is not listed]
    if len(there) != len(told) or dict(there) != told or any(map(_is_odd, entries)):
        raise Problem("pack.damaged", details="the list is not what the pack holds", name=Path(str(pack.filename)).name)
    return found


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    """Tell whether an entry is a link, a folder or locked by a password."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    return entry.is_dir() or kind not in (0, stat.S_IFREG) or bool(entry.flag_bits & 0x1)
