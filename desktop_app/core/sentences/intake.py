"""What the wizard, the import and the split say."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "clipboard_empty": (
        "There is no text on the clipboard.",
        "Nothing can be pasted.",
        "Select the cells in your table program, copy them, and paste here again.",
    ),
    "draft_disk_full": (
        "There is no space left on the disk while the file is being read.",
        "Nothing has reached your project; it is as it was.",
        "Free some space in {folder}, then try again. About as much as the file has is needed.",
    ),
    "draft_storage": (
        "What was read of the file could not be put aside.",
        "Nothing has reached your project; it is as it was.",
        "Please try again. If it happens again, look whether {folder} can be written to.",
    ),
    "file_changed": (
        "“{name}” has changed since you looked at it.",
        "Your answers may not fit it any more; nothing was taken from it.",
        "Go back to the first page, look at the file anew, then go on.",
    ),
    "nothing_to_go_over": (
        "There are no rows to look over.",
        "The table is empty, or all its rows are excluded.",
        "Bring rows into the project first, or use the excluded ones again.",
    ),
    "rows_changed": (
        "The rows of the table have changed since you began to look them over.",
        "What you decided may not fit them any more; nothing of it was done.",
        "Try again: the rows are looked over as they are now, and your answers are kept.",
    ),
    "target_unknown": (
        "The model “{target}” is not in the list of models.",
        "The rows cannot be counted or checked for it; your project is as it was.",
        "Choose another model under what the data is for.",
    ),
    "worker_gone": (
        "The part of TuneDesk that reads files has stopped.",
        "What it was doing is undone; your project and your file are as they were.",
        "Please try again. If it happens again, close other programs: the computer may be short of memory.",
    ),
    "worker_not_started": (
        "The part of TuneDesk that reads files could not be started.",
        "No file can be read before it runs; your project is as it was.",
        "Please restart TuneDesk. If it happens again, restart the computer or install TuneDesk anew.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "convert.as_transcript": (
        "A question with a system message or with earlier turns is written as one text, each turn with its speaker "
        "in front (“User: …”)."
    ),
    "convert.drops_rejected": "Of each pair only the preferred answer is kept; the other one is left out.",
    "convert.leaves_behind": "Columns that no model reads (a number, a remark) are left behind.",
    "convert.names": "The row gives its speakers names, and a prompt with a completion has no place for them.",
    "convert.no_answer": "The row has no answer that is to be learnt.",
    "convert.one_answer": "A preference pair needs a better and a worse answer; these rows have one answer only.",
    "convert.other_key": "The row holds “{key}”, and the other shape has no place for it.",
    "convert.pictures": "The row holds a picture or a sound, and a prompt with a completion can only hold text.",
    "convert.role": "One message is spoken by “{role}”; a prompt with a completion knows no such speaker.",
    "convert.row_per_answer": "A conversation with several answers becomes several rows, one for each answer.",
    "convert.tools": (
        "The row uses tools (functions the model may call), and a prompt with a completion cannot hold them."
    ),
    "convert.unanswered": "The last message of the row has no answer.",
    "convert.weight": "The row gives a message a weight other than 0 or 1, and it would be lost.",
    "mapping.answers_are_equal": "The better and the worse answer are the same column; choose two different ones.",
    "mapping.rejected_names_no_column": "Choose the column that holds the worse answer.",
    "row.empty_rejected": "The worse answer is empty.",
    "row.key_missing": "The row has no entry “{key}”.",
    "row.key_no_text": "The entry “{key}” is not a text.",
    "row.message_no_object": "Message {number} is not made of names with values between braces.",
    "row.message_no_role": "Message {number} does not say who speaks (role).",
    "row.message_no_text": "What message {number} says (content) is neither a text nor a list of parts.",
    "row.messages_empty": "The list of messages is empty.",
    "row.messages_no_list": "The messages are not a list.",
    "row.no_messages": "The row has neither messages nor a prompt with its completion.",
    "row.turn_call_unreadable": "What message {number} calls is not written as JSON with the name of a tool.",
    "row.turn_unknown_speaker": (
        "Message {number} is spoken by “{speaker}”; known speakers are human, gpt, system, function_call, observation "
        "and tool."
    ),
}
