"""Make slugs for addresses and file names from titles."""

from __future__ import annotations

import re
import unicodedata

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
