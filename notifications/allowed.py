"""What the words of a letter may be made of: a short list of template parts, and nothing beside it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from engine.casework.letter_faults import Fault
from notifications import documented
from notifications.letters import FILTERS, environment

MOST = 20_000
"""The longest template, in characters."""
DEEPEST = 2
"""How many loops may stand inside each other."""
NESTED = 40
"""How deeply parts of a template may stand inside each other: choices, loops, filters on filters."""
_TOO_DEEP = f"This is nested too deeply: write it with fewer than {NESTED} parts that hang on each other."
_ALSO = ("default", "selectattr", "list")
_BLOCK = re.compile(r"[a-z][a-z0-9_]{0,39}")
_EXPRESSIONS = (nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter, nodes.Test, nodes.Compare, nodes.And, nodes.Or)
_ALLOWED = (*_EXPRESSIONS, nodes.Not, nodes.CondExpr, nodes.List, nodes.Tuple)


def faults_in(name: str, source: str, known: Mapping[str, str]) -> tuple[Fault, ...]:
    """Everything in the source that a letter's words may not hold, by its line; the names of parts begin with “_”."""
    if len(source) > MOST:
        return (Fault(0, f"This is too long: {len(source)} characters. Keep it below {MOST}."),)
    try:
        tree = environment({}).parse(source)
    except TemplateSyntaxError as wrong:
        return (Fault(wrong.lineno, f"This cannot be read: {wrong.message}. Look for a bracket or an “end” too few."),)
    except RecursionError:
        return (Fault(_fullest_line(source), _TOO_DEEP),)
    too_deep = _too_deep(tree)
    if too_deep is not None:
        return (Fault(too_deep, _TOO_DEEP),)
    found = _Reader(name, known).template(tree)
    return tuple(dict.fromkeys(sorted(found, key=lambda fault: fault.line)))


def _too_deep(tree: nodes.Template) -> int | None:
    """The line at which parts stand in parts too deeply, found without going deep oneself; None where all is well."""
    level: list[tuple[nodes.Node, int]] = [(tree, 1)]
    for _ in range(NESTED):
        level = [(each, each.lineno or line) for node, line in level for each in node.iter_child_nodes()]
        if not level:
            return None
    return level[0][1]


def _fullest_line(source: str) -> int:
    """The line with the most signs in it, where the source cannot even be read: that is where to look."""
    counts = [len(re.findall(r"[^\w\s]|\b(?:and|or|not|if|for|else)\b", line)) for line in source.split("\n")]
    return counts.index(max(counts)) + 1


