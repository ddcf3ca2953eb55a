"""Every page of Heard in each of its states, and how a person gets there: for axe, for narrow screens, for pictures."""
