"""What the tests of packaging share."""

import importlib
import sys

import pytest

from tests.packaging.folder import PACKAGING


@pytest.fixture(scope="module")
def bundle():
    """The modules of the build, as build.py sees them."""
    names = ("inputs", "licences", "debs", "desktop", "trimming", "bill", "archive", "inside", "known_faults", "parts")
    before = set(sys.modules)
    sys.path.insert(0, str(PACKAGING))
    try:
        yield {name: importlib.import_module(f"bundle.{name}") for name in names}
    finally:
        sys.path.remove(str(PACKAGING))
        for name in set(sys.modules) - before:
            if name == "place" or name.startswith("bundle"):
                del sys.modules[name]
