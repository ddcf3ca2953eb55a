"""The front door: the only package that knows every room."""
