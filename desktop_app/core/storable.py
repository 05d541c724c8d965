"""Texts that UTF-8 can hold: what files, databases and tables of other programs take."""


def storable(said: str) -> str:
    r"""Return a text that UTF-8 can hold; half of a surrogate pair is shown as its number (\ud83d).

    Some programs leave halves on the clipboard, or cut a text in the middle of a pair; and a name of a file that is no
    UTF-8 comes from the system with halves in the place of its bytes.
    """
    return said if said.isascii() else said.encode("utf-8", "backslashreplace").decode("utf-8")
