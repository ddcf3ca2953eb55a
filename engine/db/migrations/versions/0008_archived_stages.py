"""Stages that are over, out of the running state."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from engine.db.columns import UTCDateTime

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

SINCE = b"\x02"
"""How a state begins that was written since: the release before could not read it, and has no archive."""


def upgrade() -> None:
    op.create_table(
        "archived_stage",
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("element", sa.String(length=80), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("archived_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["process_instance.id"], name=op.f("fk_archived_stage_instance_id_process_instance")
        ),
        sa.PrimaryKeyConstraint("instance_id", "task_id", name=op.f("pk_archived_stage")),
    )


def downgrade() -> None:
    """Refused where a case has taken a step since: its state would be lost to the release before."""
    instance = sa.table("process_instance", sa.column("state", sa.LargeBinary()))
    stepped = sa.select(sa.func.count()).where(sa.func.substr(instance.c.state, 1, 1) == SINCE)
    number = op.get_bind().execute(stepped).scalar_one()
    if number:
        raise RuntimeError(
            f"{number} procedures have taken a step since this upgrade, and the release before cannot read where they "
            "stand. Nothing was changed. To go back, restore the backup that was made before the upgrade."
        )
    op.drop_table("archived_stage")
