"""Whatever people do, lawful or not, in whatever order: the case keeps to the law, and somebody can always go on."""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from engine.casework.law import check_rule
from engine.casework.lawful import STAGES, CaseAction, CaseState, Stage, entries, lawful
from engine.casework.policy import Actor
from engine.casework.vocabulary import Finding, Relation
from engine.db.database import Database
from engine.db.tables import case_file, finding, message, task
from engine.errors import InvalidAnswers, NotAllowed, NotFound, StaleTask
from engine.flows import (
    correcting,
    escalating,
    freezing,
    interests,
    joining,
    ombudsman,
    reopening,
    rerouting,
    tasks,
    timing,
    undoing,
    withdrawal,
)
from engine.office import Office
from engine.queries import case_file as files
from engine.queries import case_state, independence
from engine.queries.case_file import CaseFile
from notifications import render
from notifications.contents import CONTENTS
from notifications.letters import SHIPPED
from tests import guesswork, later_stages, story
from tests.council import Deaf, StandingClock, furnish
from tests.guesswork import EVERYBODY, signed_in
from tests.story import LETTER, Sweeper

START = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
CHECKED = frozenset({r.value for r in Relation} - {"complained_about", "logged_by"})
EXAMPLES, STEPS = 10, 20
REFUSED = (NotAllowed, InvalidAnswers, NotFound, StaleTask)


@cache
def template() -> Path:
    """The council with everybody who is needed for three stages, made once."""
    path = Path(tempfile.mkdtemp(prefix="heard-whatever-")) / "heard.db"
    furnish(f"sqlite:///{path}")
    office = Office(Database(f"sqlite:///{path}"), StandingClock(START), Deaf())
    later_stages.come(office)
    office.database.close()
    return path


