"""What is said about packs: carrying a project with its models to another computer."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "pack.bomb": (
        "This pack claims to hold far more than a file of its size can.",
        "A file like this can be made to fill a disk up, so nothing of it was unpacked.",
        "Ask whoever gave it to you for a new one. Packs that TuneDesk makes open without this.",
    ),
    "pack.damaged": (
        "The pack “{name}” is damaged.",
        "What is in it is not what its own list says, so nothing of it was kept.",
        "Copy it once more from where it came, or pack the project again.",
    ),
    "pack.no_room": (
        "There is not enough room on the disk for “{name}”.",
        "It needs about {wanted} MB, and {free} MB are free. Nothing was written.",
        "Empty the bin, free some room under Models, Storage, or choose another disk.",
    ),
    "pack.not_a_pack": (
        "This file is no pack of TuneDesk, or only a part of one.",
        "It could not be read, so nothing of it was unpacked.",
        "Choose a file that ends with .tunedeskpack, and copy it whole.",
    ),
    "pack.not_read": (
        "The pack “{name}” could not be read.",
        "The disk or the folder it lies in does not let TuneDesk read it.",
        "Copy it to this computer's own disk and try again.",
    ),
    "pack.not_unpacked": (
        "What is in “{name}” could not be written to this computer.",
        "The disk may be full, or the folder may not be written to. Nothing of it was kept.",
        "Make some room or choose another folder, and try again.",
    ),
    "pack.not_written": (
        "The pack “{name}” could not be written.",
        "The disk may be full, or the folder may not be written to. Your project is as it was.",
        "Choose another folder or another disk, and try again.",
    ),
    "pack.too_new": (
        "This pack was made by a newer TuneDesk.",
        "It may hold things that this one does not understand, so nothing of it was unpacked.",
        "Update TuneDesk on this computer and open it again.",
    ),
    "pack.unsafe": (
        "This pack holds a file whose name leads out of its folder, or that no pack has.",
        "A file like this can be made to write over other files, so nothing of it was unpacked.",
        "Do not use it. Ask whoever gave it to you where it is from.",
    ),
}

SENTENCES: Mapping[str, str] = {}
