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
    assert small_file.read(path) == {"old": 1}
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    taken = tmp_path / "folder.json"
    (taken / "inside").mkdir(parents=True)
    with pytest.raises(OSError, match="folder"):
        small_file.write(taken, "{}")
    assert sorted(each.name for each in tmp_path.iterdir()) == [taken.name, path.name]


@pytest.mark.parametrize("content", ["", "{", "[1]", "[" * 100_000, None])
def test_what_is_no_object_counts_as_empty(tmp_path, content):
    path = tmp_path / "names.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert small_file.read(path) == {}
