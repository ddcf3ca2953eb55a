"""What the inbox and the case file need: lists read from one index, drafts, views, absences, documents, notes."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op
from lxml import etree

from engine.casework.search_words import kept
from engine.db.columns import SearchWords, UTCDateTime

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
OPEN = sa.text("status = 'open'")
PLACE = ("service_id", "procedure", "stage")
FLAGS = ("is_child", "safeguarding", "has_warning", "has_advocate", "is_extended")
MORE_OF_OPEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "place": ("", (*PLACE, "due_on", "id")),
    "place_opened": ("", (*PLACE, "opened_at", "id")),
    **{flag: (f" AND {flag}", (*PLACE, "due_on", "id")) for flag in FLAGS},
    "unclaimed": (" AND assignee_id IS NULL", ("candidate", "service_id", "due_on", "id")),
    "unheld": (" AND unheld", ("due_on", "id")),
    "put_by": (" AND not_before IS NOT NULL", ("not_before",)),
}

# What a case is found by, as `engine.recording.search_text` has it; notes and documents come with this release.
TEXTS = " UNION ALL ".join(
    (
        *(
            f"SELECT coalesce({name}, '') FROM case_file WHERE id = :case"  # noqa: S608
            for name in (
                *("reference", "complainant_name", "child_name", "advocate_name", "provider", "praised"),
                *("words", "desired_outcome"),
            )
        ),
        "SELECT name FROM party WHERE case_id = :case",
        "SELECT text FROM head WHERE case_id = :case",
        "SELECT coalesce(desired_outcome, '') FROM head WHERE case_id = :case",
        "SELECT note FROM contact WHERE case_id = :case",
    )
)
CASE_WORDS = (
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


# What is waited for, over all cases: each a name, its table, its columns and the rows that are in it.
WAITED_FOR = (
    ("ix_clock_due", "clock", ["due_on", "case_id"], "met_on IS NULL"),
    ("ix_clock_stopped", "clock", ["case_id", "name"], "state IN ('frozen', 'paused')"),
    ("ix_panel_meets", "panel", ["meets_on"], None),
    ("ix_incident_open", "incident", ["raised_at"], "status = 'open'"),
    ("ix_message_stuck", "message", ["id"], "status IN ('failed', 'to_post')"),
    # What was done in the name of somebody who was away.
    ("ix_history_on_behalf", "history", ["on_behalf_of_id", "id"], "on_behalf_of_id IS NOT NULL"),
)


def upgrade() -> None:
    for name, table, columns, condition in WAITED_FOR:
        where = sa.text(condition) if condition else None
        op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("cancelled_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cancelled_by"], ["person.id"], name=op.f("fk_absence_cancelled_by_person")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_absence_deputy_id_person")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_absence_made_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_calendar_feed_secret_digest")),
    )
    op.create_table(
        "draft",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "place", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_saved_at"), ["saved_at"], unique=False)

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("of_list", sa.String(length=20), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_view_person_id")),
    )
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("struck_at", UTCDateTime(), nullable=True),
        sa.Column("struck_by", sa.Integer(), nullable=True),
        sa.Column("struck_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_note_case_id_case_file")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_case_note_recorded_by_person")),
        sa.ForeignKeyConstraint(["struck_by"], ["person.id"], name=op.f("fk_case_note_struck_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_note_case_id"), ["case_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_document_case_id_case_file")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["person.id"], name=op.f("fk_document_withdrawn_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_case_id"), ["case_id"], unique=False)

    op.create_table(
        "document_version",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_document_version_added_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_document_version_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_version")),
    )
    op.create_table(
        "held_file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("held_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_held_file_case_id_case_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_held_file_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_file")),
    )
    with op.batch_alter_table("held_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_file_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_held_file_held_at"), ["held_at"], unique=False)

    op.create_table(
        "task_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_task_request_asked_by_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_task_request_case_id_case_file")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_task_request_ended_by_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_request_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_request")),
    )
    with op.batch_alter_table("task_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_request_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "ix_task_request_open",
            ["task_id"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_task_request_task_id"), ["task_id"], unique=False)

    with op.batch_alter_table("contact", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("next_by", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("next_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("next_done_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("struck_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("struck_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("struck_because", sa.Text(), nullable=True))
        batch_op.create_index(
            "ix_contact_next",
            ["next_on", "case_id"],
            unique=False,
            postgresql_where=sa.text("next_on IS NOT NULL"),
            sqlite_where=sa.text("next_on IS NOT NULL"),
        )

    with op.batch_alter_table("case_file", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("logged_with", sa.String(length=48), nullable=True))
        batch_op.create_index("ix_case_file_logged_with", ["logged_with"], unique=True)

    with op.batch_alter_table("task", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("service_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("procedure", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("stage", sa.String(length=80), nullable=True))
        for flag in (*FLAGS, "unheld"):
            batch_op.add_column(sa.Column(flag, sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("not_before", sa.Date(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_task_open_candidate"))
        batch_op.drop_index(batch_op.f("ix_task_open_assignee"))
        batch_op.create_index(
            "ix_task_open_assignee",
            ["assignee_id", "due_on", "id"],
            unique=False,
            postgresql_where=OPEN,
            sqlite_where=OPEN,
        )
        batch_op.create_index(
            "ix_task_open_candidate",
            ["candidate", "service_id", "due_on", "id"],
            unique=False,
            postgresql_where=OPEN,
            sqlite_where=OPEN,
        )
        batch_op.create_index(
            "ix_task_done",
            ["ended_by", "ended_at", "id"],
            unique=False,
            postgresql_where=sa.text("status = 'completed'"),
            sqlite_where=sa.text("status = 'completed'"),
        )
        batch_op.create_index(
            "ix_task_open_due", ["due_on", "id"], unique=False, postgresql_where=OPEN, sqlite_where=OPEN
        )
        batch_op.create_index(
            "ix_task_open_opened", ["opened_at", "id"], unique=False, postgresql_where=OPEN, sqlite_where=OPEN
        )
        for name, (condition, parts) in MORE_OF_OPEN.items():
            some = sa.text(f"status = 'open'{condition}")
            batch_op.create_index(f"ix_task_open_{name}", list(parts), postgresql_where=some, sqlite_where=some)
    _fill_copies()
    _make_searchable()


def _make_searchable() -> None:
    """Full-text search on either database, with the words of every case that is there."""
    op.create_table(
        "case_search",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", SearchWords(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_search_case_id_case_file")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_search")),
    )
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_case_search_words ON case_search USING gin (words) WITH (fastupdate = off)")
    else:
        for statement in CASE_WORDS:
            connection.exec_driver_sql(statement)
    put = sa.text("INSERT INTO case_search (case_id, words) VALUES (:case_id, :words)")
    put = put.bindparams(sa.bindparam("words", type_=SearchWords()))
    for case_id in connection.execute(sa.text("SELECT id FROM case_file ORDER BY id")).scalars().all():
        texts = connection.execute(sa.text(TEXTS), {"case": case_id}).scalars()
        connection.execute(put, {"case_id": case_id, "words": kept(texts)})


def _fill_copies() -> None:
    """Say of every task what is copied into it: its case's service, its procedure and where in it the task stands."""
    connection = op.get_bind()
    connection.execute(
        sa.text("UPDATE task SET service_id = (SELECT f.service_id FROM case_file f WHERE f.id = task.case_id)")
    )
    connection.execute(sa.text(FLAGS_OF_CASE))
    connection.execute(sa.text(EXTENDED))
    connection.execute(sa.text(UNHELD))
    of_definition = "SELECT id FROM process_instance WHERE definition_id = :definition"
    for definition in connection.execute(sa.text("SELECT id, key, xml FROM definition")).all():
        known = {"definition": definition.id, "key": definition.key}
        every = sa.text(f"UPDATE task SET procedure = :key, stage = '' WHERE instance_id IN ({of_definition})")  # noqa: S608
        connection.execute(every, known)
        one = sa.text(f"UPDATE task SET stage = :stage WHERE element = :element AND instance_id IN ({of_definition})")  # noqa: S608
        for element, stage in _stages(definition.xml):
            connection.execute(one, {"definition": definition.id, "element": element, "stage": stage})


