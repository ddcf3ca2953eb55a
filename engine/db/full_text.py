"""Finding cases by words: one question, asked of PostgreSQL's list of lexemes and of SQLite's FTS5 in their own words.

Every word that was typed, or one that begins with it, has to be somewhere in the case. What somebody types is only ever
words (`casework.search_words`): no sign in it means anything to a database.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, cast, column, false, select, table, true
from sqlalchemy.dialects.postgresql import TSQUERY

from engine.casework.search_words import looked_for
from engine.db.database import Database
from engine.db.tables import case_file, case_search

_CASE_WORDS = table("case_words", column("rowid"), column("case_words"))


def matches(database: Database, typed: str, case_id: ColumnElement[Any] = case_file.c.id) -> ColumnElement[bool]:
    """A condition on a case's key: these words are in it. Nothing typed narrows nothing; no word in it finds nothing.

    It says nothing about who may see the case: put `visible_cases` beside it.
    """
    if not typed.strip():
        return true()
    words = looked_for(typed)
    return case_id.in_(matching(database, words)) if words else false()


def matching(database: Database, words: tuple[str, ...]) -> Select[Any]:
    """The keys of the cases with all these words, which `looked_for` has made of what was typed."""
    return _in_fts5(words) if database.is_sqlite else _in_lexemes(words)


def _in_lexemes(words: tuple[str, ...]) -> Select[Any]:
    wanted: ColumnElement[str] = bindparam("words", " & ".join(f"'{word}':*" for word in words), unique=True)
    return select(case_search.c.case_id).where(case_search.c.words.op("@@")(cast(wanted, TSQUERY)))


def _in_fts5(words: tuple[str, ...]) -> Select[Any]:
    wanted: ColumnElement[str] = bindparam("words", " AND ".join(f'"{word}" *' for word in words), unique=True)
    return select(_CASE_WORDS.c.rowid).where(_CASE_WORDS.c.case_words.op("MATCH")(wanted))
