"""Looking for a newer version, at servers that tell the truth and at servers that lie."""

import asyncio
import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from desktop_app.core import release
from desktop_app.core.network import Network
from desktop_app.core.problem import Problem
from desktop_app.providers import feed
from desktop_app.settings.preferences import UPDATE_DAY, UPDATE_PLACE, UPDATES, Preferences
from desktop_app.work import updates

NEWS = {"version": "9.1.0", "date": "2027-01-05", "page": "https://tunedesk.example/9", "notes": "Faster.\nSmaller."}
TODAY = date(2026, 11, 22)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.seen.append(dict(self.headers))
        status, headers, body = self.server.replies[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            if body is None:
                self.server.stopped.wait(60)  # a server that never goes on
            else:
                self.wfile.write(body)
        except OSError:
            pass

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    made.daemon_threads, made.seen, made.replies, made.stopped = True, [], {}, threading.Event()
    thread = threading.Thread(target=made.serve_forever, args=(0.01,), name="feed", daemon=True)
    thread.start()
    yield made
    made.stopped.set()
    made.shutdown()
    made.server_close()
    thread.join()


def ask(server, body, status=200, headers=None, running="0.1.0", network=None):
    server.replies["/feed"] = (status, headers or {}, body)
    return asyncio.run(updates.newer(f"http://127.0.0.1:{server.server_port}/feed", network or Network(), running))


def test_a_newer_version_is_told_with_its_day_page_and_notes_and_nothing_is_sent_along(server):
    found = ask(server, json.dumps(NEWS).encode())
    assert found == release.Release("9.1.0", date(2027, 1, 5), "https://tunedesk.example/9", "Faster.\nSmaller.")
    sent = {name.lower() for name in server.seen[0]}
    assert not sent & {"authorization", "cookie", "referer"}
    assert "0.1.0" not in str(server.seen[0])


@pytest.mark.parametrize("running", ["9.1.0", "9.1", "9.2.0", "10.0"])
def test_what_is_not_newer_is_never_offered(server, running):
    assert ask(server, json.dumps(NEWS).encode(), running=running) is None


@pytest.mark.parametrize(
    "body",
    [
        b"<!doctype html>",
        b"\xff\xfe",
        b"[]",
        b"[" * 60_000,
        b'{"version": "9"}',
        json.dumps(NEWS | {"version": "latest"}).encode(),
        json.dumps(NEWS | {"version": 9}).encode(),
        json.dumps(NEWS | {"date": "soon"}).encode(),
        json.dumps(NEWS | {"page": "javascript:alert(1)"}).encode(),
        json.dumps(NEWS | {"page": "http://tunedesk.example/9"}).encode(),
        json.dumps(NEWS | {"page": "file:///etc/passwd"}).encode(),
        json.dumps(NEWS | {"page": "https://user@elsewhere.example/"}).encode(),
        json.dumps(NEWS | {"page": "https://[broken"}).encode(),
        json.dumps(NEWS | {"page": "https://x.example/<b>y</b>"}).encode(),
        json.dumps(NEWS | {"notes": ["a"]}).encode(),
        json.dumps(NEWS | {"notes": "x" * release.MOST_BYTES}).encode(),
    ],
)
def test_what_makes_no_sense_is_said_to_make_none(server, body):
    with pytest.raises(Problem, match="updates_not_understood"):
        ask(server, body)


def test_signs_that_could_fool_a_reader_are_taken_out_of_the_notes(server):
    found = ask(server, json.dumps(NEWS | {"notes": "new\x1b[31m\u202e\x00 words"}).encode())
    assert found.notes == "new[31m words"


def test_an_endless_feed_is_not_listened_to(server):
    sent = []

    def write(request):
        try:
            while len(sent) < 2000:  # 125 MB, of which 64 kB are wanted
                request.wfile.write(b" " * 65536)
                sent.append(65536)
        except OSError:
            pass

    server.RequestHandlerClass = type("Flood", (_Handler,), {"do_GET": lambda self: (_begin(self), write(self))})
    with pytest.raises(Problem, match="updates_not_understood"):
        ask(server, b"")
    assert len(sent) < 2000


def _begin(request):
    request.send_response(200)
    request.end_headers()


def test_a_slow_one_is_given_up(server, monkeypatch):
    monkeypatch.setattr(feed, "PATIENCE_SECONDS", 0.2)
    with pytest.raises(Problem, match="updates_unreachable"):
        ask(server, None)


@pytest.mark.parametrize("place", ["http://127.0.0.1:{port}/other", "http://elsewhere.example/", "file:///etc/passwd"])
def test_it_leads_on_to_https_alone(server, place):
    headers = {"Location": place.format(port=server.server_port)}
    server.replies["/other"] = (200, {}, json.dumps(NEWS).encode())
    with pytest.raises(Problem, match="updates_not_understood"):
        ask(server, b"", 302, headers)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    "place", ["http://elsewhere.example/feed", "ftp://elsewhere.example/feed", "elsewhere", "https://"]
)
def test_an_address_that_is_not_https_is_not_asked(place):
    with pytest.raises(Problem, match="updates_not_understood"):
        asyncio.run(updates.newer(place, Network(), "0.1.0"))


def test_without_a_place_offline_or_with_a_fault_it_says_so(server):
    for place, network, key in (
        ("", Network(), "updates_no_place"),
        ("https://x.example", Network(True), "updates_offline"),
    ):
        with pytest.raises(Problem, match=key):
            asyncio.run(updates.newer(place, network, "0.1.0"))
    with pytest.raises(Problem, match="updates_unreachable"):
        ask(server, b"", 500)


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "odd://127.0.0.1:9", "http://127.0.0.1:port"])
def test_a_proxy_that_cannot_be_used_is_no_fault_of_the_news(proxy):
    with pytest.raises(Problem, match="updates_unreachable"):
        asyncio.run(updates.newer("https://x.example/feed", Network(proxy=proxy), "0.1.0"))


def test_by_itself_it_looks_only_where_that_was_agreed_to_and_once_a_day(tmp_path):
    kept = Preferences(tmp_path / "preferences.json")
    assert updates.address(kept) == ""  # nothing came along: it is not decided where versions are published
    kept.set(UPDATE_PLACE, "https://tunedesk.example/feed.json")
    assert not updates.due(kept, Network(), TODAY)
    kept.set(UPDATES, 1)
    assert updates.due(kept, Network(), TODAY)
    assert not updates.due(kept, Network(offline=True), TODAY)
    kept.set(UPDATE_DAY, TODAY.isoformat())
    assert not updates.due(kept, Network(), TODAY)
    kept.set(UPDATE_DAY, "2026-11-21")
    kept.set(UPDATE_PLACE, "")
    assert not updates.due(kept, Network(), TODAY)
