"""Split the name of a source, ``page#tab``, and cut its text at its comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable


def spellings(names: Iterable[str]) -> tuple[str, ...]:
    """Return ``names``, then the other ways to write their accents: macOS has its own.

    >>> [len(name) for name in spellings(["été.md"])]
    [6, 8]
    """
    known = tuple(names)
    forms = [
        unicodedata.normalize(form, name)
        for form in ("NFC", "NFD")
        for name in known
        if not name.isascii()
    ]  # fmt: skip
    return tuple(dict.fromkeys((*known, *forms)))


def split_source(source: str) -> tuple[str, str]:
    """Return the page and the tab that a document comes from.

    The name of a page has a dot after its last « # », that of a tab has none.

    >>> split_source("guides/a.md#edito"), split_source("n#1.md"), split_source("a.md")
    (('guides/a.md', 'edito'), ('n#1.md', ''), ('a.md', ''))
    """
    page, _, tab = source.rpartition("#")
    return (page, tab) if page and "." not in tab else (source, "")


def page_of_source(source: str) -> str:
    """Return the page that a document comes from: its path in the source folder."""
    return split_source(source)[0]


def is_hidden(path: str) -> bool:
    """Tell whether a path of a project leads to a hidden file, which no page gives.

    GitBook keeps the pictures of its pages, and what they include, in hidden folders.

    >>> is_hidden(".ssh/id.txt"), is_hidden("../.env"), is_hidden("./a.png")
    (True, True, False)
    >>> is_hidden("fr/.gitbook/assets/a.png"), is_hidden(".gitbook/vars.yaml")
    (False, True)
    """
    seen = re.sub(r"(?:^|(?<=/))\.gitbook/(?=(?:assets|includes)/)", "", path)
    return any(part.strip(".") and part.startswith(".") for part in seen.split("/"))


def cut_at_comments(text: str) -> list[str]:
    """Return what is shown and each comment in turn; the first and the last are shown.

    What nothing closes is no comment.

    >>> cut_at_comments("Un <!-- deux --> <!-- trois")
    ['Un ', '<!-- deux -->', ' <!-- trois']
    """
    pieces, at = list[str](), 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4) + 3
        if end < 3:
            break
        pieces += (text[at:start], text[start:end])
        at = end
    return [*pieces, text[at:]]


# Slugs


_ARTICLE = re.compile(r"^(?:l['’]\s*|d['’]\s*|les?\s+|la\s+|des\s+|du\s+|une?\s+)", re.I)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
MAX_LENGTH = 80


def slug(title: str) -> str:
    """Return ``title`` in plain ASCII words joined by hyphens, empty if none is left."""
    text = unicodedata.normalize("NFKD", title.lower().translate(_LIGATURES))
    words = re.findall(
        r"[a-z0-9]+", "".join(c for c in text if not unicodedata.combining(c))
    )
    short = ""
    for word in words:
        if short and len(short) + 1 + len(word) > MAX_LENGTH:
            break
        short = f"{short}-{word}" if short else word[:MAX_LENGTH]
    return short


def document_id(title: str) -> str:
    """Return the slug of ``title`` without its leading article.

    >>> document_id("L’édito de la Présidente")
    'edito-de-la-presidente'
    """
    return slug(_ARTICLE.sub("", title.strip())) or slug(title)
