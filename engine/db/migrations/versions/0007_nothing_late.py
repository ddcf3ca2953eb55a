"""Jobs by urgency and in the order of their case, signs of life and outages, what became of a message."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from engine.db.columns import UTCDateTime

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

OF_MESSAGE = (
    ("timer_job_id", sa.Integer()),
    ("late_since", UTCDateTime()),
    ("carried_by_id", sa.Integer()),
    ("provider_id", sa.String(60)),
    ("provider_status", sa.String(30)),
    ("provider_at", UTCDateTime()),
)
STUCK, STUCK_BEFORE = "status IN ('failed', 'to_post', 'uncertain')", "status IN ('failed', 'to_post')"
INDEXES = (
    ("ix_job_pending_due", "job", ["urgency", "due_at", "id"], "status = 'pending'"),
    ("ix_job_pending_of_case", "job", ["case_id", "due_at", "id"], "status = 'pending' AND case_id IS NOT NULL"),
    ("ix_job_timer_first_due", "job", ["first_due_at"], "kind = 'timer'"),
    ("ix_message_stuck", "message", ["id"], STUCK),
    ("ix_message_collected", "message", ["to_person_id", "id"], "status = 'collected'"),
    ("ix_message_of_timer", "message", ["timer_job_id"], "timer_job_id IS NOT NULL"),
    ("ix_message_withheld", "message", ["id"], "status = 'withheld'"),
    ("ix_message_emailed", "message", ["sent_at"], "sent_at IS NOT NULL AND channel = 'email'"),
)


def upgrade() -> None:
    op.add_column("job", sa.Column("urgency", sa.SmallInteger(), server_default=sa.text("1"), nullable=False))
    op.add_column("job", sa.Column("first_due_at", UTCDateTime(), nullable=True))
    op.add_column("job", sa.Column("element", sa.String(length=80), nullable=True))
    op.execute("UPDATE job SET first_due_at = due_at")
    op.execute("UPDATE job SET urgency = 0 WHERE kind = 'timer'")
    op.execute("UPDATE job SET urgency = 2 WHERE kind IN ('digest', 'meeting_pack')")
    for name, kind in OF_MESSAGE:
        op.add_column("message", sa.Column(name, kind, nullable=True))
    op.drop_index("ix_job_pending_due", "job")
    op.drop_index("ix_message_stuck", "message")
    for name, table, columns, condition in INDEXES:
        where = sa.text(condition)
        op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)
    given = sa.text("provider_id IS NOT NULL")
    op.create_index(
        "ix_message_of_provider", "message", ["provider_id"], unique=True, postgresql_where=given, sqlite_where=given
    )
    op.create_table(
        "sign_of_life",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sign_of_life")),
    )
    op.create_table(
        "outage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_at", UTCDateTime(), nullable=False),
        sa.Column("to_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outage")),
        sa.UniqueConstraint("from_at", name=op.f("uq_outage_from_at")),
    )
    op.create_table(
        "notice_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(length=60), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("chosen_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "notice", name=op.f("pk_notice_choice")),
    )
    op.create_table(
        "moved_date",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("clock", sa.String(length=40), nullable=False),
        sa.Column("was_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_moved_date_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_date")),
    )
    op.create_index(op.f("ix_moved_date_day"), "moved_date", ["day"])
    op.create_index(op.f("ix_moved_date_case_id"), "moved_date", ["case_id"])


def downgrade() -> None:
    for table in ("moved_date", "notice_choice", "outage", "sign_of_life"):
        op.drop_table(table)
    op.drop_index("ix_message_of_provider", "message")
    for name, table, _, _ in INDEXES:
        op.drop_index(name, table)
    pending, stuck = sa.text("status = 'pending'"), sa.text(STUCK_BEFORE)
    op.create_index("ix_job_pending_due", "job", ["due_at"], postgresql_where=pending, sqlite_where=pending)
    op.create_index("ix_message_stuck", "message", ["id"], postgresql_where=stuck, sqlite_where=stuck)
    for name, _ in OF_MESSAGE:
        op.drop_column("message", name)
    op.drop_column("job", "first_due_at")
    op.drop_column("job", "element")
    op.drop_column("job", "urgency")
