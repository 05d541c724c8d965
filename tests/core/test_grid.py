"""The template grid: every combination in its order, a sample of it, and what is said before anything is asked."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core import grid as grids
from desktop_app.core.example import Completion, Conversation, Message, Shape
from desktop_app.core.grid import Grid, Values
from desktop_app.core.sentences import english

HEROES = Grid(
    "Describe a {gender} of {age} who can {power}.",
    (
        Values("age", ("18", "60")),
        Values("gender", ("man", "woman")),
        Values("power", ("fly", "heal", "vanish")),
    ),
    3,
    "{age}, {gender}, {power}",
)


def said(texts):
    return [english(each) for each in texts]


def test_every_combination_is_asked_in_the_order_of_the_lists():
    assert HEROES.combinations == 12
    assert HEROES.size == 36
    asked = [tuple(values.values()) for values in HEROES.all()]
    assert asked == list(product(("18", "60"), ("man", "woman"), ("fly", "heal", "vanish")))
    first = grids.prompts(HEROES)[0]
    assert first.question == (Message("user", "Describe a man of 18 who can fly."),)
    assert grids.hindrances(HEROES) == grids.remarks(HEROES) == ()


def test_a_row_has_the_short_prompt_and_the_answer_in_its_template():
    grid = Grid("Describe {age}.", (Values("age", ("18",)),), prompt="{age} ->", completion=" {response} END")
    values = grid.combination(0)
    assert grids.example(grid, values, "A hero.", Shape.COMPLETION) == Completion("18 ->", " A hero. END")
    talk = grids.example(grid, values, "A hero.", Shape.CHAT)
    assert talk == Conversation((Message("user", "18 ->"), Message("assistant", " A hero. END")))
    same = Grid("Describe {age}.", grid.values)
    assert grids.taught_prompt(same, values) == "Describe 18."


@given(
    st.lists(st.lists(st.text(min_size=1), min_size=1, max_size=5), min_size=1, max_size=4),
    st.integers(0, 40),
    st.integers(0, 3),
)
def test_a_sample_is_a_part_of_the_product_in_its_order_and_always_the_same(lists, most, seed):
    names = [f"n{at}" for at in range(len(lists))]
    template = " ".join("{" + name + "}" for name in names)
    values = tuple(Values(name, tuple(some)) for name, some in zip(names, lists, strict=True))
    grid = Grid(template, values, most=most, seed=seed)
    chosen = list(grid.chosen())
    assert chosen == sorted(set(chosen))
    assert len(chosen) == grid.asked == (min(most, grid.combinations) or grid.combinations)
    assert chosen == list(grid.chosen())
    every = list(product(*lists))
    assert [tuple(each.values()) for each in grid.all()] == [every[at] for at in chosen]
    assert grids.from_line(grids.to_line(grid)) == grid


def test_a_huge_product_is_sampled_without_being_made():
    lists = tuple(Values(name, tuple(map(str, range(1000)))) for name in "abcdef")
    grid = Grid("{a}{b}{c}{d}{e}{f}", lists)
    assert "too many" in said(grids.hindrances(grid))[0]
    some = Grid(grid.template, lists, most=50)
    assert grids.hindrances(some) == ()
    assert len(grids.prompts(some)) == 50


@pytest.mark.parametrize(
    ("grid", "words"),
    [
        (Grid("  "), "Write what the model is to be asked."),
        (Grid("{age} {power}", (Values("age", ("1",)),)), "These placeholders have no values yet: “power”."),
        (Grid("Say {response}."), "{response} can only stand in the template of the answer"),
        (Grid("Say it.", completion="Yes."), "The template of the answer needs {response}"),
    ],
    ids=["empty", "no values", "response asked", "no response"],
)
def test_what_has_to_be_changed_first_is_said(grid, words):
    assert words in said(grids.hindrances(grid))[0]


def test_what_else_is_to_be_known_is_said():
    grid = Grid(
        "{age} {power}",
        (Values("age", ("1", "1", "")), Values("power", ("fly",)), Values("place", ("here", "there"))),
        prompt="{age}",
    )
    assert grids.hindrances(grid) == ()
    unused, twice, empty, silent = said(grids.remarks(grid))
    assert "“place” (values: 2) is not used" in unused
    assert "“age”" in twice
    assert "“1”" in twice
    assert "“age” is empty" in empty
    assert "“power”" in silent


def test_lists_are_typed_one_value_a_line():
    assert grids.typed(" flying \n\n\tspeed\r\nmind reading\n") == ("flying", "speed", "mind reading")
    assert grids.usual_prompt("A {gender} of {age}: {gender}") == "{gender}, {age}"


def test_a_grid_is_read_from_an_object_of_lists():
    grid = grids.from_line({"template": "{age}", "values": {"age": [18, "x"]}, "repeats": 2})
    assert grid == Grid("{age}", (Values("age", ("18", "x")),), 2)
    with pytest.raises(KeyError):
        grids.from_line({"values": {}})


def test_of_more_combinations_than_can_be_counted_out_some_are_drawn():
    lists = tuple(Values(f"v{n}", tuple("0123456789")) for n in range(20))
    grid = Grid(" ".join(f"{{v{n}}}" for n in range(20)), lists, most=100)
    chosen = grid.chosen()
    assert grid.combinations == 10**20
    assert (len(set(chosen)), sorted(chosen)) == (100, list(chosen))
    assert all(0 <= number < 10**20 for number in chosen)
    assert chosen == grid.chosen()
