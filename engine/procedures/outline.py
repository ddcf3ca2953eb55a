"""The procedure as a numbered list of steps in words, for those who cannot or would rather not read the picture."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from engine.casework.dates import how_many
from engine.procedures import profile
from engine.procedures.blocks import CATALOGUE, recipients
from engine.procedures.definition import Element, Flow, Procedure
from engine.procedures.pages import APPOINTS, letter_of
from engine.procedures.wording import heard, limit, listed, sentence, spaced, when, who


class StepKind(StrEnum):
    """What sort of step it is."""

    STAGE = "stage"
    TASK = "task"
    AUTOMATIC = "automatic"
    QUESTION = "question"
    WAIT = "wait"
    RACE = "race"
    """Several things are waited for; the first to come decides."""
    TOGETHER = "together"
    """Several ways are gone side by side."""


@dataclass(frozen=True)
class OutlineStep:
    """One step of the list."""

    number: str
    """ "3", or "3.1" for the first step inside the third."""
    element: str
    kind: StepKind
    name: str
    who: str
    """Who does it, in words; empty for what nobody does."""
    page: str
    """What the page asks, in words; empty for a step without a page."""
    what: str
    """What is done, in words; may be empty."""
    limits: tuple[str, ...]
    reminders: tuple[str, ...]
    """What happens at its edge: reminders before and after the limit, a withdrawal."""
    ways: tuple[str, ...]
    """The ways on from a question: "Send back: to step 1.1, Respond"."""

    @property
    def depth(self) -> int:
        """0 for a step of the procedure, 1 for one inside a stage."""
        return self.number.count(".")


def outline(procedure: Procedure) -> tuple[OutlineStep, ...]:
    """The steps in the order in which a case goes through them; what follows a reminder comes after its stage."""
    numbers = dict(_numbered(procedure, None, ""))
    return tuple(_step(procedure.elements[id_], numbers, procedure) for id_ in numbers)


def _numbered(procedure: Procedure, scope: str | None, prefix: str) -> Iterator[tuple[str, str]]:
    """Element and number of every step of a scope and of the stages in it."""
    count = 0
    for node in _in_order(procedure, scope):
        if _kind(node) is not None and not _is_raced(node, procedure):
            count += 1
            number = f"{prefix}{count}"
            yield node.id, number
            if node.kind == "subProcess":
                yield from _numbered(procedure, node.id, f"{number}.")


def _kind(node: Element) -> StepKind | None:
    """The kind of step that a node is, or None for one that the list leaves out: starts, ends, joins."""
    if node.kind == "subProcess":
        return StepKind.STAGE
    if node.kind == "userTask":
        return StepKind.TASK
    if node.kind in profile.BLOCK_TASKS:
        return StepKind.AUTOMATIC
    if node.kind == "intermediateCatchEvent":
        return StepKind.WAIT
    parts = len(node.outgoing) > 1
    return _FORKS.get(node.kind) if parts else None


_FORKS = {
    **dict.fromkeys(profile.CHOICES, StepKind.QUESTION),
    "eventBasedGateway": StepKind.RACE,
    "parallelGateway": StepKind.TOGETHER,
}
_NAMELESS = {StepKind.RACE: "What comes first", StepKind.TOGETHER: "Side by side"}
"""What a step is called that has no name in the diagram."""


def _is_raced(node: Element, procedure: Procedure) -> bool:
    """Whether it is one of the things that a gateway waits for: they are told with the gateway."""
    sources = (flow.source for flow in procedure.flows.values() if flow.target == node.id)
    return any(procedure.elements[each].kind == "eventBasedGateway" for each in sources if each in procedure.elements)


def _in_order(procedure: Procedure, scope: str | None) -> list[Element]:
    """The nodes of a scope so that each comes after what leads to it, loops apart."""
    nodes = [node for node in procedure.elements.values() if node.parent == scope]
    done: dict[str, Element] = {}
    seen: set[str] = set()

    def walk(node: Element) -> None:
        if node.id in seen or node.parent != scope:
            return
        seen.add(node.id)
        edge = [each for each in nodes if each.attached_to == node.id]
        for following in (*reversed(edge), *reversed(_following(node, procedure))):
            walk(following)
        done[node.id] = node

    for node in sorted(nodes, key=lambda node: node.kind == "startEvent"):
        if node.kind == "startEvent" or not _is_reached(node, nodes, procedure):
            walk(node)
    return [*reversed(done.values()), *(node for node in nodes if node.id not in done)]


def _is_reached(node: Element, nodes: list[Element], procedure: Procedure) -> bool:
    return bool(node.attached_to) or any(flow.target == node.id for flow in procedure.flows.values())


def _flows(node: Element, procedure: Procedure) -> list[Flow]:
    return [procedure.flows[id_] for id_ in node.outgoing if id_ in procedure.flows]


def _following(node: Element, procedure: Procedure) -> list[Element]:
    targets = (flow.target for flow in _flows(node, procedure))
    return [procedure.elements[target] for target in targets if target in procedure.elements]


def _step(node: Element, numbers: dict[str, str], procedure: Procedure) -> OutlineStep:
    kind = _kind(node) or StepKind.TASK
    return OutlineStep(
        number=numbers[node.id],
        element=node.id,
        kind=kind,
        name=node.name or _NAMELESS.get(kind, spaced(node.id)),
        who=sentence(who(node.candidate)) if node.candidate else "",
        page=_page(node) if kind is StepKind.TASK else "",
        what=_what(node, kind, procedure),
        limits=tuple(_limits(node, procedure)),
        reminders=tuple(_reminders(node, numbers, procedure)),
        ways=tuple(_WAYS[kind](node, numbers, procedure)) if kind in _WAYS else (),
    )


def _page(node: Element) -> str:
    """What the page asks: a built-in page by name, whom it appoints, the letter with it, the diagram's questions."""
    parts = [f"the page “{spaced(node.form_key)}”"] if node.form_key else []
    appointed = [who(f"case:{each}") for each in recipients(node.settings.get(APPOINTS, ""))]
    parts += [f"who is to be {listed(appointed)}"] if appointed else []
    parts += [f"“{field.label}”" for field in node.fields]
    letter = letter_of(node)
    asked = listed(parts)
    named = f"the letter “{spaced(letter)}”" if letter else ""
    return sentence(f"{asked}, with {named}" if asked and named else asked or named)


