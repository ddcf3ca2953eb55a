"""Goes every way through a diagram: each branch, each event on an edge, on to an end, its clocks read all along."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from itertools import product

from engine.casework import bank_holidays
from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockReading, DatedEvent, read_clock
from engine.casework.completion import MEETS
from engine.casework.pages.fields import NAMES_A_DAY
from engine.casework.step import Context, Scalar, Step
from engine.procedures.definition import Element, Procedure, Variable
from engine.procedures.pages import PAGES, events_of
from engine.spiff import runner
from engine.spiff.parse import Definition, compile_definition
from tests.council import BPMN

SHIPPED = {f"{path.parent.name}/{path.stem}": path for path in sorted(BPMN.glob("*/*.bpmn"))}
MESSAGE_EVENTS: Mapping[str, str] = {
    "withdraw": "withdrawn",
    "freeze": "frozen",
    "resubmit": "resubmitted",
    "ask_stage_2": "stage_2_requested",
    "ask_stage_3": "stage_3_requested",
    "move_panel": "panel_moved",
}
"""What the case records when a procedure is told of it."""
BEGUN_BY: Mapping[str, tuple[str, ...]] = {
    "stage_2": ("stage_2_requested",),
    "stage_3": ("stage_3_requested",),
    "enquiry": ("ombudsman_enquired",),
    "draft": ("ombudsman_draft_received",),
    "decision": ("ombudsman_decided",),
}
"""What has happened when a procedure begins further on."""
CALENDAR = WorkingCalendar(bank_holidays.england())
FIRST_DAY = date(2026, 1, 5)
SEND_BACK = "send_back"
DELAYED = 5
"""Working days after an event that names a day."""


@cache
def definition(name: str) -> Definition:
    """A shipped diagram, compiled."""
    return compile_definition(SHIPPED[name].read_bytes())


@dataclass(frozen=True)
class Place:
    """Where a case stands: the instance after a step, the day, and what has happened until then."""

    step: Step
    facts: tuple[tuple[str, Scalar], ...]
    day: date
    events: tuple[DatedEvent, ...]
    told: tuple[str, ...]
    """The moves so far, in words."""


@dataclass
class Wayfarer:
    """One diagram and everything that was seen of it."""

    name: str
    reached: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    """The elements from which, by which choice, a case was moved on."""
    places: dict[object, Place] = field(default_factory=dict)
    _onward: dict[object, set[object]] = field(default_factory=dict)

    @property
    def procedure(self) -> Procedure:
        """What the diagram says."""
        return definition(self.name).procedure

    @cached_property
    def _messages(self) -> tuple[str, ...]:
        return tuple(sorted({e.message for e in self.procedure.elements.values() if e.message}))

    def beginnings(self) -> Iterator[Place]:
        """A new case for each entry, under either setting of the council, late or not."""
        entries = self.procedure.variables.get("entry")
        for entry, checked in product(entries.values if entries else (None,), (True, False)):
            facts: dict[str, Scalar] = {"check_before_sending": checked, "is_child": False, "answer_overdue": checked}
            step = runner.start(definition(self.name), entry, Context(facts))
            triaged = () if self.procedure.key == "intake" else ("acknowledged",)
            kinds = ("received", *triaged, *BEGUN_BY.get(entry or "", ()))
            events = tuple(_dated(kind, FIRST_DAY) for kind in kinds)
            yield self._note(Place(step, tuple(facts.items()), FIRST_DAY, events, (f"from {entry}",)), step)

    def walk(self) -> list[Place]:
        """Every place that a case can come to. Each reminder is followed to its end, after which all is as before."""
        waiting = deque((place, place) for place in self.beginnings())
        while waiting:
            place, before = waiting.popleft()
            self._onward.setdefault(self.kind(before), set()).add(self.kind(place))
            if self.kind(place) in self.places:
                continue
            self.places[self.kind(place)] = place
            for reminder in self._reminders(place):
                after = self._through_side_work(self.fire(place, reminder), place)
                assert self.kind(after) == self.kind(place), after.told
            waiting.extend((after, place) for after in self.onward(place))
        return list(self.places.values())

    def without_an_end(self) -> list[Place]:
        """The places from which no way that was walked leads to an end."""
        ending = {kind for kind, place in self.places.items() if place.step.ended}
        while more := {kind for kind, following in self._onward.items() if following & ending} - ending:
            ending |= more
        return [place for kind, place in self.places.items() if kind not in ending]

    def onward(self, place: Place) -> Iterator[Place]:
        """Everything that can happen next but a reminder."""
        for task in place.step.open_tasks:
            for variables in self.choices(self.procedure.elements[task.element]):
                yield self.complete(place, task.element, variables)
        for timer in place.step.timers:
            if self.procedure.elements[timer.element].kind == "intermediateCatchEvent":
                yield self.fire(place, timer.element)
        for message in self._messages:
            if runner.listens(definition(self.name), place.step.state, message):
                yield self.tell(place, message)

    def complete(self, place: Place, element: str, variables: Mapping[str, Scalar]) -> Place:
        """A person finishes a task with these decisions."""
        (task_id,) = (t.id for t in place.step.open_tasks if t.element == element)
        step = runner.complete(definition(self.name), place.step.state, task_id, variables, Context(dict(place.facts)))
        kinds = () if SEND_BACK in variables.values() else _happened(self.procedure.elements[element], variables)
        self.taken.update((element, str(value)) for value in variables.values())
        told = f"{element} {dict(variables)}" if variables else element
        return self._moved(place, step, element, told, kinds)

    def fire(self, place: Place, element: str) -> Place:
        """A timer of the diagram rings."""
        (timer_id,) = (t.id for t in place.step.timers if t.element == element)
        step = runner.fire(definition(self.name), place.step.state, timer_id, Context(dict(place.facts)))
        return self._moved(place, step, element, element, ())

    def tell(self, place: Place, message: str) -> Place:
        """The case tells its procedure of something. What is put aside comes back where it stood."""
        payload: dict[str, Scalar] = {"entry": self.stage_of(place)} if message == "freeze" else {}
        facts = Context(dict(place.facts))
        step = runner.signal(definition(self.name), place.step.state, message, payload, facts)
        element = next(e.id for e in self.procedure.elements.values() if e.message == message)
        return self._moved(place, step, element, f"({message})", (MESSAGE_EVENTS[message],))

    def stage_of(self, place: Place) -> str:
        """The outermost sub-process that its work stands in, or the one that waits."""
        names = [*(t.element for t in place.step.open_tasks), *(t.element for t in place.step.timers)]
        inside = [self.procedure.elements[name] for name in names]
        stages = [stage for stage in map(self._outermost, inside) if stage]
        return stages[0] if stages else ""

    def clocks(self, place: Place) -> dict[str, ClockReading]:
        """Every clock of the procedure as it reads there."""
        rules = self.procedure.clocks.values()
        return {rule.name: read_clock(rule, place.events, CALENDAR, place.day) for rule in rules}

    def _outermost(self, element: Element) -> str:
        found = ""
        here: Element | None = element
        while here is not None:
            found = here.id if here.kind == "subProcess" else (here.attached_to or found)
            here = self.procedure.elements.get(here.parent or "")
        return found

    def _through_side_work(self, place: Place, before: Place) -> Place:
        """Finish what a reminder has opened beside the main work."""
        known = {t.id for t in before.step.open_tasks}
        while extra := [t.element for t in place.step.open_tasks if t.id not in known]:
            choice = next(iter(self.choices(self.procedure.elements[extra[0]])))
            place = self.complete(place, extra[0], choice)
        return place

    def _reminders(self, place: Place) -> list[str]:
        elements = self.procedure.elements
        return [t.element for t in place.step.timers if elements[t.element].kind == "boundaryEvent"]

    def choices(self, element: Element) -> Iterator[Mapping[str, Scalar]]:
        """Every decision that the page of a task can make."""
        page = PAGES.get(element.form_key or "")
        names = [*(page.variables if page else ()), *(f.id for f in element.fields)]
        asked = [self.procedure.variables[n] for n in dict.fromkeys(names) if n in self.procedure.variables]
        for values in product(*(_values(variable) for variable in asked)):
            yield {variable.name: value for variable, value in zip(asked, values, strict=True)}

    def _moved(self, place: Place, step: Step, element: str, told: str, kinds: tuple[str, ...]) -> Place:
        day = CALENDAR.add(place.day, 1)
        effects = [e.inputs["event"] for e in step.effects if e.topic == "record_event"]
        sent = [MEETS[e.inputs["letter"]].value for e in step.effects if e.topic == "send_letter"]
        events = (*place.events, *(_dated(kind, day) for kind in (*kinds, *effects, *sent)))
        self.reached.add(element)
        return self._note(Place(step, place.facts, day, events, (*place.told, told)), step)

    def _note(self, place: Place, step: Step) -> Place:
        for line in step.history:
            self.reached.add(line.element)
        self.reached.update(t.element for t in step.open_tasks)
        self.reached.update(t.element for t in step.timers)
        return place

    def kind(self, place: Place) -> object:
        """What makes two places the same: the same work and the same waits, under the same settings."""
        work = tuple(sorted(t.element for t in place.step.open_tasks))
        return work, tuple(sorted(t.element for t in place.step.timers)), place.facts, place.step.ended


def _values(variable: Variable) -> tuple[Scalar, ...]:
    return variable.values or (True, False)


def _happened(element: Element, variables: Mapping[str, Scalar]) -> tuple[str, ...]:
    """What finishing a page records, by the way it decides."""
    kinds = events_of(element)
    if element.form_key == "triage":
        route = variables["route"]
        by_route = {"resolved": {"resolved_at_once"}, "not_accepted": {"not_accepted"}}
        kinds = frozenset(by_route.get(str(route), {"acknowledged"}))
    if element.form_key == "stage_3_request":
        way = variables["way"]
        kinds = frozenset({"referred_early"} if way == "early_referral" else {"stage_3_acknowledged"})
    return tuple(sorted(kinds))


def _dated(kind: str, day: date) -> DatedEvent:
    named = CALENDAR.add(day, DELAYED) if kind in NAMES_A_DAY else None
    clock = "stage_1_response" if kind == "overrun" else None
    return DatedEvent(kind, day, clock=clock, until_on=named or (day if clock else None))
