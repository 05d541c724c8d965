"""What the export and the command `prepare` say."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "export_cells_too_long": (
        "Rows with a text that is longer than a cell of Excel may be: {rows} (in all: {count}).",
        "A cell takes 32,767 letters. Nothing was written, because the rest of the text would be cut off.",
        "Choose CSV, Parquet or JSON Lines, which hold texts of any length, or shorten these rows.",
    ),
    "export_controls": (
        "Rows with control characters that a workbook cannot keep: {rows} (in all: {count}).",
        "They are invisible and mostly come from a bad copy. Nothing was written, because they would be lost.",
        "Take them out (the check-up of the wizard can), or choose CSV, Parquet or JSON Lines.",
    ),
    "export_disk_full": (
        "There is no space left on the disk for “{name}”.",
        "The export was not finished, and nothing of it was left behind. Your project is unchanged.",
        "Free some space in {folder}, or choose a folder on another disk.",
    ),
    "export_folder_taken": (
        "The folder “{name}” is there already, and it holds files.",
        "They were not touched, and nothing was written.",
        "Choose another name, or empty that folder first.",
    ),
    "export_halves": (
        "Rows with half of a character, as a bad copy leaves it behind: {rows} (in all: {count}).",
        "The programs that read such a folder stop at it, so nothing was written.",
        "Mend these rows (the check-up of the wizard can), or choose JSON Lines.",
    ),
    "export_mixed_shapes": (
        "The rows are of different kinds (chat, prompt and completion, or preference pairs).",
        "{title} takes one kind a file, so nothing was written.",
        "Export the parts that hold one kind each, or bring all rows into one kind.",
    ),
    "export_not_written": (
        "“{name}” could not be written.",
        "Nothing was left behind, and a file of that name is as it was. Your project is unchanged.",
        "If the file is open in another program, close it there. Otherwise choose a folder you may write to.",
    ),
    "export_nothing": (
        "There are no rows to export.",
        "Nothing was written.",
        "Choose a part that has rows.",
    ),
    "export_nul": (
        "Rows with an invisible character (NUL), for many programs the end of a text: {rows} (in all: {count}).",
        "They would read such a row wrongly, so nothing was written.",
        "Delete the character in these rows, then export again.",
    ),
    "export_parquet_missing": (
        "Parquet files cannot be written here: the library for them is not installed.",
        "Nothing was written. All other formats work.",
        "Choose another format, or install TuneDesk with its extra “parquet”.",
    ),
    "export_pictures": (
        "Rows with pictures or a text in several pieces: {rows} (in all: {count}).",
        "A folder for TRL holds plain texts, so nothing was written.",
        "Choose JSON Lines, which keeps them as they are.",
    ),
    "export_shape_refused": (
        "{title} does not learn from rows of this kind ({count} of them are chosen).",
        "It would refuse the file, so nothing was written.",
        "Choose another receiver, or bring the rows into another kind with the wizard.",
    ),
    "export_too_many_rows": (
        "{count} rows are more than a sheet of Excel holds ({most}).",
        "Nothing was written, because the rest would be lost.",
        "Choose CSV, Parquet or JSON Lines.",
    ),
    "export_trl_unfit": (
        "Row {row} has parts that cannot be told apart in the form that TRL reads.",
        "It would come back changed, so nothing was written.",
        "Choose JSON Lines, or leave the additional keys out.",
    ),
    "prepare_columns": (
        "The columns do not give examples: {reason}",
        "Nothing was written.",
        "Name columns of the file with --prompt and --completion, or answer the questions again.",
    ),
    "prepare_files_there": (
        "{folder} holds files of these names already: {names}.",
        "They were not touched, and nothing was written.",
        "Choose another folder with --out, or say --replace.",
    ),
    "prepare_no_such_model": (
        "Nobody here knows a model “{model}”.",
        "The data is checked and counted for one model, so nothing was written.",
        "Choose one of these with --target: {known}.",
    ),
    "prepare_nobody_answers": (
        "A question stands here, and nobody answers: there is no terminal, or its input has ended.",
        "Nothing was written.",
        "Run it in a terminal, send all answers through the pipe, or say --yes for the recommended answers.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "export.card": (
        "# {title}\n\n"
        "Training data, written by TuneDesk. Rows: {rows}.\n\n"
        "With the Python library `datasets`:\n\n"
        "```python\n"
        "from datasets import load_dataset\n\n"
        'data = load_dataset("PATH OF THIS FOLDER")\n'
        "```\n\n"
        "The columns are those of TRL's standard forms. Tools, if there are any, are the text of their JSON, "
        "which TRL reads."
    ),
    "export.note_formulas": (
        "Rows with a text that begins like a formula: {rows} (in all: {count}). A spreadsheet program may calculate it "
        "when it opens this file; the Excel format keeps it a text."
    ),
    "export.note_halves": (
        "Rows with half of a character: {rows} (in all: {count}). Most providers refuse such a row; "
        "the check-up can mend it."
    ),
    "export.note_left_out": "Left out, because they are not known there: {keys}.",
    "export.note_whole": (
        "Rows that do not fit into one cell a field stand as JSON in the column “messages”; TuneDesk reads them back."
    ),
    "report.advice": "Advice",
    "report.blocks": "Stands in the way",
    "report.bytes": "{count} bytes",
    "report.columns": "Columns",
    "report.cost": "Training costs about",
    "report.cost_told": "${usd} ({epochs} passes over the data; ${price} for a million tokens, {as_of}, {source})",
    "report.done": "Done: {act} (rows changed: {count}).",
    "report.file": "File",
    "report.found": "What was found",
    "report.found_nothing": "Nothing that would have to be mended.",
    "report.left_out": "Rows that gave no example: {count}",
    "report.line": "Line of the file",
    "report.more": "… and {count} more, which the report as JSON lists.",
    "report.not_done": "Not done: {act}.",
    "report.note": "Good to know",
    "report.parts": "Parts",
    "report.problem": "Problem",
    "report.reason": "Why",
    "report.row": "Row of the file",
    "report.rows_in": "Rows in",
    "report.rows_out": "Examples out",
    "report.taken_out": "Examples that were taken out: {count}",
    "report.target": "Made for",
    "report.text": "Text",
    "report.title": "What became of {name}",
    "report.tokens": "Tokens",
    "report.tokens_counted": "{total}, of which {learnt} are learnt",
    "report.tokens_guessed": "{total}, of which {learnt} are learnt (an estimate)",
    "row.two_examples": (
        "The line holds an example in its columns and another one in “{column}”; only one can be meant. "
        "Empty one of the two."
    ),
    "row.whole_unreadable": "The JSON in the column “{column}” cannot be read.",
}
