"""Every task is somebody's, has a page, and asks questions that can be answered."""

import re
from collections import Counter
from collections.abc import Iterator

from engine.casework.policy import POLICY, Action
from engine.casework.vocabulary import ChildStatus, EventKind, Relation, Role
from engine.procedures import forms, profile
from engine.procedures.definition import Element, FormField, Procedure, Variable
from engine.procedures.findings import Finding, error, warning
from engine.procedures.reader import Reading

MAX_FIELDS = 7
"""A page that asks more is a job for two sittings."""

_FIELD_ID = re.compile(r"[a-z][a-z0-9_]{0,49}")
_DATED = ("event.", "until.")
"""A question of these says when something happened, or which day was named."""
_OPTION = re.compile(r"[a-z0-9][a-z0-9_]{0,49}")


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about who does a task and what its page asks."""
    for node in reading.procedure.elements.values():
        if node.kind == "userTask":
            yield from _task(node)
            yield from _questions(node, reading.procedure)
        elif node.fields or node.form_key or node.candidate:
            sentence = "Only a user task has a page and somebody who does it. Make this a user task."
            yield error("page-without-person", sentence, node.id, node.line)


def wrong_candidate(text: str) -> str | None:
    """What is wrong with the role or relation that a diagram names, or None."""
    if "," in text:
        return "names several; name one role or relation"
    relation = text.removeprefix("case:")
    if relation != text:
        known = sorted(each.value for each in Relation if each is not Relation.COMPLAINED_ABOUT)
        if relation == Relation.COMPLAINED_ABOUT:
            return "names the person complained about, who never sees the case"
        return None if relation in known else f"is no relation to a case; known: {', '.join(known)}"
    roles = sorted(each.value for each in Role)
    return None if text in roles else f"is no role; known: {', '.join(roles)}, or case:<relation>"


def _sees_cases(candidate: str) -> bool:
    """Whether the policy opens the case to this role or relation before anybody has claimed the task."""
    return candidate.removeprefix("case:") in POLICY[Action.SEE_CASE]


def _who_see_cases() -> str:
    """The candidates to choose from: "complaints_officer, ..., case:allocated_manager"."""
    grants = POLICY[Action.SEE_CASE]
    relations = (f"case:{each.value}" for each in Relation if each in grants)
    return ", ".join([*(each.value for each in Role if each in grants), *relations])


def _task(node: Element) -> Iterator[Finding]:
    if not node.name:
        yield error("no-name", "The task has no name to show in an inbox. Name it with a verb.", node.id, node.line)
    if node.candidate is None:
        sentence = "Nobody is named to do this. Give it candidate groups: a role or case:<relation>."
        yield error("no-candidate", sentence, node.id, node.line)
    elif wrong := wrong_candidate(node.candidate):
        yield error("unknown-candidate", f"Candidate groups {node.candidate!r}: it {wrong}.", node.id, node.line)
    elif not _sees_cases(node.candidate):
        sentence = (
            f"{node.candidate} may not see the case, so could not find this task. Name one of {_who_see_cases()}."
        )
        yield error("candidate-cannot-see", sentence, node.id, node.line)
    if node.form_key is not None and node.form_key not in profile.FORM_KEYS:
        known = ", ".join(sorted(profile.FORM_KEYS))
        sentence = (
            f"There is no built-in page {node.form_key!r}. Known: {known}; or leave it out and list the questions."
        )
        yield error("unknown-form-key", sentence, node.id, node.line)


def _questions(node: Element, procedure: Procedure) -> Iterator[Finding]:
    if len(node.fields) > MAX_FIELDS:
        sentence = f"The page asks {len(node.fields)} questions. More than {MAX_FIELDS} want two tasks."
        yield warning("many-fields", sentence, node.id, node.line)
    for id_, count in Counter(field.id for field in node.fields).items():
        if count > 1:
            yield error("field-twice", f"The field {id_} stands {count} times on this page.", node.id, node.line)
    for field in node.fields:
        for rule, sentence in (
            *_field(field),
            *_choices(field),
            *_needed_when(field, node),
            *_written(field, procedure),
        ):
            yield error(rule, f"The field {field.id or '(without id)'} {sentence}.", node.id, field.line or node.line)


def _field(field: FormField) -> Iterator[tuple[str, str]]:
    """What is wrong with a question by itself, as rule and words that follow "The field ... "."""
    yield from _id(field)
    if not field.label:
        yield "field-label", "has no label. Write the question"
    if field.type not in forms.TYPES:
        yield "field-type", f"has the unknown type {field.type!r}; known: {', '.join(sorted(forms.TYPES))}"
    elif wrong := forms.wrong_default(field):
        yield "field-default", f"has a default that {wrong}"
    if field.minimum is not None and field.maximum is not None and field.minimum > field.maximum:
        yield "field-range", f"cannot be at least {field.minimum} and at most {field.maximum}"
    if field.max_length is not None and field.max_length < 1:
        yield "field-range", "cannot be answered in no characters"


def _id(field: FormField) -> Iterator[tuple[str, str]]:
    """Where the answer goes has to be somewhere."""
    if field.id.startswith("case."):
        yield from _case_field(field)
    elif field.id.startswith(_DATED):
        if field.id.partition(".")[2] not in set(EventKind):
            yield "field-id", "names no event of a case that the house knows"
        if field.type != "date":
            yield "field-type", "records when something happened, so it has to be of type date"
    elif not _FIELD_ID.fullmatch(field.id):
        yield "field-id", "needs an id of small letters, digits and underscores"


def _case_field(field: FormField) -> Iterator[tuple[str, str]]:
    """A question that writes the case record fits the field that it writes."""
    type_ = profile.CASE_FIELDS.get(field.id.removeprefix("case."))
    if type_ is None:
        yield "field-id", f"is not a field of the case record; known: {', '.join(profile.CASE_FIELDS)}"
    elif field.type != type_:
        yield "field-type", f"is of type {field.type}, but the case keeps it as {type_}"
    elif field.id == "case.child_status" and {each.value for each in field.options} - set(ChildStatus):
        yield "field-options", f"offers more than the case can keep: {', '.join(ChildStatus)}"


def _choices(field: FormField) -> Iterator[tuple[str, str]]:
    values = [option.value for option in field.options]
    if field.type != "enum":
        return
    if len(values) < 2 or len(set(values)) != len(values):
        yield "field-options", "needs two different choices or more"
    if not all(_OPTION.fullmatch(option.value) and option.label.strip() for option in field.options):
        yield "field-options", "has a choice without a label or without an id of small letters, digits and underscores"


def _needed_when(field: FormField, node: Element) -> Iterator[tuple[str, str]]:
    if field.required_when is None:
        return
    other_id, value = field.required_when
    other = next((each for each in node.fields if each.id == other_id and each is not field), None)
    if other is None:
        yield "field-required-when", f"is required when {other_id} says so, and there is no such field here"
    elif other.type == "enum" and value not in {option.value for option in other.options}:
        yield "field-required-when", f"is required when {other_id} is {value}, which is not among its choices"


def _written(field: FormField, procedure: Procedure) -> Iterator[tuple[str, str]]:
    """A question whose id is a declared variable routes the case, so it gives that variable's values and no others."""
    if field.id in profile.CONTEXT_FACTS:
        yield "field-id", "has the name of a fact that a page cannot change"
    variable = procedure.variables.get(field.id)
    if variable is None:
        return
    if variable.type != field.type:
        yield "field-variable", f"is of type {field.type}, but the variable {variable.name} is {_words(variable)}"
    elif surplus := [each.value for each in field.options if variable.values and each.value not in variable.values]:
        yield "field-variable", f"offers {', '.join(surplus)}, but the variable is {_words(variable)}"


def _words(variable: Variable) -> str:
    """A variable's type as its sentence says it."""
    plain = {"boolean": "yes or no", "long": "whole number", "date": "a date"}
    return plain.get(variable.type, f"one of {', '.join(variable.values)}")
