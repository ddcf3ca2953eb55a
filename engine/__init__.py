"""What decides: the law, the procedures, the record of what happened. Knows no page and no letter."""
