"""A large file of chats as people bring them: prose, code, ten scripts, doubles, empty answers, bad lines."""

import csv
import inspect
import json
import pydoc_data.topics
import textwrap
from pathlib import Path
from random import Random

SCRIPTS = (
    "Съешь же ещё этих мягких французских булок, да выпей чаю. ",
    "いろはにほへと ちりぬるを わかよたれそ つねならむ。",
    "天地玄黃，宇宙洪荒。日月盈昃，辰宿列張。寒來暑往，秋收冬藏。",
    "نص حكيم له سر قاطع وذو شأن عظيم مكتوب على ثوب أخضر. ",
    "דג סקרן שט בים מאוכזב ולפתע מצא חברה. ",
    "ऋषियों को सताने वाले दुष्ट राक्षसों का नाश हो गया। ",
    "다람쥐 헌 쳇바퀴에 타고파. 키스의 고유조건은 입술끼리 만나야 하고. ",
    "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า กว่าบรรดาฝูงสัตว์เดรัจฉาน ",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. 🦸‍♀️🧑‍🚀👨‍👩‍👧 ",
)
BAD = (
    b'{"messages": [{"role": "user", "content": "cut off',
    b"not an object at all",
    b"[1, 2, 3]",
    b'{"messages": "a text"}',
    b'{"prompt": 1}',
    b'"a text"',
)
LONG = 60_000


def write(path: Path, rows: int, seed: int = 1, *, clean: bool = False) -> None:
    """Write `rows` chats as JSON Lines, some 1.25 kB each; with `clean` none of them is spoilt."""
    chance = Random(seed)
    prose = _paragraphs("\n".join(pydoc_data.topics.topics.values()))
    code = _paragraphs("".join(inspect.getsource(module) for module in (textwrap, json, inspect)))
    kept: list[dict[str, object]] = []
    with path.open("wb") as file:
        for _ in range(rows):
            dice = chance.random()
            if not clean and dice < 0.001:
                file.write(chance.choice(BAD) + b"\n")
                continue
            row = chance.choice(kept) if kept and dice < 0.021 else _chat(chance, prose, code)
            if not clean and 0.021 <= dice < 0.033:
                row = _spoilt(chance, dice, row)
            if len(kept) < 1000:
                kept.append(row)
            line = json.dumps(row, ensure_ascii=chance.random() < 0.1).encode()
            if not clean and 0.033 <= dice < 0.0331:
                line = line.replace(b" the ", b" \xff\xfe ", 1)
            file.write(line + b"\n")


def write_table(path: Path, rows: int, seed: int = 1) -> None:
    """Write `rows` prompts and completions as CSV, some 1 kB and a dozen lines each; none of them is spoilt."""
    chance = Random(seed)
    prose = [" ".join(piece.split("\n")) for piece in _paragraphs("\n".join(pydoc_data.topics.topics.values()))]
    code = _paragraphs("".join(inspect.getsource(module) for module in (textwrap, json, inspect)))
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(("prompt", "completion"))
        for _ in range(rows):
            messages: list[dict[str, str]] = _chat(chance, prose, code)["messages"]  # type: ignore[assignment]  # it is
            said = [message["content"] for message in messages if message["role"] != "system"]
            table.writerow(("\n\n".join(said[:-1]), said[-1]))


def _chat(chance: Random, prose: list[str], code: list[str]) -> dict[str, object]:
    turns = chance.choice((3, 3, 3, 5, 6))
    messages = [{"role": "system", "content": "You explain Python to people who are in a hurry."}] if turns != 6 else []
    roles = ("user", "assistant")
    for number in range(turns - len(messages)):
        role = roles[number % 2]
        text = chance.choice(prose) + f" ({chance.randrange(10**6)})"
        if chance.random() < 0.3:
            text += "\n\n```python\n" + chance.choice(code) + "\n```\n"
        if chance.random() < 0.15:
            text += chance.choice(SCRIPTS) * chance.randint(1, 3)
        if chance.random() < 0.1:
            text = f'He said: "{text}"'
        messages.append({"role": role, "content": text})
    if messages[-1]["role"] == "user":
        messages.append({"role": "assistant", "content": chance.choice(prose)})
    return {"messages": messages}


def _spoilt(chance: Random, dice: float, row: dict[str, object]) -> dict[str, object]:
    """Return the row without its answer, with a very long one, or a little different."""
    messages = [dict(message) for message in row["messages"]]  # type: ignore[attr-defined]  # they are dictionaries
    answer = messages[-1]["content"]
    if dice < 0.026:
        messages[-1]["content"] = ""
    elif dice < 0.028:
        messages[-1]["content"] = (answer + " ") * (LONG // (len(answer) + 1))
    else:
        messages[-1]["content"] = answer.upper() if chance.random() < 0.5 else answer + " "
    return {"messages": messages}


def _paragraphs(text: str) -> list[str]:
    """Return pieces of some 200 to 450 letters."""
    pieces, piece = [], ""
    for line in text.splitlines():
        piece += line + "\n"
        if len(piece) > 190:
            pieces.append(piece[:450].strip())
            piece = ""
    return pieces
