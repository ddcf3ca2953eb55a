"""What a diagram tells a task's page can be true: letters, stages, clocks and parts that exist, variables declared."""

from collections.abc import Callable, Iterator, Mapping

from engine.casework.letter_subject import STAGE_1, STAGE_2, STAGE_3
from engine.casework.vocabulary import Relation
from engine.procedures.blocks import LETTERS
from engine.procedures.definition import Element, Procedure
from engine.procedures.findings import Finding, error
from engine.procedures.pages import APPOINTS, CLOCK, LETTER, PAGES, STAGE, BuiltInPage
from engine.procedures.reader import Reading

STAGES = (STAGE_1, STAGE_2, STAGE_3)
OWN_QUESTIONS = BuiltInPage("", "A page of the diagram's own questions.", takes=(STAGE, LETTER))
"""What a page without a form key may be told."""


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about what tasks tell their pages."""
    for node in reading.procedure.elements.values():
        page = PAGES.get(node.form_key) if node.form_key else OWN_QUESTIONS
        if node.kind == "userTask" and page is not None:
            yield from _settings(node, page, reading.procedure)
            yield from _variables(node, page, reading.procedure)


def _settings(node: Element, page: BuiltInPage, procedure: Procedure) -> Iterator[Finding]:
    for name in page.needs:
        if not node.settings.get(name):
            sentence = f"The page {page.key} has to be told its {name}. Add the property {name}."
            yield error("page-setting-missing", sentence, node.id, node.line)
    for name, value in node.settings.items():
        if name not in (*page.needs, *page.takes):
            known = ", ".join((*page.needs, *page.takes)) or "nothing"
            sentence = f"The page {page.key or 'of own questions'} is told {name!r}, which it does not know ({known})."
            yield error("page-setting-unknown", sentence, node.id, node.line)
        elif wrong := _WRONG[name](value, procedure):
            yield error("page-setting", f"The page is told {name} {value!r}: {wrong}.", node.id, node.line)


def _wrong_letter(value: str, procedure: Procedure) -> str | None:
    return None if value in LETTERS else "there is no such letter"


def _wrong_stage(value: str, procedure: Procedure) -> str | None:
    return None if value in STAGES else f"stages are {', '.join(STAGES)}"


def _wrong_clock(value: str, procedure: Procedure) -> str | None:
    return None if value in procedure.clocks else "this procedure declares no such clock"


def _wrong_parts(value: str, procedure: Procedure) -> str | None:
    """Several can be named; nobody is appointed to be complained about, nor to have logged the case."""
    parts = {each.value for each in Relation} - {Relation.COMPLAINED_ABOUT, Relation.LOGGED_BY}
    unknown = [name for name in (part.strip() for part in value.split(",")) if name not in parts]
    return f"{', '.join(unknown) or 'nothing'} is no part that can be given in a case" if unknown else None


_WRONG: Mapping[str, Callable[[str, Procedure], str | None]] = {
    LETTER: _wrong_letter,
    STAGE: _wrong_stage,
    CLOCK: _wrong_clock,
    APPOINTS: _wrong_parts,
}


def _variables(node: Element, page: BuiltInPage, procedure: Procedure) -> Iterator[Finding]:
    """What a built-in page decides has to be a variable of the procedure, or nothing could follow from it."""
    for name in page.variables:
        if name not in procedure.variables:
            sentence = f"The page {page.key} decides {name}, and the procedure declares no such variable. Declare it."
            yield error("page-variable", sentence, node.id, node.line)
