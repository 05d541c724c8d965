"""What the value finder says."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {
    "sweep_gone": (
        "This search is not in the project any more.",
        "It was removed meanwhile. Nothing else is missing.",
        "Begin a new search, or choose another one.",
    ),
    "sweep_no_prompt": (
        "There is no prompt to ask.",
        "The rows that were chosen are not in the table any more. Nothing was asked.",
        "Choose other rows, or type a prompt of your own.",
    ),
}

SENTENCES: Mapping[str, str] = {
    "sweep.beyond": "Values from {low:g} to {high:g} can be asked for.",
    "sweep.few_prompts": "{prompts} prompts can show what the settings do, but hardly which one is best. "
    "From about 20 prompts on one can begin to tell.",
    "sweep.many_values": "More than {most} values cannot be looked through. Leave some out.",
    "sweep.no_number": "“{said}” is not a number. Write the values with a space between them.",
    "sweep.no_spread": "Each prompt is asked once, so it cannot be seen how much the answers vary.",
    "sweep.no_value": "Write at least one value.",
    "sweep.one_prompt": "One prompt shows what the settings do to it. It cannot show which one is best in general.",
    "sweep.repeats_alike": "At temperature 0 the likeliest word is always taken, so repeats there will be alike.",
    "sweep.top_p_idle": "At temperature 0 the share of likely words (top_p) changes nothing: those settings "
    "will answer alike.",
}
