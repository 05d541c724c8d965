"""A slice of the campaign: damaged files are read or refused in words; and the judge sees what is gone."""

import sys
from random import Random

import pytest

from desktop_app.core.reading import Reading
from desktop_app.formats import reader
from tests.campaigns.campaign import BrokenError
from tests.campaigns.reading_fuzz import balance, one_round
from tests.formats.reading import write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits processor time with a signal")


@pytest.mark.parametrize("seed", range(3))
def test_damaged_files_are_read_or_refused_and_nothing_is_lost(tmp_path, seed):
    counted = one_round(tmp_path, Random(f"slice {seed}"), files=50)
    assert counted.total() == 50
    assert counted["refused in words"] < 35


def test_the_judge_sees_a_row_that_is_gone(tmp_path):
    path = write(tmp_path, "a.csv", "prompt,completion\nmk00000x,mk00001x\nmk00002x,mk00003x\n")
    found = reader.find_out(path, Reading())
    items = list(reader.records(path, found))
    balance(path, found, items)
    with pytest.raises(BrokenError, match="mk00002x"):
        balance(path, found, items[:1])
