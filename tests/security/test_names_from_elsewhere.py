"""What a provider calls its files leads nowhere outside the folder that the user chose."""

import asyncio

import pytest

from desktop_app.core.remote_file import RemoteFile
from desktop_app.core.rescue import Fate, Line, Stock
from desktop_app.store.rescue_log import RescueLog
from desktop_app.work.patience import Patience
from desktop_app.work.rescue import _Run
from tests.providers.odd_server import odd_provider

CONTENT = b'{"messages": []}\n'
REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 17\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("file_id", "name"),
    [
        ("../../../file-1", "train.jsonl"),
        ("file-2", "../../../strayed.jsonl"),
        ("..\\..\\file-3", "..\\strayed.jsonl"),
        ("/tmp/file-4", "/etc/strayed.jsonl"),
        ("file-5", "CON"),
        ("file-6", "a\x00b\nc.jsonl"),
    ],
)
def test_a_file_that_comes_home_lies_in_the_folder(tmp_path, file_id, name):
    folder = tmp_path / "one" / "two" / "home"

    async def whole():
        async with odd_provider(REPLY + CONTENT) as (provider, _):
            stock = Stock(files=(RemoteFile(file_id, name, "fine-tune", len(CONTENT), 0.0),))
            log = RescueLog(folder)
            try:
                run = _Run(provider, stock, log, Patience(tries=1))
                return [news async for news in run.fetch(file_id)][-1]
            finally:
                log.close()

    line = asyncio.run(whole())
    assert isinstance(line, Line)
    assert line.fate is Fate.HOME
    [kept] = [path for path in tmp_path.rglob("*") if path.is_file() and path.read_bytes() == CONTENT]
    assert kept.parent == folder / "files"
    assert (folder / line.name).resolve() == kept
