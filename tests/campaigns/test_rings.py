"""The campaign that runs the tests again and again sees what fails and what stays away."""

from random import Random

import pytest

from tests.campaigns.campaign import BrokenError
from tests.campaigns.rings import one_round

GOOD = "def test_good():\n    pass\n"
BAD = "def test_bad():\n    raise ValueError('as it happens')\n"
AWAY = "import pytest\n\ndef test_away():\n    pytest.skip('not here')\n"


def played(folder, *sources):
    """Play a round over a ring of these sources, each a file of its own."""
    ring = folder / "ring"
    ring.mkdir()
    for number, source in enumerate(sources):
        (ring / f"test_{folder.name}_{number}.py").write_text(source, encoding="utf-8")
    return one_round({"a ring": (str(ring),)}, folder, Random(1), processes=0)


def test_what_passes_is_counted(tmp_path):
    assert played(tmp_path, GOOD, GOOD.replace("good", "better")) == {"tests of a ring": 2}


@pytest.mark.parametrize(("source", "named"), [(BAD, "test_bad - ValueError: as it happens"), (AWAY, "1 skipped")])
def test_what_fails_or_is_skipped_breaks_the_round(tmp_path, source, named):
    with pytest.raises(BrokenError, match=named):
        played(tmp_path, GOOD, source)
