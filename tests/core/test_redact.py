"""What a user shows to others has neither keys in it nor the name of their home folder."""

import pytest

from desktop_app.core.redact import HIDDEN, redact, secrets_in, without_secrets


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("the key sk-proj-abcdef_1 is mine", f"the key {HIDDEN} is mine"),
        ("hf_abcdef", HIDDEN),
        ("a task-oriented desk-lamp", "a task-oriented desk-lamp"),
        ("sk-abcde", "sk-abcde"),
        ("Authorization: Bearer abc.def, more", f"Authorization: Bearer {HIDDEN}, more"),
        ("OPENAI_API_KEY=abc; rest", f"OPENAI_API_KEY={HIDDEN}; rest"),
        ('{"password": "abc"}', f'{{"password": "{HIDDEN}"}}'),
        ("my-token: abc def", f"my-token: {HIDDEN} def"),
        ("a token of thanks", "a token of thanks"),
        ("by http://jane:se@cret@proxy.example:80/x", f"by http://{HIDDEN}@proxy.example:80/x"),
        ("https://x.example/@jane and jane@x.example", "https://x.example/@jane and jane@x.example"),
    ],
)
def test_what_looks_like_a_key_is_taken_out(words, shown):
    assert redact(words) == shown


def test_known_secrets_are_taken_out_wherever_they_stand():
    assert redact("xhushhushx and hush", ["hushhush", "hush"]) == f"x{HIDDEN}x and {HIDDEN}"


@pytest.mark.parametrize(
    ("home", "shown"), [("/homes/anna", "~/file"), ("/", "/homes/anna/file"), ("", "/homes/anna/file")]
)
def test_the_home_folder_is_a_tilde(home, shown):
    assert redact("/homes/anna/file", home=home) == shown


def test_secrets_are_known_by_the_names_of_their_variables_the_longest_first():
    variables = {
        "A_KEY": "123456",
        "my_token": "1234567890",
        "PASSWORD": "12345",
        "PATH": "1234567",
        "Secret": "123456",
    }
    assert secrets_in(variables) == ("1234567890", "123456")


def test_a_child_is_given_no_secret_under_any_name_and_settings_that_sound_like_one():
    usual = {"PATH": "/usr/bin", "PIP_KEYRING_PROVIDER": "subprocess", "HOW": "subprocess"}
    given = {**usual, "API_KEY": "water1234", "COPY_OF_IT": "water1234", "OWN_TOKEN": "fire56789"}
    assert without_secrets(given) == usual
    assert without_secrets(given, ["OWN_TOKEN"]) == {**usual, "OWN_TOKEN": "fire56789"}


@pytest.mark.parametrize(
    "written",
    [r"C:\Users\Anna\x.txt", r"'C:\\Users\\Anna\\x.txt'", "file:///C:/Users/Anna/x.txt", r"c:\users\anna\x.txt"],
)
def test_the_home_folder_is_a_tilde_however_windows_or_a_library_writes_it(written):
    shown = redact(written, home=r"C:\Users\Anna")
    assert "anna" not in shown.lower()
    assert "~" in shown


@pytest.mark.parametrize(
    "key",
    [
        *(
            "AIza" + "a1" * 17 + "b",
            "ghp_" + "a1" * 18,
            "AKIA" + "ABCD" * 4,
            "glpat-" + "a1" * 10,
            "xoxb-1234567890-abcdef12",
        ),
        *("eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + ".c", "key_sk-proj-abcdefgh1"),
        *("Authorization: Basic YTpi", "https://x.example/v1?key=abc123", "https://x.example/v1?a=b&sig=abc123"),
    ],
)
def test_keys_of_others_are_taken_out_as_well(key):
    shown = redact(f"it said {key} then")
    assert HIDDEN in shown
    assert shown.endswith(" then")
    assert not any(part in shown for part in ("a1a1", "ABCD", "1234567890", "bbbb", "abcdefgh1", "YTpi", "abc123"))


def test_a_long_text_of_hyphens_is_looked_through_in_no_time():
    assert redact("a-" * 200_000) == "a-" * 200_000
