"""Where conditions are evaluated and effects collected. Nothing a diagram says runs as Python."""

from collections import ChainMap
from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import BasePythonScriptEngineEnvironment

from engine.casework.step import Effect, Scalar
from engine.procedures import expressions


class Sandbox(BasePythonScriptEngineEnvironment):
    """One step's world: the instance's variables, the case's routing facts, and the effects asked for so far.

    SpiffWorkflow's own environments hand expressions to `eval`, with real builtins; this one has nothing to hand
    them to. Variables live here and not in task data, which SpiffWorkflow copies from task to task. A fact is looked
    up when a condition reads it: most cost a look into the record.
    """

    def __init__(self, variables: Mapping[str, Scalar], facts: Mapping[str, Scalar]) -> None:
        super().__init__()
        self.variables: dict[str, Scalar] = dict(variables)
        self.facts = facts
        self.effects: list[Effect] = []

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Scalar:
        return expressions.evaluate(expression, ChainMap(self.facts, self.variables))  # type: ignore[arg-type]

    def execute(self, script: str, context: Any, external_context: Any = None) -> bool:
        raise PermissionError("scripts are not part of the profile; lint refuses them, and so does the engine")

    def call_service(self, context: Any, **kwargs: Any) -> str:
        raise PermissionError("services are building blocks; nothing is called while a process moves")


class SandboxedEngine(PythonScriptEngine):
    """SpiffWorkflow's script engine with nothing but the sandbox behind it."""

    def __init__(self, sandbox: Sandbox) -> None:
        super().__init__(environment=sandbox)
        self.sandbox = sandbox

    def validate(self, expression: str) -> None:
        """Lint has checked every expression, with better words than SpiffWorkflow's."""
