"""Which addresses are on this computer, and which ones a key may be sent to."""

import pytest

from desktop_app.core.network import Network, is_here, tidy
from desktop_app.core.problem import Problem


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000/v1", "http://127.8.9.1", "http://[::1]:80/", "https://LOCALHOST/v1"]
)
def test_this_computer_is_known_by_its_number(address):
    assert is_here(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1.example.com",
        "https://localhost.example.com",
        "http://10.0.0.1",
        "https://a@b",
        "",
        "http://[",
    ],
)
def test_nothing_else_is_this_computer(address):
    assert not is_here(address)


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        (" https://api.example.com/v1/ ", "https://api.example.com/v1"),
        ("http://192.168.1.7:8123/v1", "http://192.168.1.7:8123/v1"),
        ("http://lab-machine:8123/v1", "http://lab-machine:8123/v1"),
        ("http://lab.local/v1", "http://lab.local/v1"),
    ],
)
def test_an_address_is_tidied(written, tidied):
    assert tidy(written) == tidied


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("", "address_not_usable"),
        ("api.example.com/v1", "address_not_usable"),
        ("ftp://example.com", "address_not_usable"),
        ("https://user:word@example.com", "address_not_usable"),
        ("https://example.com/v1?key=1", "address_not_usable"),
        ("https://exa mple.com", "address_not_usable"),
        ("https://example.com:port", "address_not_usable"),
        ("http://api.example.com/v1", "address_not_safe"),
        ("http://8.8.8.8/v1", "address_not_safe"),
    ],
)
def test_an_address_a_key_must_not_go_to_is_refused(address, key):
    with pytest.raises(Problem) as caught:
        tidy(address)
    assert caught.value.key == key


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("", ""),
        (" http://proxy.example:8080 ", "http://proxy.example:8080"),
        ("proxy.example:8080", "http://proxy.example:8080"),
        ("http://jane:se%63ret@proxy.example:8080", "http://jane:se%63ret@proxy.example:8080"),
        ("http://jane:a#b/c?d@e ü@proxy.example:80", "http://jane:a%23b%2Fc%3Fd%40e%20%C3%BC@proxy.example:80"),
    ],
)
def test_a_proxy_is_written_as_every_client_reads_it(written, used):
    assert Network(proxy=written).proxy == used
