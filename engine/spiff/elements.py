"""The elements whose behaviour is ours: timers that wait to be fired, and building blocks that only ask."""

from typing import Any, ClassVar

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import BoundaryEventParser, IntermediateCatchEventParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, IntermediateCatchEvent
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimeDateEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin

from engine.casework.step import Effect


class FiredTimer(TimeDateEventDefinition):
    """A timer that fires when it is told to. The stock one reads the machine's clock during any step."""

    def has_fired(self, my_task: Any) -> bool:
        return bool(my_task._get_internal_data("event_fired", False))


class _FiredTimers:
    def parse_timer_event(self, event: Any) -> FiredTimer:
        parsed = super().parse_timer_event(event)  # type: ignore[misc]
        return FiredTimer(parsed.name, parsed.expression, description=parsed.description)


class _BoundaryParser(_FiredTimers, BoundaryEventParser):
    pass


class _CatchParser(_FiredTimers, IntermediateCatchEventParser):
    pass


class BuildingBlock(BpmnSpecMixin, BpmnTaskSpec):
    """A service or send task: it asks the record for something and moves on. Nothing leaves before the commit."""

    def __init__(self, wf_spec: Any, bpmn_id: str, effect: Effect, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.effect = effect
        self.manual = False

    def _run_hook(self, my_task: Any) -> bool:
        my_task.workflow.script_engine.sandbox.effects.append(self.effect)
        return True


class _BuildingBlockParser(TaskParser):
    def create_task(self) -> BuildingBlock:
        element = self.process_parser.parser.procedure.elements[self.bpmn_id]
        effect = Effect(topic=element.topic, element=element.id, inputs=dict(element.inputs))
        return BuildingBlock(self.spec, self.bpmn_id, effect=effect, **self.bpmn_attributes)


class ProcedureParser(BpmnParser):
    """SpiffWorkflow's base parser (it reads no pre- or post-scripts) with our elements in place of three of its own."""

    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, Any]] = {
        full_tag("boundaryEvent"): (_BoundaryParser, BoundaryEvent),
        full_tag("intermediateCatchEvent"): (_CatchParser, IntermediateCatchEvent),
        full_tag("serviceTask"): (_BuildingBlockParser, BuildingBlock),
        full_tag("sendTask"): (_BuildingBlockParser, BuildingBlock),
    }

    def __init__(self, procedure: Any) -> None:
        super().__init__()
        self.procedure = procedure
