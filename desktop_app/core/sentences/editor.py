"""What the table of examples says: finding, replacing, marking, moving."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
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
}

SENTENCES: Mapping[str, str] = {
    "step.note": "write a note beside {count} rows",
    "step.replace_all": "replace “{sought}” by “{replacement}”",
    "step.set_status": "mark {count} rows as {status}",
    "step.tag": "change the tags of {count} rows",
}
