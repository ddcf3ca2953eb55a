"""A name as lists and print-outs show it."""

import re


def initials(name: str) -> str:
    """ "A. B.": enough to know one's own case by, too little for whoever looks over a shoulder."""
    parts = re.findall(r"[^\W\d_][\w'’-]*", name)
    return " ".join(f"{part[0].upper()}." for part in parts if part != "and")
