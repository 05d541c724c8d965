"""The archive that can be unpacked anywhere, and carries what a desktop needs to know the program."""

import lzma
import tarfile
from pathlib import Path

from place import say

from bundle import desktop


def pack(folder: Path, name: str, target: Path) -> Path:
    """Pack a folder under another name; owners and times are the same whoever packs it."""
    say(f"Packing {target.name} ...")
    second = desktop.moment()

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = second
        outside = ("engine", "about-engine")
        return None if member.name.removeprefix(name + "/").split("/")[0] in outside else member

    with lzma.open(target, "wb", preset=1) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        archive.add(folder, name, filter=plain)
    return target
