"""A judge of the cloud: it compares answers with the good one, and is fooled by where they stand as often as told."""

import re
from collections.abc import Callable

_PART = re.compile(r"<(question|good_answer|answer|answer_a|answer_b)>\n(.*?)\n</\1>", re.DOTALL)


def judging(answer_to: Callable[[str], str], blind: Callable[[str], bool] = lambda _: False) -> Callable[[str], str]:
    """Return what answers a judge's questions, and others as `answer_to` does.

    About the questions that it is `blind` for it takes what stands first, and gives no readable mark.
    """

    def answer(question: str) -> str:
        if "strict judge" not in question:
            return answer_to(question)
        part = dict(_PART.findall(question))
        unseeing = blind(part["question"])
        if "answer" in part:
            right = part["answer"] == part["good_answer"]
            if "yes or no" in question:
                return f"I compared it.\nMark: {'yes' if right else 'no'}"
            return "I cannot tell." if unseeing else f"I compared it.\nMark: {5 if right else 2}"
        first, second = (part[name] == part["good_answer"] for name in ("answer_a", "answer_b"))
        if unseeing:
            return "The first one reads well.\nBetter: A"
        return f"I compared them.\nBetter: {'neither' if first == second else 'A' if first else 'B'}"

    return answer
