"""What is said about which way suits a task."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
    "fit.ask_better": "Keep asking in words: nothing needs to be trained.",
    "fit.ask_better.reason": (
        "A model that answers well when it is told what to do needs no training. Ask several models the same question "
        "in the playground, and keep the instruction that works best. Train later, if the instruction grows too long."
    ),
    "fit.look_up": "Look the facts up, then let a model word the answer (embeddings).",
    "fit.look_up.reason": (
        "Training teaches a model how to answer, not what is true today: prices and opening hours it would make up. "
        "Find the passage that fits a question by its meaning, and give it to the model along with the question."
    ),
    "fit.meanings": "Compare meanings (embeddings): nothing needs to be trained.",
    "fit.meanings.reason": (
        "Texts that mean nearly the same are found by their meaning at once, and new ones can be added every day. "
        "To sort, take the label of the texts that are nearest."
    ),
    "fit.more_rows": "First gather more examples, then train (fine-tuning).",
    "fit.more_rows.reason": (
        "From fewer than ten examples a model learns next to nothing; from 50 on one can see what it learned. "
        "A model can write drafts of more rows, which you read before they count."
    ),
    "fit.teach": "Train a model with your examples (fine-tuning).",
    "fit.teach.reason": (
        "Style, form and manner of answers are what training teaches best. Fifty good rows show whether it works; "
        "about 500 make it dependable."
    ),
    "fit.teach_labels": "Train a model to name the label (fine-tuning).",
    "fit.teach_labels.reason": (
        "A few fixed labels with many examples each are learned well, even by a small model. "
        "Aim at about 100 rows for each label, and test the model with rows that it has not seen."
    ),
}
