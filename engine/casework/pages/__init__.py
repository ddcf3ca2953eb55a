"""The built-in pages: what was typed, checked and turned into a Completion. Pure; the questions' wording is the web's."""