def _what(node: Element, kind: StepKind, procedure: Procedure) -> str:
    if kind is StepKind.WAIT:
        return f"Waits, then continues {_moment(node, procedure)}."
    block = CATALOGUE.get(node.topic or "")
    if kind is not StepKind.AUTOMATIC or block is None:
        return node.documentation or _BY_ITSELF.get(kind, "")
    if node.topic == "notify":
        told = listed([who(each) for each in recipients(node.inputs.get("to", ""))])
        return f"Tells {told}: {spaced(node.inputs.get('notice', ''))}."
    if node.topic == "raise_action":
        days = how_many(int(node.inputs.get("days", "0")))
        return f"{block.name}: {node.inputs.get('text', '')}, within {days}, by {who(node.inputs.get('owner', ''))}."
    told = listed([spaced(value) for value in node.inputs.values()])
    return f"{block.name}: {told}." if told else f"{block.name}."


_BY_ITSELF = {
    StepKind.RACE: "Waits for several things; the first to come decides.",
    StepKind.TOGETHER: "Goes on in several places at once.",
}


def _moment(node: Element, procedure: Procedure) -> str:
    """When an event happens, in words that follow "continues" and begin a reminder."""
    if node.timer is not None:
        return when(node.timer, procedure.clocks)
    return f"when {heard(node.message)}" if node.message else spaced(node.id)


def _edge(node: Element, procedure: Procedure) -> list[Element]:
    return [each for each in procedure.elements.values() if each.attached_to == node.id]


def _limits(node: Element, procedure: Procedure) -> Iterator[str]:
    """The clocks that the reminders on a step's edge name, and its own due date."""
    clocks = {event.timer.clock: None for event in _edge(node, procedure) if event.timer is not None}
    for clock in clocks:
        if clock in procedure.clocks:
            yield f"{sentence(spaced(clock))}: {limit(procedure.clocks[clock])}"
    if node.due is not None:
        yield f"Due {when(node.due, procedure.clocks)}"


def _reminders(node: Element, numbers: dict[str, str], procedure: Procedure) -> Iterator[str]:
    for event in _edge(node, procedure):
        following = listed([_place(each, numbers, procedure) for each in _following(event, procedure)])
        ends = "" if not event.interrupting else "; this step ends"
        yield f"{sentence(_moment(event, procedure))}: {following}{ends}"


def _ways(node: Element, numbers: dict[str, str], procedure: Procedure) -> Iterator[str]:
    """The ways on from a question, the default last."""
    for flow in sorted(_flows(node, procedure), key=lambda flow: flow.is_default):
        answer = flow.name or ("otherwise" if flow.is_default else flow.condition or "")
        target = procedure.elements.get(flow.target)
        if target is not None:
            yield f"{sentence(answer)}: {_place(target, numbers, procedure)}"


def _raced(node: Element, numbers: dict[str, str], procedure: Procedure) -> Iterator[str]:
    """What is waited for, each with where it leads."""
    for event in _following(node, procedure):
        following = listed([_place(each, numbers, procedure) for each in _following(event, procedure)])
        yield f"{sentence(_moment(event, procedure))}: {following}"


def _side_by_side(node: Element, numbers: dict[str, str], procedure: Procedure) -> Iterator[str]:
    for each in _following(node, procedure):
        yield sentence(_place(each, numbers, procedure))


_WAYS = {StepKind.QUESTION: _ways, StepKind.RACE: _raced, StepKind.TOGETHER: _side_by_side}
"""How the ways on from a step are told."""


def _place(node: Element, numbers: dict[str, str], procedure: Procedure) -> str:
    """Where a way leads: to a numbered step, or to an end."""
    seen: set[str] = set()
    while node.id not in numbers and node.kind != "endEvent" and node.id not in seen:
        seen.add(node.id)
        following = _following(node, procedure)
        if not following:
            break
        node = following[0]
    if node.id in numbers:
        return f"step {numbers[node.id]}, {node.name}"
    return f"the end, “{node.name}”" if node.name else "the end"
