"""Asks the public list of known faults (osv.dev) about every part that is bundled; only names and versions are sent."""

import http.client
import json
import urllib.request

from place import Missing

from bundle.inputs import GROUPS, Input, read

LIST = "https://api.osv.dev/v1/querybatch"
"""Takes up to 1,000 questions at once and answers in their order: google.github.io/osv.dev/post-v1-querybatch."""
AT_ONCE = 1000
ROUNDS = 20
"""How often is asked at most, as a part with many faults has further pages."""
PATIENCE_S = 20
NO_CONCERN: "dict[str, str]" = {}
"""The id of a known fault -> why it does not concern TuneDesk."""


def of(kind: str, place: str = LIST) -> "dict[Input, list[str]]":
    """Return the bundled parts for that kind of computer in which a fault is known, each with the faults' ids."""
    found: dict[Input, list[str]] = {}
    asked = [(part, "") for part in sorted({part for group in GROUPS for part in read(group, kind)})]
    for _ in range(ROUNDS):
        now, asked = asked[:AT_ONCE], asked[AT_ONCE:]
        for (part, _), answer in zip(now, _answers(now, place), strict=True):
            ids = [fault["id"] for fault in answer.get("vulns", ()) if fault["id"] not in NO_CONCERN]
            if ids:
                found.setdefault(part, []).extend(ids)
            if answer.get("next_page_token"):
                asked.append((part, answer["next_page_token"]))
        if not asked:
            return found
    raise Missing("The list of known faults did not come to an end, so it is not known which parts have some.")


def _answers(asked: "list[tuple[Input, str]]", place: str) -> "list[dict]":
    """Return one answer for each part and page; no answer, or one that is none, is Missing."""
    questions = [_question(part) | ({"page_token": page} if page else {}) for part, page in asked]
    body = json.dumps({"queries": questions}).encode()
    request = urllib.request.Request(place, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            answers = json.load(answer)["results"]
    except (OSError, http.client.HTTPException) as fault:
        raise Missing(f"The list of known faults was not reached, so nothing is known of the parts: {fault}") from fault
    except (ValueError, TypeError, KeyError) as fault:
        raise Missing("The list of known faults answered something else, so nothing is known of the parts.") from fault
    if len(answers) != len(asked):
        raise Missing("The list of known faults did not answer for every part, so nothing is known of them.")
    return answers


def _question(part: Input) -> "dict[str, object]":
    """Return what is asked of one part; PyTorch's builds (+cpu) are listed by their version alone."""
    return {"package": {"ecosystem": "PyPI", "name": part.name}, "version": part.version.partition("+")[0]}
