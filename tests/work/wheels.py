"""Small wheels made here, and a server that is an index of packages, which can stop in the middle of a file."""

import base64
import hashlib
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote


def make(folder, name, version="1.0", needs=(), content="ready = True\n"):
    """Write a wheel whose module is called as the package, with a file of 200 kB beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    needed = "".join(f"Requires-Dist: {need}\n" for need in needs)
    files = {
        f"{name}/__init__.py": content.encode(),
        f"{name}/weights.bin": bytes(range(256)) * 800,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{needed}".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,"]).encode() + b"\n"
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, data in files.items():
            archive.writestr(inside, data)
    return path


def _digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")


class Index:
    """Offers the wheels of a folder; `hold` names one of which only the first half is sent until `release`."""

    def __init__(self, folder, hold=""):
        self.hold = hold
        self.half_sent = threading.Event()
        self._go_on = threading.Event()
        index = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                index._answer(self, folder)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), name="index", daemon=True)

    @property
    def address(self):
        return f"http://127.0.0.1:{self._server.server_port}/simple"

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.release()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def release(self):
        self.hold = ""
        self._go_on.set()

    def _answer(self, request, folder):
        if request.path.startswith("/simple/"):
            name = request.path.removeprefix("/simple/").strip("/").replace("-", "_")
            found = sorted(folder.glob(f"{name}-*.whl"))
            links = "".join(
                f'<a href="/files/{w.name}#sha256={hashlib.sha256(w.read_bytes()).hexdigest()}">{w.name}</a>'
                for w in found
            )
            self._send(request, f"<!doctype html><html><body>{links}</body></html>".encode(), "text/html")
        else:
            wheel = folder / unquote(request.path.rpartition("/")[2])
            self._send(request, wheel.read_bytes(), "application/zip", name=wheel.name)

    def _send(self, request, data, kind, name=""):
        request.send_response(200)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        held = bool(self.hold) and name.startswith(self.hold)
        try:
            if held:
                request.wfile.write(data[: len(data) // 2])
                request.wfile.flush()
                self.half_sent.set()
                self._go_on.wait(60)
                data = data[len(data) // 2 :]
            request.wfile.write(data)
        except OSError:
            pass  # whoever fetched it was stopped: that is what the test is about
