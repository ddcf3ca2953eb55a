"""Procedures as data: BPMN read, checked, drawn and put into words. Pure."""
