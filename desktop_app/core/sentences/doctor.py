"""What the check-up says: findings and their remedies."""

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
    "finding.chat_empty_answer.title": "Conversations whose last answer is empty: {count}",
    "finding.chat_empty_answer.why": (
        "There is nothing to learn from a question alone; the model would learn to say nothing."
    ),
    "finding.chat_empty_message.title": "Conversations with an empty message in between: {count}",
    "finding.chat_empty_message.why": (
        "Somebody speaks without saying anything. Some providers refuse such a file; look whether a text is missing."
    ),
    "finding.chat_empty_system.title": "Conversations with an empty system message: {count}",
    "finding.chat_empty_system.why": (
        "An empty instruction (system message) says nothing, and some providers refuse it."
    ),
    "finding.chat_last_not_answer.title": "Conversations that do not end with an answer: {count}",
    "finding.chat_last_not_answer.why": (
        "The model learns the answers. What comes after the last one teaches nothing, and providers refuse such a file."
    ),
    "finding.chat_no_answer.title": "Conversations without an answer: {count}",
    "finding.chat_no_answer.why": (
        "The model learns the answers (assistant messages). Without one there is nothing to learn, and providers "
        "refuse the file."
    ),
    "finding.chat_no_question.title": "Conversations in which nobody asks: {count}",
    "finding.chat_no_question.why": (
        "There is no message from the user. The model would learn to speak without being asked; look whether a "
        "column was missed."
    ),
    "finding.chat_order.title": "Conversations in which question and answer do not take turns: {count}",
    "finding.chat_order.why": (
        "Two questions or two answers follow each other, or an answer comes first. Many open models cannot read "
        "that; the others learn an odd rhythm."
    ),
    "finding.chat_role_alias.title": "Conversations that name their speakers differently: {count}",
    "finding.chat_role_alias.why": (
        "Providers know “user” and “assistant”. These rows use other names for them, such as “human” and “gpt”."
    ),
    "finding.chat_system_late.title": "Conversations with a system message in the middle: {count}",
    "finding.chat_system_late.why": (
        "An instruction (system message) belongs to the beginning. Many open models cannot read it elsewhere."
    ),
    "finding.chat_unknown_role.title": "Conversations with a speaker nobody knows: {count}",
    "finding.chat_unknown_role.why": (
        "Known speakers (roles) are system, user, assistant and tool. A provider refuses the whole file for any other."
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
        "For this kind of task (conditional generation) a lower learning rate and only 1 or 2 rounds over the data "
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
    "finding.image_address.title": "Rows with a picture that cannot be found: {count}",
    "finding.image_address.why": (
        "A picture is given by its web address, or as the data of a JPEG, PNG or WEBP file. These are neither, and "
        "a provider refuses them."
    ),
    "finding.image_data.title": "Rows with a picture that is damaged: {count}",
    "finding.image_data.why": "The data is not that of the kind of picture it says it is.",
    "finding.image_detail.title": "Rows with an unknown degree of detail of a picture: {count}",
    "finding.image_detail.why": "The detail of a picture can be low, high or auto. A provider refuses anything else.",
    "finding.image_place.title": "Rows with a picture outside of a question: {count}",
    "finding.image_place.why": "Pictures may stand in what the user asks, and nowhere else.",
    "finding.image_rows.title": "Rows with pictures: {count}; providers take at most {most} in one file.",
    "finding.image_rows.why": "Divide the rows among several projects, or keep the most telling ones.",
    "finding.image_too_large.title": "Rows with a picture of more than {megabytes} MB: {count}",
    "finding.image_too_large.why": (
        "Providers refuse larger pictures. Make them smaller with a picture program; 1,000 dots in width are plenty."
    ),
    "finding.images_too_many.title": "Rows with more than {most} pictures: {count}",
    "finding.images_too_many.why": "Providers refuse them.",
    "finding.label_beginnings.title": "Classes that begin alike, such as “{one}” and “{other}”: {count} rows",
    "finding.label_beginnings.why": (
        "The model decides with its first piece of text (token). Classes whose first words differ are told apart "
        "more surely."
    ),
    "finding.label_imbalance.title": "The class “{most}” has {share} % of the rows, “{least}” has {few} rows.",
    "finding.label_imbalance.why": (
        "A model that always answers “{most}” would be right most of the time, and learns just that. More rows of "
        "the rare classes help most."
    ),
    "finding.label_variants.title": "Classes written in different ways: {sample}",
    "finding.label_variants.why": (
        "The model takes each spelling for a class of its own. {count} rows would be written like most others."
    ),
    "finding.late_columns.title": "Columns that begin far down in the file ({number}): {columns}",
    "finding.late_columns.why": (
        "They were not there to choose when you said what each row becomes; the first is met on line {line}. Go back "
        "if one of them belongs to the question or the answer: now they stand in the menus."
    ),
    "finding.line_keys.title": "Rows with entries no model reads: {keys}",
    "finding.line_keys.why": (
        "They stay with the rows and teach nothing. Some providers refuse a file for them; the export leaves out "
        "what a provider does not take."
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
    "finding.message_keys.title": "Messages with entries nobody knows: {keys}",
    "finding.message_keys.why": "Providers refuse messages with other entries than their own; {count} rows have such.",
    "finding.mixed_shapes.title": "Rows of another shape than most: {count}",
    "finding.mixed_shapes.why": "Chats, prompts with completions, and pairs cannot be trained together in one file.",
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
    "finding.pair_empty.title": "Pairs in which an answer is missing: {count}",
    "finding.pair_empty.why": (
        "The model learns from the difference between a better and a worse answer. It needs both."
    ),
    "finding.pair_equal.title": "Pairs with two equal answers: {count}",
    "finding.pair_equal.why": (
        "The model learns from the difference between a better and a worse answer. Here there is none."
    ),
    "finding.pair_no_question.title": "Pairs without a question: {count}",
    "finding.pair_no_question.why": (
        "What is asked has to end with a message of the user; the two answers come after it."
    ),
    "finding.pair_not_text.title": "Pairs with pictures or tools: {count}",
    "finding.pair_not_text.why": "Learning from pairs (DPO) is for text alone at most providers.",
    "finding.pair_several.title": "Pairs with an answer of several messages: {count}",
    "finding.pair_several.why": "Each of the two answers has to be a single message at most providers.",
    "finding.pair_speaker.title": "Pairs whose answers are spoken by somebody else: {count}",
    "finding.pair_speaker.why": "Both answers have to be messages of the assistant.",
    "finding.pair_turns.title": "Pairs about a conversation of several turns: {count}",
    "finding.pair_turns.why": (
        "Learning from pairs (DPO) is meant for one question and its two answers; some providers refuse more."
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
    "finding.shape_not_taken.title": "The model you chose cannot learn from rows of this shape: {count}",
    "finding.shape_not_taken.why": "Turn the rows into another shape, or choose another model.",
    "finding.single_labels.title": "Classes with one row only: {sample}",
    "finding.single_labels.why": (
        "From a single row a class cannot be learnt, and nothing is left to measure it with. Add rows, or take the "
        "class out."
    ),
    "finding.special_tokens.title": "Rows with a sign that steers models, such as <|endoftext|>: {count}",
    "finding.special_tokens.why": (
        "To a model these are commands, not text (special tokens). A provider refuses the whole file for a single one."
    ),
    "finding.system_differs.title": "Rows with another system message than most: {count}",
    "finding.system_differs.why": (
        "There are {different} different instructions (system messages). A model learns fastest with one, and works"
        " best when it gets the same one later."
    ),
    "finding.system_missing.title": "Rows without a system message, among others with one: {count}",
    "finding.system_missing.why": (
        "The model should get the same instruction (system message) in training as later in use."
    ),
    "finding.template_marks.title": "Rows with signs of another model's template, such as [INST]: {count}",
    "finding.template_marks.why": (
        "Some programs write into the texts what their model wants around them (its chat template). Your model gets "
        "its own signs by itself; it would take these for words and learn to write them."
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
    "finding.tool_answers_uncalled.title": "Conversations with the result of a tool nobody called: {count}",
    "finding.tool_answers_uncalled.why": (
        "Each result has to name the call it belongs to. A provider refuses the file otherwise."
    ),
    "finding.tool_arguments.title": "Conversations that call a tool with something unreadable: {count}",
    "finding.tool_arguments.why": (
        'What a tool is given has to be a text in the form of a JSON object, such as {{"city": "Rome"}}.'
    ),
    "finding.tool_arguments_objects.title": "Conversations that give a tool an object where a text is due: {count}",
    "finding.tool_arguments_objects.why": (
        "What a tool is given has to be written as a text. It says the same, and providers accept it."
    ),
    "finding.tool_calls_broken.title": "Conversations with a call of a tool that is not complete: {count}",
    "finding.tool_calls_broken.why": (
        "A call needs an id and the name of the tool. A provider refuses the file otherwise."
    ),
    "finding.tool_calls_unanswered.title": "Conversations in which a call of a tool stays without result: {count}",
    "finding.tool_calls_unanswered.why": (
        "After a call the result has to follow before anybody else speaks. A provider refuses the file otherwise."
    ),
    "finding.tools_broken.title": "Rows whose list of tools cannot be understood: {count}",
    "finding.tools_broken.why": (
        "Each tool needs the type “function” and a name. A provider refuses the file otherwise."
    ),
    "finding.tools_undeclared.title": "Conversations that call a tool they do not list: {count}",
    "finding.tools_undeclared.why": (
        "The model learns to call what it has not been told of. Add the tool to the list of the row (tools)."
    ),
    "finding.unused_columns.title": "Columns that are not used ({number}): {columns}",
    "finding.unused_columns.why": (
        "They stay in your file and do not reach the model. Go back if one of them belongs to the question or the "
        "answer."
    ),
    "finding.weights.title": "Conversations with weights that are not 0 or 1: {count}",
    "finding.weights.why": (
        "A weight says whether an answer is learnt (1) or not (0), and stands beside answers alone. A provider "
        "refuses anything else."
    ),
    "remedy.add_completion_ending": "put “{shown}” behind the answers ({count})",
    "remedy.add_leading_space": "put a space before the answers ({count})",
    "remedy.add_prompt_suffix": "put “{shown}” behind the questions ({count})",
    "remedy.add_system": "add the most frequent system message ({count})",
    "remedy.arguments_as_text": "write what tools are given as text ({count})",
    "remedy.blank_prompt": "leave the questions empty ({count})",
    "remedy.convert_to_chat": "turn rows into chats ({fit})",
    "remedy.convert_to_completion": "turn rows into prompts with completions ({fit})",
    "remedy.cut_after_answer": "take off what follows the last answer ({count})",
    "remedy.drop_chat_empty_answer": "take out conversations without an answer ({count})",
    "remedy.drop_chat_no_answer": "take out conversations without an answer ({count})",
    "remedy.drop_chat_unknown_role": "take out conversations with unknown speakers ({count})",
    "remedy.drop_duplicates": "take out repeated rows ({count})",
    "remedy.drop_empty": "take out rows without an answer ({count})",
    "remedy.drop_empty_prompts": "take out rows without a question ({count})",
    "remedy.drop_image_address": "take out rows with pictures that cannot be found ({count})",
    "remedy.drop_image_data": "take out rows with damaged pictures ({count})",
    "remedy.drop_image_detail": "take out rows with an unknown degree of detail ({count})",
    "remedy.drop_image_place": "take out rows with pictures outside of a question ({count})",
    "remedy.drop_image_too_large": "take out rows with pictures that are too large ({count})",
    "remedy.drop_images_too_many": "take out rows with too many pictures ({count})",
    "remedy.drop_long": "take out very long rows ({count})",
    "remedy.drop_mixed_shapes": "take out rows of another shape ({count})",
    "remedy.drop_near_duplicates": "take out rows that are nearly the same, all but the first ({count})",
    "remedy.drop_nothing_learnt": "take out conversations of which nothing is learnt ({count})",
    "remedy.drop_outvoted": "keep the most frequent class, take out the other rows ({outvoted})",
    "remedy.drop_pair_empty": "take out pairs that are not complete ({count})",
    "remedy.drop_pair_equal": "take out pairs with equal answers ({count})",
    "remedy.drop_pair_no_question": "take out pairs without a question ({count})",
    "remedy.drop_pair_not_text": "take out pairs with pictures or tools ({count})",
    "remedy.drop_pair_several": "take out pairs with answers of several messages ({count})",
    "remedy.drop_part_unknown": "take out rows with what is neither text nor picture ({count})",
    "remedy.drop_parts_overlap": "take out rows for measuring that are trained on ({count})",
    "remedy.drop_rows": "take out these rows ({count})",
    "remedy.drop_same_but_spelling": "take out rows that differ in spelling alone ({count})",
    "remedy.drop_shape_not_taken": "take out rows the model cannot learn from ({count})",
    "remedy.drop_single_labels": "take out classes with one row ({count})",
    "remedy.drop_too_long": "take out rows that are too long ({count})",
    "remedy.drop_tool_answers_uncalled": "take out conversations with results nobody called for ({count})",
    "remedy.drop_tool_arguments": "take out conversations with unreadable calls ({count})",
    "remedy.drop_tool_calls_broken": "take out conversations with incomplete calls ({count})",
    "remedy.drop_tool_calls_unanswered": "take out conversations with calls without result ({count})",
    "remedy.drop_tools_broken": "take out rows with broken lists of tools ({count})",
    "remedy.hide_accounts": "put “[account number]” in place of account numbers ({count})",
    "remedy.hide_cards": "put “[card number]” in place of card numbers ({count})",
    "remedy.hide_emails": "put “[e-mail address]” in place of e-mail addresses ({count})",
    "remedy.hide_keys": "put “[key]” in place of keys ({count})",
    "remedy.hide_phones": "put “[telephone number]” in place of telephone numbers ({count})",
    "remedy.lower_completion": "write the answers in small letters ({count})",
    "remedy.lower_prompt": "write the questions in small letters ({count})",
    "remedy.mend_weights": "write the weights as 0 or 1 ({count})",
    "remedy.pair_as_assistant": "make both answers those of the assistant ({count})",
    "remedy.remove_bom_inside": "take out byte order marks ({count})",
    "remedy.remove_completion_prefix": "take “{shown}” off the beginning of the answers ({count})",
    "remedy.remove_control_characters": "take out control characters ({count})",
    "remedy.remove_empty_system": "take out empty system messages ({count})",
    "remedy.remove_half_characters": "take out half characters ({count})",
    "remedy.remove_line_keys": "take out entries no model reads ({count})",
    "remedy.remove_lost_characters": "take out the sign for lost letters ({count})",
    "remedy.remove_message_keys": "take out unknown entries of messages ({count})",
    "remedy.remove_prompt_prefix": "take “{shown}” off the beginning of the questions ({count})",
    "remedy.remove_template_marks": "take these signs out ({count})",
    "remedy.rename_roles": "name the speakers user and assistant ({count})",
    "remedy.replace_completion_ending": "end the answers with “{shown}” instead ({count})",
    "remedy.replace_prompt_suffix": "end the questions with “{shown}” instead ({count})",
    "remedy.set_system": "use the most frequent system message ({count})",
    "remedy.space_special_tokens": "put spaces inside, so that they are plain text ({count})",
    "remedy.trim_answers": "take spaces off around the answers ({count})",
    "remedy.unify_labels": "write each class in one way ({count})",
}
