"""How a case is opened again only for something beside its procedure: for the Ombudsman, or to add something."""

BESIDE = "beside"
"""The ground of a `reopened` event after which the complaint itself is not gone on with."""
