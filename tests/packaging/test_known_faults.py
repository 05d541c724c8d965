"""The question about known faults in bundled parts, asked of a server of our own."""

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.packaging.folder import PACKAGING

KIND = "linux-x86_64"
CLOSED = "http://127.0.0.1:9"


@contextmanager
def listing(answer):
    """Lend the address of a list of faults that answers so, and all questions it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            questions = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            asked.append(questions)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer(questions)).encode())

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/querybatch", asked
        finally:
            server.shutdown()
            thread.join()


def of_each(told):
    """Return what answers each question by itself."""
    return lambda questions: {"results": [told(question) for question in questions]}


def test_every_bundled_part_is_asked_about_by_name_and_version_alone(bundle):
    with listing(of_each(lambda _: {})) as (place, asked):
        assert bundle["known_faults"].of(KIND, place) == {}
    parts = {part for group in bundle["inputs"].GROUPS for part in bundle["inputs"].read(group, KIND)}
    (questions,) = asked
    assert questions == [
        {"package": {"ecosystem": "PyPI", "name": part.name}, "version": part.version.partition("+")[0]}
        for part in sorted(parts)
    ]
    assert len(questions) > 50


def test_a_fault_is_named_with_its_part_on_every_page_and_one_without_concern_is_not(bundle, monkeypatch):
    def told(question):
        if question["package"]["name"] != "idna":
            return {}
        if question.get("page_token") == "second":
            return {"vulns": [{"id": "GHSA-3"}]}
        return {"vulns": [{"id": "GHSA-1"}, {"id": "GHSA-2"}], "next_page_token": "second"}

    monkeypatch.setitem(bundle["known_faults"].NO_CONCERN, "GHSA-2", "TuneDesk never calls it.")
    with listing(of_each(told)) as (place, asked):
        found = bundle["known_faults"].of(KIND, place)
    assert {part.name: ids for part, ids in found.items()} == {"idna": ["GHSA-1", "GHSA-3"]}
    assert [len(questions) for questions in asked[1:]] == [1]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda _: {"code": 3}, "answered something else"),
        (lambda _: ["no"], "answered something else"),
        (lambda questions: {"results": [{}] * (len(questions) - 1)}, "did not answer for every part"),
        (of_each(lambda _: {"next_page_token": "more"}), "did not come to an end"),
    ],
)
def test_an_answer_that_is_none_clears_no_part(bundle, answer, said):
    with listing(answer) as (place, _), pytest.raises(bundle["inputs"].Missing, match=said):
        bundle["known_faults"].of(KIND, place)


def test_no_part_is_cleared_where_the_list_is_not_reached(bundle):
    with pytest.raises(bundle["inputs"].Missing, match="was not reached"):
        bundle["known_faults"].of(KIND, CLOSED)


@pytest.mark.parametrize(
    ("told", "code", "said"),
    [({"vulns": [{"id": "GHSA-1"}]}, 1, "GHSA-1"), ({}, 0, "No fault is known in any bundled part.")],
)
def test_the_command_says_it_and_ends_so(told, code, said):
    with listing(of_each(lambda _: told)) as (place, _):
        script = f"import build; build.known_faults.of.__defaults__ = ({place!r},); raise SystemExit(build.main())"
        command = [sys.executable, "-c", script, "audit"]
        done = subprocess.run(command, cwd=PACKAGING, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")
    assert said in done.stdout
