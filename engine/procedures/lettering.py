"""How much room words take in a drawing, near enough for boxes and labels without asking a browser."""

SIZE = 12
"""Height of the letters of a drawing, in pixels."""
LINE = 14
"""From one line of text to the next, in pixels."""

_NARROW, _WIDE = frozenset("iljtfI.,:;'|!()[] "), frozenset("mwMW%@—")
_EM = {"narrow": 0.31, "wide": 0.88, "capital": 0.70, "plain": 0.56}


def width_of(text: str, size: int = SIZE) -> int:
    """The width of one line of text in Arial or Helvetica, in pixels; rather a little too wide than too narrow."""
    return round(sum(_em(letter) for letter in text) * size + 0.5)


def _em(letter: str) -> float:
    if letter in _NARROW:
        return _EM["narrow"]
    if letter in _WIDE:
        return _EM["wide"]
    return _EM["capital"] if letter.isupper() else _EM["plain"]


def wrap(text: str, width: int, size: int = SIZE) -> list[str]:
    """The text in lines of at most `width` pixels. A word that is longer stands on a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
