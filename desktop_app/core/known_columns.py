"""What columns of training data are often called, in several languages, and which column a name means."""

import re
from collections.abc import Collection, Sequence

QUESTION = (
    *("prompt", "question", "input", "instruction", "user", "text", "query", "request", "ask", "message"),
    *("frage", "anfrage", "eingabe", "pregunta", "entrada", "domanda", "pergunta", "vraag", "pytanie"),
    *("вопрос", "问题", "質問", "سؤال"),
)
INSTRUCTION, INPUT = ("instruction",), ("input",)
"""A task, and what it is to be done with (often nothing): many published tables have both."""
ANSWER = (
    *("completion", "answer", "output", "response", "assistant", "reply", "description", "label"),
    *("category", "class", "intent", "sentiment", "target", "translation", "summary"),
    *("antwort", "ausgabe", "beschreibung", "kategorie", "klasse", "réponse", "reponse", "catégorie", "étiquette"),
    *("respuesta", "salida", "categoría", "etiqueta", "risposta", "categoria", "resposta", "saída", "antwoord"),
    *("odpowiedź", "ответ", "答案", "回答", "答え", "جواب", "إجابة"),
)
PREFERRED = ("preferred", "chosen", "preferred_output", "better", "good")
REJECTED = ("non_preferred", "rejected", "non_preferred_output", "worse", "bad")
SYSTEM = ("system", "system_prompt", "persona")

_COUNTS = frozenset({"id", "uuid", "guid", "nr", "timestamp"})
_ABOUT = _COUNTS | {
    *("number", "nummer", "date", "datum", "time", "email", "mail", "name", "user", "type", "count", "score"),
    *("rating", "url", "link", "author", "agent", "by", "status", "length", "language"),
}
"""With one of these words a name means something about a question or an answer: question_id, reply.agent."""
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = 5
"""From so many letters on, a name is found at a compound's end as well: Kundenfrage."""


def called(columns: Sequence[str], names: Sequence[str]) -> str | None:
    """Return the column that is called by one of these names, the first of them that is there."""
    lower = {name.strip().lower(): name for name in columns}
    return next((lower[name] for name in names if name in lower), None)


def speaking_of(columns: Sequence[str], names: Sequence[str], taken: Collection[str | None] = ()) -> str | None:
    """Return the column called by one of the names, else the shortest whose words hold one; never one of `taken`."""
    free = [name for name in columns if name not in taken]
    exact = called(free, names)
    if exact is not None:
        return exact
    found: list[tuple[int, str]] = []
    for column in free:
        words = _WORD.findall(column.lower())
        if not _ABOUT.intersection(words) and any(_holds(word, names) for word in words):
            found.append((len(words), column))
    return min(found, key=lambda each: each[0])[1] if found else None


def only_counts(column: str) -> bool:
    """Tell whether a column only numbers the rows or says when they came, so that nothing can be learnt from it."""
    return not _COUNTS.isdisjoint(_WORD.findall(column.lower()))


def _holds(word: str, names: Sequence[str]) -> bool:
    return word in names or any(len(name) >= _COMPOUND and word.endswith(name) for name in names)
