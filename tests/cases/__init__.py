"""Ten complaints from the first word to the last letter, told in the caseworker's words."""
