"""How a model's chat template writes a conversation, found by letting it write some, in the words of Ollama."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Render = Callable[[Sequence[dict[str, str]]], str]
"""Writes messages as the model reads them, with the opening of its answer at the end."""


@dataclass(frozen=True, slots=True)
class ChatForm:
    """Each turn is `opening`, the role, `middle`, the text and `closing`; a conversation begins with `begin`.

    `before_system` stands before what a system message says; `usual_system` is said where there is none.
    """

    opening: str
    middle: str
    closing: str
    begin: str = ""
    before_system: str = ""
    usual_system: str = ""

    @property
    def ends(self) -> str:
        """Return the mark with which a turn ends."""
        return self.closing.strip()

    def template(self) -> str:
        """Return the form as a template of Ollama's."""
        system = f"{self.opening}system{self.middle}{self.before_system}{{{{ .Content }}}}{self.closing}"
        other = f"{self.opening}{{{{ .Role }}}}{self.middle}{{{{ .Content }}}}{self.closing}"
        turn = (
            f'{{{{ if eq .Role "system" }}}}{system}{{{{ else }}}}{other}{{{{ end }}}}' if self.before_system else other
        )
        return f"{self.begin}{{{{ range .Messages }}}}{turn}{{{{ end }}}}{self.opening}assistant{self.middle}"

    def written(self, messages: Sequence[dict[str, str]]) -> str:
        """Return a conversation in this form, with the opening of the answer at its end."""
        told = self.begin
        if self.usual_system and messages[0]["role"] != "system":
            messages = [{"role": "system", "content": self.usual_system}, *messages]
        for message in messages:
            before = self.before_system if message["role"] == "system" else ""
            told += f"{self.opening}{message['role']}{self.middle}{before}{message['content']}{self.closing}"
        return f"{told}{self.opening}assistant{self.middle}"


_KNOWN = (
    ChatForm("<|im_start|>", "\n", "<|im_end|>\n"),
    ChatForm("<|start_header_id|>", "<|end_header_id|>\n\n", "<|eot_id|>", "<|begin_of_text|>"),
)
_SYSTEM, _USER, _ANSWER, _AGAIN = "Speak plainly.", "How late is it?", "It is noon.", "And there?"
_CONVERSATIONS = (
    (("user", _USER),),
    (("system", _SYSTEM), ("user", _USER)),
    (("system", _SYSTEM), ("user", _USER), ("assistant", _ANSWER), ("user", _AGAIN)),
    (("user", _USER), ("assistant", _ANSWER), ("user", _AGAIN)),
)


def chat_form(render: Render) -> ChatForm | None:
    """Return the known form that writes the same as the model's own template; None where none does."""
    asked = [[{"role": role, "content": content} for role, content in each] for each in _CONVERSATIONS]
    told = [render(messages) for messages in asked]
    for known in _KNOWN:
        form = _with_system(known, *told[:2])
        if all(form.written(messages) == text for messages, text in zip(asked, told, strict=True)):
            return form
    return None


def _with_system(form: ChatForm, without: str, given: str) -> ChatForm:
    """Return the form with what its template adds to a system message, or says where there is none."""
    start = f"{form.begin}{form.opening}system{form.middle}"
    before = given.removeprefix(start).partition(_SYSTEM)[0] if given.startswith(start) else ""
    usual = without.removeprefix(start).partition(form.closing)[0] if without.startswith(start) else ""
    usual = usual.removeprefix(before)
    return ChatForm(form.opening, form.middle, form.closing, form.begin, before, usual)
