"""Pictures of every page, to be looked at: run with `make shots`."""