FLAGS_OF_CASE = """
UPDATE task SET
  is_child = (SELECT f.is_child FROM case_file f WHERE f.id = task.case_id),
  safeguarding = (SELECT f.safeguarding FROM case_file f WHERE f.id = task.case_id),
  has_warning = (SELECT coalesce(f.contact_warning, '') <> '' FROM case_file f WHERE f.id = task.case_id),
  has_advocate = (SELECT coalesce(f.advocate_name, '') <> '' FROM case_file f WHERE f.id = task.case_id)
WHERE status = 'open'
"""
EXTENDED = """
UPDATE task SET is_extended = EXISTS (
  SELECT 1 FROM clock k WHERE k.case_id = task.case_id AND k.name = task.clock AND k.due_on > k.limit_on
) WHERE status = 'open'
"""
UNHELD = """
UPDATE task SET unheld = NOT EXISTS (
  SELECT 1 FROM case_relation r WHERE r.case_id = task.case_id AND task.candidate = 'case:' || r.relation
) WHERE status = 'open' AND candidate LIKE 'case:%'
"""


def _stages(xml: bytes) -> Iterator[tuple[str, str]]:
    """Every user task that stands in a sub-process, with that sub-process."""
    for stage in etree.fromstring(xml).iter(f"{BPMN}subProcess"):
        for task in stage.findall(f"{BPMN}userTask"):
            yield task.get("id", ""), stage.get("id", "")


