"""The built-in pages: what was typed, checked and made a Completion. Pure; the questions' wording is the web's."""
