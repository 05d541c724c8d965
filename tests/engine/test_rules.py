"""How a model is trained where: the table of the rules."""

import pytest

from desktop_app.engine import rules
from desktop_app.engine.rules import CPU, CUDA, MPS, Batch, Machine, Shape

GB = 10**9
SMALL = Shape(135_000_000, 30, 576)
MIDDLE = Shape(1_700_000_000, 24, 2048)
LARGE = Shape(8_000_000_000, 36, 4096)
SHORT, LONG = (4, 60), (4, 1024)


@pytest.mark.parametrize(
    ("machine", "shape", "batch", "expected"),
    [
        (Machine(CPU, 8 * GB), SMALL, SHORT, ("float32", None, False, "adamw_torch", True)),
        (Machine(CPU, 8 * GB), SMALL, LONG, ("float32", None, True, "adamw_torch", True)),
        (Machine(CPU, 24 * GB), SMALL, LONG, ("float32", None, False, "adamw_torch", True)),
        (Machine(CPU, 8 * GB), MIDDLE, SHORT, ("float32", None, True, "adamw_torch", False)),
        (Machine(MPS, 16 * GB), MIDDLE, SHORT, ("float32", None, True, "adamw_torch", True)),
        (Machine(CUDA, 8 * GB, bf16=True), MIDDLE, SHORT, ("bfloat16", "bf16", True, "adamw_torch_fused", True)),
        (Machine(CUDA, 8 * GB), SMALL, SHORT, ("float32", "fp16", False, "adamw_torch_fused", True)),
        (Machine(CUDA, 24 * GB, bf16=True), LARGE, LONG, ("bfloat16", "bf16", True, "adamw_torch_fused", False)),
        (Machine(CUDA, 80 * GB, bf16=True), LARGE, LONG, ("bfloat16", "bf16", True, "adamw_torch_fused", True)),
        (Machine(CUDA, 140 * GB, bf16=True), LARGE, LONG, ("bfloat16", "bf16", False, "adamw_torch_fused", True)),
    ],
)
def test_the_table(machine, shape, batch, expected):
    found = rules.recipe(shape, machine, Batch(*batch, rules.adapter_values(shape, 8)))
    assert (found.format, found.mixed, found.twice, found.optimizer, found.fits) == expected


def test_an_adapter_is_as_large_as_it_is():
    assert rules.adapter_values(SMALL, 8) == pytest.approx(2_440_000, rel=0.1)
    assert rules.adapter_values(SMALL, 16) == pytest.approx(2 * rules.adapter_values(SMALL, 8), abs=1)


def test_what_was_seen_is_foretold_within_a_fifth():
    for batch, seen in (((4, 55), 1.9 * 2**30), ((2, 350), 3.5 * 2**30)):
        told = rules.memory(SMALL, Batch(*batch, 2_440_000), 4, twice=False)
        assert 0.8 * seen < told < 1.2 * seen
