"""What making data with a model says."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "grid_file": (
        "“{name}” is not a description of what is to be made.",
        "It has to be a JSON object with “template” and “values”. Nothing was asked.",
        "Correct the file, or say template and values on the command line.",
    ),
    "grid_not_ready": (
        "This cannot be asked yet: {reason}",
        "Nothing was asked and nothing was spent.",
        "Change the template or the lists of values, and try again.",
    ),
    "limit_no_price": (
        "The price of “{model}” is not known, so a limit in dollars cannot be kept.",
        "Nobody could tell when its answers have cost so much. Nothing was asked.",
        "Enter the price in Preferences, Spending, Prices…, or leave the limit out (on the command line: --most).",
    ),
    "making_gone": (
        "This piece of work is not in the project any more.",
        "It was removed meanwhile. Rows that were made from it are still in the table.",
        "Begin a new one, or choose another one from the list.",
    ),
    "making_nothing": (
        "There is nothing to make rows of.",
        "No answer is chosen, or the rows of those that are chosen stand in the table already.",
        "Choose answers in the list, or ask for those that are missing.",
    ),
    "making_pairs": (
        "The rows of this project are pairs of a better and a worse answer.",
        "A model's answer alone is no such pair, so no row can be made of it here.",
        "Make the data in a project of its own.",
    ),
    "rework_no_rows": (
        "None of the chosen rows can be worked over like that.",
        "They are gone, or have nothing in the column that was chosen. Nothing was asked.",
        "Choose other rows, or another column.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "grid.empty_value": "One of the values of “{name}” is empty.",
    "grid.no_response": "The template of the answer needs {{response}}: the place where the model's answer goes.",
    "grid.no_template": "Write what the model is to be asked.",
    "grid.no_values": "These placeholders have no values yet: {names}. Doubled braces, {{{{ and }}}}, stand for plain "
    "ones.",
    "grid.not_in_prompt": "The short prompt does not say {names}, so the trained model cannot know it.",
    "grid.response_in_prompt": "{{response}} can only stand in the template of the answer: the prompt comes first.",
    "grid.too_many": "{answers} answers are too many: up to {most} can be asked for at once. Take a part of the "
    "combinations, drawn by chance.",
    "grid.twice": "In the list of “{name}” these stand more than once and are asked about as often: {values}.",
    "grid.unused": "The list of {names} (values: {count}) is not used: no template has this placeholder.",
    "making.from_grid": "Made by {model} from: {values}",
    "making.varied": "Variation of another row, made by {model}",
    "rework.graded": "Graded by {model}: {said}",
    "rework.no_instruction": "Write what the model is to do with each row.",
    "rework.no_placeholder": "The model does not get to see the row: put {{prompt}} or {{completion}} into the text.",
    "rework.no_rows": "None of these rows has anything in this column.",
    "rework.no_rows_to_fill": "None of these rows is empty in this column.",
    "rework.unknown_names": "There is no column {names}. There are: {known}.",
    "step.grade": "grade {count} rows with a model",
    "step.grade_row": "grade a row with a model",
    "step.make_row": "make a row with a model",
    "step.make_rows": "make {count} rows with a model",
    "step.rework": "take over {count} rows from a model",
    "step.rework_row": "take over a row from a model",
    "step.vary": "make {count} variations with a model",
    "step.vary_row": "make a variation with a model",
    "variety.near": "{count} answers are nearly the same as one before. A model learns little from them.",
    "variety.openings": "More than half of the answers begin with the same {words} words as another one. The trained "
    "model will begin like that as well.",
    "variety.same": "{count} answers are copies of one before. A higher temperature makes them vary more.",
    "variety.same_one": "1 answer is a copy of one before. A higher temperature makes answers vary more.",
}
