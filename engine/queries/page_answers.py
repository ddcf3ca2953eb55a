"""What was typed on the page of a task, checked: by the built-in page, or by the questions of the diagram itself."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Row

from engine.casework.completion import Completion, PageFacts
from engine.casework.pages import (
    adjudicate,
    answer_panel,
    appoint,
    check_and_send,
    fields,
    investigate,
    overrun,
    panel,
    panel_report,
    respond,
    share_compliment,
    stage_3_request,
    statement,
    triage,
)
from engine.casework.pages.typed import Typed
from engine.library import DefinitionRow
from engine.office import Office, Transaction
from engine.procedures import forms
from engine.procedures.definition import Element
from engine.queries import appointing, page_facts

PAGES: Mapping[str, Callable[[Typed, PageFacts], Completion]] = {
    "appoint": appoint.read,
    "panel": panel.read,
    "triage": triage.read,
    "share_compliment": share_compliment.read,
    "respond": respond.read,
    "check_and_send": check_and_send.read,
    "overrun": overrun.read,
    "statement": statement.read,
    "investigate": investigate.read,
    "adjudicate": adjudicate.read,
    "stage_3_request": stage_3_request.read,
    "panel_report": panel_report.read,
    "answer_panel": answer_panel.read,
}
"""The built-in pages by `camunda:formKey` (`engine.procedures.pages` says what each is for)."""


def of_task(
    office: Office, transaction: Transaction, definition: DefinitionRow, row: Row[Any], typed: Mapping[str, str]
) -> Completion:
    """What was typed on the page of a task (`row`: of it and its case), checked. Raises `InvalidAnswers`."""
    procedure, connection = definition.compiled.procedure, transaction.connection
    element = procedure.elements[row.element]
    if element.form_key is not None:
        facts = page_facts.of_case(connection, row, transaction.today, element.settings, procedure.variables)
        facts = appointing.with_people(connection, office.library, element.form_key, facts, row.case_id)
    else:
        facts = page_facts.told(row, transaction.today, element.settings)
    return read(element, procedure.variables, typed, facts)


def read(element: Element, variables: Collection[str], typed: Typed, facts: PageFacts) -> Completion:
    """What was typed on a task's page, checked: a built-in page, or one of the diagram's own questions.

    `variables` are the names that the procedure declares. Raises `InvalidAnswers`.
    """
    if element.form_key is not None:
        return PAGES[element.form_key](typed, facts)
    return fields.read(forms.validate(element.fields, typed), variables, typed, facts)
