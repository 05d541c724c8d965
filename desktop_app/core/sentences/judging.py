"""What a model as judge is told by default, and what stands in its way."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "judge_gone": (
        "What this judge said is not in the project any more.",
        "It was removed meanwhile, or the test it was about. Nothing else is missing.",
        "Let a model judge the answers again.",
    ),
    "judge_no_answers": (
        "There are no answers to judge.",
        "A judge reads answers that are there already. Of two models both must have answered, and not quite the same.",
        "Finish the test first, or let the judge mark each answer by itself.",
    ),
    "judge_no_rubric": (
        "The judge does not know what to go by.",
        "A rubric says in a few sentences what makes an answer good, and what makes it bad.",
        "Write it down, or take the one that was there at first.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "judge.rubric.pair": (
        "The better answer does what the question asks, says nothing that is not so, and has the form and the tone of "
        "the good answer, where one is given. Longer is not better. Where both are as good, or as bad, say neither."
    ),
    "judge.rubric.points": (
        "5: does what the question asks, says nothing that is not so, in the form and the tone of the good answer, "
        "where one is given.\n"
        "4: as 5, with a small flaw.\n"
        "3: helps, but something that matters is missing or wrong.\n"
        "2: hardly helps.\n"
        "1: does not answer the question, or misleads.\n"
        "Longer is not better."
    ),
    "judge.rubric.yes_no": (
        "Yes, if a person who asked this could use the answer as it is: it does what the question asks, and says "
        "nothing that is not so. No in every other case."
    ),
}
