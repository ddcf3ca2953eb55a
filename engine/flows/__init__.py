"""What can happen: one module for each thing a person or the clock sets off. Each ends in one commit."""
