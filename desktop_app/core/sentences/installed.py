"""What an installed program says of itself: its self-test, and its training part that is set up afterwards."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {}

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "self_test_broken": (
        "The self-test broke off because of a fault nobody foresaw.",
        "What stands above it worked; your projects and settings were not touched.",
        "Please report it with the details below.",
    ),
    "self_test_model": (
        "The model to begin with could not be unpacked.",
        "Training and asking on this computer will not work until it can.",
        "Look at the reason below; if it does not help you, install TuneDesk's training part again.",
    ),
}
