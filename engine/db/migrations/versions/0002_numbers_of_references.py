"""numbers of references"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    series = op.create_table(
        "reference_series",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reference_series")),
    )
    last: dict[str, int] = {}
    for reference in op.get_bind().execute(sa.text("SELECT reference FROM case_file")).scalars():
        name, _, number = reference.rpartition("-")
        last[name] = max(last.get(name, 0), int(number))
    if last:
        op.bulk_insert(series, [{"name": name, "last": number} for name, number in last.items()])


def downgrade() -> None:
    op.drop_table("reference_series")
