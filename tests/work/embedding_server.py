"""A place that turns texts into vectors by their letters alone, so that a test knows what must come; with faults."""

import base64
import json
import struct
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LETTERS = "abcdefghijklmnop"
MODEL = "letters-embed"
"""The one model of the place."""


def vector_of(said):
    """How often each of sixteen letters stands in a text, and how long it is: not of length 1, as some providers do."""
    return [float(said.lower().count(letter)) for letter in LETTERS] + [float(len(said))]


class EmbeddingServer:
    """Counts what it was asked; `refuse_after` requests it fails, `as_numbers` it does not know base64."""

    def __init__(self):
        self.asked = []
        self.refuse_after = None
        self.busy = []
        """The seconds that the next askers are told to wait."""
        self.as_numbers = False
        self.hold = threading.Event()
        self.hold.set()
        self.address = ""

    def reply(self, body):
        self.hold.wait(20)
        if self.busy:
            wait = {"retry-after": str(self.busy.pop(0))}
            return 429, {"error": {"message": "slowly", "type": "x", "code": "x", "param": None}}, wait
        if self.refuse_after is not None and len(self.asked) >= self.refuse_after:
            return 400, {"error": {"message": "no more", "type": "x", "code": "x", "param": None}}
        self.asked.append(body["input"])
        rows = []
        for index, said in enumerate(body["input"]):
            numbers = vector_of(said)
            packed = base64.b64encode(struct.pack(f"<{len(numbers)}f", *numbers)).decode()
            rows.append({"object": "embedding", "index": index, "embedding": numbers if self.as_numbers else packed})
        read = sum(len(said) for said in body["input"])
        rows.reverse()  # the order is told by the index
        return 200, {
            "object": "list",
            "data": rows,
            "model": body["model"],
            "usage": {"prompt_tokens": read, "total_tokens": read},
        }


@contextmanager
def embedding_server():
    """Lend a running server."""
    made = EmbeddingServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            model = {"id": MODEL, "object": "model", "created": 1, "owned_by": "us"}
            self.tell(200, {"object": "list", "data": [model]})

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self.tell(*made.reply(body))

        def tell(self, status, answer, more=None):
            said = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in (more or {}).items():
                self.send_header(name, value)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    made.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield made
    finally:
        made.hold.set()
        server.shutdown()
        thread.join()
        server.server_close()
