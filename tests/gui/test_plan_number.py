"""One setting of a training: typed, stepped, automatic, and within the provider's bounds."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QValidator

from desktop_app.gui.training.plan_number import Setting
from desktop_app.providers.profile_file import load
from desktop_app.providers.profiles import Hyperparameter
from desktop_app.settings.paths import resource

PROFILES = {profile.id: profile for profile in load(resource("providers.json"))}


def setting(qtbot, meaning, low=0.0, high=None, *, whole=False, default="auto"):
    made = Setting(Hyperparameter("x", meaning, low, high, whole, default, date.min, ""))
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("profile", list(PROFILES))
def test_every_setting_of_every_profile_is_usual_until_it_is_changed(qtbot, profile):
    for parameter in PROFILES[profile].hyperparameters:
        made = Setting(parameter)
        qtbot.addWidget(made)
        assert made.value is None
        assert made.said == ""
        made.spin.stepUp()
        assert made.value is not None
        assert parameter.low is None or made.value >= parameter.low
        assert made.said
        made.set_value(None)
        assert made.value is None


@pytest.mark.parametrize("profile", list(PROFILES))
def test_no_number_outside_the_bounds_can_be_chosen(qtbot, profile):
    for parameter in PROFILES[profile].hyperparameters:
        made = Setting(parameter)
        qtbot.addWidget(made)
        for wanted in (-5.0, 1e9):
            made.set_value(wanted)
            value = made.value
            assert value is None or parameter.low is None or value >= parameter.low
            assert value is None or parameter.high is None or value <= parameter.high


@pytest.mark.parametrize(
    ("typed", "value"), [("2e-5", 2e-5), ("0.00003", 3e-5), ("0.5", 0.5), ("7", None), ("x", None)]
)
def test_a_rate_is_typed_as_papers_write_it(qtbot, typed, value):
    made = setting(qtbot, "absolute", 0, 1)
    made.spin.setFocus()
    made.spin.selectAll()
    qtbot.keyClicks(made.spin, typed)
    state, _, _ = made.spin.validate(typed, 0)
    assert (state is QValidator.State.Acceptable) is (value is not None)
    qtbot.keyClick(made.spin, Qt.Key.Key_Return)
    assert made.value == (pytest.approx(value) if value is not None else None)


def test_a_rate_is_stepped_by_its_size(qtbot):
    made = setting(qtbot, "absolute", 0, 1)
    seen = []
    for _ in range(6):
        made.spin.stepUp()
        seen.append(made.value)
    assert seen == [pytest.approx(n) for n in (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005)]
    for _ in range(6):
        made.spin.stepDown()
    assert made.value == pytest.approx(0.00005)
    for _ in range(20):
        made.spin.stepDown()
    assert made.value is None
    assert made.spin.text() == "Automatic"


def test_nought_is_a_number_where_it_may_be_one(qtbot):
    made = setting(qtbot, "lora_dropout", 0, 1)
    assert made.spin.text() == "Automatic"
    made.spin.stepUp()
    assert made.value == pytest.approx(0)
    made.spin.stepDown()
    assert made.value is None


def test_what_is_usual_is_no_choice(qtbot):
    made = setting(qtbot, "lora_rank", 1, 256, whole=True, default=8)
    assert (made.spin.text(), made.value) == ("8", None)
    made.spin.setValue(16)
    assert made.said == "LoRA rank 16"
    made.spin.setValue(8)
    assert made.value is None
