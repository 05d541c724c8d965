"""What is said of the project: its file, copies and backups of it."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "backup_no_room": (
        "There is too little room on the disk for a backup of “{name}”.",
        "The project itself is saved, and the backups of earlier days are where they were.",
        "Free some space on the disk that holds {folder}. TuneDesk tries again by itself.",
    ),
    "backup_not_deleted": (
        "The backups of “{name}” could not be deleted.",
        "At least one of them is still in {folder}.",
        "Try again, or delete that folder yourself.",
    ),
    "backup_not_made": (
        "No backup of “{name}” could be made.",
        "The project itself is saved, and the backups of earlier days are where they were.",
        "See that files may be written in {folder}. TuneDesk tries again by itself.",
    ),
    "copy_not_written": (
        "The copy “{name}” could not be written.",
        "Your project is unchanged; only the copy is missing.",
        "Choose a folder you may write to, with enough free space, and save the copy again.",
    ),
    "copy_over_open": (
        "“{name}” is a project that is open at this moment.",
        "A copy in its place would cut it off from its window, so nothing was written.",
        "Choose another name for the copy.",
    ),
    "disk_full": (
        "There is no space left on the disk that holds “{name}”.",
        "The last change was not saved. Everything before it is safe in the project file.",
        "Free some space in {folder}, then make the change again.",
    ),
    "no_project": (
        "No project is open any more.",
        "The rows have no place to go, so nothing was imported.",
        "Open a project or make a new one, then open the file again.",
    ),
    "project_busy": (
        "“{name}” is being written by another program at this moment.",
        "The last change was not saved. Everything before it is safe.",
        "Close the other program (or wait for a backup to end) and make the change again.",
    ),
    "project_cannot_open": (
        "“{name}” cannot be opened in {folder}.",
        "The folder is missing or may not be written to.",
        "Copy the project to a folder of your own and open it there.",
    ),
    "project_closed": (
        "“{name}” was closed in the meantime.",
        "What came after that was not kept in it; everything before is on the disk.",
        "Open the project again.",
    ),
    "project_damaged": (
        "“{name}” is damaged.",
        "Parts of the file do not fit together any more; this happens when a disk fails or a copy broke off.",
        "Bring a backup back with “File, Backups”, and keep the damaged file: much of it can usually be read.",
    ),
    "project_exists": (
        "There is already a project “{name}” in {folder}.",
        "It was not touched.",
        "Open that project, or choose another name.",
    ),
    "project_gone": (
        "“{name}” is not in {folder} any more.",
        "It was moved, renamed or deleted while it was open, so the last change was not saved.",
        "Put the file back, or use “Save a copy” to keep everything that was saved before in a new file.",
    ),
    "project_in_use": (
        "“{name}” is already open in another window.",
        "Two windows writing one project could contradict each other, so it was not opened twice.",
        "Go to the other window, or close it first.",
    ),
    "project_missing": (
        "“{name}” is not in {folder} any more.",
        "It was probably moved, renamed or deleted, or its disk is not connected.",
        "Look for it with “Open a project”, bring a backup back with “File, Backups”, or remove it from the list.",
    ),
    "project_not_a_project": (
        "“{name}” is not a TuneDesk project.",
        "It was not touched. If it is a table of yours, it can be imported.",
        "Use “Use my file” for tables, or choose a file that ends in .tunedesk.",
    ),
    "project_read_only": (
        "“{name}” may not be written to.",
        "TuneDesk saves every change at once, so it cannot work on a protected file.",
        "Copy the project to a folder of your own and open it there.",
    ),
    "project_replaced": (
        "Another file lies in the place of “{name}” in {folder}.",
        (
            "It was put there while the project was open, perhaps by a program that copies folders between computers,"
            " so the last change was not saved."
        ),
        (
            "Use “Save a copy” to keep everything that was saved before in a new file. Then close the project and open"
            " it again to see what the other file holds."
        ),
    ),
    "project_storage": (
        "“{name}” could not be read or written.",
        "The last change may not be saved. Everything before it is safe.",
        "Try again; if it goes on, save a copy and report the details.",
    ),
    "project_too_new": (
        "“{name}” was made by a newer TuneDesk.",
        "This version does not know all that it may hold, so it was left untouched.",
        "Update TuneDesk, then open it again.",
    ),
}

SENTENCES: Mapping[str, str] = {}
