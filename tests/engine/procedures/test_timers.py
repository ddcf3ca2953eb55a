"""A timer is a clock and a number of working days, and its text is never evaluated."""

import pytest

from engine.procedures.definition import TimerText
from engine.procedures.timers import parse_timer


@pytest.mark.parametrize(
    ("text", "timer"),
    [
        ("deadline('stage_1_response', -3)", TimerText("stage_1_response", -3)),
        ('  deadline("close_out",0) ', TimerText("close_out", 0)),
        ("deadline('close_out', +5)", TimerText("close_out", 5)),
    ],
)
def test_a_deadline_is_read(text: str, timer: TimerText) -> None:
    assert parse_timer(text) == timer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "deadline('x')",
        "deadline('x', 1, 2)",
        "deadline('x', offset=1)",
        "deadline(x, 1)",
        "deadline('x', 1.5)",
        "deadline('x', True)",
        "deadline('x', 1 + 1)",
        "deadline('x', --1)",
        "deadline('x', 10**10)",
        "deadline('x', 99999)",
        "deadline('not a clock', 1)",
        "other('x', 1)",
        "deadline.x('x', 1)",
        "__import__('os').system('true')",
        "deadline(__import__('os').system('true'), 1)",
        "deadline('x', __import__('os').system('true'))",
        "deadline('x', [i for i in (1, 2)])",
        "2026-01-01T09:00:00Z",
        "PT10D",
        "R3/PT10H",
        "deadline('x', 1)" + " " * 200,
        "deadline('x', 1",
        "\x00",
        "(" * 100,
    ],
)
def test_anything_else_is_no_timer(text: str) -> None:
    assert parse_timer(text) is None
