"""What the keeping of keys says."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "key_not_a_key": (
        "This does not look like a key.",
        "A key is one word of letters, digits and signs without blanks, at most {longest} characters. It was not kept.",
        "Copy the whole key from the page of your provider and paste it again.",
    ),
    "key_not_deleted": (
        "The password store of this computer did not delete the key.",
        "The key is still stored there; TuneDesk will find it again at the next start.",
        "Open the password store of your system and delete the entry “io.tunedesk.TuneDesk” there.",
    ),
    "key_store_locked": (
        "The password store of this computer is locked.",
        "The key was neither read nor changed.",
        "Unlock the password store, then try again.",
    ),
    "key_store_waits": (
        "The password store of this computer did not answer.",
        "It is probably waiting for you in a window of its own. Nothing was kept so far.",
        "Answer its question and try again, or keep the key for this session only.",
    ),
}

SENTENCES: Mapping[str, str] = {}