def downgrade() -> None:
    for name, table, _, _ in WAITED_FOR:
        op.drop_index(name, table)

    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE case_words")
    op.drop_table("case_search")
    with op.batch_alter_table("task", schema=None, recreate="never") as batch_op:
        for name in MORE_OF_OPEN:
            batch_op.drop_index(f"ix_task_open_{name}")
        batch_op.drop_index("ix_task_open_opened", postgresql_where=OPEN, sqlite_where=OPEN)
        batch_op.drop_index("ix_task_open_due", postgresql_where=OPEN, sqlite_where=OPEN)
        batch_op.drop_index(
            "ix_task_done",
            postgresql_where=sa.text("status = 'completed'"),
            sqlite_where=sa.text("status = 'completed'"),
        )
        batch_op.drop_index("ix_task_open_candidate", postgresql_where=OPEN, sqlite_where=OPEN)
        batch_op.drop_index("ix_task_open_assignee", postgresql_where=OPEN, sqlite_where=OPEN)
        # On SQLite these were indexes over all rows.
        batch_op.create_index("ix_task_open_candidate", ["candidate", "due_on", "id"], postgresql_where=OPEN)
        batch_op.create_index("ix_task_open_assignee", ["assignee_id", "due_on", "id"], postgresql_where=OPEN)
        batch_op.drop_column("not_before")
        for flag in (*FLAGS, "unheld"):
            batch_op.drop_column(flag)
        batch_op.drop_column("stage")
        batch_op.drop_column("procedure")
        batch_op.drop_column("service_id")

    with op.batch_alter_table("case_file", schema=None, recreate="never") as batch_op:
        batch_op.drop_index("ix_case_file_logged_with")
        batch_op.drop_column("logged_with")

    with op.batch_alter_table("contact", schema=None, recreate="never") as batch_op:
        batch_op.drop_index("ix_contact_next")
        batch_op.drop_column("struck_because")
        batch_op.drop_column("struck_by")
        batch_op.drop_column("struck_at")
        batch_op.drop_column("next_done_on")
        batch_op.drop_column("next_on")
        batch_op.drop_column("next_by")

    with op.batch_alter_table("task_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_request_task_id"))
        batch_op.drop_index(
            "ix_task_request_open",
            postgresql_where=sa.text("ended_at IS NULL"),
            sqlite_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_task_request_case_id"))

    op.drop_table("task_request")
    op.drop_table("held_file")
    op.drop_table("document_version")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_case_id"))

    op.drop_table("document")
    with op.batch_alter_table("case_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_case_id"))

    op.drop_table("case_note")
    op.drop_table("saved_view")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_saved_at"))

    op.drop_table("draft")
    op.drop_table("calendar_feed")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_person_id"))
        batch_op.drop_index(batch_op.f("ix_absence_deputy_id"))

    op.drop_table("absence")