class _Reader:
    """Walks a template and says what is not allowed. `scope` holds the names that loops have given."""

    def __init__(self, name: str, known: Mapping[str, str]) -> None:
        self._is_part = name.startswith("_")
        self._known = known

    def template(self, tree: nodes.Template) -> list[Fault]:
        faults: list[Fault] = []
        for node in tree.body:
            if self._is_part:
                faults += self._statement(node, {}, 0)
            elif isinstance(node, nodes.Block):
                faults += self._block(node)
            elif not _is_space(node):
                faults.append(Fault(node.lineno, "Words outside a block are never printed: put them in a block."))
        return faults

    def _block(self, node: nodes.Block) -> Iterator[Fault]:
        if not _BLOCK.fullmatch(node.name) or node.scoped or node.required:
            yield Fault(node.lineno, f"“{node.name}” cannot be a block’s name: use small letters and nothing else.")
        for each in node.body:
            yield from self._statement(each, {}, 0)

    def _statement(self, node: nodes.Node, scope: Mapping[str, Any], loops: int) -> Iterator[Fault]:
        if isinstance(node, nodes.Output):
            yield from self._output(node, scope)
        elif isinstance(node, nodes.If):
            yield from self._expression(node.test, scope)
            for each in (*node.body, *node.elif_, *node.else_):
                yield from self._statement(each, scope, loops)
        elif isinstance(node, nodes.For):
            yield from self._loop(node, scope, loops)
        elif isinstance(node, nodes.Include):
            yield from self._include(node, loops)
        else:
            # Some kinds of statement have no line of their own, only what is in them.
            line = node.lineno or next((inner.lineno for inner in node.find_all(nodes.Node) if inner.lineno), 1)
            yield Fault(line, f"“{_named(node)}” is not allowed in a letter: take it out.")

    def _output(self, node: nodes.Output, scope: Mapping[str, Any]) -> Iterator[Fault]:
        for each in node.nodes:
            if isinstance(each, nodes.TemplateData):
                continue
            yield from self._expression(each, scope)
            kind = self._type(each, scope)
            if documented.each_of(kind) is not None or documented.part(kind, "__name__") or _has_parts(kind):
                yield Fault(each.lineno, "This has several parts and cannot be printed as it is: name one of them.")

    def _loop(self, node: nodes.For, scope: Mapping[str, Any], loops: int) -> Iterator[Fault]:
        one = documented.each_of(self._type(node.iter, scope))
        if loops >= DEEPEST:
            yield Fault(node.lineno, f"More than {DEEPEST} loops inside each other: take one out.")
            return
        if node.recursive or not isinstance(node.target, nodes.Name) or node.target.name.startswith("_"):
            yield Fault(node.lineno, "A loop gives each one a plain name: write “for each in ...”.")
            return
        if one is None:
            yield Fault(node.lineno, "A loop goes through one of the documented lists: this is none.")
            return
        if node.target.name in documented.roots():
            yield Fault(node.lineno, f"“{node.target.name}” is a field already: call each one something else.")
        inner = {**scope, node.target.name: one}
        yield from self._expression(node.iter, scope)
        if node.test is not None:
            yield from self._expression(node.test, inner)
        for each in node.body:
            yield from self._statement(each, inner, loops + 1)
        for each in node.else_:
            yield from self._statement(each, scope, loops)

    def _include(self, node: nodes.Include, loops: int) -> Iterator[Fault]:
        part = node.template.value if isinstance(node.template, nodes.Const) else None
        name = part.removesuffix(".md") if isinstance(part, str) else ""
        known = isinstance(part, str) and part.endswith(".md") and name.startswith("_") and name in self._known
        if self._is_part:
            yield Fault(node.lineno, "A shared part cannot include another: write its words here.")
        elif loops:
            yield Fault(node.lineno, "A shared part is printed once: put it behind the loop.")
        elif not known or node.ignore_missing or not node.with_context:
            yield Fault(node.lineno, "Only the shared parts can be included, each by its name: “_contact.md”.")

    def _expression(self, node: nodes.Node, scope: Mapping[str, Any]) -> Iterator[Fault]:
        refused = self._refused(node, scope)
        if refused is not None:
            yield Fault(node.lineno, refused)
            return
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Operand):
                yield from self._expression(child.expr, scope)
            else:
                yield from self._expression(child, scope)

    def _refused(self, node: nodes.Node, scope: Mapping[str, Any]) -> str | None:
        if not isinstance(node, _ALLOWED):
            return f"“{_named(node)}” is not allowed in a letter: take it out."
        if isinstance(node, nodes.Name) and node.name not in scope and node.name not in documented.roots():
            return f"There is no field called “{node.name}”: take one from the list of fields."
        if isinstance(node, nodes.Getattr) and self._type(node, scope) is None:
            return f"There is nothing called “{node.attr}” here: take one from the list of fields."
        if isinstance(node, nodes.Const) and not isinstance(node.value, str):
            return "Only words in quotation marks can be compared with or printed."
        if isinstance(node, nodes.Filter):
            return _refused_filter(node)
        if isinstance(node, nodes.Test) and (node.name != "defined" or node.args or node.kwargs):
            return f"“is {node.name}” is not allowed: only “is defined” can be asked."
        if isinstance(node, nodes.List | nodes.Tuple) and not all(isinstance(i, nodes.Const) for i in node.items):
            return "A list can hold only words in quotation marks."
        return None

    def _type(self, node: nodes.Node, scope: Mapping[str, Any]) -> Any | None:
        """What kind of thing an expression is; None where it is nothing that is documented."""
        if isinstance(node, nodes.Name):
            return scope.get(node.name, documented.roots().get(node.name))
        if isinstance(node, nodes.Getattr):
            owner = self._type(node.node, scope)
            return None if owner is None or node.attr.startswith("_") else documented.part(owner, node.attr)
        if isinstance(node, nodes.Filter):
            same = node.name in _ALSO and node.node is not None
            return self._type(node.node, scope) if same and node.node is not None else str
        return str


def _refused_filter(node: nodes.Filter) -> str | None:
    if node.name not in FILTERS and node.name not in _ALSO:
        return f"“|{node.name}” is not allowed in a letter: take it out."
    if node.kwargs or node.dyn_args or node.dyn_kwargs or (node.args and node.name not in ("default", "selectattr")):
        return f"“|{node.name}” takes nothing in brackets."
    if node.name == "selectattr" and not _selects(node):
        return "“|selectattr” takes the name of a part, “in” and a list of words."
    return None


def _selects(node: nodes.Filter) -> bool:
    if len(node.args) != 3:
        return False
    name, test, listed = node.args
    if not (isinstance(name, nodes.Const) and isinstance(test, nodes.Const) and isinstance(listed, nodes.List)):
        return False
    part = str(name.value)
    return part.isidentifier() and not part.startswith("_") and test.value == "in"


def _has_parts(kind: Any) -> bool:
    one = documented.plain(kind)
    return hasattr(one, "__dataclass_fields__")


def _is_space(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(each, nodes.TemplateData) and not each.data.strip() for each in node.nodes
    )


def _named(node: nodes.Node) -> str:
    names = {"Call": "a call, as in name()", "Assign": "set", "Macro": "macro", "Getitem": "square brackets"}
    kind = type(node).__name__
    return names.get(kind, kind.lower())
