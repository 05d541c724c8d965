"""What the check-up finds in chats, pairs, tools and pictures, and why it matters."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
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
    "finding.line_keys.title": "Rows with entries no model reads: {keys}",
    "finding.line_keys.why": (
        "They stay with the rows and teach nothing. Some providers refuse a file for them; the export leaves out "
        "what a provider does not take."
    ),
    "finding.message_keys.title": "Messages with entries nobody knows: {keys}",
    "finding.message_keys.why": (
        "Providers refuse messages with entries they do not know. Rows that have such: {count}."
    ),
    "finding.mixed_shapes.title": "Rows of another shape than most: {count}",
    "finding.mixed_shapes.why": "Chats, prompts with completions, and pairs cannot be trained together in one file.",
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
    "finding.shape_not_taken.title": "The model you chose cannot learn from rows of this shape: {count}",
    "finding.shape_not_taken.why": "Turn the rows into another shape, or choose another model.",
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
    "finding.weights.title": "Conversations with weights that are not 0 or 1: {count}",
    "finding.weights.why": (
        "A weight says whether an answer is learnt (1) or not (0), and stands beside answers alone. A provider "
        "refuses anything else."
    ),
}
