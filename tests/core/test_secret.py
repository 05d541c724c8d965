"""A key gives nothing away by accident, and equals nothing but itself."""

import pickle

import pytest

from desktop_app.core.secret import Secret

KEY = "sk-an-invented-key-for-this-test"


def test_it_is_printed_nowhere_and_does_not_leave_its_process():
    key = Secret(f" {KEY}\n")
    for said in (str(key), repr(key), f"{key}", f"{key!r:>10}"):
        assert KEY not in said
        assert KEY[-4:] not in said
    assert key.reveal() == KEY
    assert key.tail == KEY[-4:]
    assert Secret("short").tail == ""
    with pytest.raises(TypeError):
        pickle.dumps(key)


def test_it_equals_the_same_key_alone():
    assert Secret(KEY) == Secret(f"{KEY} ")
    assert hash(Secret(KEY)) == hash(Secret(KEY))
    assert Secret(KEY) != Secret(KEY + "x")
    assert Secret(KEY) != KEY
    assert not Secret("  ")
