"""What keys, addresses and the network say."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "address_not_safe": (
        "“{address}” is an address without encryption.",
        (
            "Your key and your rows could be read on their way, so TuneDesk uses such addresses on this computer and "
            "in your own network only."
        ),
        "Write https:// in front of the address instead of http://.",
    ),
    "address_not_usable": (
        "“{address}” is not an address that can be used.",
        "An address begins with https:// (or http:// in your own network) and names a computer; it holds no password.",
        "Copy the address from the documentation of your provider. It often ends with /v1.",
    ),
    "certificate_not_usable": (
        "“{name}” holds no certificate.",
        "Without it the connection cannot be checked, so nothing was sent.",
        "Choose the .pem or .crt file that your administrator gave you.",
    ),
    "connection_gone": (
        "This provider was removed from the list.",
        "Nothing was changed.",
        "Add it again under Preferences, Providers.",
    ),
    "connections_not_kept": (
        "The list of providers could not be written.",
        "The change holds until TuneDesk is closed, and is lost then.",
        "Make sure that there is room on the disk and that you may write to {folder}, then try again.",
    ),
    "download_incomplete": (
        "{provider} sent {done} bytes of a file that has {length}.",
        "The file was not kept, because half of it could be taken for the whole.",
        "Try again; what was already fetched is not fetched twice.",
    ),
    "download_not_written": (
        "“{name}” could not be written into {folder}.",
        "What came before it is safe; this file is not there yet.",
        "Make room on the disk, or choose a folder you may write to, then go on. Nothing is fetched twice.",
    ),
    "files_left_behind": (
        "The model is deleted, but not what was uploaded for it to {provider}: {names}.",
        "Your rows still lie there. Nothing on this computer was changed.",
        "Delete these files on the page of your provider, or ask whoever runs it.",
    ),
    "key_missing": (
        "There is no key for {provider} yet.",
        "Without a key it lets nobody in, so it was not asked.",
        "Enter the key under Preferences, Providers.",
    ),
    "key_missing_here": (
        "There is no key for {provider}.",
        "Without a key it lets nobody in, so it was not asked.",
        "Set the variable {variable} to your key, name another one with --key-variable, or type the key when asked.",
    ),
    "key_moved": (
        "The key for {provider} was stored by another password store than the one that answers now.",
        "TuneDesk cannot read it there any more; this happens when the desktop or the system was changed.",
        "Enter the key once more under Preferences, Providers.",
    ),
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
    "ledger_not_read": (
        "The list of what was spent (“{name}”) cannot be read.",
        "Sums cannot be shown; nothing was changed.",
        "Make sure that you may read the file, then look again.",
    ),
    "ledger_not_written": (
        "What was just spent could not be entered into the list in {folder}.",
        "The sums there will be too low by this amount; your provider's own page has the whole.",
        "Make sure that there is room on the disk and that you may write there.",
    ),
    "offline": (
        "TuneDesk is set to stay offline, so {provider} was not asked.",
        "Nothing left this computer.",
        "Turn off “Stay offline” under Preferences, Network, if you want to reach it.",
    ),
    "rescue_no_room": (
        "{folder} has {free} MB left; bringing everything home needs about {needed} MB.",
        "Nothing was fetched yet.",
        "Make room there, choose another folder, or choose fewer trainings.",
    ),
    "rescue_not_written": (
        "What came from the provider could not be written into {folder}.",
        "Everything that came before it is safe there.",
        "Make room on the disk, then go on; nothing is fetched twice.",
    ),
    "rescue_runs_already": (
        "Another window is bringing things home into {folder}.",
        "Two at once would get into each other's way.",
        "Wait until it is finished, or choose another folder.",
    ),
    "results_not_readable": (
        "This is not a table of measurements.",
        "A results file begins with a line that names its columns, one of them “step”.",
        "Choose the results.csv that the provider gave for the training.",
    ),
    "prices_not_written": (
        "Your own list of prices could not be written in {folder}.",
        "TuneDesk goes on with the prices it had.",
        "Make sure that there is room on the disk and that you may write there, then try again.",
    ),
    "proxy_not_usable": (
        "The proxy on the way to {provider} cannot be used.",
        "TuneDesk does not speak its kind (SOCKS, for example), or its address has a slip. Nothing was sent.",
        "Enter one that begins with http:// or https:// under Preferences, Network, or ask your administrator for it.",
    ),
    "proxy_refuses": (
        "The proxy on the way to {provider} did not let TuneDesk through.",
        "It does not answer, wants a name and a password, or forbids this place. Nothing was sent.",
        (
            "Look at its address under Preferences, Network. A name and a password stand in it like this: "
            "http://name:password@proxy.school.example:8080."
        ),
    ),
    "provider_sends_elsewhere": (
        "{provider} wanted to send TuneDesk on to another address.",
        "TuneDesk does not go there: what you send is meant for the address that you entered, so nothing was sent on.",
        "Look up the address in the documentation of your provider and enter it under Preferences, Providers.",
    ),
    "provider_speaks_otherwise": (
        "{provider} sent a reply that is not in the language both were speaking.",
        "Often a page of a network in between, of maintenance, or an address that is not quite right.",
        "Try again in a moment; if it stays so, compare the address with the documentation of your provider.",
    ),
    "provider_not_trusted": (
        "The connection to {provider} is not the one it claims to be.",
        (
            "Its certificate is not from anybody this computer trusts, or does not hold on the day that this computer "
            "believes it is, so nothing was sent. A company network often stands in between."
        ),
        (
            "Look whether date and time of this computer are right. If they are, ask your administrator for the "
            "certificate and choose it under Preferences, Network."
        ),
    ),
}

SENTENCES: Mapping[str, str] = {
    "key.ask": "Key for {provider} (it is not shown):",
    "preference.certificate": "Certificate of your network",
    "preference.certificate.note": "A .pem or .crt file, if your administrator gave you one; empty for none.",
    "preference.offline": "Internet",
    "preference.offline.no": "Use it when I ask for something there",
    "preference.offline.note": "Training, answers and all of your data work without it.",
    "preference.offline.yes": "Stay offline: connect to nothing outside this computer",
    "preference.proxy": "Proxy",
    "preference.proxy.note": "For example http://proxy.school.example:8080; empty for the one your system uses.",
    "preference.reply_seconds": "Longest wait for a reply, in seconds",
    "preference.reply_seconds.note": "Long answers take their time; ten minutes are right for most.",
    "rescue.begins": "Trainings at {provider}: {trainings}, with {megabytes} MB to fetch.",
    "rescue.asks": "Ask the old models, and let {provider} charge for it?",
    "rescue.column_count": "Count",
    "rescue.column_kind": "What",
    "rescue.column_name": "Name",
    "rescue.column_note": "Checksum, or why not",
    "rescue.costs_most": "The answers cost at most ${dollars} (prices of {date}).",
    "rescue.costs_unknown": "What the answers cost is not known here: {provider} charges them like any others.",
    "rescue.ends": "Could not be had: {missing}. The report says what is home and what is not: {report}",
    "rescue.first_ends": "The first of these models is switched off on {date}.",
    "rescue.gone": "{provider} does not have it any more: it was deleted there, or its time had run out.",
    "rescue.home": "What is home",
    "rescue.missing": "What could not be had",
    "rescue.nothing_missing": "Everything that was chosen is home.",
    "rescue.project": "Home: {name} (rows: {rows})",
    "rescue.sum": (
        "Trainings in the account: {trainings}. Home are: files ({file}), projects ({project}), models with their "
        "answers ({answers})."
    ),
    "rescue.title": "Brought home from {provider}",
    "rescue.used_by": "{name}, of the training {trainings}",
    "rescue.waits": "{provider} asks to wait; going on in {seconds} s.",
    "tried.missing": "{provider} does not offer this.",
    "tried.no_model": "Nobody can tell yet: {provider} lists no model to ask.",
    "tried.refused": "{provider} offers this, but not to this key.",
    "tried.works": "This works.",
    "tried.works_until": "This works ({count} found). The first of them is switched off on {date}.",
    "tried.works_with": "This works ({count} found).",
}
