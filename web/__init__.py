"""The rooms that a person enters with a browser."""
