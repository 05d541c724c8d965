"""What a screen reader sees and does: reads a program through AT-SPI and acts through it, and in no other way.

`/usr/bin/python3 reader.py PID` takes a command as one line of JSON and answers with another one. It runs in the
system's own Python, which has AT-SPI's library, and imports nothing of ours.
"""

import json
import sys
import warnings

import gi

warnings.simplefilter("ignore", DeprecationWarning)  # newer libraries have other names for the same

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - after the version it must have

STATES = {
    name: getattr(Atspi.StateType, name.upper())
    for name in ("showing", "focusable", "focused", "enabled", "checked", "selected", "editable", "modal", "active")
}
DEEPEST, MOST = 60, 4000
LEAVES = {"table", "tree table", "tree", "list", "combo box", "page tab list"}
"""Their parts are looked at a few at a time."""
FEW = 12


def root_of(pid):
    """Return the program with this process id, or None while it is not on the bus."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        try:
            each = desktop.get_child_at_index(number)
            if each is not None and each.get_process_id() == pid:
                return each
        except GLib.Error:
            continue
    return None


def shown(node):
    """Yield everything that is on show below a node, parents first, each with its role and states."""
    waiting, seen = [(node, 0)], 0
    while waiting and seen < MOST:
        part, depth = waiting.pop()
        try:
            states = states_of(part)
            role = part.get_role_name()
            if depth > 1 and "showing" not in states:
                continue
            seen += 1
            yield part, role, states
            count = part.get_child_count()
            if depth < DEEPEST:
                parts = [part.get_child_at_index(n) for n in range(min(count, FEW) if role in LEAVES else count)]
                waiting += [(each, depth + 1) for each in reversed(parts) if each is not None]
        except GLib.Error:
            continue  # it went while it was being looked at, as parts of windows do


def states_of(part):
    """Return the names of the states that hold for a part."""
    held = part.get_state_set()
    return [name for name, state in STATES.items() if held.contains(state)]


def told(part, role, states):
    """Return what a screen reader can say about a part; what only stands there is asked less, as asking takes long."""
    name = part.get_name() or ""
    used = "focusable" in states
    return {
        "role": role,
        "name": name,
        "description": (part.get_description() or "") if used or (name and role != "label") else "",
        "labelled": labels_of(part) if role == "combo box" else [],
        "states": states,
        "box": box_of(part) if used and not name else [],
        "text": text_of(part, role) if used else "",
    }


def box_of(part):
    """Return where a part lies on the screen: left, top, width and height."""
    box = part.get_extents(Atspi.CoordType.SCREEN)
    return [box.x, box.y, box.width, box.height]


def labels_of(part):
    """Return the names of what labels a part: Qt gives a menu's entry as its name here, and its name as a relation."""
    relations = part.get_relation_set()
    kinds = [each for each in relations if each.get_relation_type() == Atspi.RelationType.LABELLED_BY]
    targets = [each.get_target(n) for each in kinds for n in range(each.get_n_targets())]
    return [target.get_name() or "" for target in targets if target is not None]


def text_of(part, role):
    """Return the text a part holds, its first thousand letters."""
    if role not in {"text", "entry", "paragraph", "spin button", "terminal", "password text", "document frame"}:
        return ""
    inner = part.get_text_iface()
    return Atspi.Text.get_text(inner, 0, min(1000, Atspi.Text.get_character_count(inner))) if inner else ""


def found(pid, role, name):
    """Return the last-opened enabled part on show with this role whose name begins like this, or None."""
    hit = None
    for part, its, states in shown(root_of(pid)):
        if (not role or its == role) and "enabled" in states and (part.get_name() or "").startswith(name):
            hit = part
            if its != "label":
                break
    return hit


def tree(pid):
    """Return everything on show."""
    return [told(*each) for each in shown(root_of(pid))]


def act(pid, role, name, wanted=""):
    """Do a part's action (the first, or the one with this name); return whether it was done."""
    part = found(pid, role, name)
    if part is None:
        return False
    acts = part.get_action_iface()
    if acts is None:
        return False
    names = [Atspi.Action.get_action_name(acts, n) for n in range(Atspi.Action.get_n_actions(acts))]
    if not names or (wanted and wanted not in names):
        return False
    return bool(Atspi.Action.do_action(acts, names.index(wanted) if wanted else 0))


def write(pid, role, name, words):
    """Put a text into a field; return whether it took it."""
    part = found(pid, role, name)
    fields = part.get_editable_text_iface() if part is not None else None
    return bool(fields and Atspi.EditableText.set_text_contents(fields, words))


def cells(pid, name):
    """Return the headings and the first rows of a table, or None."""
    part = found(pid, "table", name)
    grid = part.get_table_iface() if part is not None else None
    if grid is None:
        return None
    table = Atspi.Table
    wide, high = table.get_n_columns(grid), table.get_n_rows(grid)

    def said(row, column):
        cell = table.get_accessible_at(grid, row, column)
        return (cell.get_name() or "") if cell is not None else ""

    heads = [table.get_column_description(grid, column) or "" for column in range(wide)]
    rows = [[said(row, column) for column in range(wide)] for row in range(min(high, 5))]
    return {"rows": high, "headings": heads, "cells": rows}


def main(pid):
    """Answer commands until there are no more."""
    deeds = {"tree": tree, "act": act, "write": write, "cells": cells}
    for line in sys.stdin:
        name, *rest = json.loads(line)
        try:
            answer = deeds[name](pid, *rest) if root_of(pid) is not None else None
        except GLib.Error:
            answer = None  # what was asked for went away meanwhile
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
