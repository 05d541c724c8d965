"""Learning from pairs: what one step does, against DPO's formula."""

import pytest

from tests.engine.tiny_model import pair_rows

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]


@pytest.mark.parametrize(("pairs", "seen"), [(10, [8, 2]), (16, [8, 8]), (5, [5])])
def test_each_pair_of_a_batch_weighs_the_same_however_it_is_divided(tiny, shop, pairs, seen):
    found = shop.ask("pair_step", base=str(tiny), rows=pair_rows(pairs), micro=8, parts=2)
    assert found["seen"] == seen
    assert found["apart"] < 1e-4
    assert (found["equally"] > 0.1) is (len(set(seen)) > 1)  # else this could not tell the one from the other
