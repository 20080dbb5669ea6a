"""The texts of the off-line kit in reading order, and their names on any device."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ppun_access.document.model import Document, Edition, Narration
from ppun_access.writers.archive import ascii_name
from ppun_access.writers.model import versions_of
from ppun_access.writers.units import LOOSE_WORDS

LONGEST_TITLE = 40
"""Characters of a title in a file name: what a small screen shows."""
EASY = "facile"
_LOOSE = frozenset(ascii_name(word) for word in LOOSE_WORDS)
_ARTICLE = re.compile(r"(?:[ld]['’]\s*|les?\s+|la\s+|des\s+|du\s+|une?\s+)", re.IGNORECASE)
_LETTERS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "’": " "})


@dataclass(frozen=True, slots=True)
class KitText:
    """One version of one text; ``number`` is its place, from 01."""

    number: str
    document: Document
    edition: Edition

    @property
    def narration(self) -> Narration | None:
        """Its sound, None without any."""
        return self.edition.narration(self.document.id)

    @property
    def name(self) -> str:
        """Its name in plain ASCII: ``01 Edito de la Presidente``."""
        easy = f" {EASY}" if self.edition.version == "facile" else ""
        return f"{self.number} {plain_title(self.document)}{easy}"

    @property
    def short_name(self) -> str:
        """The same without a space: ``01-edito-de-la-presidente``."""
        return self.name.lower().replace(" ", "-")


def kit_texts(editions: Sequence[Edition]) -> tuple[KitText, ...]:
    """Return the texts in reading order, each followed by its easy version."""
    found = [one for versions in versions_of(editions).values() for one in versions]
    width = max(2, len(str(len(found))))
    return tuple(
        KitText(f"{number:0{width}}", document, edition)
        for number, (edition, document) in enumerate(found, 1)
    )


def plain_title(document: Document) -> str:
    """Return a title in ASCII letters, digits and spaces, without its first article.

    It is cut between two words; a title in another alphabet gives the id of the text.
    """
    whole = document.title.strip()
    article = _ARTICLE.match(whole)
    title = _plain(whole[article.end() :] if article else whole)
    title = title or _plain(ascii_name(document.id)) or "texte"
    if len(title) > LONGEST_TITLE:
        title = _cut(title)
    return title[:1].upper() + title[1:]


def _cut(title: str) -> str:
    """Return the words that fit, the last one none that needs the next."""
    words = title[: LONGEST_TITLE + 1].split(" ")[:-1]
    while words and words[-1].lower() in _LOOSE:
        words.pop()
    return " ".join(words) or title[:LONGEST_TITLE].rstrip()


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    ascii_ = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"[A-Za-z0-9]+", ascii_))
