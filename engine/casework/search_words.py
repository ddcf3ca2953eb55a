"""How words are compared when somebody looks for a case: SIÂN, Siân and sian are one word, however it is typed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

MOST_LETTERS = 40
"""A longer run of letters is told apart by its first 40, where it is kept and where it is looked for."""
MOST_WORDS = 12
"""Who types more is looking with the first dozen."""
MOST_BYTES = 400_000
"""What is kept of one case: PostgreSQL holds at most a megabyte in one list of words."""

_RUN = re.compile(r"[^\W_]+(?:['’‘ʼ`][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’‘ʼ`]s\Z")
# Letters that no rule of Unicode takes apart, as people without them on the keyboard type them.
_TYPED_AS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŋ": "n", "ʼ": "’"}
)


def kept(texts: Iterable[str]) -> frozenset[str]:
    """Every word of these texts, to be found by; of very much text what comes first.

    A word with an apostrophe is kept whole and in its parts: O'Brien is found as O’Brien, OBrien and Brien.
    """
    found: set[str] = set()
    size = 0
    for word in _every_word(texts):
        if word in found:
            continue
        size += len(word.encode())
        if size > MOST_BYTES:
            break
        found.add(word)
    return frozenset(found)


def looked_for(typed: str) -> tuple[str, ...]:
    """The words to look for, each once, in the order typed: at most a dozen. Empty where no letter or digit stands."""
    words = (_PART.findall(_POSSESSIVE.sub("", run)) for run in _RUN.findall(folded(typed)))
    return tuple(dict.fromkeys("".join(parts)[:MOST_LETTERS] for parts in words))[:MOST_WORDS]


def folded(text: str) -> str:
    """Without capitals, accents and other marks."""
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_TYPED_AS)
    if lower.isascii():
        return lower
    return "".join(letter for letter in lower if unicodedata.category(letter)[0] != "M")


def _every_word(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for run in _RUN.findall(folded(text)):
            parts = _PART.findall(run)
            yield "".join(parts)[:MOST_LETTERS]
            if len(parts) > 1:
                yield from (part[:MOST_LETTERS] for part in parts)
