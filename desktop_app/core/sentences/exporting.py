"""What is said of models that are exported: problems on the way, and the words of their cards."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "export_model.adapter": (
        "“{model}” cannot be put into one model with its base.",
        "{reason}",
        "Choose “What was learned alone (adapter)”, which needs the base model beside it.",
    ),
    "export_model.base": (
        "“{model}” is a base model, and nothing was added to it.",
        "Only models that you have tuned are exported. A base model's own folder can be used as it is.",
        "Choose a tuned model.",
    ),
    "export_model.exists": (
        "There is something called “{name}” in that place already.",
        "An export never writes over anything, so nothing was changed.",
        "Choose another name.",
    ),
    "export_model.family": (
        "“{model}” cannot become a GGUF file here.",
        "{reason}",
        "Choose “Whole model (safetensors)” instead, or a model of the families Llama and Qwen.",
    ),
    "export_model.gone": (
        "“{model}” is not on this computer any more.",
        "It may have been deleted, or its base model was. Nothing of the export was kept.",
        "Fetch the base model again if it is missing, then try once more.",
    ),
    "export_model.no_folder": (
        "The folder “{name}” is not there.",
        "The export needs a place to grow in, so it was not begun.",
        "Choose another place.",
    ),
    "export_model.no_room": (
        "There is not enough room on that disk.",
        "{reason}",
        "Make some room there, choose another disk, or a smaller form.",
    ),
    "export_model.not_written": (
        "The export of “{model}” could not be finished.",
        "{reason}",
        "Choose another place, or look whether that one may be written to, and try again.",
    ),
    "export_model.tokenizer": (
        "“{model}” cannot become a GGUF file here.",
        "{reason}",
        "Choose “Whole model (safetensors)” instead.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "card.day": "Made on",
    "card.file_training": "File with the training rows (SHA-256)",
    "card.file_validation": "File with the validation rows (SHA-256)",
    "card.files": "How to use it",
    "card.good": "How good it is",
    "card.intervals": (
        "The figures in brackets are where the true value lies in 95 of 100 such cases (95 % interval)."
    ),
    "card.learned": "What it has learned from",
    "card.licence": "Licence",
    "card.licence_known": (
        "The base model {base} is under the licence {licence}, which counts for this model too. Whose rows it was "
        "tuned on has to agree as well."
    ),
    "card.licence_unknown": (
        "Under which licence the base model {base} is, is not known here. Look at its makers' page before this model "
        "is given to others."
    ),
    "card.limit_rows": "It has learned from {rows} rows alone; what is unlike them it may get wrong.",
    "card.limit_tests": "How good it is on rows it has not seen is not known from enough rows.",
    "card.limit_true": "It may say things that are not true. Look at its answers before others rely on them.",
    "card.limits": "What it is not",
    "card.made": "How it was made",
    "card.no_key": (
        "The code asks the program on your own computer. That wants no key, but the protocol does: put any word into "
        "the variable {variable}."
    ),
    "card.no_record": "The project with the record of its training was not open when this card was written.",
    "card.parameters": "Numbers in the model (parameters)",
    "card.rows_hash": "Fingerprint of all rows (SHA-256)",
    "card.rows_test": "Test rows",
    "card.rows_training": "Training rows",
    "card.rows_validation": "Validation rows",
    "card.test": "Test of {day}: {right} of {rows} rows right, that is {value} % ({low} to {high} %).",
    "card.untested": "It was not tested yet, and nobody has voted on its answers.",
    "card.use_adapter": (
        "This folder holds what was learned (a LoRA adapter for PEFT), not the base model {base}. If that lies "
        "elsewhere, put its folder in the place of its name. Run this in the folder:"
    ),
    "card.use_gguf": (
        "The file {name}.gguf is the whole model. Programs that read GGUF (llama.cpp, Jan, KoboldCpp and others) open "
        "it as it is. With llama.cpp's server:"
    ),
    "card.use_lmstudio": (
        "Copy the folder “tunedesk” into LM Studio's folder of models (My Models shows where it is), or run this "
        "command here. Then load the model in LM Studio and, for the code, start its server. LM Studio was not at hand "
        "when this was made, so that step was not tried."
    ),
    "card.use_merged": ("This folder is the whole model as Hugging Face's libraries read it. Run this in the folder:"),
    "card.use_ollama": (
        "Run the first command here once, then the second. The Modelfile says how the model is spoken to; where it has "
        "no line TEMPLATE, Ollama looks for one in the GGUF file. Ollama was not at hand when this was made, so that "
        "step was not tried."
    ),
    "card.vote": (
        "Blind votes against {other}: it gets {value} % ({low} to {high} %) of {votes} votes, a tie counting half."
    ),
    "card.vote_ahead": "It is the better one.",
    "card.vote_behind": "The other one is better.",
    "card.vote_open": "Who is better is open.",
    "card.what": "{base}, tuned with TuneDesk. In TuneDesk it is called {model}.",
}
