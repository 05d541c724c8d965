"""The words of the field and of the program, each with what it means: the glossary of the help.

The same words with the same meanings stand in docs/glossary.md; tests/core/test_glossary.py compares them.
"""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
    "glossary.answer": "Answer",
    "glossary.answer.meaning": (
        "What the model is to say to a question; in a row, the right answer that it learns from."
    ),
    "glossary.base_model": "Base model",
    "glossary.base_model.meaning": (
        "The model that a training starts from. It can write already, but knows nothing of your rows."
    ),
    "glossary.batch_size": "Rows at a time (batch size)",
    "glossary.batch_size.meaning": "How many rows the model looks at before it changes itself a little.",
    "glossary.blind_vote": "Blind vote",
    "glossary.blind_vote.meaning": "You choose the better of two answers without knowing which model wrote it.",
    "glossary.checkpoint": "Checkpoint",
    "glossary.checkpoint.meaning": (
        "A model as it was part-way through its training. It can be used like the finished one."
    ),
    "glossary.connection": "Connection",
    "glossary.connection.meaning": "A provider that you have added, with its address and your key.",
    "glossary.embedding": "Embedding",
    "glossary.embedding.meaning": (
        "A list of numbers that stands for what a text means. Texts that mean nearly the same have "
        "nearly the same numbers."
    ),
    "glossary.end_mark": "End mark (stop sequence)",
    "glossary.end_mark.meaning": "A few letters after which a model stops writing.",
    "glossary.engine": "Engine",
    "glossary.engine.meaning": (
        "The part of TuneDesk that trains and answers on this computer. It works on when the window is closed."
    ),
    "glossary.finding": "Finding",
    "glossary.finding.meaning": "Something that the check-up has noticed in your rows, with what can be done about it.",
    "glossary.fine_tuning": "Fine-tuning",
    "glossary.fine_tuning.meaning": (
        "Training a model that can write already with your own examples, so that it answers your way."
    ),
    "glossary.held_out": "Held out",
    "glossary.held_out.meaning": (
        "Rows that are kept from training, so that answers to them show what the model really learned."
    ),
    "glossary.label": "Label (class)",
    "glossary.label.meaning": "One of a few fixed answers, such as “billing” or “delivery”.",
    "glossary.learning_rate": "Speed of learning (learning rate)",
    "glossary.learning_rate.meaning": (
        "How much the model changes with each step. Too slow and it learns nothing, too fast and it "
        "forgets what it could do."
    ),
    "glossary.loss": "Loss",
    "glossary.loss.meaning": "How far the model’s guesses are from the right answers. Lower is better.",
    "glossary.lora": "LoRA",
    "glossary.lora.meaning": (
        "A way of training that adds a small part to a model and leaves the rest of it as it is. It "
        "needs far less memory."
    ),
    "glossary.overfitting": "Learning by heart (overfitting)",
    "glossary.overfitting.meaning": (
        "The model repeats the rows it has seen and gets worse on others. The coach says when this begins."
    ),
    "glossary.part": "Part",
    "glossary.part.meaning": "What a row is used for: training, validation or test.",
    "glossary.pass": "Pass over the data (epoch)",
    "glossary.pass.meaning": "The model goes once through all rows of the training part.",
    "glossary.pairs": "Preference pairs",
    "glossary.pairs.meaning": "Rows with two answers to one question, of which one is the better.",
    "glossary.project": "Project",
    "glossary.project.meaning": (
        "One file with your rows, everything that was done to them, your trainings and the answers you compared."
    ),
    "glossary.prompt": "Prompt",
    "glossary.prompt.meaning": "The text that a model is asked with.",
    "glossary.provider": "Provider",
    "glossary.provider.meaning": (
        "A place where models are trained or asked: this computer, or a company on the internet."
    ),
    "glossary.row": "Row (example)",
    "glossary.row.meaning": "One question with the answer that the model is to learn.",
    "glossary.run": "Run",
    "glossary.run.meaning": (
        "One training as it was started, with its rows and settings. It is never changed afterwards."
    ),
    "glossary.shape": "Shape",
    "glossary.shape.meaning": (
        "The form of a row: a chat with messages, a prompt with its completion, or a preference pair."
    ),
    "glossary.starter_model": "Starter model",
    "glossary.starter_model.meaning": (
        "The small base model that TuneDesk uses unless you choose another. It learns on an ordinary computer."
    ),
    "glossary.system_prompt": "System prompt",
    "glossary.system_prompt.meaning": "A sentence before a chat that says who the model is and how it is to answer.",
    "glossary.temperature": "Temperature",
    "glossary.temperature.meaning": "How freely a model chooses its words: at 0 it always takes the likeliest one.",
    "glossary.token": "Token",
    "glossary.token.meaning": (
        "A piece of text as a model counts it: a short word, or a part of a longer one. Prices and "
        "limits are in tokens."
    ),
    "glossary.tuned_model": "Tuned model",
    "glossary.tuned_model.meaning": "What a training makes: a base model that answers your way.",
    "glossary.validation": "Validation",
    "glossary.validation.meaning": (
        "Rows that the model does not learn from. During training they show whether it still gets better."
    ),
}

WORDS = tuple(key for key in SENTENCES if not key.endswith(".meaning"))
"""The key of each word."""
