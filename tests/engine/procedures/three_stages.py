"""A procedure of the shape of the largest one: three stages, their reminders, what interrupts them, ways back."""

from dataclasses import dataclass, field
from itertools import pairwise

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="sketch_definitions" targetNamespace="urn:test">
  <bpmn:collaboration id="sketch_collaboration">
    <bpmn:participant id="sketch_pool" name="Three stages" processRef="sketch"/>
  </bpmn:collaboration>
"""
_MESSAGES = ("withdraw", "freeze", "resubmit", "ask_stage_2", "ask_stage_3", "move_panel")
_LIMIT = "working days from received, until stage_1_response_sent"


@dataclass
class Scope:
    """What stands in the process or in one stage, as XML."""

    nodes: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    lanes: dict[str, list[str]] = field(default_factory=dict)
    lane: str = ""
    """The lane of what is added next."""

    def add(self, kind: str, id_: str, name: str = "", inside: str = "", **facts: str) -> str:
        """One node. An underscore at the end of a fact's name is left out."""
        written = "".join(f' {key.replace("__", ":")}="{value}"' for key, value in facts.items())
        named = f' name="{name}"' if name else ""
        self.nodes.append(f'<bpmn:{kind} id="{id_}"{named}{written}>{inside}</bpmn:{kind}>')
        if self.lane:
            self.lanes.setdefault(self.lane, []).append(id_)
        return id_

    def task(self, id_: str, name: str, who: str = "complaints_officer") -> str:
        """A task for a person."""
        return self.add("userTask", id_, name, camunda__candidateGroups=who)

    def block(self, id_: str, name: str, kind: str = "serviceTask") -> str:
        """A building block."""
        return self.add(kind, id_, name)

    def timer(self, host: str, id_: str, name: str, *branch: str) -> str:
        """A timer on the edge that leaves its step running, with a chain of what it brings about."""
        self.add("boundaryEvent", id_, name, _clock(), attachedToRef=host, cancelActivity="false")
        self.chain(id_, *branch)
        return id_

    def reminder(self, host: str, id_: str, name: str, told: str) -> None:
        """A timer that tells somebody something."""
        self.block(f"tell_{id_}", told, "sendTask")
        self.timer(host, id_, name, f"tell_{id_}", self.add("endEvent", f"told_{id_}"))

    def interrupt(self, host: str, id_: str, name: str, message: str, target: str) -> None:
        """A message on the edge that ends its step."""
        self.add("boundaryEvent", id_, name, _message(message), attachedToRef=host)
        self.flow(id_, target)

    def wait(self, id_: str, name: str, message: str = "") -> str:
        """An event in between: a message, or the end of some days."""
        return self.add("intermediateCatchEvent", id_, name, _message(message) if message else _clock())

    def flow(self, source: str, target: str, name: str = "") -> None:
        """A sequence flow."""
        named = f' name="{name}"' if name else ""
        id_ = f"{source}_to_{target}"
        self.flows.append(f'<bpmn:sequenceFlow id="{id_}"{named} sourceRef="{source}" targetRef="{target}"/>')

    def chain(self, *ids: str) -> None:
        """Flows from each to the next."""
        for source, target in pairwise(ids):
            self.flow(source, target)

    def stage(self, id_: str, name: str, inside: "Scope") -> str:
        """A sub-process."""
        return self.add("subProcess", id_, name, inside.xml())

    def xml(self) -> str:
        """Nodes, then flows."""
        return "\n".join([*self.nodes, *self.flows])


def _clock() -> str:
    when = "deadline('limit', -1)"
    return f"<bpmn:timerEventDefinition><bpmn:timeDate>{when}</bpmn:timeDate></bpmn:timerEventDefinition>"


def _message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="message_{name}"/>'


def three_stages(lanes: dict[str, str] | None = None) -> bytes:
    """The whole diagram. `lanes` gives other names to the lanes; without it there is a lane for each stage."""
    top = Scope(lane="Stage 1")
    top.add("startEvent", "begun", "Begun")
    top.add("exclusiveGateway", "entry", "Where does it begin?", default="entry_to_stage_1")
    top.flow("begun", "entry")
    _first(top)
    top.lane = "Stage 2"
    _second(top)
    top.lane = "Stage 3"
    _third(top)
    top.lane = "At any stage"
    _shared(top)
    for number in ("stage_1", "stage_2", "stage_3"):
        top.flow("entry", number, number.replace("_", " ").capitalize())
    return _written(top, lanes or {})


