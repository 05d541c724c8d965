"""A window that is killed while somebody edits: a slice of the campaign, and that its judge sees what was lost."""

import sqlite3
import sys
from contextlib import closing
from random import Random

import pytest

from desktop_app.core.example import Shape
from tests.campaigns.campaign import BrokenError
from tests.campaigns.editor_kills import Told, judge, kill, take_everything_back
from tests.campaigns.editor_window import make
from tests.campaigns.typist import digest

pytestmark = [pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL"), pytest.mark.timeout(120)]


def test_what_the_window_said_to_be_saved_is_there_after_a_kill(tmp_path):
    path = tmp_path / "table.tunedesk"
    make(path, Shape.COMPLETION, [{"prompt": f"q{n} ->", "completion": f" the answer {n}"} for n in range(60)])
    told = Told({0: digest(path)})
    kill(tmp_path, path, told, Random(5))
    judge(path, told)
    with closing(sqlite3.connect(path)) as connection:
        row, line = connection.execute("SELECT id, line FROM body ORDER BY id DESC LIMIT 1").fetchone()
        lost = '{"prompt": "lost", "completion": ""}'
        connection.execute("UPDATE body SET line = ? WHERE id = ?", (lost, row))
        connection.commit()
        with pytest.raises(BrokenError):
            judge(path, told)
        connection.execute("UPDATE body SET line = ? WHERE id = ?", (line, row))
        connection.commit()
    assert take_everything_back(path, told) == told.done
