import pytest

from tests.tokens.reference import no_network


@pytest.fixture(autouse=True)
def offline():
    """Counting never needs a network."""
    with no_network():
        yield
