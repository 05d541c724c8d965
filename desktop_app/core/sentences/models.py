"""What is said about base models: fetching, taking in and removing them."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "model_names_not_kept": (
        "The name or note could not be kept.",
        "The folder {folder} does not let TuneDesk write. The model itself is as it was.",
        "Look whether the disk is full or the folder is locked, then try again.",
    ),
    "models.being_used": (
        "“{model}” is being used at this moment.",
        "Something still reads it, so it was not deleted.",
        "Wait until its answers are there, then try again in a minute.",
    ),
    "models.bin_emptied": (
        "“{model}” is not in the bin any more.",
        "The bin was emptied in the meantime, so it cannot be put back.",
        "Fetch it or train it again.",
    ),
    "models.damaged": (
        "What came of “{model}” was damaged on its way.",
        "Its checksum was not the one its server names, so that file was thrown away; the others are kept.",
        "Try again. If it stays so, the network in between changes what it passes on.",
    ),
    "models.gated": (
        "The makers of “{model}” give it to those only who agree to their licence.",
        "They want to know who fetches it, so the hub asks for a token of your account there. Nothing was fetched.",
        "Open the model's page, agree to the licence there, and enter a hub token of the same account.",
    ),
    "models.in_use": (
        "A training still needs “{model}”.",
        "Without its base model that training could not go on, so nothing was removed.",
        "Wait until the training has ended, or cancel it, and try again.",
    ),
    "models.named_at_start": (
        "“{model}” was given to the engine when it was started.",
        "It is not TuneDesk's to remove, so nothing was changed.",
        "Start the engine without it.",
    ),
    "models.no_model_there": (
        "“{model}” holds no model that can be used here.",
        "A folder needs the files config.json, tokenizer.json and weights that end with .safetensors.",
        "Choose the folder in which these files lie themselves, or a single file that ends with .gguf.",
    ),
    "models.no_room": (
        "There is not enough room on the disk for “{model}”.",
        "{reason}",
        "Empty the bin, or remove a model you do not need any more. What has come is kept, and you can go on.",
    ),
    "models.not_agreed": (
        "The account of your hub token may not have “{model}” yet.",
        "Its makers want one to agree to their licence first, and some look at each request themselves.",
        "Agree on the model's page with the account the token is from, or enter the token of another account.",
    ),
    "models.not_there": (
        "The hub has no model “{model}” that you may see.",
        "Names there have two parts with a stroke between them, as in Qwen/Qwen3-0.6B; private models need a token.",
        "Compare the name with the model's page. If the model is private, enter a hub token.",
    ),
    "models.not_usable": (
        "“{model}” cannot be used here.",
        "{reason}",
        "Choose another model; those in the list are known to work.",
    ),
    "models.not_written": (
        "“{model}” could not be written to the disk.",
        "{reason}",
        "Look whether the disk is full or may not be written to. What has come is kept, and you can go on.",
    ),
    "models.offline": (
        "TuneDesk is set to stay offline, so “{model}” was not fetched.",
        "Nothing left this computer. Models that are here already work as ever.",
        "Turn off “Stay offline” under Preferences, Network, or take in a folder that came another way.",
    ),
    "models.place_taken": (
        "“{model}” was not put back, because there is another one in its place by now.",
        "Nothing was written over; the deleted one still lies in the bin.",
        "Delete or rename the other one, then put this one back.",
    ),
    "models.refused": (
        "“{model}” is not used, to keep this computer safe.",
        "{reason}",
        "Choose a model whose weights are in the format safetensors or GGUF and that brings no program code.",
    ),
    "models.same_name": (
        "There is a model with the name of “{model}” already.",
        "Two of one name could not be told apart, so the new one was not taken in.",
        "Remove the other one first, or give the file or folder another name.",
    ),
    "models.thing_in_use": (
        "“{model}” cannot be cleared away now.",
        "A training that is not over still needs it.",
        "Wait until that training has ended, or cancel it, then try again.",
    ),
    "models.token_refused": (
        "The hub does not know your token any more.",
        "It was withdrawn, has run out, or was not copied whole. Nothing was fetched.",
        "Make a new token on the hub's page under Settings, Access Tokens (to read is enough), and enter that one.",
    ),
    "models.unreachable": (
        "The server with “{model}” could not be reached, or it broke off.",
        "What has come is kept and not fetched again.",
        "Check the internet connection, then try again.",
    ),
}

SENTENCES: Mapping[str, str] = {}
