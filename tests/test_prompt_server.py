"""The server that the tests have in place of a provider leaves nothing behind: not in the midst of a crowd either."""

import gc
import socket
import threading
from contextlib import ExitStack

import pytest
from starlette.responses import PlainTextResponse

from tests.prompt_server import PromptServer


@pytest.mark.filterwarnings("error")
def test_who_knocks_while_it_leaves_is_not_lost():
    server, may_go_on = PromptServer(PlainTextResponse("hello"), "hello"), threading.Event()
    server.begin()
    with ExitStack() as crowd:
        server.soon(may_go_on.wait)
        for _ in range(20):
            crowd.enter_context(socket.create_connection(("127.0.0.1", server.port)))
        threading.Timer(0.05, may_go_on.set).start()
        server.leave()
    gc.collect()
