"""A procedure starts only what is there on the days that it holds."""

from datetime import date

from engine.procedures import reader, starts
from engine.procedures.definition import Procedure
from tests.engine.procedures.examples import block, chain, diagram, end, start

EARLY, LATE, LATER = date(2020, 1, 1), date(2024, 1, 1), date(2028, 1, 1)


def caller(key: str = "p", **inputs: str) -> Procedure:
    body = start() + block("start_procedure", "serviceTask", "go", **inputs) + end() + chain("start", "go", "end")
    return reader.read(diagram(body).replace(b'<bpmn:process id="p"', f'<bpmn:process id="{key}"'.encode()))


def target(values: str) -> Procedure:
    declared = ((f"variable:{starts.ENTRY}", f"one of {values}"),) if values else ()
    body = diagram(start() + end() + chain("start", "end"), declared)
    return reader.read(body.replace(b'<bpmn:process id="p"', b'<bpmn:process id="other"'))


def rules(*dated: tuple[date, Procedure], new: Procedure) -> list[str]:
    return [finding.rule for finding in starts.missing(starts.versions(dated), [new])]


def test_what_is_there_can_be_started_with_a_beginning_or_without() -> None:
    for inputs in ({"procedure": "other"}, {"procedure": "other", "entry": "b"}):
        asking = caller(**inputs)
        assert rules((LATE, asking), (EARLY, target("a, b")), new=asking) == []


def test_a_procedure_that_is_not_there_is_named() -> None:
    asking = caller(procedure="nowhere")
    [finding] = starts.missing(starts.versions([(EARLY, asking), (EARLY, target("a, b"))]), [asking])
    assert (finding.rule, finding.element) == ("unknown-procedure", "go")
    assert "'nowhere'" in finding.sentence
    assert "Known: other, p" in finding.sentence


def test_a_beginning_that_any_version_of_those_days_lacks_is_named() -> None:
    asking = caller(procedure="other", entry="b")
    assert rules((EARLY, asking), (EARLY, target("a, b")), (LATE, target("a, c")), new=asking) == ["unknown-entry"]
    assert rules((EARLY, asking), (EARLY, target("")), new=asking) == ["unknown-entry"]


def test_a_version_that_was_over_before_is_not_asked() -> None:
    asking = caller(procedure="other", entry="b")
    dated = ((EARLY, caller()), (LATE, asking), (EARLY, target("a, c")), (LATE, target("a, b")))
    assert rules(*dated, new=asking) == []


def test_a_new_version_keeps_the_beginnings_that_others_use() -> None:
    narrowed = target("a, c")
    asking = caller(procedure="other", entry="b")
    assert rules((EARLY, asking), (EARLY, target("a, b")), (LATER, narrowed), new=narrowed) == ["unknown-entry"]


def test_what_is_new_answers_for_itself_alone() -> None:
    new = caller("another", procedure="other")
    broken = caller(procedure="other", entry="z")
    assert rules((EARLY, broken), (EARLY, target("a, b")), (LATE, new), new=new) == []
