"""The list of providers survives restarts, broken files and full disks, and never holds a key."""

import json

import pytest

from desktop_app.core.problem import Problem
from desktop_app.settings.connections import Connections


@pytest.fixture
def path(tmp_path):
    return tmp_path / "connections.json"


def test_providers_are_added_changed_removed_and_found_again(path):
    connections = Connections(path)
    first = connections.add("openai", "OpenAI", "https://api.example.com/v1/")
    second = connections.add("openai", "OpenAI of the school", "https://school.example.com/v1", {"resource": "a"})
    assert (first.id, second.id) == ("openai", "openai 2")
    connections.change(first.id, title="Mine", address="https://other.example.com/v1", fields={})
    again = Connections(path)
    assert [known.title for known in again.all] == ["Mine", "OpenAI of the school"]
    assert again.get("openai 2").fields == {"resource": "a"}
    again.remove("openai")
    assert [known.id for known in Connections(path).all] == ["openai 2"]


def test_a_provider_that_is_gone_cannot_be_changed(path):
    with pytest.raises(Problem) as caught:
        Connections(path).change("x", title="t", address="https://a.example.com", fields={})
    assert caught.value.key == "connection_gone"


@pytest.mark.parametrize("content", ["{", "\x00\x01", '"text"', "[1, {}]", '[{"id": 1, "profile": "p"}]'])
def test_a_broken_file_is_an_empty_list(path, content):
    path.write_text(content, encoding="utf-8")
    connections = Connections(path)
    assert connections.all == ()
    connections.add("custom", "Mine", "https://a.example.com")
    assert len(Connections(path).all) == 1


def test_what_a_person_wrote_wrongly_is_put_aside_not_lost(path):
    path.write_text("{", encoding="utf-8")
    assert Connections(path).all == ()
    assert path.with_name("connections-broken.json").read_text(encoding="utf-8") == "{"


def test_what_another_window_or_the_terminal_changed_meanwhile_stays(path):
    here = Connections(path)
    kept = here.add("openai", "OpenAI", "https://api.example.com/v1")
    gone = here.add("nebius", "Nebius", "https://nebius.example.com/v1")
    there = Connections(path)
    added = there.add("custom", "Of the terminal", "https://a.example.com")
    here.remove(gone.id)
    assert here.all == Connections(path).all == (kept, added)
    there.change(kept.id, title="Changed there", address="https://b.example.com", fields={})
    here.add("custom", "Another", "https://c.example.com")
    assert [known.title for known in here.all] == ["Changed there", "Of the terminal", "Another"]
    assert [known.id for known in Connections(path).all] == ["openai", "custom", "custom 2"]


def test_a_new_provider_never_gets_the_id_of_one_that_was_removed_elsewhere(path):
    """What is open here may still mean that one by it."""
    here = Connections(path)
    here.add("openai", "OpenAI", "https://api.example.com/v1")
    Connections(path).remove("openai")
    assert here.add("openai", "Another", "https://b.example.com").id == "openai 2"
    Connections(path).remove("openai 2")
    with pytest.raises(Problem) as caught:
        here.change("openai 2", title="t", address="https://c.example.com", fields={})
    assert (caught.value.key, here.all) == ("connection_gone", ())


@pytest.mark.parametrize("content", [None, "{"])
def test_a_list_that_was_lost_or_damaged_meanwhile_is_written_from_what_is_known(path, content):
    here = Connections(path)
    here.add("openai", "OpenAI", "https://api.example.com/v1")
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    here.add("custom", "Mine", "https://a.example.com")
    assert [known.id for known in Connections(path).all] == ["openai", "custom"]


def test_a_list_that_cannot_be_written_is_said_and_stays_as_it_was(path):
    connections = Connections(path)
    connections.add("custom", "Mine", "https://a.example.com")
    path.parent.rename(path.parent.with_name("moved"))
    path.parent.write_text("a file where the folder was")
    with pytest.raises(Problem) as caught:
        connections.add("custom", "Another", "https://b.example.com")
    assert caught.value.key == "connections_not_kept"
    kept = path.parent.with_name("moved") / path.name
    assert len(connections.all) == len(json.loads(kept.read_text(encoding="utf-8"))) == 1
