"""What a procedure may be made of: the part of BPMN that the engine carries out faithfully, and the words it knows."""

from collections.abc import Mapping

from engine.procedures.definition import Variable
from engine.procedures.pages import PAGES

TASKS = frozenset({"userTask", "serviceTask", "sendTask"})
BLOCK_TASKS = frozenset({"serviceTask", "sendTask"})
CHOICES = frozenset({"exclusiveGateway", "inclusiveGateway"})
GATEWAYS = CHOICES | {"parallelGateway"}
EVENTS = frozenset({"startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent"})
SUPPORTED = TASKS | GATEWAYS | EVENTS | {"subProcess"}

EVENT_DEFINITIONS: Mapping[str, frozenset[str | None]] = {
    "startEvent": frozenset({None}),
    "endEvent": frozenset({None, "terminate"}),
    "boundaryEvent": frozenset({"timer", "message"}),
    "intermediateCatchEvent": frozenset({"timer", "message"}),
}
"""What each kind of event may wait for or do."""

MENDS: Mapping[str, str] = {
    "scriptTask": "Programs do not belong in a diagram. Use a building block on a service task.",
    "complexGateway": "Use exclusive gateways, one for each question.",
    "eventBasedGateway": "Use a sub-process that waits for the date, with the message as an event on its edge.",
    "transaction": "Use a plain sub-process.",
    "adHocSubProcess": "Use a plain sub-process.",
    "callActivity": "Calling another procedure is not possible yet. Use the building block that starts a procedure.",
    "businessRuleTask": "Routing by law is advice on the triage page. Use a user task.",
    "manualTask": "Nobody would see it. Use a user task.",
    "task": "Say what it is: a user task for a person, a service task for a building block.",
    "receiveTask": "Use an intermediate event that waits for a message.",
    "intermediateThrowEvent": "Use a service task with a building block.",
    "linkEventDefinition": "The case would end where the link begins. Draw a sequence flow instead.",
    "compensateEventDefinition": "Nothing would be undone. Draw the steps that put things right.",
    "timeCycle": "A timer rings once for each limit. Use a date: deadline('<clock>', <working days>).",
    "timeDuration": "Time is counted in working days of a clock. Use a date: deadline('<clock>', <working days>).",
    "multiInstanceLoopCharacteristics": "Doing a step several times over is not possible yet.",
    "standardLoopCharacteristics": "Draw the way back with an exclusive gateway instead.",
}
"""How to mend what is not supported, by BPMN's own name."""

NODES = SUPPORTED | {name for name in MENDS if name.endswith(("Task", "task", "Gateway", "transaction", "Process"))}
NODES |= {"callActivity", "intermediateThrowEvent"}
"""Every element that a sequence flow may join, supported or not."""

MAX_PARTS = 500
"""Steps and flows in one diagram; the three stages of a statutory complaint have about 250."""

FORM_KEYS = frozenset(PAGES)
"""The built-in pages."""

CONTEXT_FACTS: Mapping[str, Variable] = {
    "check_before_sending": Variable("check_before_sending", (), "boolean"),
    "is_child": Variable("is_child", (), "boolean"),
    # The answer at stage 1 is late by its own limit, pauses and extensions allowed for.
    "answer_overdue": Variable("answer_overdue", (), "boolean"),
}
"""What a condition may read besides the declared variables: facts of the case and settings of the council."""

MESSAGES = frozenset({"withdraw", "freeze", "resubmit", "ask_stage_2", "ask_stage_3", "move_panel"})
"""The case actions that a procedure may react to."""

LIMIT_PROFILES = frozenset({"2014", "code"})
"""What a process may say that its limits follow: the council's of 2014, or the Ombudsman's Complaint Handling Code."""

CASE_FIELDS: Mapping[str, str] = {
    "provider": "string",
    "child_status": "enum",
    "contact_warning": "text",
    "advocate_name": "string",
    "advocacy_provider": "string",
    "advocate_accepted": "boolean",
    "advocate_referred_on": "date",
    "advocate_appointed_on": "date",
    "consent_on": "date",
    "consent_note": "text",
}
"""The fields of the case record that a question may write as `case.<field>`, each with the type of its question."""

PLAIN_ELEMENTS = frozenset(
    {"definitions", "collaboration", "participant", "process", "laneSet", "lane", "flowNodeRef", "documentation"}
    | {"extensionElements", "incoming", "outgoing", "sequenceFlow", "conditionExpression", "message", "timeDate"}
    | {"terminateEventDefinition", "timerEventDefinition", "messageEventDefinition"}
    | {"textAnnotation", "text", "association", "group", "category", "categoryValue", "categoryValueRef"}
)
"""What may stand in a diagram beside its nodes: structure, and notes for readers."""

CAMUNDA_ATTRIBUTES = frozenset({"candidateGroups", "dueDate", "formKey", "topic", "type"})
EDITOR_ATTRIBUTES = frozenset({"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"})
"""What the editor notes for itself."""
CAMUNDA_ELEMENTS = frozenset(
    {"properties", "property", "formData", "formField", "validation", "constraint", "value"}
    | {"inputOutput", "inputParameter"}
)
"""The extensions that are read. The rest is left alone, and lint says so."""
PROGRAMS = frozenset(
    {"preScript", "postScript", "script", "executionListener", "taskListener", "connector", "serviceTaskOperator"}
    | {"class", "expression", "delegateExpression", "resource", "variableMappingClass", "decisionRef"}
)
"""Extensions that other engines would carry out as a program."""
