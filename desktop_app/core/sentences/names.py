"""Names out of resources/providers.json and the engine's catalogue that are words, which other languages say too."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
    "name.another_engine": "Another computer with TuneDesk's engine",
    "name.another_provider": "Another provider",
    "name.model_of_choice": "A model of your choice",
    "name.model_there": "A model that lies there",
    "name.open_model_of_choice": "An open model of your choice",
    "name.starter": "Starter model (SmolLM2 135M Instruct)",
    "name.this_computer": "This computer",
}
