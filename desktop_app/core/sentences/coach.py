"""What the coach says of a training, and what to do next."""

from collections.abc import Mapping

PROBLEMS: Mapping[str, tuple[str, str, str]] = {}

SENTENCES: Mapping[str, str] = {
    "coach.add_rows": (
        "Add rows that show more of what the model will meet; more passes over the same ones do not help."
    ),
    "coach.already_known": (
        "There is hardly anything to learn: the training loss was {first} from the first steps. "
        "The model knows these answers already, or they stand in the prompts."
    ),
    "coach.already_known.then": "Look at the rows, and ask the base model first: perhaps it needs no training.",
    "coach.apart": (
        "It begins to learn the rows by heart: the validation loss is {valid}, the training loss {train}. "
        "So it gets better on what it has seen than on what is new."
    ),
    "coach.apart.ended": (
        "It learned the rows by heart in part: the validation loss is {valid}, the training loss {train}. "
        "So it is better on what it has seen than on what is new."
    ),
    "coach.compare": "Compare its answers with those of the base model.",
    "coach.diverged": "It got worse by training: the training loss rose from {low} to {last}.",
    "coach.diverging": "It gets worse by training: the training loss rose from {low} to {last}.",
    "coach.drifted": (
        "It learned, and a little by heart: the validation loss is {valid}, the training loss {train}. That is usual."
    ),
    "coach.drifted.then": "Compare its answers. With more rows, or a pass less, the two would stay closer together.",
    "coach.drifting": (
        "It learns, and a little by heart: the validation loss is {valid}, the training loss {train}. That is usual."
    ),
    "coach.drifting.then": "Keep an eye on the validation loss: as long as it does not rise, all is well.",
    "coach.far_apart": (
        "It learns the rows by heart: the validation loss ({valid}) is about twice the training loss ({train}) or more."
    ),
    "coach.far_apart.ended": (
        "It learned the rows by heart: the validation loss ({valid}) is about twice the training loss ({train}) "
        "or more."
    ),
    "coach.few_rows": (
        "Its rows are few ({rows}). Add more: from 50 to 100 good ones on, one usually sees it in the answers."
    ),
    "coach.fewer_passes": "Train again with fewer passes over the rows (epochs: {passes}), or add rows.",
    "coach.fewer_passes_or_rows": "Train again with fewer passes over the rows (epochs) than before, or add rows.",
    "coach.learned": "It learned well: the validation loss fell from {first} to {last}.",
    "coach.learning": "Learning well: the validation loss fell from {first} to {last}.",
    "coach.lower_rate": "Train again with half the learning rate; also look for rows that are not like the others.",
    "coach.memorised": (
        "It began to learn by heart: the validation loss was lowest with {best} (step {step}) and rose to {last}."
    ),
    "coach.memorising": (
        "It starts to learn by heart: the validation loss was lowest with {best} (step {step}) and is now {last}."
    ),
    "coach.not_a_number": "The training broke down: from step {step} on its loss is not a number any more (NaN).",
    "coach.not_learned": (
        "It learned its rows, but nothing that helps with others: the validation loss went from {first} to {last}."
    ),
    "coach.not_yet": (
        "So far it learns its rows, but nothing that helps with others: "
        "the validation loss went from {first} to {last}."
    ),
    "coach.nothing_learnable": (
        "There is nothing to learn in these rows: from the first step on no loss could be measured."
    ),
    "coach.nothing_learnable.then": (
        "Look at the rows: the answers may be empty, or the prompts so long that the answers are cut off."
    ),
    "coach.oscillated": "It did not settle: the loss went up and down in waves instead of falling.",
    "coach.oscillating": "It does not settle: the loss goes up and down in waves instead of falling.",
    "coach.parts_differ": (
        "The two parts differ: already at the first steps the validation loss was {valid}, the training loss {train}."
    ),
    "coach.parts_differ.then": "Look at the rows, and deal them out anew, so that both parts hold the same kinds.",
    "coach.raise_rate": "Train again with twice the learning rate, or with more rows.",
    "coach.too_early": "It is too early to say how it goes.",
    "coach.training_falls": "The training loss fell from {first} to {last}.",
    "coach.training_stands": "The training loss has not fallen so far ({first}, now {last}).",
    "coach.training_stood": "The training loss did not fall ({first}, at the end {last}).",
    "coach.unchecked": "Whether that helps with new prompts, only rows in the validation part can show.",
    "coach.unmeasured": "Too little was measured to say how it went.",
    "coach.use_pass": "Use the checkpoint of pass (epoch) {passed}, nearest to step {step}: it is the better model.",
    "coach.use_step": "Use the checkpoint nearest to step {step}: it is the better model.",
    "coach.waiting": "The first measurements will be here in a moment.",
}
