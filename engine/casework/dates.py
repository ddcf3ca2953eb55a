"""How dates and numbers of days are said to caseworkers and complainants."""

from datetime import date

WORKING_DAY = "working day"

# Spelled out, because what the system's locale calls a day is no business of a letter's.
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def long_date(day: date) -> str:
    """The date as letters and pages write it in full: "Tuesday 5 January 2027"."""
    return f"{_DAYS[day.weekday()]} {plain_date(day)}"


def plain_date(day: date) -> str:
    """The date at the head of a letter: "5 January 2027"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """The date for lists and tables: "5 Jan 2027"."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def month_name(day: date) -> str:
    """The month that a day is in: "January 2027"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def how_many(number: int, noun: str = WORKING_DAY) -> str:
    """A number with its noun: "1 working day", "10 working days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def days_left(number: int, noun: str = WORKING_DAY) -> str:
    """How long there is: "2 working days left", "due today", "1 working day late".

    `number` is days to the due date, 0 on the day itself and below zero when late.
    """
    if number == 0:
        return "due today"
    if number < 0:
        return f"{how_many(-number, noun)} late"
    return f"{how_many(number, noun)} left"
