"""The tables, the one way to open a transaction, and the migrations."""
