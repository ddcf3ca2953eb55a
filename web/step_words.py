"""What a page says of a step that a case went through: the days spent there, how often, and who has it."""

from engine.casework.dates import how_many
from engine.queries.days_spent import Spent


def spent_said(spent: Spent) -> str:
    """ "3 working days", "less than a working day so far", "8 working days in 2 rounds"."""
    days = how_many(spent.days) if spent.days else "less than a working day"
    rounds = f" in {spent.rounds} rounds" if spent.rounds > 1 else ""
    return f"{days}{rounds}{' so far' if spent.is_there else ''}"


def spent_briefly(spent: Spent) -> str:
    """The same for a picture, where there is little room: "3 days", "8 days, 2 times"."""
    days = how_many(spent.days, "day") if spent.days else "under a day"
    rounds = f", {spent.rounds} times" if spent.rounds > 1 else ""
    return f"{days}{rounds}"
