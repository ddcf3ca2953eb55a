"""A procedure drawn so that a person can print and read it: lanes, stages, reminders on their edges."""

from engine.procedures.layout.writing import layout as layout
