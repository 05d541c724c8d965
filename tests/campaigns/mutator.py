"""Small changes of a module, each of which a good test should notice: another comparison, one more, no result."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

UNCHANGED = -1

_OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}
_UNSEEN = {
    ast.AnnAssign: ("annotation",),
    ast.arg: ("annotation",),
    ast.FunctionDef: ("decorator_list", "returns", "type_params"),
    ast.AsyncFunctionDef: ("decorator_list", "returns", "type_params"),
    ast.ClassDef: ("decorator_list", "bases", "keywords"),
    ast.JoinedStr: ("values",),
}
"""What only readers and type checkers see, and the forms of figures in texts."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """The n-th change of a module: the line it is in, what stood there and what stands there now."""

    number: int
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Site:
    node: ast.AST
    changed: ast.AST


def mutants(source: str) -> list[Mutant]:
    """Return every change there is of a module, in the order of the tree."""
    found = enumerate(_sites(ast.parse(source)))
    return [
        Mutant(number, site.node.lineno, _short(site.node), _short(site.changed))
        for number, site in found
        if isinstance(site.node, ast.expr | ast.stmt)
    ]


def mutated(source: str, number: int) -> ast.Module:
    """Return the module with its n-th change, or as it stands for UNCHANGED."""
    module = ast.parse(source)
    if number == UNCHANGED:
        return module
    wanted = next(site for at, site in enumerate(_sites(module)) if at == number)
    return ast.fix_missing_locations(_Swap(wanted).visit(module))


class _Swap(ast.NodeTransformer):
    """Puts the changed node where the other one stood."""

    def __init__(self, site: _Site) -> None:
        self._site = site

    def visit(self, node: ast.AST) -> ast.AST:
        if node is self._site.node:
            return ast.copy_location(self._site.changed, node)
        return super().generic_visit(node)


def _short(node: ast.AST) -> str:
    words = " ".join(ast.unparse(node).split())
    return words if len(words) <= 60 else f"{words[:57]}..."


def _sites(node: ast.AST) -> Iterator[_Site]:
    """Yield the changes of a node and of all below it that is run."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        return
    for kind, changes in _CHANGES.items():
        if isinstance(node, kind):
            yield from (_Site(node, changed) for changed in changes(node))
    unseen = next((fields for kind, fields in _UNSEEN.items() if isinstance(node, kind)), ())
    for name, value in ast.iter_fields(node):
        if name not in unseen:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _sites(child)


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for at, operator in enumerate(node.ops):
        changed = copy.deepcopy(node)
        changed.ops[at] = _OTHER[type(operator)]()
        yield changed


def _joined(node: ast.BoolOp) -> Iterator[ast.AST]:
    changed = copy.deepcopy(node)
    changed.op = _OTHER[type(node.op)]()
    yield changed


def _calculated(node: ast.BinOp) -> Iterator[ast.AST]:
    words = any(
        isinstance(n, ast.JoinedStr) or (isinstance(n, ast.Constant) and isinstance(n.value, str | bytes))
        for n in (node.left, node.right)
    )
    if type(node.op) in _OTHER and not words:
        changed = copy.deepcopy(node)
        changed.op = _OTHER[type(node.op)]()
        yield changed


def _not(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not):
        yield copy.deepcopy(node.operand)


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, float):
        yield ast.Constant(node.value * 1.5 + 0.1)


def _returned(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def _asked(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    if not isinstance(node.test, ast.Compare | ast.BoolOp | ast.UnaryOp):
        changed = copy.deepcopy(node)
        changed.test = ast.copy_location(ast.UnaryOp(ast.Not(), changed.test), node.test)
        yield changed


_CHANGES: dict[type[ast.AST], Callable[..., Iterator[ast.AST]]] = {
    ast.Compare: _compared,
    ast.BoolOp: _joined,
    ast.BinOp: _calculated,
    ast.UnaryOp: _not,
    ast.Constant: _constant,
    ast.Return: _returned,
    ast.If: _asked,
    ast.While: _asked,
    ast.IfExp: _asked,
}
