"""When a timer of the diagram rings: so many working days before or after a clock's limit."""

import ast

from engine.procedures.definition import TimerText

MEND = "write deadline('<clock>', <working days>), for example deadline('stage_1_response', -3)"
MAX_TEXT = 120
MAX_DAYS = 400
"""More than a year of working days either way is a slip of the pen."""


def parse_timer(text: str) -> TimerText | None:
    """The clock and the offset in working days of `deadline('<clock>', <int>)`, or None for anything else.

    The text is taken apart and never evaluated.
    """
    if len(text) > MAX_TEXT:
        return None
    try:
        call = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    if not isinstance(call, ast.Call) or call.keywords or len(call.args) != 2:
        return None
    if not isinstance(call.func, ast.Name) or call.func.id != "deadline":
        return None
    clock, offset = call.args[0], _whole_number(call.args[1])
    if offset is None or not isinstance(clock, ast.Constant) or not isinstance(clock.value, str):
        return None
    return TimerText(clock.value, offset) if clock.value.isidentifier() else None


def _whole_number(node: ast.expr) -> int | None:
    """The value of a literal whole number with its sign, within reason."""
    sign = 1
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        sign, node = (-1 if isinstance(node.op, ast.USub) else 1), node.operand
    if isinstance(node, ast.Constant) and type(node.value) is int and node.value <= MAX_DAYS:
        return sign * node.value
    return None
