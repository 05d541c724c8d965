"""What reading and writing foreign files says."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "encoding_unknown": (
        "There is no encoding called “{encoding}”.",
        "Without knowing how its letters are written, “{name}” cannot be read.",
        "Choose an encoding from the list, or let TuneDesk find it out.",
    ),
    "file_breaks_off": (
        "“{name}” cannot be read beyond row {line}.",
        "Nothing was imported, so that no row is missed without your knowing.",
        "Get the file anew from where it came from, or open it in its own program and save it as CSV.",
    ),
    "file_damaged": (
        "“{name}” is damaged and cannot be opened.",
        "It may have been cut off while it was copied or downloaded. Nothing was imported.",
        "Get the file again, or open it in its own program and save it as CSV.",
    ),
    "file_delimiter": (
        "“{delimiter}” cannot be what separates the cells.",
        "It has to be one character, and neither a quotation mark nor a line break. “{name}” was not read.",
        "Choose the comma, the semicolon, the tab or another single character.",
    ),
    "file_empty": (
        "“{name}” is empty.",
        "There are no rows to learn from, so nothing was imported.",
        "Choose the file that holds your questions and answers.",
    ),
    "file_is_document": (
        "“{name}” is a written document, such as a letter or a PDF, not a table.",
        "Its text cannot be told apart into rows, so nothing was imported.",
        "Copy the questions and answers into a spreadsheet and choose that, or save single lines as plain text (.txt).",
    ),
    "file_is_folder": (
        "“{name}” is a folder.",
        "A table is a single file. Nothing was imported.",
        "Choose the file you mean; it may lie in this folder.",
    ),
    "file_is_locked": (
        "“{name}” is protected with a password.",
        "What is in it cannot be read without the password. Nothing was imported.",
        "Open it in your spreadsheet program, save a copy without a password, and choose the copy.",
    ),
    "file_is_not_of_kind": (
        "“{name}” is not the kind of file you chose.",
        "It can only be read as what it is. Nothing was imported.",
        "Let TuneDesk find out what kind of file it is.",
    ),
    "file_is_numbers": (
        "“{name}” is a file of Apple Numbers.",
        "Only Numbers itself can read it. Nothing was imported.",
        "Open it in Numbers, choose File, Export To, Excel or CSV, and choose that file.",
    ),
    "file_is_packed": (
        "“{name}” is a packed file (an archive).",
        "Tables may lie in it, but it is none itself. Nothing was imported.",
        "Unpack it first, then choose the table that was in it.",
    ),
    "file_is_page": (
        "“{name}” is a web page or an XML file, whatever its name ends in.",
        "Some programs save tables so; TuneDesk does not read them. Nothing was imported.",
        "Open it in your spreadsheet program, save it as an Excel workbook or as CSV, and choose that file.",
    ),
    "file_is_project": (
        "“{name}” is a TuneDesk project, not a table.",
        "Its rows are in it already, so nothing was imported.",
        "Open it as a project from the Start page.",
    ),
    "file_missing": (
        "“{name}” is not in {folder} any more.",
        "It was probably moved, renamed or deleted. Nothing was imported.",
        "Choose the file again.",
    ),
    "file_no_objects": (
        "“{name}” holds no rows that can be read as JSON.",
        "JSON rows are names with values between braces. Nothing was imported.",
        "Choose another kind of file on this page, or look at the file in a text editor.",
    ),
    "file_not_text": (
        "“{name}” holds no text: it looks like a picture, a program or a packed file.",
        "It cannot be read as a table, whatever its name ends in. Nothing was imported.",
        "Choose a table: an Excel or OpenDocument workbook, CSV, JSON or plain text.",
    ),
    "file_unreadable": (
        "“{name}” could not be opened.",
        "The system refused it, or another program holds it. Nothing was imported.",
        "Close the file in other programs, check that you may read it, and try again.",
    ),
    "parquet_extra_missing": (
        "“{name}” is a Parquet file, and the part that reads them is not installed.",
        "Nothing was imported. All other kinds of tables can be read.",
        "Install TuneDesk with the extra “parquet” (the package pyarrow), or save the table as CSV.",
    ),
    "sheet_empty": (
        "The sheet “{sheet}” of “{name}” is empty.",
        "There are no rows to learn from, so nothing was imported.",
        "Choose another sheet.",
    ),
    "sheet_missing": (
        "There is no sheet “{sheet}” in “{name}”.",
        "It was renamed or deleted, or the sheet belongs to another workbook. Its sheets are: {sheets}.",
        "Choose one of its sheets.",
    ),
    "file_swells": (
        "“{name}” would become too large for this computer when it is unpacked.",
        "It says to hold many times more than a file of its size can hold, so it was not read.",
        "If you know where it comes from, save its table as CSV and choose that file.",
    ),
    "sheet_too_large": (
        "The sheet “{sheet}” of “{name}” is too large to be read as a workbook.",
        "More than {most} cells would have to be in memory at once; one stray cell far away is enough for that.",
        "Save the sheet as CSV and choose that file: a CSV file may be as large as you like.",
    ),
    "workbook_too_large": (
        "“{name}” is too large to be read as a workbook.",
        "Unpacked it has more than a gigabyte, or one of its sheets more than {most} cells.",
        "Save the sheet you need as CSV and choose that file: a CSV file may be as large as you like.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "row.above_table": "This stands above the table, like a title.",
    "row.blank": "There is nothing in it.",
    "row.damaged": "Some letters cannot be read in the encoding that was chosen.",
    "row.json_backslash": "A backslash at letter {at} is followed by something JSON does not know.",
    "row.json_comma": "A comma is missing at letter {at}, or a quotation mark before it.",
    "row.json_ends_early": "The row ends too early: a brace, a bracket or a value is missing at its end.",
    "row.json_name": 'At letter {at} a name in straight quotation marks (") is missing, or there is a comma too many.',
    "row.json_open_quote": "The quotation mark at letter {at} is never closed.",
    "row.json_other": "This is not written as JSON should be, from letter {at} on.",
    "row.json_single_quote": "At letter {at} stands a single quotation mark (') where JSON wants a double one (\").",
    "row.json_value": "A value is missing at letter {at}, or a text stands there without quotation marks.",
    "row.not_an_object": "This is a single value or a list, not names with values between braces.",
    "row.nul": "The row holds a character that is no text (NUL); files get them when they are damaged.",
    "row.number_too_long": "The row holds a number of thousands of digits.",
    "row.open_quote": "A quotation mark on this line is never closed.",
    "row.too_deep": "The row has too many levels of brackets within each other.",
    "row.too_long": "The row is longer than 32 million characters.",
    "row.wrong_width": "It should have as many cells as there are columns, {expected}; it has {found}.",
}
