"""Who is signed in, and in which browser; and which forms were taken, so that one that is sent twice is done once."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from engine.db.columns import UTCDateTime

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("key_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_person_id_person")),
        sa.PrimaryKeyConstraint("key_digest", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_person_id"), ["person_id"], unique=False)

    op.create_table(
        "form_taken",
        sa.Column("sign", sa.String(length=48), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("taken_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sign", name=op.f("pk_form_taken")),
    )
    with op.batch_alter_table("form_taken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_taken_taken_at"), ["taken_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("form_taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_taken_taken_at"))

    op.drop_table("form_taken")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_person_id"))

    op.drop_table("sign_in")
