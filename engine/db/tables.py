"""Everything that is kept. The database is the truth; all else only wakes it up."""

from typing import Any

from sqlalchemy import (
    DDL,
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.schema import ExecutableDDLElement

from engine.db.columns import SearchWords, UTCDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _where(condition: str) -> dict[str, Any]:
    """An index over some rows only, on both databases."""
    return {"postgresql_where": text(condition), "sqlite_where": text(condition)}


def _open_tasks(name: str, *columns: str) -> Index:
    return Index(f"ix_task_open_{name}", *columns, **_where("status = 'open'"))


def _some_open_tasks(name: str, condition: str, *columns: str) -> Index:
    return Index(f"ix_task_open_{name}", *columns, **_where(f"status = 'open' AND {condition}"))


TASK_PLACE = ("service_id", "procedure", "stage")
"""Where a task stands: few different values, so that a list can be read place by place."""

TASK_FLAGS = ("is_child", "safeguarding", "has_warning", "has_advocate", "is_extended")
"""What a list of tasks can be narrowed to, each with an index of its own."""


# --- who: people, teams and lines, each with dates, so that independence can be computed for any day ---

service = Table(
    "service",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
)

team = Table(
    "team",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    Column("service_id", ForeignKey("service.id"), nullable=False, index=True),
)

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False, unique=True),
    Column("password_hash", String(200)),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    # Somebody from outside with an account: an investigator, an independent person, a panel member.
    Column("external", Boolean, nullable=False, server_default=text("false")),
    # The last day on which an outsider was an officer or member of the council; None: never.
    Column("left_council_on", Date),
    # Married to, or the civil partner of, an officer or member of the council (regulation 17(2)).
    Column("partner_in_council", Boolean, nullable=False, server_default=text("false")),
)

