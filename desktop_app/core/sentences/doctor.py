"""What the check-up says: findings and their remedies."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
    "finding.classification.title": "This looks like sorting into {classes} classes.",
    "finding.classification.why": (
        "Few different answers come back again and again (classification). Keep some rows of each class aside, so "
        "that you can count how often the model is right."
    ),
    "finding.completion_prefix.title": "Every answer begins with “{shown}”.",
    "finding.completion_prefix.why": (
        "The model would spend its effort on writing the same words each time. An answer (completion) should hold "
        "only what differs from row to row."
    ),
    "finding.completions_upper.title": "More than a third of the letters in the answers are capitals.",
    "finding.completions_upper.why": (
        "Models know ordinary spelling best; words in capitals fall apart into many small pieces (tokens). If "
        "capitals mean nothing in your texts, small letters work better."
    ),
    "finding.conditional_generation.title": "This looks like writing a text for each question.",
    "finding.conditional_generation.why": (
        "For this kind of task (conditional generation) a lower learning rate and only 1 or 2 rounds over the data "
        "(epochs) are a good start; more of both, and the model repeats its examples word by word."
    ),
    "finding.duplicates.title": "Repeated rows: {count}",
    "finding.duplicates.why": (
        "These rows stand in the table already, letter by letter. The model would see them more often than the "
        "others and take them for more important. The first of each stays."
    ),
    "finding.empty_answers.title": "Rows without an answer: {count}",
    "finding.empty_answers.why": (
        "There is nothing to learn from a question alone; the model would learn to say nothing."
    ),
    "finding.ending_found.title": "Every answer ends with “{mark}”.",
    "finding.ending_found.why": (
        "Good: this end mark tells the model where to stop. Give it as stop sequence when you ask the trained model."
    ),
    "finding.ending_long.title": "Every answer ends with a long text: “{mark}”",
    "finding.ending_long.why": (
        "An end mark (stop sequence) should be short, such as “{shown}”. If the text belongs to your answers, leave "
        "it as it is."
    ),
    "finding.ending_repeats.title": "Answers that hold their end mark “{mark}” more than once: {count}",
    "finding.ending_repeats.why": (
        "The trained model would stop at the first one, in the middle of its answer. An end mark (stop sequence) "
        "should stand nowhere else."
    ),
    "finding.few_per_class.title": "Classes with fewer than 100 rows: {small} of {classes}",
    "finding.few_per_class.why": (
        "About 100 rows for each class make a dependable sorter (classifier). Classes with fewer rows are mistaken "
        "more often."
    ),
    "finding.generation_below_500.title": "Rows for training: {count}; about 500 make a dependable writer.",
    "finding.generation_below_500.why": (
        "Texts that are written freely (generation) need more examples than classes do. Each time you double the "
        "rows the answers improve by about the same step."
    ),
    "finding.long_rows.title": "Very long rows: {count}",
    "finding.long_rows.why": (
        "They have more than {letters} letters. Very long rows are often cut, and what is lost is their end: the "
        "answer."
    ),
    "finding.no_ending.title": "The answers have no common end mark.",
    "finding.no_ending.why": (
        "A model of this kind goes on writing until it sees a sign to stop. The same mark behind every answer (stop "
        "sequence) teaches it where an answer is over."
    ),
    "finding.no_leading_space.title": "Answers that do not begin with a space: {count}",
    "finding.no_leading_space.why": (
        "Models of this kind know words best with the space before them, because their pieces of text (tokens) begin "
        "with it. One space before the answer makes learning easier."
    ),
    "finding.no_separator.title": "The questions have no common separator at their end.",
    "finding.no_separator.why": (
        "A model of this kind sees one long text. The same mark behind every question (separator) shows it where the "
        "question is over and its answer begins. Put it behind your questions later, too."
    ),
    "finding.open_ended.title": "There are answers, but no questions.",
    "finding.open_ended.why": (
        "The model learns to write texts like these without being asked (open-ended generation). If you want it to "
        "answer, choose a column with the questions."
    ),
    "finding.prompt_prefix.title": "Every question begins with “{shown}”.",
    "finding.prompt_prefix.why": (
        "A trained model needs no instruction in each question: it learns the task from the rows. Shorter questions "
        "cost less, in training and later."
    ),
    "finding.prompt_prefix_short.title": "Every question begins with “{shown}”.",
    "finding.prompt_prefix_short.why": "That does no harm. Begin your questions to the trained model in the same way.",
    "finding.prompts_identical.title": "All questions are the same.",
    "finding.prompts_identical.why": (
        "The model cannot learn which answer belongs to what. Choose another column for the question, or leave the "
        "questions empty if the model is to write such texts unasked."
    ),
    "finding.prompts_upper.title": "More than a third of the letters in the questions are capitals.",
    "finding.prompts_upper.why": (
        "Models know ordinary spelling best; words in capitals fall apart into many small pieces (tokens). If "
        "capitals mean nothing in your texts, small letters work better."
    ),
    "finding.rows_below_100.title": "Rows for training: {count}; 100 or more would show clearly.",
    "finding.rows_below_100.why": (
        "From 50 to 100 good rows a model takes on tone and form. Each time you double the rows the answers improve "
        "by about the same step."
    ),
    "finding.rows_below_1000.title": "Rows for training: {count}",
    "finding.rows_below_1000.why": (
        "That is a sound number. Beyond 1,000 rows a model also learns rare cases; to see if more rows would help, "
        "train on half of them and compare."
    ),
    "finding.rows_below_50.title": "Rows for training: {count}; 50 good ones are a better start.",
    "finding.rows_below_50.why": (
        "With fewer than 50 rows a model hardly changes, or learns them by heart. From 50 to 100 it takes on tone "
        "and form."
    ),
    "finding.same_but_spelling.title": "Rows that differ from an earlier one in spelling alone: {count}",
    "finding.same_but_spelling.why": (
        "Capitals, spaces and punctuation apart, these rows stand in the table already. Look whether the difference "
        "is meant."
    ),
    "finding.separator_found.title": "Every question ends with “{mark}”.",
    "finding.separator_found.why": (
        "Good: this separator tells the model that its answer begins. End your questions to the trained model in the "
        "same way."
    ),
    "finding.separator_long.title": "Every question ends with a long text: “{mark}”",
    "finding.separator_long.why": (
        "A separator should be short, such as “{shown}”: it costs tokens in every question. If the text belongs to "
        "your questions, leave it as it is."
    ),
    "finding.separator_repeats.title": "Questions that hold their separator “{mark}” more than once: {count}",
    "finding.separator_repeats.why": (
        "The model could take the first one for the end of the question. A separator should stand nowhere else."
    ),
    "finding.too_few_rows.title": "Rows for training: {count}; at least {least} are needed.",
    "finding.too_few_rows.why": (
        "No provider starts a training with fewer, and a model would learn them by heart. Add more rows; 50 good "
        "ones are a sound start."
    ),
    "finding.too_long.title": "Rows too long for the model: {count}",
    "finding.too_long.why": (
        "The model takes in {limit} tokens (pieces of words); the longest row has {longest}. The rest would be cut "
        "off at the end, and with it the answer."
    ),
    "finding.unused_columns.title": "Columns that are not used: {columns}",
    "finding.unused_columns.why": (
        "They stay in your file and do not reach the model. Go back if one of them belongs to the question or the "
        "answer."
    ),
    "remedy.add_completion_ending": "put “{shown}” behind the answers ({count})",
    "remedy.add_leading_space": "put a space before the answers ({count})",
    "remedy.add_prompt_suffix": "put “{shown}” behind the questions ({count})",
    "remedy.blank_prompt": "leave the questions empty ({count})",
    "remedy.drop_duplicates": "take out repeated rows ({count})",
    "remedy.drop_empty": "take out rows without an answer ({count})",
    "remedy.drop_long": "take out very long rows ({count})",
    "remedy.drop_rows": "take out these rows ({count})",
    "remedy.drop_same_but_spelling": "take out rows that differ in spelling alone ({count})",
    "remedy.drop_too_long": "take out rows that are too long ({count})",
    "remedy.lower_completion": "write the answers in small letters ({count})",
    "remedy.lower_prompt": "write the questions in small letters ({count})",
    "remedy.remove_completion_prefix": "take “{shown}” off the beginning of the answers ({count})",
    "remedy.remove_prompt_prefix": "take “{shown}” off the beginning of the questions ({count})",
    "remedy.replace_completion_ending": "end the answers with “{shown}” instead ({count})",
    "remedy.replace_prompt_suffix": "end the questions with “{shown}” instead ({count})",
}
