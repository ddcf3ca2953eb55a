"""How fast and how small: measured beside a floor in the same run, so that a busy machine changes no ratio much."""
