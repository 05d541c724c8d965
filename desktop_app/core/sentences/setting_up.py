"""What is said while training on this computer is set up, and when somebody looks for a newer TuneDesk."""

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "preference.updates": "Look for a newer TuneDesk",
    "preference.updates.daily": "Once a day, when TuneDesk starts",
    "preference.updates.note": "Only news of the newest version is fetched. Nothing of yours is sent or installed.",
    "preference.updates.place": "Address for news of versions",
    "preference.updates.place.note": (
        "For your IT department: an address that begins with https:// and gives version, date, page and notes as JSON."
    ),
    "preference.updates.when_asked": "Only when I ask",
}

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "engine_at_work": (
        "The engine on this computer is still at work: a training, a fetched model or an answer is under way.",
        "Its packages cannot be changed meanwhile. Nothing was changed.",
        "Wait until it is done, or stop it, then try again.",
    ),
    "setup_disk_full": (
        "The disk became full while the packages were fetched.",
        "What had come was removed; what was there before is unchanged.",
        "Free some space, then start again.",
    ),
    "setup_no_build": (
        "One of the packages is not made for this computer.",
        "Training on this computer cannot be set up with its system and Python {python}.",
        "Train at a provider, or ask your IT department whether a newer TuneDesk or another Python is to be had.",
    ),
    "setup_no_installer": (
        "The Python that runs TuneDesk has no installer of packages (pip).",
        "Without it nothing can be fetched. Nothing was changed.",
        "Add pip to this Python, or install the TuneDesk that brings its training part along.",
    ),
    "setup_no_room": (
        "There is not enough room on the disk.",
        "About {needed} GB are needed while it is set up, and {free} GB are free. Nothing was fetched.",
        "Free some space, then start again.",
    ),
    "setup_not_whole": (
        "A package that was fetched is not the one it should be.",
        "It was damaged on the way, or somebody changed it. Nothing of it is used, and nothing was changed.",
        "Start again. If it happens again, ask whoever looks after your network or your mirror of packages.",
    ),
    "setup_kept_not_working": (
        "The packages are whole, but they do not start on this computer.",
        "Nothing was removed. Nothing can be trained here until they start.",
        "Look at the details: often a library of the system is missing. Then start again.",
    ),
    "setup_not_working": (
        "The packages were fetched, but they do not start on this computer.",
        "They were removed again; what was there before is unchanged.",
        "Look at the details: often a library of the system is missing. Then start again.",
    ),
    "setup_offline": (
        "TuneDesk is set to stay offline.",
        "The packages come from the internet, so nothing was fetched.",
        "Allow connections in the preferences under Network, then start again.",
    ),
    "setup_stopped": (
        "Python's installer of packages stopped before it was done.",
        "What had come was removed; what was there before is unchanged.",
        "Look at the details, then start again.",
    ),
    "setup_under_way": (
        "Training is being set up on this computer already.",
        "Another window or terminal is at it, so nothing was begun here.",
        "Wait until it is done there.",
    ),
    "setup_unreachable": (
        "The place where the packages lie could not be reached.",
        "The connection is missing or was cut off. What had come was removed.",
        "Check the connection, and proxy and certificates in the preferences under Network. Then start again.",
    ),
    "updates_no_place": (
        "Nobody has told this TuneDesk where news of versions lies.",
        "So it cannot look for a newer one. You have version {version}.",
        "Ask wherever you got it, or enter the address in the preferences under Network.",
    ),
    "updates_not_understood": (
        "What lies at {host} is no news of versions.",
        "So nobody knows whether there is a newer TuneDesk. You have version {version}.",
        "Check the address in the preferences under Network, or look again later.",
    ),
    "updates_unreachable": (
        "{host} could not be reached for news of versions.",
        "So nobody knows whether there is a newer TuneDesk. You have version {version}.",
        "Check the connection, then look again.",
    ),
    "updates_offline": (
        "TuneDesk is set to stay offline.",
        "So it does not look for a newer version. You have version {version}.",
        "Allow connections in the preferences under Network, then look again.",
    ),
}
