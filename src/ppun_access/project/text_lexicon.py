"""Select the entries of the lexicon that one text can use.

The work on a text is given that part alone, and its key holds that part: an entry that is
added or changed is work for the texts in which its word may stand, and for no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial

from ppun_access.document.model import (
    Deleted,
    Document,
    Emph,
    Image,
    Link,
    Literal,
    Node,
    Span,
    Strong,
)
from ppun_access.document.walk import nodes
from ppun_access.easy.draft.glossary import forms
from ppun_access.easy.draft.words.lexicon import KINDS, entries
from ppun_access.easy.text import plain
from ppun_access.french.spoken.words import without_invisible
from ppun_access.settings.lexique_toml import Lexicon

_WORD = re.compile(r"[^\W\d]+|\d+")
"""Letters or digits: a number is set apart even in « A3 500 »."""
_INSIDE = (Deleted, Emph, Image, Link, Span, Strong)
"""Nodes that stand inside a word, or beside it, without a space."""


def spoken_texts(document: Document) -> Iterator[str]:
    """Yield the parts of ``document`` that can be read aloud: title, author, text.

    The text is there twice: a word may stand on both sides of a mark of emphasis, or end at
    one.
    """
    meta = document.meta
    yield from (document.title, meta.author, meta.role, meta.description)
    whole = list[str]()
    for node in nodes(document):
        whole.append(_read(node))
        if isinstance(node, Literal):
            yield node.text
    yield "".join(whole)


def _read(node: Node) -> str:
    if isinstance(node, Literal):
        return node.text
    return "" if isinstance(node, _INSIDE) else " "


def page_lexicon(lexicon: Lexicon, texts: Iterable[str]) -> Lexicon:
    """Return the entries that the preparation of ``texts`` can use; no definitions."""
    if not lexicon.acronyms and not lexicon.pronunciations:
        return Lexicon()
    own = partial(_own, said=_said(texts), pattern=_as_written)
    return Lexicon(own(lexicon.acronyms), own(lexicon.pronunciations))


def draft_lexicon(lexicon: Lexicon, texts: Iterable[str]) -> Lexicon:
    """Return the entries that a draft of ``texts`` can use; no pronunciations.

    A word that is explained may stand there in the plural, or be one that a rule brings.
    """
    if not lexicon.acronyms and not lexicon.definitions:
        return Lexicon()
    said = _said(texts)
    return Lexicon(
        _own(lexicon.acronyms, said, _as_written),
        definitions=_own(lexicon.definitions, said + _brought(), _inflected),
    )


def _own(
    entries: Mapping[str, str], said: str, pattern: Callable[[str], re.Pattern[str]]
) -> dict[str, str]:
    """Return the entries whose words are in ``said``; one without words is in any text."""
    found = {w: meaning for w, meaning in entries.items() if pattern(w).search(said)}
    return dict(sorted(found.items()))


def _said(texts: Iterable[str]) -> str:
    """Return the words of ``texts``, with their invisible characters and without them."""
    whole = "\n".join(texts)
    visible = without_invisible(whole)
    return _folded(whole if visible == whole else f"{whole}\n{visible}")


def _folded(text: str) -> str:
    """Return the words of ``text`` in lower case, a space before, between and after.

    Neither spaces, nor apostrophes, nor marks are left: whatever the typography, what
    holds a word as a whole holds its folded form.
    """
    words = _WORD.findall(text.casefold())
    return f" {' '.join(words)} " if words else " "


@lru_cache(maxsize=1 << 14)
def _as_written(word: str) -> re.Pattern[str]:
    return re.compile(_folded(without_invisible(word)))


@lru_cache(maxsize=1 << 14)
def _inflected(word: str) -> re.Pattern[str]:
    """Return the pattern of an expression, each of its words in any of its ``forms``."""
    words = plain(word).lower().split()
    parts = (sorted({_folded(form).strip() for form in forms(one)}) for one in words)
    written = " ".join(f"(?:{'|'.join(part)})" for part in parts if any(part))
    return re.compile(f" {written} " if written else " ")


@cache
def _brought() -> str:
    """Return the words that easier expressions bring to a draft."""
    return _folded("\n".join(entry.easier for kind in KINDS for entry in entries(kind)))