# Somebody who is signed in, in one browser: the browser has the key, here is only its digest.
sign_in = Table(
    "sign_in",
    metadata,
    Column("key_digest", LargeBinary(32), primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("begun_at", UTCDateTime, nullable=False),
)

# A form that was taken, and the key of what came of it: sent twice it is done once. Kept for a day.
form_taken = Table(
    "form_taken",
    metadata,
    Column("sign", String(48), primary_key=True),
    Column("made", Integer, nullable=False),
    Column("taken_at", UTCDateTime, nullable=False, index=True),
)

membership = Table(
    "membership",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("team_id", ForeignKey("team.id"), nullable=False, index=True),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
)

line_management = Table(
    "line_management",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("manager_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
)

role_holding = Table(
    "role_holding",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("role", String(40), nullable=False),
    # No service: the role is held for the whole council.
    Column("service_id", ForeignKey("service.id")),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    Index("ix_role_holding_role_service", "role", "service_id"),
)

independent_register = Table(
    "independent_register",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    # What they can be asked to be: a relation to a case.
    Column("kind", String(40), nullable=False),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    # Checks (enhanced DBS): who has none, or an expired one, is not proposed.
    Column("checked_on", Date),
    Column("check_expires_on", Date),
    Column("note", Text),
    UniqueConstraint("person_id", "kind"),
)
"""Who may be asked to investigate, to be the independent person, or to sit on a panel."""

interest = Table(
    "interest",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("about_person_id", ForeignKey("person.id")),
    Column("about_service_id", ForeignKey("service.id")),
    Column("about_case_id", ForeignKey("case_file.id")),
    Column("what", Text, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date),
    Column("declared_at", UTCDateTime, nullable=False),
    Column("declared_by", ForeignKey("person.id")),
)
"""An interest that somebody has declared: a reason not to judge."""

unavailable = Table(
    "unavailable",
    metadata,
    Column("id", Integer, primary_key=True),
    # Of a person on the register, or else of the complainant of a case.
    Column("person_id", ForeignKey("person.id"), index=True),
    Column("case_id", ForeignKey("case_file.id"), index=True),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    Column("note", Text),
)
"""Days on which somebody cannot come."""

# --- what was said, and what became of it ---

case_file = Table(
    "case_file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(20), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("received_on", Date, nullable=False),
    Column("logged_at", UTCDateTime, nullable=False),
    # The form that logged it: one that is sent twice logs one case.
    Column("logged_with", String(48)),
    Column("channel", String(30), nullable=False),
    Column("service_id", ForeignKey("service.id"), nullable=False, index=True),
    Column("complainant_name", String(120), nullable=False),
    Column("complainant_email", String(254)),
    Column("complainant_address", Text),
    Column("complainant_phone", String(40)),
    Column("reply_by", String(10), nullable=False),
    Column("contact_warning", Text),
    Column("is_child", Boolean, nullable=False),
    Column("child_name", String(120)),
    Column("advocate_name", String(120)),
    Column("advocate_offered_on", Date),
    Column("advocate_accepted", Boolean),
    Column("advocacy_provider", String(120)),
    Column("advocate_referred_on", Date),
    Column("advocate_appointed_on", Date),
    Column("safeguarding", Boolean, nullable=False, server_default=text("false")),
    # The procedure that it goes through now, by its key; none before triage.
    Column("procedure", String(60)),
    # Who, what and when, as the eligibility advice asks it, with what was advised and decided: section by section.
    Column("eligibility", JSON),
    Column("child_status", String(30)),
    Column("consent_on", Date),
    Column("consent_note", Text),
    Column("late_decision", String(20)),
    Column("late_reason", Text),
    Column("provider", String(120)),
    # Of a compliment: the person or team that is praised, as its giver named them.
    Column("praised", String(200)),
    # What it is about, one or several of the council's categories.
    Column("categories", JSON),
    Column("words", Text, nullable=False),
    Column("desired_outcome", Text),
    Column("route_reason", Text),
    Column("closed_on", Date),
    # The head of the case's history chain; updated with every entry, in the same transaction.
    Column("history_seq", Integer, nullable=False),
    Column("history_head", LargeBinary(32), nullable=False),
    Index("ix_case_file_status_received", "status", "received_on"),
    Index("ix_case_file_logged_with", "logged_with", unique=True),
)

reference_series = Table(
    "reference_series",
    metadata,
    # The part of a reference before its number: `HRD-26`.
    Column("name", String(20), primary_key=True),
    Column("last", Integer, nullable=False),
)

case_relation = Table(
    "case_relation",
    metadata,
    Column("case_id", ForeignKey("case_file.id"), primary_key=True),
    Column("relation", String(40), primary_key=True),
    Column("person_id", ForeignKey("person.id"), primary_key=True, index=True),
)

head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("desired_outcome", Text),
    UniqueConstraint("case_id", "number"),
)

finding = Table(
    "finding",
    metadata,
    Column("case_id", ForeignKey("case_file.id"), primary_key=True),
    # The stage that found it ("stage_1"), so that a later stage overwrites nothing.
    Column("stage", String(30), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("finding", String(20), nullable=False),
    Column("reason", Text, nullable=False),
    # What the adjudicating officer says of an investigator's finding.
    Column("decision", String(20)),
    Column("decision_reason", Text),
)
"""What one stage found on one head."""

recommendation = Table(
    "recommendation",
    metadata,
    Column("case_id", ForeignKey("case_file.id"), primary_key=True),
    Column("stage", String(30), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("decision", String(20)),
    Column("decision_reason", Text),
)

action = Table(
    "action",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("owner_id", ForeignKey("person.id"), index=True),
    Column("due_on", Date, nullable=False),
    # open, done or dropped
    Column("status", String(20), nullable=False),
    Column("ended_on", Date),
    Column("evidence", Text),
    # Where it comes from: a stage, and the recommendation that it carries out, if any.
    Column("stage", String(30)),
    Column("recommendation_number", Integer),
    Column("created_at", UTCDateTime, nullable=False),
    Column("created_by", ForeignKey("person.id")),
    Index("ix_action_status_due", "status", "due_on"),
)
"""Something that the council has promised to do, by when, and the proof that it was done."""

remedy = Table(
    "remedy",
    metadata,
    Column("case_id", ForeignKey("case_file.id"), primary_key=True),
    Column("kind", String(30), primary_key=True),
    Column("note", Text),
    # Of a payment: pence, what it is for, who approved it and when it was paid.
    Column("amount", Integer),
    Column("purpose", Text),
    Column("proposed_by", ForeignKey("person.id")),
    Column("approved_by", ForeignKey("person.id")),
    Column("approved_on", Date),
    Column("paid_on", Date),
)

party = Table(
    "party",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    # child or complainant, beside the one that the case itself names
    Column("kind", String(20), nullable=False),
    Column("name", String(120), nullable=False),
    Column("child_status", String(30)),
    Column("email", String(254)),
    Column("address", Text),
    Column("reply_by", String(10)),
    Column("note", Text),
)
"""Further children whom a complaint is about, and further people who make it."""

panel = Table(
    "panel",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("meets_on", Date, nullable=False),
    Column("place", Text),
    # arranged, moved or held
    Column("status", String(20), nullable=False),
    Column("moved_because", String(40)),
    Column("note", Text),
    Index("ix_panel_meets", "meets_on"),
)

contact = Table(
    "contact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("happened_on", Date, nullable=False),
    Column("way", String(20), nullable=False),
    # complainant, advocate, staff, ombudsman or other
    Column("with_whom", String(40), nullable=False),
    Column("note", Text, nullable=False),
    Column("recorded_at", UTCDateTime, nullable=False),
    Column("recorded_by", ForeignKey("person.id")),
    # Who has the ball after it, and by when: us, them, somebody_else or nobody.
    Column("next_by", String(20)),
    Column("next_on", Date),
    # The day on which it was said to have happened.
    Column("next_done_on", Date),
    # Struck out, never deleted; what stands instead of it is a row of its own.
    Column("struck_at", UTCDateTime),
    Column("struck_by", Integer),
    Column("struck_because", Text),
    Index("ix_contact_next", "next_on", "case_id", **_where("next_on IS NOT NULL")),
)
"""Who was spoken with, when and about what."""

case_note = Table(
    "case_note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("recorded_at", UTCDateTime, nullable=False),
    Column("recorded_by", ForeignKey("person.id")),
    # Struck out, never deleted.
    Column("struck_at", UTCDateTime),
    Column("struck_by", ForeignKey("person.id")),
    Column("struck_because", Text),
)

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    # What sort of paper it is: evidence, report, minutes, consent ...
    Column("kind", String(30), nullable=False),
    # The number of its newest version: who adds one says which they looked at.
    Column("version", Integer, nullable=False),
    Column("withdrawn_at", UTCDateTime),
    Column("withdrawn_by", ForeignKey("person.id")),
    Column("withdrawn_because", Text),
)

document_version = Table(
    "document_version",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("filename", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("comment", Text),
    Column("added_at", UTCDateTime, nullable=False),
    Column("added_by", ForeignKey("person.id")),
)

held_file = Table(
    "held_file",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("held_at", UTCDateTime, nullable=False, index=True),
)
"""A file that somebody chose while something else needs another look: held for a day, to be chosen only once."""

worker_account = Table(
    "worker_account",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    # The only words of the case that the person complained about ever reads.
    Column("told", Text, nullable=False),
    Column("told_on", Date, nullable=False),
    Column("told_by", ForeignKey("person.id")),
    Column("account", Text),
    Column("account_on", Date),
    Column("support_contact", String(200)),
    Column("outcome", Text),
    Column("outcome_on", Date),
    UniqueConstraint("case_id", "person_id"),
)

case_link = Table(
    "case_link",
    metadata,
    Column("case_id", ForeignKey("case_file.id"), primary_key=True),
    Column("other_id", ForeignKey("case_file.id"), primary_key=True),
    # merged_into, split_from or related
    Column("kind", String(20), nullable=False),
    Column("reason", Text),
)

case_event = Table(
    "case_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    # The day that it happened, and below the moment that it was recorded.
    Column("occurred_on", Date, nullable=False),
    Column("clock", String(40)),
    Column("until_on", Date),
    Column("ground", String(40)),
    Column("reason", Text),
    Column("recorded_at", UTCDateTime, nullable=False),
    Column("recorded_by", ForeignKey("person.id")),
    # A correction is a new row; the row it replaces points at it and counts no more.
    Column("corrected_by_id", ForeignKey("case_event.id")),
)

clock = Table(
    "clock",
    metadata,
    Column("case_id", ForeignKey("case_file.id"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("sentence", Text, nullable=False),
    Column("definition_id", ForeignKey("definition.id"), nullable=False),
    Column("state", String(20), nullable=False),
    # A milestone or somebody else's time: never the day that the case is due.
    Column("is_guide", Boolean, nullable=False, server_default=text("false")),
    Column("started_on", Date),
    Column("limit_on", Date),
    Column("maximum_on", Date),
    Column("due_on", Date),
    Column("met_on", Date),
    Index("ix_clock_due", "due_on", "case_id", **_where("met_on IS NULL")),
    Index("ix_clock_stopped", "case_id", "name", **_where("state IN ('frozen', 'paused')")),
)

# --- procedures and their running ---

definition = Table(
    "definition",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(60), nullable=False),
    Column("version", String(40), nullable=False),
    Column("name", String(120), nullable=False),
    Column("effective_from", Date, nullable=False),
    Column("status", String(20), nullable=False),
    Column("xml", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("published_at", UTCDateTime),
    Column("published_by", ForeignKey("person.id")),
    UniqueConstraint("key", "version"),
)

process_instance = Table(
    "process_instance",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("definition_id", ForeignKey("definition.id"), nullable=False, index=True),
    Column("status", String(20), nullable=False),
    # Bytes, never JSONB: the order of keys carries meaning to the engine.
    Column("state", LargeBinary, nullable=False),
    # The armed timers as last recorded, so that an unchanged set costs no statement.
    Column("armed", JSON, nullable=False),
    # Its work is done and it only waits to be asked for a next stage: such a case can be closed.
    Column("resting", Boolean, nullable=False, server_default=text("false")),
    # The state before the last task was completed, and that task: what an undo goes back to. Empty once it has ended.
    Column("state_before", LargeBinary),
    Column("last_task_id", String(32)),
    Column("started_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime),
)

archived_stage = Table(
    "archived_stage",
    metadata,
    Column("instance_id", ForeignKey("process_instance.id"), primary_key=True),
    # The task that stood for it in the process around it.
    Column("task_id", String(32), primary_key=True),
    Column("element", String(80), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("archived_at", UTCDateTime, nullable=False),
)
"""A stage that is over, taken out of its instance's running state so that no step has to carry it."""

task = Table(
    "task",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("instance_id", ForeignKey("process_instance.id"), nullable=False, index=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("element", String(80), nullable=False),
    Column("name", String(120), nullable=False),
    # A role or `case:relation`, resolved when read: leavers and restructures move no rows.
    Column("candidate", String(60), nullable=False),
    Column("form_key", String(60)),
    Column("status", String(20), nullable=False),
    Column("assignee_id", ForeignKey("person.id")),
    Column("clock", String(40)),
    Column("clock_offset", Integer, nullable=False, server_default=text("0")),
    Column("due_on", Date),
    # Copies, so that a list is read from one index: the case's service (which follows the case while the task is
    # open), the key of the procedure, and the sub-process that the task stands in ("" where there is none).
    Column("service_id", Integer),
    Column("procedure", String(60)),
    Column("stage", String(80)),
    # Copies of what a list is narrowed by: the case's flags, and whether the clock of the task was extended.
    *(Column(name, Boolean, nullable=False, server_default=text("false")) for name in TASK_FLAGS),
    # It is for a part in the case that nobody has.
    Column("unheld", Boolean, nullable=False, server_default=text("false")),
    # Put by until this day: "I'll reply on Thursday".
    Column("not_before", Date),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime),
    Column("ended_by", ForeignKey("person.id")),
    Column("answers", JSON),
    _open_tasks("due", "due_on", "id"),
    _open_tasks("candidate", "candidate", "service_id", "due_on", "id"),
    _open_tasks("assignee", "assignee_id", "due_on", "id"),
    _open_tasks("opened", "opened_at", "id"),
    _open_tasks("place", *TASK_PLACE, "due_on", "id"),
    _open_tasks("place_opened", *TASK_PLACE, "opened_at", "id"),
    *(_some_open_tasks(name, name, *TASK_PLACE, "due_on", "id") for name in TASK_FLAGS),
    _some_open_tasks("unclaimed", "assignee_id IS NULL", "candidate", "service_id", "due_on", "id"),
    _some_open_tasks("unheld", "unheld", "due_on", "id"),
    _some_open_tasks("put_by", "not_before IS NOT NULL", "not_before"),
    Index("ix_task_done", "ended_by", "ended_at", "id", **_where("status = 'completed'")),
)

task_request = Table(
    "task_request",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("task_id", ForeignKey("task.id"), nullable=False, index=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    # wrong_person, more_time or help
    Column("kind", String(20), nullable=False),
    Column("note", Text, nullable=False),
    Column("asked_at", UTCDateTime, nullable=False),
    Column("asked_by", ForeignKey("person.id"), nullable=False),
    Column("answer", Text),
    # Answered, or overtaken because its task has ended.
    Column("ended_at", UTCDateTime),
    Column("ended_by", ForeignKey("person.id")),
    Index("ix_task_request_open", "task_id", **_where("ended_at IS NULL")),
)
"""What somebody needs who cannot do a task as it is: it stands on the officers' list until it is answered."""

draft = Table(
    "draft",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    # Which form: `task:<id>`, `log` ...
    Column("place", String(80), primary_key=True),
    Column("typed", JSON, nullable=False),
    # What the page showed of the case while it was typed, in parts, so that it can say what has changed since.
    Column("shown", JSON, nullable=False),
    Column("begun_at", UTCDateTime, nullable=False),
    Column("saved_at", UTCDateTime, nullable=False, index=True),
)
"""What somebody has typed on a long form and not yet sent; and, at a place with a + behind it, what was laid aside."""

saved_view = Table(
    "saved_view",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("name", String(60), nullable=False),
    # inbox or cases; and what it is narrowed to, as its page reads it. Words that were looked for are among them.
    Column("of_list", String(20), nullable=False),
    Column("filters", JSON, nullable=False),
    Column("created_at", UTCDateTime, nullable=False),
    UniqueConstraint("person_id", "name"),
)

absence = Table(
    "absence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    # Who does their work on these days, in their name.
    Column("deputy_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    Column("made_at", UTCDateTime, nullable=False),
    Column("made_by", ForeignKey("person.id")),
    Column("cancelled_at", UTCDateTime),
    Column("cancelled_by", ForeignKey("person.id")),
)

calendar_feed = Table(
    "calendar_feed",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    # The address holds a secret; here is only its digest.
    Column("secret_digest", LargeBinary(32), nullable=False, unique=True),
    Column("made_at", UTCDateTime, nullable=False),
    Column("read_at", UTCDateTime),
)
"""The personal calendar address of somebody. Making a new one, or none, revokes it."""

job = Table(
    "job",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    # What makes it the same work: one row for a (timer, deadline), a delivery, a day's digest.
    Column("key", String(120), nullable=False, unique=True),
    Column("status", String(20), nullable=False),
    # 0 urgent, 1 ordinary, 2 patient (`engine.casework.urgency`): a burst of one keeps none of the others waiting.
    Column("urgency", SmallInteger, nullable=False, server_default=text("1")),
    Column("due_at", UTCDateTime, nullable=False),
    # When it was due before any attempt failed or anything was put off: what lateness is counted from.
    Column("first_due_at", UTCDateTime),
    Column("attempts_left", Integer, nullable=False),
    Column("lease_until", UTCDateTime),
    Column("case_id", ForeignKey("case_file.id"), index=True),
    Column("instance_id", ForeignKey("process_instance.id"), index=True),
    Column("message_id", ForeignKey("message.id"), index=True),
    Column("timer_id", String(32)),
    # The timer's name in its diagram: which rung of the ladder it is.
    Column("element", String(80)),
    Column("clock", String(40)),
    Column("deadline_on", Date),
    Column("last_error", Text),
    Column("created_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime),
    Index("ix_job_pending_due", "urgency", "due_at", "id", **_where("status = 'pending'")),
    # What of a case waits before this: its work is done in order.
    Index("ix_job_pending_of_case", "case_id", "due_at", "id", **_where("status = 'pending' AND case_id IS NOT NULL")),
    # What an outage has made late.
    Index("ix_job_timer_first_due", "first_due_at", **_where("kind = 'timer'")),
)

incident = Table(
    "incident",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("job_id", ForeignKey("job.id"), nullable=False, index=True),
    Column("cause", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("raised_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime),
    Column("ended_by", ForeignKey("person.id")),
    Column("reason", Text),
    Index("ix_incident_open", "raised_at", **_where("status = 'open'")),
)

sign_of_life = Table(
    "sign_of_life",
    metadata,
    # `sweep`, or `worker:` with the name of a worker.
    Column("name", String(80), primary_key=True),
    Column("started_at", UTCDateTime, nullable=False),
    Column("at", UTCDateTime, nullable=False),
)
"""When somebody last looked for due work, and which workers are there: one row each, written over."""

outage = Table(
    "outage",
    metadata,
    Column("id", Integer, primary_key=True),
    # From the last sign of life to the first look for due work after it.
    Column("from_at", UTCDateTime, nullable=False, unique=True),
    Column("to_at", UTCDateTime, nullable=False),
)
"""A time in which nobody looked for due work, longer than any sweep takes."""

# --- what was said back: evidence, kept for ever ---

message = Table(
    "message",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("header_id", String(120), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("template", String(60), nullable=False),
    # The version of the letter's template that it was written with.
    Column("template_version", Integer),
    Column("status", String(20), nullable=False),
    Column("case_id", ForeignKey("case_file.id"), index=True),
    Column("to_person_id", ForeignKey("person.id"), index=True),
    # Whom a letter is to, when it is not the complainant: the Ombudsman, an advocacy provider, the worker.
    Column("to_name", String(120)),
    Column("to_address", Text),
    Column("channel", String(10), nullable=False),
    # A letter's own words (Markdown) and the facts it was filled from, as they were on the day.
    Column("body", Text),
    Column("fields", JSON, nullable=False),
    # What really went out, kept as it was sent.
    Column("subject", Text),
    Column("html", Text),
    Column("text", Text),
    Column("created_at", UTCDateTime, nullable=False),
    Column("created_by", ForeignKey("person.id")),
    Column("sent_at", UTCDateTime),
    Column("sent_on", Date),
    Column("sent_by", ForeignKey("person.id")),
    # A letter to post: the day it was printed. A letter to somebody with an account: when they first opened it.
    Column("printed_on", Date),
    Column("read_at", UTCDateTime),
    # The timer that it tells of, and since when it ought to have been told where that came late.
    Column("timer_job_id", Integer),
    Column("late_since", UTCDateTime),
    # The one email in which several late ones went.
    Column("carried_by_id", Integer),
    # A delivery service's own reference and what it last said became of it: sending, delivered, permanent-failure ...
    Column("provider_id", String(60)),
    Column("provider_status", String(30)),
    Column("provider_at", UTCDateTime),
    Index("ix_message_stuck", "id", **_where("status IN ('failed', 'to_post', 'uncertain')")),
    Index("ix_message_collected", "to_person_id", "id", **_where("status = 'collected'")),
    Index("ix_message_of_timer", "timer_job_id", **_where("timer_job_id IS NOT NULL")),
    Index("ix_message_of_provider", "provider_id", unique=True, **_where("provider_id IS NOT NULL")),
    Index("ix_message_withheld", "id", **_where("status = 'withheld'")),
    Index("ix_message_emailed", "sent_at", **_where("sent_at IS NOT NULL AND channel = 'email'")),
)

notice_choice = Table(
    "notice_choice",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    # A kind of notice that may be chosen about, and how it comes: at_once, morning (with the digest) or never.
    Column("notice", String(60), primary_key=True),
    Column("how", String(10), nullable=False),
    Column("chosen_at", UTCDateTime, nullable=False),
)
"""How somebody wants to be told; where there is no row, at once."""

moved_date = Table(
    "moved_date",
    metadata,
    Column("id", Integer, primary_key=True),
    # The bank holiday that moved it.
    Column("day", Date, nullable=False, index=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("clock", String(40), nullable=False),
    Column("was_due_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("recorded_at", UTCDateTime, nullable=False),
)
"""A limit that a newly announced bank holiday has moved: the old date and the new one."""

letter_template = Table(
    "letter_template",
    metadata,
    Column("id", Integer, primary_key=True),
    # `stage_1_response`, `stage_1_response_child`, or a part that several letters share (`_ombudsman`).
    Column("name", String(60), nullable=False),
    Column("version", Integer, nullable=False),
    Column("source", Text, nullable=False),
    # draft, published or retired: one published version of each name
    Column("status", String(20), nullable=False),
    Column("comment", Text),
    Column("created_at", UTCDateTime, nullable=False),
    Column("created_by", ForeignKey("person.id")),
    Column("published_at", UTCDateTime),
    Column("published_by", ForeignKey("person.id")),
    UniqueConstraint("name", "version"),
)

# --- history: append-only, one hash chain for each case ---

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("what", String(60), nullable=False),
    Column("lifecycle", String(20), nullable=False),
    Column("actor_id", ForeignKey("person.id")),
    Column("on_behalf_of_id", ForeignKey("person.id")),
    Column("occurred_on", Date, nullable=False),
    Column("recorded_at", UTCDateTime, nullable=False),
    Column("process_key", String(60)),
    Column("process_version", String(40)),
    Column("element", String(80)),
    Column("task_id", String(32)),
    Column("payload_digest", LargeBinary(32), nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    UniqueConstraint("case_id", "seq"),
    Index("ix_history_on_behalf", "on_behalf_of_id", "id", **_where("on_behalf_of_id IS NOT NULL")),
)

history_payload = Table(
    "history_payload",
    metadata,
    # By (case, seq) and not by id: both rows go in without asking the database for a key in between.
    Column("case_id", ForeignKey("case_file.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("salt", LargeBinary(16), nullable=False),
    Column("payload", LargeBinary, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("case_file.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("page", String(40), nullable=False),
    Column("at", UTCDateTime, nullable=False),
)

search = Table(
    "search",
    metadata,
    Column("key", String(32), primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("words", String(200), nullable=False),
    Column("at", UTCDateTime, nullable=False, index=True),
)
"""What somebody looked for, for a day."""

# --- the calendar and the council's own settings ---

bank_holiday = Table(
    "bank_holiday",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_at", UTCDateTime, nullable=False),
    Column("recorded_by", ForeignKey("person.id")),
)

setting = Table(
    "setting",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)

case_search = Table(
    "case_search",
    metadata,
    Column("case_id", ForeignKey("case_file.id"), primary_key=True, autoincrement=False),
    Column("words", SearchWords, nullable=False),
    # Found by at once, also what was written a moment ago: no list of pending words to be read through.
    Index("ix_case_search_words", "words", postgresql_using="gin", postgresql_with={"fastupdate": "off"}).ddl_if(
        dialect="postgresql"
    ),
)
"""Every word by which a case is found, made anew whenever something that is written in it has changed."""

CASE_WORDS = (
    # SQLite finds words in a table of its own kind, which three triggers keep in step with `case_search`. Words come
    # in one after the other with a space between: the plainest tokeniser takes them as they are.
    "CREATE VIRTUAL TABLE case_words USING fts5(words, content='case_search', content_rowid='case_id', "
    "tokenize='ascii', detail=none, columnsize=0)",
    "CREATE TRIGGER case_search_put AFTER INSERT ON case_search BEGIN "
    "INSERT INTO case_words (rowid, words) VALUES (new.case_id, new.words); END",
    "CREATE TRIGGER case_search_taken AFTER DELETE ON case_search BEGIN "
    "INSERT INTO case_words (case_words, rowid, words) VALUES ('delete', old.case_id, old.words); END",
    "CREATE TRIGGER case_search_changed AFTER UPDATE ON case_search BEGIN "
    "INSERT INTO case_words (case_words, rowid, words) VALUES ('delete', old.case_id, old.words); "
    "INSERT INTO case_words (rowid, words) VALUES (new.case_id, new.words); END",
)


def _on_sqlite(statement: str) -> ExecutableDDLElement:
    return DDL(statement).execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]


for _statement in CASE_WORDS:
    event.listen(case_search, "after_create", _on_sqlite(_statement))
event.listen(case_search, "before_drop", _on_sqlite("DROP TABLE case_words"))
