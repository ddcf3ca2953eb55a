"""PDF needs a library of the system's: where it is missing, its tests are left out, and test_documents.py still says
what people are told there."""


def has_pango() -> bool:
    """Whether letters can become PDF here."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


collect_ignore = [] if has_pango() else ["test_pdf.py"]
