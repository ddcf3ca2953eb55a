"""Working days as the database's calendar has them."""

from datetime import date

from engine.office import Office


def after(office: Office, day: date, number: int) -> date:
    """The day `number` working days after `day`."""
    with office.database.reading() as connection:
        return office.library.calendar(connection).add(day, number)


def following(office: Office, day: date, number: int) -> tuple[date, ...]:
    """The next `number` working days after `day`."""
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
    return tuple(calendar.add(day, each) for each in range(1, number + 1))
