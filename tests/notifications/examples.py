"""Invented people and complaints that the letters of these tests are about."""

from dataclasses import replace

from notifications import render
from notifications.render import Letter, LetterFields
from notifications.samples import ADULT as ADULT
from notifications.samples import CHILD as CHILD
from notifications.samples import for_letter


def fields_for(letter: str) -> LetterFields:
    """Who the letter goes to in these tests: a child for the letters written for children."""
    return for_letter(letter)


def finished(letter: str) -> Letter:
    """The letter with its first body and the demo's notice."""
    fields = replace(fields_for(letter), notice="Everything here is invented.")
    return render.letter(letter, fields, render.draft(letter, fields).body)