class Whatever(RuleBasedStateMachine):
    """One statutory complaint, and people who do anything to it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="heard-case-"))
        self.clock = StandingClock(START)
        path = shutil.copy(template(), self.folder / "heard.db")
        self.office = Office(Database(f"sqlite:///{path}"), self.clock, Deaf())
        self.sweep = Sweeper(self.office, self.folder / "mail")
        self.olive = signed_in(self.office, "olive")

    @initialize(come_to=st.sampled_from(["stage 1", "its answer", "stage 2", "the adjudication", "stage 3"]))
    def a_complaint_has_come_so_far(self, come_to: str) -> None:
        self.reference = _BEGINNINGS[come_to](self.office)

    @rule(days=st.integers(1, 16))
    def time_passes(self, days: int) -> None:
        self.clock.forward(days=days)
        self.sweep()

    @rule(data=st.data())
    def somebody_works(self, data: st.DataObject) -> None:
        self.work(data)

    @rule(data=st.data())
    def two_people_work(self, data: st.DataObject) -> None:
        self.work(data)
        self.work(data)

    def work(self, data: st.DataObject) -> None:
        """Whoever can finishes an open task with answers that its page takes."""
        open_now = guesswork.open_tasks(self.office, self.reference)
        if not open_now:
            return
        task_id, element = open_now[data.draw(st.integers(0, len(open_now) - 1))]
        login = guesswork.whoever_can(self.office, task_id)
        if login is None:
            return
        page = guesswork.page_for(self.office, login, task_id)
        assert page is not None
        typed = guesswork.typed_for(page, element, lambda options: data.draw(st.sampled_from(options)))
        tasks.complete(self.office, signed_in(self.office, login), task_id, typed)

    @rule(data=st.data(), login=st.sampled_from(sorted(EVERYBODY)))
    def somebody_else_tries(self, data: st.DataObject, login: str) -> None:
        """Whoever may not do a task cannot complete it, whatever they send."""
        open_now = guesswork.open_tasks(self.office, self.reference)
        if not open_now:
            return
        task_id, _ = open_now[data.draw(st.integers(0, len(open_now) - 1))]
        page = guesswork.page_for(self.office, login, task_id)
        if page is not None and (page.mine or page.may_claim):
            return
        with pytest.raises((NotAllowed, NotFound, StaleTask)):
            tasks.complete(self.office, signed_in(self.office, login), task_id, {})

    @rule(data=st.data(), login=st.sampled_from(sorted(EVERYBODY)))
    def a_task_is_given_to_anybody(self, data: st.DataObject, login: str) -> None:
        open_now = guesswork.open_tasks(self.office, self.reference)
        if not open_now:
            return
        task_id, _ = open_now[data.draw(st.integers(0, len(open_now) - 1))]
        try:
            tasks.assign(self.office, self.olive, task_id, EVERYBODY[login])
        except (NotAllowed, NotFound):
            return

    @rule(data=st.data(), action=st.sampled_from(sorted(CaseAction)))
    def an_officer_does_something(self, data: st.DataObject, action: CaseAction) -> None:
        """What the table calls lawful succeeds; what it refuses is refused by the deed as well."""
        case, state = self.case(), self.state()
        refused = lawful(state)[action]
        deed = self.deed(action, case, state, data)
        if deed is None:
            return
        if refused is None:
            deed()
        else:
            with pytest.raises(REFUSED):
                deed()

    @rule(merged=st.booleans())
    def it_is_joined_with_another_case(self, merged: bool) -> None:  # noqa: FBT001 - a choice of the story
        other = story.log_and_triage(self.office)
        typed = {"other": self.reference, "reason": "Both are about the visits."}
        try:
            (joining.merge if merged else joining.link)(self.office, self.olive, other, typed)
        except REFUSED:
            return

    @rule(login=st.sampled_from(["adele", "heather", "ivan"]))
    def somebody_declares_an_interest(self, login: str) -> None:
        typed = {"person": str(EVERYBODY[login]), "about_case": self.reference, "what": "They are neighbours."}
        try:
            interests.declare(self.office, self.olive, typed)
        except REFUSED:
            return

    @rule(days=st.integers(1, 200))
    def more_time_than_the_law_gives_is_asked_for(self, days: int) -> None:
        for line in self.case().clocks:
            maximum = line.reading.maximum_on
            if maximum is None or line.name.startswith("corporate"):
                continue
            with self.office.database.reading() as connection:
                beyond = self.office.library.calendar(connection).add(maximum, days)
            typed = {"until_on": beyond.isoformat(), "ground": "complexity", "reason": "It is complex.", **LETTER}
            with pytest.raises(REFUSED):
                timing.extend(self.office, self.olive, self.reference, line.name, typed)

    @invariant()
    def somebody_or_something_is_waited_for(self) -> None:
        if not hasattr(self, "reference"):
            return
        state = self.state()
        if state.is_open:
            pending = story.timers(self.office, "pending")
            assert guesswork.open_tasks(self.office, self.reference) or pending or state.hears

    @invariant()
    def nobody_who_is_barred_has_a_part(self) -> None:
        if not hasattr(self, "reference"):
            return
        case_id, today = self.case().id, self.office.today()
        with self.office.database.reading() as connection:
            for relation, person_id in guesswork.holders(self.office, self.reference):
                if relation in CHECKED and self.state().is_open:
                    found = independence.verdict(connection, case_id, person_id, Relation(relation), today)
                    assert not found.is_barred, (relation, person_id, found)
            held = select(task.c.candidate, task.c.assignee_id).where(
                task.c.status == "open", task.c.assignee_id.is_not(None)
            )
            for row in connection.execute(held):
                about = (Relation.COMPLAINED_ABOUT.value, row.assignee_id)
                assert about not in guesswork.holders(self.office, self.reference)

    @invariant()
    def no_limit_is_beyond_the_law(self) -> None:
        if not hasattr(self, "reference"):
            return
        for line in self.case().clocks:
            reading = line.reading
            assert check_rule(reading.rule) == ()
            if reading.due_on is not None and reading.maximum_on is not None and "corporate" not in line.name:
                assert reading.due_on <= reading.maximum_on, line.name

    @invariant()
    def what_is_on_record_fits_together(self) -> None:
        """Its kind fits its procedure; what was answered has heads; no stage begins before the one before it ended."""
        if not hasattr(self, "reference"):
            return
        case, state = self.case(), self.state()
        if state.procedure in STAGES:
            assert state.kind == "complaint"
        happened: dict[str, date] = {}
        for event in case.events:
            if event.corrected_by_id is None:
                happened.setdefault(event.kind, event.occurred_on)
        if any(kind in happened for kind in ("stage_1_response_sent", "stage_2_response_sent")):
            assert case.heads
        for later, earlier in _IN_ORDER:
            if later in happened:
                assert earlier in happened, (later, earlier)
                assert happened[earlier] <= happened[later], (later, earlier)

    def teardown(self) -> None:
        """Every letter that went out says what it must."""
        self.sweep()
        assert [(row.kind, row.cause) for row in story.incidents(self.office)] == []
        m = message.c
        sent = select(m.template, m.text, m.fields).where(m.kind == "letter", m.status.in_(("sent", "to_post")))
        for row in story.rows(self.office, sent):
            said = " ".join((row.text or "").split())
            parts = SHIPPED.parts(row.template, render.letter_fields(row.fields))
            for says in CONTENTS[row.template].says:
                assert parts[says.block].strip(), (row.template, says)
            assert said, row.template
        self.office.database.close()
        shutil.rmtree(self.folder)

    def case(self) -> CaseFile:
        """The case as the officer sees it."""
        return files.find(self.office, self.olive, self.reference)

    def state(self) -> CaseState:
        """Where it stands."""
        return case_state.of_file(self.office, self.case())

    def deed(
        self, action: CaseAction, case: CaseFile, state: CaseState, data: st.DataObject
    ) -> Callable[[], object] | None:
        """The action with answers that its page would take now; None where there is nothing to try it on."""
        if action is CaseAction.EXTEND:
            return self._extend(case, state)
        if action is CaseAction.CHANGE_MANAGER:
            return self._change_manager(case)
        if action is CaseAction.CORRECT_FINDING:
            return self._correct_finding()
        if action not in _DEEDS:
            return None
        do, typed = _DEEDS[action]
        answers = {**self._usual(state, data), **typed}
        return lambda: do(self.office, self.olive, self.reference, answers)

    def _usual(self, state: CaseState, data: st.DataObject) -> dict[str, str]:
        """What the pages of the deeds ask, each with an answer that fits the case as it stands."""
        today = self.office.today().isoformat()
        answered = "stage_1_response_sent" in state.events
        return {
            **dict.fromkeys(("requested_on", "withdrawn_on", "resubmitted_on", "letter_on"), today),
            "ground": "not_happy" if answered else "agreed_skip",
            "kind": data.draw(st.sampled_from(["enquiry", "draft", "decision"])),
            "entry": data.draw(st.sampled_from(entries(state))),
            **self._another_procedure(state, data, answered),
            "reason": "There was cause.",
            **LETTER,
        }

    def _another_procedure(self, state: CaseState, data: st.DataObject, answered: bool) -> dict[str, str]:  # noqa: FBT001
        others = sorted(each.value for each in rerouting.Procedure if each != state.procedure)
        procedure = data.draw(st.sampled_from(others))
        stage = data.draw(st.sampled_from(rerouting.stages_of(procedure, answered)))
        return {"procedure": procedure, "stage": stage.value}

    def _change_manager(self, case: CaseFile) -> Callable[[], object]:
        now = next((r.person_id for r in case.related if r.relation == Relation.ALLOCATED_MANAGER), None)
        other = next(p for p in (EVERYBODY["mara"], EVERYBODY["max"]) if p != now)
        typed = {"manager": str(other), "reason": "Leave."}
        return lambda: correcting.change_manager(self.office, self.olive, self.reference, typed)

    def _extend(self, case: CaseFile, state: CaseState) -> Callable[[], object] | None:
        clock = next(iter(sorted(state.extendable)), "stage_1_response")
        line = case.clock(clock)
        until = line.reading.maximum_on if line is not None else None
        if until is None:
            return None
        typed = {"until_on": until.isoformat(), "ground": "complexity", "reason": "It is complex.", **LETTER}
        return lambda: timing.extend(self.office, self.olive, self.reference, clock, typed)

    def _correct_finding(self) -> Callable[[], object]:
        query = select(finding).join(case_file, case_file.c.id == finding.c.case_id)
        found = story.rows(self.office, query.where(case_file.c.reference == self.reference))
        stage, number, now = (found[0].stage, found[0].number, found[0].finding) if found else (Stage.STAGE_1, 1, "")
        other = next(each.value for each in Finding if each.value != now)
        typed: Mapping[str, str] = {"finding": other, "reason": "The log was misread.", "why": "A page was missed."}
        return lambda: correcting.correct_finding(self.office, self.olive, self.reference, stage, number, typed)


def _at_the_adjudication(office: Office) -> str:
    reference = later_stages.answered_at_stage_1(office)
    later_stages.ask_stage_2(office, reference)
    for step in (later_stages.appoint, later_stages.agree, later_stages.investigate):
        step(office)
    later_stages.independent_report(office)
    later_stages.pass_on(office)
    return reference


def _at_stage_2(office: Office) -> str:
    reference = later_stages.answered_at_stage_1(office)
    later_stages.ask_stage_2(office, reference)
    return reference


def _at_stage_3(office: Office) -> str:
    reference = later_stages.through_stage_2(office)
    later_stages.ask_stage_3(office, reference)
    return reference


_BEGINNINGS: Mapping[str, Callable[[Office], str]] = {
    "stage 1": story.log_and_triage,
    "its answer": later_stages.answered_at_stage_1,
    "stage 2": _at_stage_2,
    "the adjudication": _at_the_adjudication,
    "stage 3": _at_stage_3,
}

Deed = Callable[[Office, Actor, str, Mapping[str, str]], object]
_ON_CLOCK = "stage_1_response"

_IN_ORDER = (
    ("stage_1_response_sent", "received"),
    ("stage_2_requested", "received"),
    ("stage_2_response_sent", "stage_2_requested"),
    ("stage_3_requested", "stage_2_response_sent"),
    ("stage_3_response_sent", "stage_3_requested"),
)
"""Each with what happened before it, on the same day at the latest."""

_DEEDS: Mapping[CaseAction, tuple[Deed, Mapping[str, str]]] = {
    CaseAction.SUSPEND: (lambda o, a, r, t: timing.suspend(o, a, r, _ON_CLOCK, t), {"ground": "advocate_needed"}),
    CaseAction.RESUME: (lambda o, a, r, t: timing.resume(o, a, r, _ON_CLOCK, t), {}),
    CaseAction.WITHDRAW: (withdrawal.withdraw, {}),
    CaseAction.ASK_STAGE_2: (escalating.ask_stage_2, {"way": "telephone"}),
    CaseAction.ASK_STAGE_3: (escalating.ask_stage_3, {"way": "letter", "decision": "accept"}),
    CaseAction.MOVE_PANEL: (escalating.move_panel, {"cause": "complainant"}),
    CaseAction.PUT_ASIDE: (freezing.put_aside, {"proceedings": "court", "extent": "all"}),
    CaseAction.RESUBMIT: (freezing.resubmit, {}),
    CaseAction.OMBUDSMAN: (ombudsman.record, {"their_reference": "26 001 234", "answer_by": "2029-03-01"}),
    CaseAction.REROUTE: (rerouting.reroute, {}),
    CaseAction.REOPEN: (reopening.reopen, {}),
    CaseAction.UNDO: (undoing.undo, {}),
}
"""How each deed is done, and what its page asks besides the usual."""


def test_whatever_happens_a_statutory_complaint_keeps_to_the_law() -> None:
    run_state_machine_as_test(
        Whatever,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
