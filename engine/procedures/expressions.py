"""The conditions on a gateway's ways out: small sentences over declared variables, and nothing that could do harm."""

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from simpleeval import EvalWithCompoundTypes, InvalidExpression

from engine.casework.step import Scalar
from engine.errors import ExpressionRefused

MAX_TEXT = 300
MAX_STRING = 100
MAX_NUMBER = 1_000_000_000

FUNCTIONS: Mapping[str, Callable[..., Scalar]] = {"date": date.fromisoformat, "max": max, "min": min}
"""The few that may be called: `date('2015-09-01')`, `min(a, b)`, `max(a, b)`."""

_ALLOWED: tuple[type[ast.AST], ...] = (
    *(ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub),
    *(ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn),
    *(ast.Call, ast.Name, ast.Load, ast.Constant, ast.Tuple),
)
_WORDS: Mapping[type[ast.AST], str] = {
    ast.Attribute: "a dot after a name is not allowed",
    ast.Subscript: "square brackets are not allowed",
    ast.Lambda: "functions may not be made here",
    ast.ListComp: "lists may not be built here",
    ast.SetComp: "lists may not be built here",
    ast.DictComp: "lists may not be built here",
    ast.GeneratorExp: "lists may not be built here",
    ast.List: "write a list of choices in round brackets: ('a', 'b')",
    ast.JoinedStr: "text may not be put together here",
    ast.NamedExpr: "nothing may be assigned here",
    ast.Pow: "powers are not allowed",
    ast.BinOp: "sums are not allowed",
    ast.Is: "use == instead of is",
    ast.IsNot: "use != instead of is not",
    ast.IfExp: "use two ways out instead of if",
}


@dataclass(frozen=True)
class _Condition:
    """A condition taken apart, every part of it on the list of what is allowed."""

    tree: ast.Expression
    names: frozenset[str]


def check(text: str, names: Collection[str]) -> str | None:
    """What is wrong with a condition, as words that follow "The condition ... ", or None when it may be used.

    `names` are the variables that it may read. Nothing is evaluated.
    """
    try:
        unknown = _parse(text).names.difference(names)
    except ExpressionRefused as refused:
        return str(refused.facts["why"])
    if unknown:
        known = ", ".join(sorted(names)) or "none"
        return f"reads {', '.join(sorted(unknown))}, which is not declared (declared: {known})"
    return None


def evaluate(text: str, names: Mapping[str, Scalar]) -> Scalar:
    """The value of a condition over these variables. Only those that it reads are asked for.

    Raises ExpressionRefused for a condition that `check` would refuse, and for one whose values cannot be compared.
    """
    wrong = check(text, names.keys())
    if wrong:
        raise ExpressionRefused(text=text, why=wrong)
    read = {name: names[name] for name in _parse(text).names}
    evaluator = EvalWithCompoundTypes(functions=dict(FUNCTIONS), names=read)
    try:
        value: Scalar = evaluator.eval(text, previously_parsed=_parse(text).tree.body)
    except (InvalidExpression, TypeError, ValueError) as problem:
        raise ExpressionRefused(text=text, why=f"cannot be worked out: {problem}") from problem
    return value


def comparisons(text: str) -> tuple[tuple[str, Scalar], ...]:
    """The variables that a condition compares with written values, each with each value, for lint to look at."""
    return tuple(pair for node in ast.walk(_parse(text).tree) if isinstance(node, ast.Compare) for pair in _pairs(node))


def _pairs(comparison: ast.Compare) -> Iterator[tuple[str, Scalar]]:
    sides = (comparison.left, *comparison.comparators)
    for left, right in pairwise(sides):
        for name, value in ((left, right), (right, left)):
            values = value.elts if isinstance(value, ast.Tuple) else [value]
            if isinstance(name, ast.Name):
                yield from ((name.id, ast.literal_eval(each)) for each in values if isinstance(each, ast.Constant))


@lru_cache(maxsize=2048)
def _parse(text: str) -> _Condition:
    """The condition taken apart. Raises ExpressionRefused for what is not on the list."""
    if len(text) > MAX_TEXT:
        raise ExpressionRefused(text=text[:40], why=f"is longer than {MAX_TEXT} characters")
    try:
        tree = ast.parse(" ".join(text.split()), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as problem:
        raise ExpressionRefused(text=text, why="cannot be read; write for example route == 'statutory'") from problem
    nodes = list(ast.walk(tree))
    for node in nodes:
        wrong = _wrong_with(node)
        if wrong:
            raise ExpressionRefused(text=text, why=f"cannot be used: {wrong}")
    if isinstance(tree.body, ast.Tuple):
        raise ExpressionRefused(text=text, why="cannot be used: it must give one value")
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    return _Condition(tree, frozenset(n.id for n in nodes if isinstance(n, ast.Name) and id(n) not in called))


def _wrong_with(node: ast.AST) -> str | None:
    """What is wrong with one part of a condition, looked at by itself."""
    if not isinstance(node, _ALLOWED):
        return _WORDS.get(type(node), f"{type(node).__name__} is not allowed")
    if isinstance(node, ast.Constant):
        return _wrong_with_literal(node.value)
    if isinstance(node, ast.Call):
        return _wrong_with_call(node)
    if isinstance(node, ast.Name) and node.id.startswith("_"):
        return f"the name {node.id} is not allowed"
    if isinstance(node, ast.Compare):
        return _wrong_with_comparison(node)
    return None


def _wrong_with_literal(value: object) -> str | None:
    if isinstance(value, str):
        return f"a text is longer than {MAX_STRING} characters" if len(value) > MAX_STRING else None
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return f"a number is larger than {MAX_NUMBER}" if abs(value) > MAX_NUMBER else None
    return "only texts, whole numbers, True, False and None may be written"


def _wrong_with_call(call: ast.Call) -> str | None:
    if not isinstance(call.func, ast.Name) or call.func.id not in FUNCTIONS:
        return f"only {', '.join(sorted(FUNCTIONS))} may be called"
    if call.keywords or not call.args:
        return f"{call.func.id} wants plain values in its brackets"
    return None if call.func.id != "date" else _wrong_with_date(call)


def _wrong_with_date(call: ast.Call) -> str | None:
    """A date is written out, so that a slip is found when the procedure is published and not when a case is lost."""
    argument = call.args[0]
    if len(call.args) == 1 and isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        try:
            date.fromisoformat(argument.value)
        except ValueError:
            return f"there is no day {argument.value}"
        return None
    return "date wants one day, for example date('2015-09-01')"


def _wrong_with_comparison(comparison: ast.Compare) -> str | None:
    """A list of choices stands only after `in`; and `in` wants a list, for in a text it would find parts of words."""
    for operator, right in zip(comparison.ops, comparison.comparators, strict=True):
        if isinstance(operator, ast.In | ast.NotIn) and not isinstance(right, ast.Tuple):
            return "in wants a list of choices in round brackets: route in ('resolved', 'not_accepted')"
    return None