def _written(top: Scope, names: dict[str, str]) -> bytes:
    grouped: dict[str, list[str]] = {}
    for lane, ids in top.lanes.items():
        grouped.setdefault(names.get(lane, lane), []).extend(ids)
    refs = {
        lane: "".join(f"<bpmn:flowNodeRef>{id_}</bpmn:flowNodeRef>" for id_ in ids) for lane, ids in grouped.items()
    }
    drawn = "".join(
        f'<bpmn:lane id="lane_{number}" name="{lane}">{inside}</bpmn:lane>'
        for number, (lane, inside) in enumerate(refs.items())
    )
    messages = "".join(f'<bpmn:message id="message_{name}" name="{name}"/>' for name in _MESSAGES)
    clock = f'<camunda:property name="clock:limit" value="10 {_LIMIT}"/>'
    extensions = f"<bpmn:extensionElements><camunda:properties>{clock}</camunda:properties></bpmn:extensionElements>"
    process = f'<bpmn:process id="sketch" name="Three stages" isExecutable="true">{extensions}'
    lane_set = f'<bpmn:laneSet id="lanes">{drawn}</bpmn:laneSet>'
    return f"{_HEAD}{messages}{process}{lane_set}{top.xml()}</bpmn:process></bpmn:definitions>".encode()


def _first(top: Scope) -> None:
    inner = Scope()
    inner.add("startEvent", "s1_begun")
    inner.task("respond", "Respond", "case:allocated_manager")
    inner.task("sign_off", "Sign off", "head_of_service")
    inner.add("exclusiveGateway", "agreed", "Agreed?", default="agreed_to_wanted")
    inner.add("exclusiveGateway", "wanted", "Check before sending?", default="wanted_to_check")
    inner.block("send_reply", "Send the reply")
    inner.add("endEvent", "reply_sent", "Reply sent")
    inner.task("check", "Check and send")
    inner.add("exclusiveGateway", "checked", "Sent?", default="checked_to_s1_answered")
    inner.add("endEvent", "s1_answered", "Checked and sent")
    inner.chain("s1_begun", "respond", "sign_off", "agreed")
    inner.flow("agreed", "respond", "Send back")
    inner.flow("agreed", "wanted", "Agreed")
    inner.flow("wanted", "check", "Yes")
    inner.flow("wanted", "send_reply", "No")
    inner.chain("send_reply", "reply_sent")
    inner.chain("check", "checked")
    inner.flow("checked", "respond", "Send back")
    inner.flow("checked", "s1_answered", "Sent")
    top.stage("stage_1", "Stage 1: local resolution", inner)
    _ladder(top, "stage_1")
    top.add("exclusiveGateway", "late", "Answer late?", default="late_to_not_late")
    top.task("late_notice", "Say that stage 2 can be asked for")
    top.add("endEvent", "late_told")
    top.add("endEvent", "not_late")
    top.timer("stage_1", "day_20", "Day 20 passed", "late")
    top.flow("late", "late_notice", "Yes")
    top.flow("late", "not_late", "No")
    top.chain("late_notice", "late_told")
    _interrupts(top, "stage_1")
    top.interrupt("stage_1", "ask_2_during_1", "Stage 2 is asked for", "ask_stage_2", "stage_2")
    closing = Scope()
    closing.add("startEvent", "c1_begun")
    closing.wait("close_out_due", "5 working days later")
    closing.task("close_out", "Close-out", "case:allocated_manager")
    closing.block("record_close_out", "Record the close-out")
    closing.add("endEvent", "closed_out")
    closing.chain("c1_begun", "close_out_due", "close_out", "record_close_out", "closed_out")
    top.stage("closing_stage_1", "Closing stage 1", closing)
    top.interrupt("closing_stage_1", "ask_2_during_closing", "Stage 2 is asked for", "ask_stage_2", "stage_2")
    top.chain("stage_1", "closing_stage_1")
    top.add("eventBasedGateway", "may_ask_stage_2", "Is stage 2 asked for?")
    top.wait("asked_2", "Stage 2 is asked for", "ask_stage_2")
    top.wait("no_request_2", "20 working days passed")
    top.chain("closing_stage_1", "may_ask_stage_2", "asked_2", "stage_2")
    top.chain("may_ask_stage_2", "no_request_2", "close")


