"""A random user of the editor, for a short while; for longer, see the campaign `editor_user`."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.campaigns.editor_machine import EditorUser

pytestmark = pytest.mark.timeout(300)


def test_whatever_a_user_does_view_model_and_file_agree_and_all_can_be_undone(theme):
    brief = settings(
        max_examples=4,
        stateful_step_count=18,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(EditorUser, settings=brief)
