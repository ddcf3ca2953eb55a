"""The law and the casework as pure functions and values: no database, no clock on the wall, no framework."""
