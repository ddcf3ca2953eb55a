"""What a page says, as a reader gets it."""

import re
from html import unescape

from werkzeug.test import TestResponse


def said(answer: TestResponse) -> str:
    """The words of the page's main part: no tags, no entities, one blank between words."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main.partition(">")[2])).split())


def links(answer: TestResponse) -> dict[str, str]:
    """The links of the whole page: words to address. Of two with the same words the first counts."""
    found: dict[str, str] = {}
    for address, words in re.findall(r'<a[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', answer.text, re.DOTALL):
        found.setdefault(" ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split()), unescape(address))
    return found


def hidden(answer: TestResponse) -> dict[str, str]:
    """The hidden questions of the page's forms."""
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
    return {name: unescape(value) for name, value in pairs if name != "csrf_token"}
