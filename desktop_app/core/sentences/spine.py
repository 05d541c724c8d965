"""What the trainings, the answers, the preferences and the tour say."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "engine_extra_missing": (
        "The training part of TuneDesk is not installed on this computer.",
        "You can prepare data, but not train or ask models here yet.",
        "Choose “Set up training on this computer” in the menu File (in a terminal: tunedesk engine setup).",
    ),
    "engine_not_started": (
        "The training engine on this computer did not start.",
        "Nothing is lost: your data and the models you trained are on the disk as before.",
        "Try again. If it happens once more, the end of the engine's log is in the details ({log}).",
    ),
    "folder_not_writable": (
        "Nothing can be written to {folder}.",
        "The results would have no place to go, so nothing was begun.",
        "Choose a folder you may write to, with enough free space.",
    ),
    "line_not_an_example": (
        "A row of this project is not an example that TuneDesk understands.",
        "The row is kept as it is, but it cannot be shown or trained on.",
        "Undo the last change, or remove the row; its text is in the details.",
    ),
    "model_gone": (
        "The model “{model}” is not there any more.",
        "It was deleted, or it lives on another computer.",
        "Choose another model, or train it again.",
    ),
    "model_not_fetched": (
        "“{model}” could not be fetched.",
        "Training and answering need it. What was fetched so far is not used.",
        "Check the internet connection and the free disk space, then try again. The reason is in the details.",
    ),
    "no_held_out_rows": (
        "This project has no rows that were kept away from training.",
        "Without them the answers cannot be compared on something the model has not seen.",
        "Move some rows to the test part in the table, or type a prompt of your own.",
    ),
    "preferences_not_saved": (
        "Your preferences could not be saved in {folder}.",
        "They hold until you close TuneDesk. Your projects are not touched.",
        "Free some space on the disk, or check that you may write to that folder.",
    ),
    "provider_broke_off": (
        "{provider} broke off in the middle of its reply.",
        "What had arrived is kept; the rest is missing.",
        "Try again.",
    ),
    "provider_busy": (
        "{provider} is busy and asks us to wait.",
        "Nothing is lost; the request was not carried out.",
        "Try again in a minute.",
    ),
    "provider_disk_full": (
        "There is no space left on the disk where {provider} keeps its files.",
        "The request was not carried out. Your data is safe.",
        "Free some space on that disk, then try again.",
    ),
    "provider_faulty": (
        "{provider} had a fault of its own.",
        "The request was not carried out. Your data is safe.",
        "Try again; if it goes on, the details help to find the cause.",
    ),
    "provider_forbids": (
        "{provider} does not allow this.",
        "The request was not carried out. The provider's own words are in the details.",
        "Look at the provider's page whether your account and its key have the right to this, or choose another model.",
    ),
    "provider_key_refused": (
        "{provider} refused the key.",
        "The request was not carried out.",
        (
            "Copy the key once more from the page of your provider and enter it under Preferences, Providers. With the "
            "engine of this computer, close other TuneDesk windows and start again."
        ),
    ),
    "provider_money": (
        "Your account at {provider} has no money left for this.",
        "The request was not carried out, and trying again does not help.",
        "Add credit at the provider, then try again.",
    ),
    "provider_no_such_model": (
        "{provider} does not have this model (any more).",
        "The request was not carried out.",
        "Choose another model, or train it again.",
    ),
    "provider_not_found": (
        "{provider} does not know what was asked for.",
        "A file, job or model was deleted there in the meantime.",
        "Look at the list of models and jobs anew; the details say what was meant.",
    ),
    "provider_refuses": (
        "{provider} refused the request: {message}",
        "Nothing was started.",
        "Change what the sentence names, then try again.",
    ),
    "provider_slow": (
        "{provider} did not reply in time.",
        "It is not known whether the request was carried out.",
        "Look at the list of jobs before you try again.",
    ),
    "provider_unreachable": (
        "{provider} cannot be reached.",
        "The request was not carried out. Trainings that run there go on.",
        "Try again in a moment.",
    ),
    "question_too_long": (
        "The prompt is longer than this model can read.",
        "No answer was made.",
        "Shorten the prompt.",
    ),
    "tour_blocked": (
        "The tour stopped at the check-up: {finding}",
        "Nothing can be trained before this is mended; the pictures up to there are in the folder.",
        "Mend it in the table, or take the tour with another one.",
    ),
    "tour_broken": (
        "The tour broke off because of a fault nobody foresaw.",
        "The pictures up to there are in the folder; nothing of yours was touched.",
        "Please report it with the details below.",
    ),
    "tour_stuck": (
        "The tour stopped at the step “{step}”: it waited {seconds} seconds without seeing what should happen.",
        "The pictures up to there are in the folder; nothing of yours was touched.",
        "Look at the last picture and at the details, then run the tour again.",
    ),
    "tour_unreachable": (
        "The tour could not reach “{control}” with the keyboard.",
        "The pictures up to there are in the folder; nothing of yours was touched.",
        "Please report it: everything in TuneDesk should be reachable without a mouse.",
    ),
    "training_ended_early": (
        "The training ended before it was finished.",
        "There is no model to compare. The reason is in the details.",
        "Mend what the details name, then take the tour again.",
    ),
    "too_few_examples": (
        "There are fewer than 10 rows in the training part.",
        "No training was started: from so few rows a model learns nothing you would notice.",
        "Add rows, or move rows from the other parts to training. 50 to 100 good rows are a fine start.",
    ),
    "training_file_not_written": (
        "The training file could not be written.",
        "No training was started. Your project is unchanged.",
        "Free some space on the disk, then try again.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "mapping.answer_names_no_column": "Choose the column that holds the answer.",
    "mapping.prompt_is_answer": "Question and answer are the same column; choose two different ones.",
    "mapping.prompt_names_no_column": (
        "Choose the column that holds what is asked, or put one in braces into the template."
    ),
    "mapping.unknown_column": "There is no column “{column}”. The columns are: {columns}.",
    "preference.appearance": "Appearance",
    "preference.appearance.dark": "Dark",
    "preference.appearance.light": "Light",
    "preference.appearance.note": "“Like the system” follows your computer's own setting.",
    "preference.appearance.system": "Like the system",
    "preference.contrast": "Contrast",
    "preference.contrast.note": "Strong contrast makes letters, lines and frames stand out more.",
    "preference.contrast.strong": "Strong",
    "preference.language": "Language",
    "preference.language.de": "Deutsch",
    "preference.language.en": "English",
    "preference.language.es": "Español",
    "preference.language.note": "Another language is spoken from the next start of TuneDesk on.",
    "preference.language.system": "Like the system",
    "preference.notify": "When long work ends",
    "preference.notify.no": "Say nothing on the desktop",
    "preference.notify.note": (
        "A training, or other work of more than two minutes, while another program is in front; TuneDesk itself always "
        "says it."
    ),
    "preference.notify.yes": "Say it on the desktop",
    "preference.percent": "{value} %",
    "preference.text_size": "Text size",
    "preference.text_size.note": "All words grow together; nothing is cut off.",
    "row.empty_answer": "The answer is empty.",
    "row.empty_prompt": "What is asked is empty.",
    "sample.marv.sentence": (
        "80 quiz questions. The model learns a manner: Marv sighs. Facts it does not know, it makes up."
    ),
    "sample.marv.title": "Marv, who sighs",
    "sample.superheroes.sentence": (
        "120 imaginary heroes. The model learns to write: age, gender and power become a portrait in one style."
    ),
    "sample.superheroes.title": "Superheroes",
    "sample.tickets.sentence": "96 letters to a shop. The model learns to sort: each letter gets one of four labels.",
    "sample.tickets.title": "Support tickets",
    "step.convert_to_chat": "turn all rows into chats",
    "step.convert_to_completion": "turn all rows into prompts with completions",
    "step.create_example": "create a row from {name}",
    "step.create_examples": "create {count} rows from {name}",
    "step.delete_rows": "delete {count} rows",
    "step.divide_anew": "divide the rows into parts anew",
    "step.duplicate_rows": "duplicate {count} rows",
    "step.edit_field": "edit {field}",
    "step.insert_row": "insert a row",
    "step.set_part": "move {count} rows to {part}",
    "step.set_system": "set the system message of all rows",
    "wizard.too_few": "Training needs at least {least} rows; with this split it has {count}.",
}
