"""Everything that all procedures keep: stages, findings, actions, panels, the register, letters' templates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from engine.db.columns import UTCDateTime

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# SQLite changes these tables in place (`recreate="never"`): others refer to them, and a table that is made anew is
# first dropped. Nothing refers to `remedy`, which needs a new foreign key and so is made anew.


def upgrade() -> None:
    op.create_table(
        "independent_register",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("check_expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_independent_register_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_independent_register")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_independent_register_person_id")),
    )
    with op.batch_alter_table("independent_register", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_independent_register_person_id"), ["person_id"], unique=False)

    op.create_table(
        "letter_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_letter_template_created_by_person")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_letter_template_published_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_template")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_letter_template_name")),
    )
    op.create_table(
        "action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("stage", sa.String(length=30), nullable=True),
        sa.Column("recommendation_number", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_action_case_id_case_file")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_action_created_by_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_action_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_action_status_due", ["status", "due_on"], unique=False)

    op.create_table(
        "case_link",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_case_link_case_id_case_file")),
        sa.ForeignKeyConstraint(["other_id"], ["case_file.id"], name=op.f("fk_case_link_other_id_case_file")),
        sa.PrimaryKeyConstraint("case_id", "other_id", name=op.f("pk_case_link")),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("with_whom", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_contact_case_id_case_file")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_contact_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_case_id"), ["case_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("finding", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_finding_case_id_case_file")),
        sa.PrimaryKeyConstraint("case_id", "stage", "number", name=op.f("pk_finding")),
    )
    # What was found before there were more stages than one.
    op.execute(
        "INSERT INTO finding (case_id, stage, number, finding, reason)"
        " SELECT case_id, 'stage_1', number, finding, coalesce(reason, '') FROM head WHERE finding IS NOT NULL"
    )
    with op.batch_alter_table("head", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("reason")
        batch_op.drop_column("finding")

    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about_person_id", sa.Integer(), nullable=True),
        sa.Column("about_service_id", sa.Integer(), nullable=True),
        sa.Column("about_case_id", sa.Integer(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("declared_at", UTCDateTime(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["about_case_id"], ["case_file.id"], name=op.f("fk_interest_about_case_id_case_file")),
        sa.ForeignKeyConstraint(["about_person_id"], ["person.id"], name=op.f("fk_interest_about_person_id_person")),
        sa.ForeignKeyConstraint(
            ["about_service_id"], ["service.id"], name=op.f("fk_interest_about_service_id_service")
        ),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_interest_declared_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_interest_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interest_person_id"), ["person_id"], unique=False)

    op.create_table(
        "panel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("moved_because", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_panel_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel")),
    )
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_case_id"), ["case_id"], unique=False)

    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("child_status", sa.String(length=30), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("reply_by", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_party_case_id_case_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_case_id"), ["case_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=30), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_recommendation_case_id_case_file")),
        sa.PrimaryKeyConstraint("case_id", "stage", "number", name=op.f("pk_recommendation")),
    )
    op.create_table(
        "unavailable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_unavailable_case_id_case_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unavailable_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unavailable")),
    )
    with op.batch_alter_table("unavailable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_unavailable_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_unavailable_person_id"), ["person_id"], unique=False)

    op.create_table(
        "worker_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("account_on", sa.Date(), nullable=True),
        sa.Column("support_contact", sa.String(length=200), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name=op.f("fk_worker_account_case_id_case_file")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_worker_account_person_id_person")),
        sa.ForeignKeyConstraint(["told_by"], ["person.id"], name=op.f("fk_worker_account_told_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_account")),
        sa.UniqueConstraint("case_id", "person_id", name=op.f("uq_worker_account_case_id")),
    )
    with op.batch_alter_table("worker_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_worker_account_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_worker_account_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("case_file", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("advocate_accepted", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("advocacy_provider", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("advocate_referred_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("advocate_appointed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("procedure", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("eligibility", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("child_status", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("consent_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("consent_note", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("late_decision", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("late_reason", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("provider", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("praised", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("categories", sa.JSON(), nullable=True))

    with op.batch_alter_table("clock", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("is_guide", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.execute("UPDATE clock SET is_guide = true WHERE name = 'stage_1_maximum'")

    with op.batch_alter_table("message", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("template_version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("to_name", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("printed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("read_at", UTCDateTime(), nullable=True))

    with op.batch_alter_table("person", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("external", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("left_council_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("partner_in_council", sa.Boolean(), server_default=sa.text("false"), nullable=False)
        )

    with op.batch_alter_table("process_instance", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("resting", sa.Boolean(), server_default=sa.text("false"), nullable=False))
        batch_op.add_column(sa.Column("state_before", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("last_task_id", sa.String(length=32), nullable=True))

    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("amount", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("purpose", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("proposed_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("approved_by", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("approved_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("paid_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_remedy_approved_by_person"), "person", ["approved_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_remedy_proposed_by_person"), "person", ["proposed_by"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("remedy", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_remedy_proposed_by_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_remedy_approved_by_person"), type_="foreignkey")
        batch_op.drop_column("paid_on")
        batch_op.drop_column("approved_on")
        batch_op.drop_column("approved_by")
        batch_op.drop_column("proposed_by")
        batch_op.drop_column("purpose")
        batch_op.drop_column("amount")

    with op.batch_alter_table("process_instance", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("last_task_id")
        batch_op.drop_column("state_before")
        batch_op.drop_column("resting")

    with op.batch_alter_table("person", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("partner_in_council")
        batch_op.drop_column("left_council_on")
        batch_op.drop_column("external")

    with op.batch_alter_table("message", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("read_at")
        batch_op.drop_column("printed_on")
        batch_op.drop_column("to_name")
        batch_op.drop_column("template_version")

    with op.batch_alter_table("clock", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("is_guide")

    with op.batch_alter_table("case_file", schema=None, recreate="never") as batch_op:
        batch_op.drop_column("categories")
        batch_op.drop_column("praised")
        batch_op.drop_column("provider")
        batch_op.drop_column("late_reason")
        batch_op.drop_column("late_decision")
        batch_op.drop_column("consent_note")
        batch_op.drop_column("consent_on")
        batch_op.drop_column("child_status")
        batch_op.drop_column("eligibility")
        batch_op.drop_column("procedure")
        batch_op.drop_column("advocate_appointed_on")
        batch_op.drop_column("advocate_referred_on")
        batch_op.drop_column("advocacy_provider")
        batch_op.drop_column("advocate_accepted")

    with op.batch_alter_table("worker_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_worker_account_person_id"))
        batch_op.drop_index(batch_op.f("ix_worker_account_case_id"))

    op.drop_table("worker_account")
    with op.batch_alter_table("unavailable", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unavailable_person_id"))
        batch_op.drop_index(batch_op.f("ix_unavailable_case_id"))

    op.drop_table("unavailable")
    op.drop_table("recommendation")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_case_id"))

    op.drop_table("party")
    with op.batch_alter_table("panel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_case_id"))

    op.drop_table("panel")
    with op.batch_alter_table("interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interest_person_id"))

    op.drop_table("interest")
    with op.batch_alter_table("head", schema=None, recreate="never") as batch_op:
        batch_op.add_column(sa.Column("finding", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))

    of_head = "finding.case_id = head.case_id AND finding.number = head.number AND finding.stage = 'stage_1'"
    for column in ("finding", "reason"):
        op.execute(f"UPDATE head SET {column} = (SELECT finding.{column} FROM finding WHERE {of_head})")  # noqa: S608 - names of our own
    op.drop_table("finding")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_case_id"))

    op.drop_table("contact")
    op.drop_table("case_link")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index("ix_action_status_due")
        batch_op.drop_index(batch_op.f("ix_action_owner_id"))
        batch_op.drop_index(batch_op.f("ix_action_case_id"))

    op.drop_table("action")
    op.drop_table("letter_template")
    with op.batch_alter_table("independent_register", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_independent_register_person_id"))

    op.drop_table("independent_register")
