"""Finds what the window says by other ways than a plain `self.tr("…")`, which Qt's own tool finds.

Those are `QCoreApplication.translate(context, words)` under whatever name, and small functions that hand their words to
it; the words stand in the call, or in a table of the module. And `self.tr("…")` in the braces of an f-string, where
Qt's tool reads letters only. `tr` of anything else than `self` is refused: that tool files the words under the name of
a variable, and Qt asks for them under the name of a class.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import TypeGuard

Said = tuple[str, str]
"""A context and a sentence."""
_DEEPEST = 3
"""Tables of tables: no further."""


class UnseenError(Exception):
    """Words that are put together in a way nobody can find by reading."""


def said_in(path: Path) -> Iterator[Said]:
    """Yield what a module says; raise UnseenError with the place for words that are made while the program runs."""
    module = _Module(ast.parse(path.read_text(encoding="utf-8")))
    for call in module.calls():
        context, words = module.asked(call)
        if words is None:
            continue
        found = module.texts(words)
        if found is None or not isinstance(context, str):
            raise UnseenError(f"{path.name}, line {call.lineno}: {ast.unparse(call)[:100]}")
        yield from ((context, text) for text in found)
    yield from module.formatted(path)


class _Module:
    """One file: the other names of `translate`, the functions that hand words on to it, and its tables."""

    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree
        self._tables = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        self._names = {
            name.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            for name, value in _named(target, node.value)
            if isinstance(name, ast.Name) and _is_translate(value)
        }
        self._within: set[int] = set()  # the calls inside the functions that hand words on
        self._functions = dict(self._handing_on())

    def calls(self) -> Iterator[ast.Call]:
        """Yield every call that may say something."""
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call) and id(node) not in self._within:
                yield node

    def formatted(self, path: Path) -> Iterator[Said]:
        """Yield the words of each `self.tr` within an f-string, under the class it is in; raise for another's `tr`."""
        for call in (node for node in ast.walk(self._tree) if _is_tr(node) and ast.unparse(node.func) != "self.tr"):
            raise UnseenError(f"{path.name}, line {call.lineno}: {ast.unparse(call)[:100]}")
        for owner in (node for node in ast.walk(self._tree) if isinstance(node, ast.ClassDef)):
            for string in (node for node in ast.walk(owner) if isinstance(node, ast.JoinedStr)):
                for call in (node for node in ast.walk(string) if _is_tr(node)):
                    found = self.texts(call.args[0])
                    if found is None:
                        raise UnseenError(f"{path.name}, line {call.lineno}: {ast.unparse(call)[:100]}")
                    yield from ((owner.name, text) for text in found)

    def asked(self, call: ast.Call) -> tuple[object, ast.expr | None]:
        """Return the context and the words of a call; no words where it says nothing."""
        if self._is_asking(call):
            context = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
            return (None, None) if context == "sentences" else (context, call.args[1])
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            name = call.func.attr if call.func.value.id == "self" else ""
        context, place = self._functions.get(name, ("", 0))
        return (context, call.args[place]) if context and len(call.args) > place else (None, None)

    def texts(self, words: ast.expr, depth: int = 0) -> list[str] | None:
        """Return every sentence that an expression may be; None where that cannot be known."""
        if isinstance(words, ast.Constant):
            return [words.value] if isinstance(words.value, str) else []
        parts: list[ast.expr] | None = None
        if isinstance(words, ast.IfExp):
            parts = [words.body, words.orelse]
        elif isinstance(words, ast.Dict):
            parts = words.values
        elif isinstance(words, ast.Tuple | ast.List):
            parts = words.elts
        elif isinstance(words, ast.Subscript):
            parts = [words.value]
        elif isinstance(words, ast.Name) and words.id in self._tables and depth < _DEEPEST:
            parts, depth = [self._tables[words.id]], depth + 1
        elif isinstance(words, ast.Call) and isinstance(words.func, ast.Attribute) and words.func.attr == "get":
            parts = [words.func.value]
        elif isinstance(words, ast.Call) and isinstance(words.func, ast.Name) and words.func.id == "MappingProxyType":
            parts = words.args[:1]
        if parts is None:
            return None
        found = [self.texts(part, depth) for part in parts]
        return None if None in found else [text for some in found for text in some or ()]

    def _is_asking(self, call: ast.Call) -> bool:
        named = isinstance(call.func, ast.Name) and call.func.id in self._names
        return (named or _is_translate(call.func)) and len(call.args) > 1

    def _handing_on(self) -> Iterator[tuple[str, tuple[str, int]]]:
        """Yield the name of each function that hands words on, its context, and which argument the words are."""
        for function in (node for node in ast.walk(self._tree) if isinstance(node, ast.FunctionDef)):
            given = [each.arg for each in function.args.args if each.arg != "self"]
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call) and self._is_asking(node)):
                context, words = call.args[0], call.args[1]
                if isinstance(context, ast.Constant) and isinstance(words, ast.Name) and words.id in given:
                    self._within.add(id(call))
                    yield function.name, (str(context.value), given.index(words.id))


def _named(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Return what an assignment gives names to, one by one."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    return [(target, value)]


def _is_tr(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr"


def _is_translate(node: ast.expr) -> bool:
    owner = node.value if isinstance(node, ast.Attribute) and node.attr == "translate" else None
    return isinstance(owner, ast.Name) and owner.id == "QCoreApplication"
