"""What the recorder does beside a training: it notices nonsense, obeys orders and keeps house among checkpoints."""

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(200)]


@pytest.fixture(scope="module")
def seen(tmp_path_factory, shop):
    return shop.ask("record", folder=str(tmp_path_factory.mktemp("job")))


def test_a_recovery_checkpoint_goes_when_an_epoch_s_comes(seen):
    assert seen["kept"] == [[4, True]]


def test_an_order_is_obeyed_with_a_checkpoint_and_only_the_last_can_be_resumed(seen):
    assert seen["paused"] == [True, "paused"]
    assert seen["then"] == [[4, True, False], [6, False, True]]


def test_a_loss_that_is_no_number_ends_the_training_and_is_not_told_as_a_point(seen):
    assert seen["nan"] == [True, False, "diverged"]
    assert seen["steps"] == [1, 2, 3, 4, 5, 6]


def test_a_validation_loss_that_is_no_number_ends_the_training_and_is_never_written(seen):
    assert seen["nan_validation"] == [True, False, "diverged"]
    assert seen["nan_written"] is False


def test_a_batch_is_cut_into_equal_parts_and_the_rate_falls_with_the_model_s_size(seen):
    assert seen["micro"] == [1, 4, 6, 7, 1, 8, 8]
    assert seen["rates"] == [1e-3, 1e-3, 2e-4, 2e-4]
    assert 2e-4 < seen["between"] < 1e-3
