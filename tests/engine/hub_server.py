"""A server that speaks the routes of the Hugging Face hub which a download needs, over folders of this computer."""

import hashlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

TOKEN = "hf_a_token_for_tests"
FORGOTTEN = "hf_a_token_that_was_revoked"
_RESOLVE = re.compile(r"/(?P<repo>[^/]+/[^/]+)/resolve/(?P<sha>[^/]+)/(?P<file>[^/]+)\Z")


_BEFORE_HOLD = 12 << 20


class Hub:
    """Repositories by name; what is asked is noted, and weights can come damaged or stop on their way."""

    def __init__(self) -> None:
        self.repos: dict[str, Path] = {}
        self.gated: set[str] = set()
        self.asked: list[tuple[str, str, str | None, str | None]] = []
        self.damaged = False
        self.hold: threading.Event | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        return self._server.server_port

    def add(self, name: str, folder: Path, *, gated: bool = False) -> None:
        self.repos[name] = folder
        if gated:
            self.gated.add(name)

    def sha(self, name: str) -> str:
        folder = self.repos[name]
        state = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.iterdir())]
        return hashlib.sha1(repr(state).encode()).hexdigest()

    def close(self) -> None:
        if self.hold is not None:
            self.hold.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def described(self, name: str) -> dict[str, Any]:
        files = []
        for path in sorted(self.repos[name].iterdir()):
            data = path.read_bytes()
            blob = hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()
            file = {"rfilename": path.name, "size": len(data), "blobId": blob}
            if path.suffix in (".safetensors", ".bin"):
                file["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 134}
            files.append(file)
        gated = "manual" if name in self.gated else False
        return {
            "id": name,
            "modelId": name,
            "sha": self.sha(name),
            "gated": gated,
            "private": False,
            "siblings": files,
            "cardData": {"license": "apache-2.0"},
        }

    def _handler(hub) -> type[BaseHTTPRequestHandler]:  # noqa: N805, C901 - the handler inside has a self of its own, and its methods
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_HEAD(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                path = self.path.partition("?")[0]
                sent = self.headers.get("authorization")
                hub.asked.append((self.headers["host"].partition(":")[0], path, self.headers.get("range"), sent))
                if sent == f"Bearer {FORGOTTEN}":
                    self.refuse(401, "", "Invalid credentials in Authorization header")
                elif path.startswith("/api/models/"):
                    self.describe("/".join(path.removeprefix("/api/models/").split("/")[:2]))
                else:
                    self.resolve(path, sent)

            def describe(self, name: str) -> None:
                if name in hub.repos:
                    self.send(json.dumps(hub.described(name)).encode(), "application/json")
                else:
                    self.refuse(404, "RepoNotFound")

            def resolve(self, path: str, sent: str | None) -> None:
                found = _RESOLVE.match(path.removeprefix("/cdn"))
                if found is None or found["repo"] not in hub.repos or found["sha"] != hub.sha(found["repo"]):
                    self.refuse(404, "EntryNotFound")
                elif found["repo"] in hub.gated and not path.startswith("/cdn") and sent != f"Bearer {TOKEN}":
                    self.refuse(401, "GatedRepo")
                elif path.endswith(".safetensors") and not path.startswith("/cdn"):
                    # As the hub does it: the weights lie with another host, which is to see nobody's token.
                    self.redirect(f"http://localhost:{hub.port}/cdn{path}")
                else:
                    self.send_file(hub.repos[found["repo"]] / found["file"])

            def send_file(self, path: Path) -> None:
                data = path.read_bytes()
                if hub.damaged and path.suffix == ".safetensors":
                    data = data[:-1] + bytes([data[-1] ^ 1])
                begin = int((self.headers.get("range") or "bytes=0-").removeprefix("bytes=").rstrip("-"))
                self.send_response(206 if begin else 200)
                self.send_header("content-length", str(len(data) - begin))
                self.end_headers()
                if hub.hold is None or path.suffix != ".safetensors":
                    self.wfile.write(data[begin:])
                else:
                    self.wfile.write(data[begin : begin + _BEFORE_HOLD])
                    hub.hold.wait(60)
                    self.close_connection = True

            def send(self, data: bytes, kind: str) -> None:
                self.send_response(200)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def redirect(self, where: str) -> None:
                self.send_response(302)
                self.send_header("location", where)
                self.send_header("content-length", "0")
                self.end_headers()

            def refuse(self, status: int, code: str, words: str = "") -> None:
                self.send_response(status)
                self.send_header("x-error-code", code)
                self.send_header("x-error-message", words)
                self.send_header("content-length", "0")
                self.end_headers()

        return Handler
