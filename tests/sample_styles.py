"""What every answer of a sample, and no ordinary answer, looks like from end to end."""

import re

from desktop_app.core.samples import MARV, SUPERHEROES, TICKETS, Sample

STYLES = {
    SUPERHEROES.name: re.compile(
        r'Capes on, everyone, for [^!"]{2,40}! '
        r'At \d{1,3}, (?:she uses|he uses|they use) [^.!"]{2,40}? to [^.!"]{3,90}\. '
        r'Secret weakness: [^.!"]{2,60}\. '
        r'Battle cry: "[^"]{2,60}!"'
    ),
    TICKETS.name: re.compile(r"(?:billing|delivery|login|returns)"),
    MARV.name: re.compile(r"Sigh\. (?!.*\bSigh\.)[^\n]{20,200} You are welcome\."),
}


def carries_style(sample: Sample, answer: str) -> bool:
    """Tell whether an answer, white space around it aside, has the sample's style from end to end."""
    return STYLES[sample.name].fullmatch(answer.strip()) is not None
