"""What the table of examples says: finding, replacing, marking, moving."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "calls_not_json": (
        "What is written here is not complete: something is missing or too much in line {line}, at letter {column}.",
        "It is not saved yet; the row still has the calls it had before.",
        "Look after quotes, commas and brackets there, or press Esc to take your typing back.",
    ),
    "calls_not_list": (
        "A call of a function (tool call) needs curly brackets around it: {{ … }}.",
        "It is not saved yet; the row still has the calls it had before.",
        "Write [ {{ … }}, {{ … }} ] for several calls, or press Esc to take your typing back.",
    ),
    "replacement_not_understood": (
        "“{replacement}” cannot be put in the place of what is found.",
        "Nothing was replaced.",
        "A backslash has a meaning there: \\1 is the first group of the pattern, and \\\\ is a backslash itself.",
    ),
    "search_not_understood": (
        "“{sought}” is not a pattern (regular expression) that can be searched for.",
        "Nothing was searched.",
        "Look after brackets and backslashes, or switch the pattern off to search for the text as it stands.",
    ),
    "search_too_slow": (
        "The pattern “{sought}” takes too long.",
        "The search was ended, so that your computer stays free. Nothing was changed.",
        "Patterns with several * or + inside each other can go on for years. Write it more plainly.",
    ),
    "turn_gone": (
        "The turn you changed is not there any more: the row was changed meanwhile.",
        "The row is as it was; this one change was not made.",
        "Look at the row as it stands now, and make the change again if it is still wanted.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "step.add_turn": "add a turn",
    "step.as_learned": "write back a row as a model learned it",
    "step.clear_cell": "empty a cell",
    "step.clear_cells": "empty {count} cells",
    "step.cut_cell": "cut a cell",
    "step.cut_cells": "cut {count} cells",
    "step.delete_row": "delete a row",
    "step.delete_turn": "delete a turn",
    "step.duplicate_row": "duplicate a row",
    "step.edit_turn": "edit a turn ({role})",
    "step.fill_cell": "fill a cell",
    "step.fill_cells": "fill {count} cells",
    "step.insert_rows": "insert {count} rows",
    "step.keep_one": "keep one of several rows that are alike, exclude {count}",
    "step.learn_turn": "learn from an answer",
    "step.mark_row": "mark a row as {status}",
    "step.move_row": "move a row",
    "step.move_rows": "move {count} rows",
    "step.move_to_part": "move a row to {part}",
    "step.move_turn": "move a turn",
    "step.name_turn": "change the name of who speaks",
    "step.note": "write a note beside {count} rows",
    "step.note_row": "write a note beside a row",
    "step.paste_cell": "paste a cell",
    "step.paste_cells": "paste {count} cells",
    "step.replace_all": "replace “{sought}” by “{replacement}”",
    "step.review_accept": "accept a row",
    "step.review_delete": "delete a row",
    "step.review_exclude": "exclude a row",
    "step.review_problem": "mark a row as a problem",
    "step.role_turn": "give a turn to {role}",
    "step.set_status": "mark {count} rows as {status}",
    "step.skip_turn": "do not learn from an answer",
    "step.swap_answers": "swap the better and the worse answer",
    "step.tag": "change the tags of {count} rows",
    "step.tag_row": "change the tags of a row",
    "step.turn_calls": "edit the calls of a turn",
    "step.use_row": "use an excluded row again",
}
