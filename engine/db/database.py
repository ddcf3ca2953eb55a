"""One database, one way to open a transaction, on PostgreSQL and on SQLite."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Table, UpdateBase, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

LOCK_WAIT_SECONDS = 15


class Database:
    """The connections to one database. Make one for each process, in the composition root."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url, pool_size)
        # Rows that go in together go as one statement: the history of a long step is one round trip, not twenty.
        self.engine.dialect.use_insertmanyvalues_wo_returning = True
        event.listen(self.engine, "before_execute", _notice)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes. On SQLite it takes the write lock at once, so that it never fails half-way."""
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection.info["begin"] = "BEGIN IMMEDIATE"
            connection.info["written"] = set()
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for looking: nothing done on it is kept."""
        with self.engine.connect() as connection:
            if self.is_sqlite:
                connection.info["begin"] = "BEGIN"
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def written(connection: Connection) -> frozenset[str]:
    """The names of the tables that this transaction has written to so far."""
    return frozenset(connection.info["written"])


def replacing(connection: Connection, table: Table) -> ReturningInsert[Any]:
    """An INSERT for rows of which each takes the place of the one with the same key; hands back the keys.

    It does so for as many rows as there are in one statement, which SQLAlchemy does only where something comes back.
    """
    return _replacing(connection.dialect.name, table)


@cache
def _replacing(dialect: str, table: Table) -> ReturningInsert[Any]:
    made = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    keys = list(table.primary_key.columns)
    rest = {column.name: made.excluded[column.name] for column in table.columns if not column.primary_key}
    return made.on_conflict_do_update(index_elements=keys, set_=rest).returning(*keys)


def _notice(connection: Connection, statement: Any, *_: Any) -> None:
    if isinstance(statement, UpdateBase) and isinstance(statement.table, Table):
        connection.info.setdefault("written", set()).add(statement.table.name)


def _postgresql(url: str, pool_size: int) -> Engine:
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_pre_ping=True,
        # An error is logged and kept with the job that failed: what people typed has no place there.
        hide_parameters=True,
        # It takes what a LATERAL join looks up for tables that nothing joins. SQLite, which has none, is still watched.
        enable_from_linting=False,
        connect_args={"options": f"-c lock_timeout={LOCK_WAIT_SECONDS * 1000} -c timezone=UTC"},
    )


def _sqlite(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": LOCK_WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def _prepare(dbapi_connection: Any, record: Any) -> None:
        # The driver's own transaction handling would begin too late; we say BEGIN ourselves (below).
        dbapi_connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            dbapi_connection.execute(f"PRAGMA {pragma}")
        # SQLite's own knows only A to Z: who looks for SIÂN has to find Siân, as on PostgreSQL.
        dbapi_connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.info.pop("begin", "BEGIN"))

    return engine


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def sql_skip_locked(database: Database) -> dict[str, Any]:
    """Arguments for `with_for_update` where rows that somebody else holds are passed over."""
    return {} if database.is_sqlite else {"skip_locked": True}
