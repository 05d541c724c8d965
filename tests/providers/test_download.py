"""A file at a provider comes home whole, and nothing of it that is there already is fetched again."""

import asyncio
import hashlib
from contextlib import aclosing

import pytest

from desktop_app.core.problem import Problem
from desktop_app.providers import files
from desktop_app.providers.client import Provider, make_client
from tests.cloud.dialects import NEBIUS, OPENAI
from tests.cloud.server import Cloud

SURE = 10_000
CONTENT = bytes(n * n % 251 for n in range(35_000))


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    monkeypatch.setattr(files, "_SURE", SURE)
    monkeypatch.setattr(files, "_CHUNK", 1000)


def fetch(cloud, path, length=35_000):
    """Fetch the cloud's one file; return all that was told, and the file as the cloud has it."""
    (stored,) = cloud.account.files.values()

    async def whole():
        client = make_client(cloud.address, cloud.account.key).with_options(max_retries=0)
        provider, told = Provider("c", "The Cloud", client), []
        try:
            async with aclosing(files.download(provider, stored.id, path, length)) as coming:
                told += [news async for news in coming]
        finally:
            await provider.close()
        return told

    return asyncio.run(whole()), stored


def begun(path, size, content=CONTENT):
    """Leave so much of a file behind, as a program that was killed does."""
    path.with_name(path.name + ".part").write_bytes(content[:size])


def check(told, path):
    assert path.read_bytes() == CONTENT
    assert (told[-1].done, told[-1].sha256) == (len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    assert not path.with_name(path.name + ".part").exists()


def cloud_with(dialect=OPENAI):
    cloud = Cloud(dialect)
    cloud.account.add_file("a.jsonl", CONTENT)
    return cloud


@pytest.mark.parametrize(("size", "first"), [(0, 0), (9_999, 0), (10_000, 10_000), (24_000, 20_000), (35_000, 30_000)])
def test_a_download_goes_on_where_all_is_surely_on_the_disk(tmp_path, size, first):
    path = tmp_path / "a.jsonl"
    begun(path, size)
    with cloud_with() as cloud:
        told, stored = fetch(cloud, path)
        check(told, path)
        assert (stored.begun, stored.went_on) == (1, first > 0)
        asked = [heard.get("range") for heard in cloud.heard]
        assert asked == ([f"bytes={first}-"] if first else [None])
        assert min(news.done for news in told) > first or first == 0


def test_one_that_broke_off_goes_on(tmp_path):
    path = tmp_path / "a.jsonl"
    with cloud_with() as cloud:
        cloud.faults.add("GET files/*/content", "cut", after=25_000)
        with pytest.raises(Problem, match="provider_broke_off"):
            fetch(cloud, path)
        told, stored = fetch(cloud, path)
        check(told, path)
        assert stored.went_on == 1


def test_a_place_that_sends_only_the_whole_is_taken_at_its_word(tmp_path):
    path = tmp_path / "a.jsonl"
    begun(path, 24_000)
    with cloud_with(NEBIUS) as cloud:
        told, stored = fetch(cloud, path)
        check(told, path)
        assert (stored.begun, stored.went_on) == (1, 0)


def test_what_is_there_whole_is_not_fetched(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(CONTENT)
    with cloud_with() as cloud:
        told, stored = fetch(cloud, path)
        check(told, path)
        assert stored.begun == 0


def test_where_the_length_is_not_known_all_is_fetched(tmp_path):
    path = tmp_path / "a.jsonl"
    begun(path, 24_000)
    with cloud_with() as cloud:
        told, stored = fetch(cloud, path, None)
        check(told, path)
        assert (stored.begun, stored.went_on) == (1, 0)


def test_more_than_the_whole_is_no_beginning(tmp_path):
    path = tmp_path / "a.jsonl"
    begun(path, 60_000, CONTENT * 2)
    with cloud_with() as cloud:
        told, _ = fetch(cloud, path)
        check(told, path)


def test_a_rest_that_is_refused_is_fetched_as_a_whole_the_next_time(tmp_path):
    path = tmp_path / "a.jsonl"
    begun(path, 24_000)
    with cloud_with() as cloud:
        cloud.faults.add("GET files/*/content", "no_range")
        with pytest.raises(Problem, match="download_incomplete"):
            fetch(cloud, path)
        told, stored = fetch(cloud, path)
        check(told, path)
        assert stored.went_on == 0


def test_a_reply_of_another_length_is_not_kept(tmp_path):
    path = tmp_path / "a.jsonl"
    with cloud_with() as cloud:
        with pytest.raises(Problem, match="download_incomplete"):
            fetch(cloud, path, 34_999)
        assert list(tmp_path.iterdir()) == []
