"""Nothing that a diagram says runs as a program, even one that got past lint."""

import pytest

from engine.casework.step import Scalar
from engine.errors import ExpressionRefused, ProcedureRefused
from engine.spiff import codec, runner
from engine.spiff.parse import compile_definition
from engine.spiff.sandbox import Sandbox, SandboxedEngine
from tests.engine.spiff.walks import FACTS, SHIPPED, WITH_SIGN_OFF, begin, definition

HARMFUL = [
    "__import__('os').system('true')",
    "().__class__.__base__.__subclasses__()",
    "signed_off.__class__",
    "[x for x in (1, 2)]",
    "9 ** 9 ** 9",
    "'a' * 999999999",
    "open('a file')",
    "exec('1')",
    "lambda: 1",
    "unknown_name == 1",
]


@pytest.mark.parametrize("text", HARMFUL)
def test_the_sandbox_refuses_what_could_do_harm(text: str) -> None:
    with pytest.raises(ExpressionRefused):
        Sandbox({"signed_off": "agree"}, {}).evaluate(text, {})


@pytest.mark.parametrize("text", HARMFUL)
def test_a_condition_that_got_past_lint_stops_the_step(text: str) -> None:
    written = text.replace("&", "&amp;").replace("<", "&lt;")
    xml = SHIPPED[WITH_SIGN_OFF].read_text().replace("signed_off == 'send_back'", written)
    of = compile_definition(xml.encode())
    step = runner.start(of, None, FACTS)
    step = runner.complete(of, step.state, step.open_tasks[0].id, {}, FACTS)
    with pytest.raises(Exception, match="Error evaluating expression") as stopped:
        runner.complete(of, step.state, step.open_tasks[0].id, {"signed_off": "agree"}, FACTS)
    assert isinstance(stopped.value.__context__, ExpressionRefused)


def test_a_timer_is_read_and_never_evaluated() -> None:
    xml = SHIPPED[WITH_SIGN_OFF].read_text()
    assert "deadline('stage_1_response', -3)" in xml
    harmful = xml.replace(">deadline('stage_1_response', -3)<", ">__import__('builtins').exec('raise SystemExit')<")
    with pytest.raises(ProcedureRefused, match="three_days_before"):
        runner.start(compile_definition(harmful.encode()), None, FACTS)


def test_scripts_and_calls_have_nothing_to_run_on() -> None:
    sandbox = Sandbox({}, {})
    with pytest.raises(PermissionError):
        sandbox.execute("1", {})
    with pytest.raises(PermissionError):
        sandbox.call_service({})
    with pytest.raises(ExpressionRefused):
        SandboxedEngine(sandbox).environment.evaluate("__import__('os')", {})


def test_a_loaded_instance_is_in_the_sandbox_from_its_first_moment() -> None:
    loaded = codec.load(begin(WITH_SIGN_OFF).state, definition(WITH_SIGN_OFF), dict(FACTS.facts))
    assert isinstance(loaded.script_engine, SandboxedEngine)
    assert all(sub.script_engine is loaded.script_engine for sub in loaded.subprocesses.values())


def test_a_fact_of_the_case_cannot_be_overwritten_by_an_answer() -> None:
    step = begin(WITH_SIGN_OFF)
    of = compile_definition(SHIPPED[WITH_SIGN_OFF].read_bytes())
    step = runner.complete(of, step.state, step.open_tasks[0].id, {}, FACTS)
    answers: dict[str, Scalar] = {"signed_off": "agree", "check_before_sending": False}
    step = runner.complete(of, step.state, step.open_tasks[0].id, answers, FACTS)
    assert [t.element for t in step.open_tasks] == ["check_and_send"]
