"""A small file is whole, whoever else writes it at the same time."""

import json
import threading

import pytest

from desktop_app.settings import small_file


def test_many_who_write_at_a_time_leave_one_whole_file_and_nothing_else(tmp_path):
    path = tmp_path / "own" / "names.json"
    texts = [json.dumps({"name": str(n) * (20_000 - 1000 * n)}) for n in range(8)]
    threads = [threading.Thread(target=small_file.write, args=(path, text)) for text in texts for _ in range(5)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert path.read_text(encoding="utf-8") in texts
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_what_cannot_be_written_leaves_what_was_there_and_no_half(tmp_path):
    path = tmp_path / "names.json"
    small_file.write(path, '{"old": 1}')
    with pytest.raises(UnicodeEncodeError):
        small_file.write(path, "half a character: \ud800")
    assert small_file.read(path, dict) == {"old": 1}
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    taken = tmp_path / "folder.json"
    (taken / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        small_file.write(taken, "{}")
    assert sorted(each.name for each in tmp_path.iterdir()) == [taken.name, path.name]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"null", b"[" * 100_000, b'{"a": "\xff"}'])
def test_what_is_no_object_is_put_aside_and_never_over_an_earlier_one(tmp_path, content):
    path = tmp_path / "names.json"
    for count, name in enumerate(("names-broken.json", "names-broken 2.json"), start=1):
        path.write_bytes(content)
        assert small_file.read(path, dict) is None
        assert (tmp_path / name).read_bytes() == content
        assert len(list(tmp_path.iterdir())) == count
    assert small_file.read(path, dict) is None
    assert len(list(tmp_path.iterdir())) == 2


def test_what_cannot_be_read_now_is_not_taken_for_a_broken_file(tmp_path):
    path = tmp_path / "names.json"
    path.mkdir()
    with pytest.raises(OSError, match="names"):
        small_file.read(path, dict)
    assert small_file.readable(path) == {}
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
