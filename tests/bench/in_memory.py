"""The same steps by SpiffWorkflow alone: the workflow stays in memory, nothing is stored or read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from sqlalchemy import select

from engine.casework.step import Context, Scalar
from engine.db.tables import process_instance, task
from engine.library import DefinitionRow
from engine.office import Office
from engine.spiff import codec
from engine.spiff.sandbox import Sandbox, SandboxedEngine

FACTS: Mapping[str, Scalar] = {"check_before_sending": True, "is_child": False}
VARIABLES: Mapping[str, Mapping[str, Scalar]] = {
    "triage": {"route": "statutory"},
    "sign_off": {"signed_off": "agree"},
    "check_and_send": {"checked": "send"},
}


@dataclass(frozen=True)
class Held:
    """An instance at an open task: as stored, for the engine's own way, and ready to be kept in memory."""

    definition: DefinitionRow
    state: bytes
    element: str
    task_id: str
    variables: Mapping[str, Scalar]
    """What completing the task sets."""

    @property
    def context(self) -> Context:
        """The routing facts."""
        return Context(FACTS)

    def kept(self) -> Callable[[], None]:
        """The step, on a workflow that is in memory already."""
        workflow = codec.load(self.state, self.definition.compiled, dict(FACTS))

        def step() -> None:
            workflow.script_engine.sandbox.variables.update(self.variables)
            workflow.get_task_from_id(UUID(self.task_id)).run()
            workflow.do_engine_steps()

        return step


def held(office: Office, element: str, task_id: str) -> Held:
    """The instance that an open task belongs to."""
    t, i = task.c, process_instance.c
    query = select(i.definition_id, i.state).join(task, t.instance_id == i.id).where(t.id == task_id)
    with office.database.reading() as connection:
        row = connection.execute(query).one()
        definition = office.library.definition(connection, row.definition_id)
        return Held(definition, row.state, element, task_id, VARIABLES.get(element, {}))


def start(definition: DefinitionRow) -> Any:
    """A new instance, run until it waits for a person."""
    compiled = definition.compiled
    variables = {name: variable.default for name, variable in compiled.procedure.variables.items()}
    engine = SandboxedEngine(Sandbox(variables, FACTS))
    workflow = BpmnWorkflow(compiled.spec, compiled.subprocess_specs, script_engine=engine)
    workflow.do_engine_steps()
    return workflow