def _second(top: Scope) -> None:
    inner = Scope()
    inner.add("startEvent", "s2_begun")
    inner.task("accept", "Accept and appoint")
    inner.task("statement", "Agree the statement of complaint", "case:investigating_officer")
    inner.add("parallelGateway", "both")
    inner.task("investigate", "Investigate and report", "case:investigating_officer")
    inner.task("independent_report", "Write the independent report", "case:independent_person")
    inner.add("parallelGateway", "joined")
    inner.task("quality_check", "Check both reports")
    inner.task("adjudicate", "Adjudicate", "case:adjudicating_officer")
    inner.task("send_pack", "Send the answer and both reports")
    inner.add("exclusiveGateway", "pack_sent", "Sent?", default="pack_sent_to_s2_answered")
    inner.add("endEvent", "s2_answered", "Answer sent")
    inner.chain("s2_begun", "accept", "statement", "both", "investigate", "joined", "quality_check", "adjudicate")
    inner.chain("both", "independent_report", "joined")
    inner.chain("adjudicate", "send_pack", "pack_sent")
    inner.flow("pack_sent", "adjudicate", "Send back")
    inner.flow("pack_sent", "s2_answered", "Sent")
    top.stage("stage_2", "Stage 2: investigation", inner)
    _ladder(top, "stage_2")
    top.reminder("stage_2", "progress", "Working day 10", "Ask the investigating officer how far it is")
    top.task("decide_extension", "Decide on more time")
    top.timer("stage_2", "day_20_of_2", "Working day 20", "decide_extension", top.add("endEvent", "decided"))
    top.reminder("stage_2", "draft_report", "Working day 45", "Remind of the draft report")
    top.reminder("stage_2", "adjudication", "Working day 55", "Remind of the adjudication")
    _interrupts(top, "stage_2")
    top.add("eventBasedGateway", "may_ask_stage_3", "Is stage 3 asked for?")
    top.wait("asked_3", "Stage 3 is asked for", "ask_stage_3")
    top.wait("no_request_3", "20 working days passed")
    top.chain("stage_2", "may_ask_stage_3", "asked_3", "stage_3")
    top.chain("may_ask_stage_3", "no_request_3", "close")


def _third(top: Scope) -> None:
    before = Scope()
    before.add("startEvent", "bp_begun")
    before.task("papers", "Send the papers", "admin_support")
    before.wait("panel_day", "Day of the panel")
    before.add("endEvent", "panel_met")
    before.chain("bp_begun", "papers", "panel_day", "panel_met")
    inner = Scope()
    inner.add("startEvent", "s3_begun")
    inner.task("acknowledge", "Acknowledge the request")
    inner.add("exclusiveGateway", "way", "Panel or Ombudsman?", default="way_to_arrange")
    inner.task("arrange", "Arrange the panel")
    inner.add("endEvent", "referred", "Referred early")
    inner.stage("before_panel", "Before the panel", before)
    inner.interrupt("before_panel", "moved", "Panel moved", "move_panel", "arrange")
    inner.task("panel_report", "Take in the panel's report", "admin_support")
    inner.task("answer_panel", "Answer the panel", "director")
    inner.task("send_answer", "Check and send")
    inner.add("exclusiveGateway", "answer_sent", "Sent?", default="answer_sent_to_s3_answered")
    inner.add("endEvent", "s3_answered", "Answer sent")
    inner.chain("s3_begun", "acknowledge", "way")
    inner.flow("way", "arrange", "Panel")
    inner.flow("way", "referred", "Ombudsman")
    inner.chain("arrange", "before_panel", "panel_report", "answer_panel", "send_answer", "answer_sent")
    inner.flow("answer_sent", "answer_panel", "Send back")
    inner.flow("answer_sent", "s3_answered", "Sent")
    top.stage("stage_3", "Stage 3: review panel", inner)
    for id_, name in (("ack_3", "2 working days"), ("chair", "Chair is due"), ("panel", "Panel is due")):
        top.reminder("stage_3", id_, name, "Remind the complaints officer")
    top.reminder("stage_3", "papers_due", "10 working days before the panel", "Remind of the papers")
    top.reminder("stage_3", "report_3", "Report is due", "Remind the panel's support")
    _ladder(top, "stage_3")
    _interrupts(top, "stage_3")
    top.chain("stage_3", "close")


def _ladder(top: Scope, stage: str) -> None:
    top.reminder(stage, f"three_before_{stage}", "3 working days before the limit", "Remind the owner")
    top.reminder(stage, f"one_before_{stage}", "1 working day before", "Remind the owner and their line manager")
    top.block(f"escalate_{stage}", "Tell the head of service as well", "sendTask")
    top.task(f"overrun_{stage}", "Say sorry for the delay")
    told = top.add("endEvent", f"sorry_{stage}")
    top.timer(stage, f"one_after_{stage}", "1 working day after", f"escalate_{stage}", f"overrun_{stage}", told)


def _interrupts(top: Scope, stage: str) -> None:
    top.interrupt(stage, f"withdrawn_{stage}", "Withdrawn", "withdraw", "record_withdrawal")
    top.interrupt(stage, f"frozen_{stage}", "Proceedings elsewhere", "freeze", "proceedings")


def _shared(top: Scope) -> None:
    top.block("record_withdrawal", "Close as withdrawn")
    ends = '<bpmn:terminateEventDefinition id="ends_here"/>'
    top.chain("record_withdrawal", top.add("endEvent", "case_withdrawn", "Ends here", ends))
    top.task("proceedings", "Note when the proceedings are over, and invite again")
    top.add("eventBasedGateway", "may_resubmit", "Is it brought again?")
    top.wait("resubmitted", "Brought again", "resubmit")
    top.wait("a_year", "1 year passed")
    top.chain("proceedings", "may_resubmit", "resubmitted", "entry")
    top.chain("may_resubmit", "a_year", "close")
    top.block("close", "Close the case")
    top.chain("close", top.add("endEvent", "closed", "Closed"))
