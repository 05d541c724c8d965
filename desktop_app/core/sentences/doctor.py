"""What the check-up finds in the texts of a table, and why it matters."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
    "finding.answer_spaces.title": "Answers with spaces or empty lines around them: {count}",
    "finding.answer_spaces.why": (
        "A chat model begins its answer with the first letter. Spaces and empty lines around the answers would be "
        "learnt as if they meant something."
    ),
    "finding.bom_inside.title": "Rows with an invisible sign from the beginning of a file: {count}",
    "finding.bom_inside.why": (
        "This sign (byte order mark) belongs to the start of a file. Inside a text it makes two words that look the"
        " same differ."
    ),
    "finding.classification.title": "This looks like sorting into {classes} classes.",
    "finding.classification.why": (
        "Few different answers come back again and again (classification). Keep some rows of each class aside, so "
        "that you can count how often the model is right."
    ),
    "finding.completion_prefix.title": "Every answer begins with “{shown}”.",
    "finding.completion_prefix.why": (
        "The model would spend its effort on writing the same words each time; an answer (completion) needs only what "
        "differs from row to row. If they are the manner you want, such as a greeting, leave them."
    ),
    "finding.completions_upper.title": "More than a third of the letters in the answers are capitals.",
    "finding.completions_upper.why": (
        "Models know ordinary spelling best; words in capitals fall apart into many small pieces (tokens). If "
        "capitals mean nothing in your texts, small letters work better."
    ),
    "finding.conditional_generation.title": "This looks like writing a text for each question.",
    "finding.conditional_generation.why": (
        "For this kind of task (conditional generation) a lower learning rate and only 1 or 2 passes over the data "
        "(epochs) are a good start; more of both, and the model repeats its examples word by word."
    ),
    "finding.contradictions.title": "Rows that contradict each other: {count}",
    "finding.contradictions.why": (
        "They ask the same and name different classes. The model cannot follow both; look at them, or keep the "
        "class that most of them name."
    ),
    "finding.control_characters.title": "Rows with control characters: {count}",
    "finding.control_characters.why": (
        "These signs are invisible and come from other programs. The model would learn them, and some programs stop"
        " reading at them."
    ),
    "finding.different_answers.title": "Rows that ask the same and are answered differently: {count}",
    "finding.different_answers.why": (
        "That is fine where many answers are good, as in stories. Where only one is right, look at these rows."
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
    "finding.empty_prompts.title": "Rows without a question among others with one: {count}",
    "finding.empty_prompts.why": (
        "The model would learn to give these answers to anything. Add what was asked, or take the rows out."
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
    "finding.half_characters.title": "Rows with half a character: {count}",
    "finding.half_characters.why": (
        "A sign was cut in two (a lone surrogate), mostly an emoji. Such a text cannot be written to a training file."
    ),
    "finding.label_beginnings.title": "Classes that begin alike, such as “{one}” and “{other}” (rows: {count})",
    "finding.label_beginnings.why": (
        "The model decides with its first piece of text (token). Classes whose first words differ are told apart "
        "more surely."
    ),
    "finding.label_imbalance.title": "The class “{most}” has {share} % of the rows; rows of “{least}”: {few}.",
    "finding.label_imbalance.why": (
        "A model that always answers “{most}” would be right in {share} % of the rows, and of the rare classes it "
        "sees too little to tell them apart. More rows of those help most."
    ),
    "finding.label_variants.title": "Classes written in different ways: {sample}",
    "finding.label_variants.why": (
        "The model takes each spelling for a class of its own. Rows that would be written like most others: {count}."
    ),
    "finding.late_columns.title": "Columns that begin far down in the file ({number}): {columns}",
    "finding.late_columns.why": (
        "They were not there to choose when you said what each row becomes; the first is met on line {line}. Go back "
        "if one of them belongs to the question or the answer: now they stand in the menus."
    ),
    "finding.long_rows.title": "Very long rows: {count}",
    "finding.long_rows.why": (
        "They have more than {letters} letters. Very long rows are often cut, and what is lost is their end: the "
        "answer."
    ),
    "finding.lost_characters.title": "Rows with a sign that was lost: {count}",
    "finding.lost_characters.why": (
        "The sign � stands where a letter could not be read. Most often the file has another encoding: go back and "
        "choose it, and the letters return."
    ),
    "finding.near_duplicates.title": "Rows that are nearly the same as an earlier one: {count}",
    "finding.near_duplicates.why": (
        "They differ in a few words only. The model would see much the same again and again and take it for more "
        "important. Where the small difference is what matters (a number, a name), leave them."
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
    "finding.nothing_learnt.title": "Conversations of which nothing is learnt: {count}",
    "finding.nothing_learnt.why": "All their answers have the weight 0, which means “do not learn this”.",
    "finding.one_class.title": "All answers are the same.",
    "finding.one_class.why": (
        "There is nothing to tell apart: a model that always says this would be right in all {count} rows. Add rows"
        " with other answers, or choose another column."
    ),
    "finding.open_ended.title": "There are answers, but no questions.",
    "finding.open_ended.why": (
        "The model learns to write texts like these without being asked (open-ended generation). If you want it to "
        "answer, choose a column with the questions."
    ),
    "finding.part_unknown.title": "Rows with something that is neither text nor picture: {count}",
    "finding.part_unknown.why": "Training takes texts and pictures. A provider refuses anything else.",
    "finding.parts_overlap.title": "Rows for measuring whose question is trained on: {count}",
    "finding.parts_overlap.why": (
        "The model has seen the answer, so the measurement would flatter it. A question should stand in one part alone."
    ),
    "finding.private_accounts.title": "Rows with a bank account number: {count}",
    "finding.private_accounts.why": (
        "A trained model can repeat what it has seen, to anybody. Hide the numbers unless they are meant to be known."
    ),
    "finding.private_cards.title": "Rows with a card number: {count}",
    "finding.private_cards.why": (
        "A trained model can repeat what it has seen, to anybody. Numbers of credit cards should never be taught."
    ),
    "finding.private_emails.title": "Rows with an e-mail address: {count}",
    "finding.private_emails.why": (
        "A trained model can repeat what it has seen, to anybody. Hide the addresses unless they are meant to be known."
    ),
    "finding.private_keys.title": "Rows with a secret key: {count}",
    "finding.private_keys.why": (
        "Something in these rows looks like the key to an online service or a computer. Hide it here, and have it "
        "replaced where it belongs: it may be known already."
    ),
    "finding.private_phones.title": "Rows with a telephone number: {count}",
    "finding.private_phones.why": (
        "A trained model can repeat what it has seen, to anybody. Hide the numbers unless they are meant to be known."
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
    "finding.refusals.title": "Answers that refuse: {count} ({share} %)",
    "finding.refusals.why": (
        "A model that sees many refusals learns to refuse, also where it could help. Keep only as many as you want "
        "of it."
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
    "finding.single_labels.title": "Classes with one row only: {sample}",
    "finding.single_labels.why": (
        "From a single row a class cannot be learnt, and nothing is left to measure it with. Add rows, or take the "
        "class out."
    ),
    "finding.special_tokens.title": "Rows with a sign that steers models, such as <|endoftext|>: {count}",
    "finding.special_tokens.why": (
        "To a model these are commands, not text (special tokens). A provider refuses the whole file for a single one."
    ),
    "finding.too_few_rows.title": "Rows for training: {count}; at least {least} are needed.",
    "finding.too_few_rows.why": (
        "No training starts with fewer, and a model would learn them by heart. Add more rows; 50 good "
        "ones are a sound start."
    ),
    "finding.too_long.title": "Rows too long for the model: {count}",
    "finding.too_long.why": (
        "The model takes in {limit} tokens (pieces of words); the longest row has {longest}. The rest would be cut "
        "off at the end, and with it the answer."
    ),
    "finding.unused_columns.title": "Columns that are not used ({number}): {columns}",
    "finding.unused_columns.why": (
        "They stay in your file and do not reach the model. Go back if one of them belongs to the question or the "
        "answer."
    ),
}
