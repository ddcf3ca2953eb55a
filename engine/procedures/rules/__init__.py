"""The rules that a procedure must keep before it may be published, one module for each thing they are about."""
