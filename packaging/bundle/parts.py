"""The list of parts that the About box shows: written from the same bill as the licences of a package."""

from typing import TYPE_CHECKING

from place import ROOT, Missing

if TYPE_CHECKING:
    from bundle.bill import Component

LIST = ROOT / "resources" / "app" / "parts.txt"
HEAD = "# What the packages hold: where, name, licence. Made by: python3 packaging/build.py linux\n"
OPTIONAL = (("openTSNE", "BSD-3-Clause"),)
"""What is used where a person has installed it, and is in no package."""


def text(window: "list[Component]", engine: "list[Component]") -> str:
    """Return the list, a line for each part; the two are those of the window and of the engine."""
    lines = [HEAD]
    for place, parts in (("window", window), ("engine", engine)):
        told = {(each.name.split(" (")[0], each.licence) for each in parts if each.name != "tunedesk"}
        lines += [f"{place}\t{name}\t{licence}\n" for name, licence in sorted(told, key=lambda t: t[0].lower())]
    return "".join([*lines, *(f"optional\t{name}\t{licence}\n" for name, licence in OPTIONAL)])


def hold(window: "list[Component]", engine: "list[Component]") -> None:
    """See to it that the About box shows what is bundled; Missing when its list had to be made anew."""
    true = text(window, engine)
    if not LIST.is_file() or LIST.read_text(encoding="utf-8") != true:
        LIST.write_text(true, encoding="utf-8")
        raise Missing(f"{LIST.relative_to(ROOT)} did not name what is bundled. It has been made anew: build again.")
