"""What asking a batch takes, in a line or two for a terminal."""

from desktop_app.cli.saying import span
from desktop_app.work.asking_cost import Outlay


def lines_of(outlay: Outlay, sent: str, first: str = "") -> list[str]:
    """Return what it takes; `sent` begins the sentence of what leaves this computer, `first` the first line."""
    lines = [f"{first}{outlay.requests} questions, about {outlay.tokens_in + outlay.tokens_out} tokens."]
    if outlay.seconds is not None:
        lines[0] += f" It takes {span(outlay.seconds)}."
    if outlay.hosts:
        cost = "at a price that is not known here" if outlay.dollars is None else f"for about ${outlay.dollars:.2f}"
        lines.append(f"{sent} sent to {', '.join(outlay.hosts)}, {cost}.")
    elif outlay.requests:
        lines.append("Everything stays on this computer.")
    return lines
