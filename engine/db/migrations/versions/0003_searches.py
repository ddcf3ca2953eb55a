"""searches"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from engine.db.columns import UTCDateTime

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "search",
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_search_person_id_person")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_search")),
    )
    op.create_index(op.f("ix_search_at"), "search", ["at"])


def downgrade() -> None:
    op.drop_table("search")
