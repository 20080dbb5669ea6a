"""Make the index with which a reader searches the texts, without network or server.

Three kinds of files, all scripts since a page that comes from ``file:`` may load nothing
else: ``assets/recherche.js``, which searches; the index, which comes when the field is
used; the words of each page, which come for the pages that are shown as found. Why the
project has its own: ``docs/decisions/0017-a-search-of-our-own.md``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ppun_access.document.model import (
    CodeBlock,
    Div,
    Document,
    Edition,
    Heading,
    Inline,
    Note,
)
from ppun_access.document.walk import children, nodes, running_text, sentences
from ppun_access.failures import isolated
from ppun_access.french.lexical.stems import (
    ENDINGS,
    STOP_WORDS,
    base_stem,
    other_stems,
    search_words,
)
from ppun_access.report import Report
from ppun_access.site.assets import search_script
from ppun_access.site.search import INDEX, MANY, script, words_path
from ppun_access.writers.html.rendering import FRAME_IDS
from ppun_access.writers.model import Files, page_path
from ppun_access.writers.outline import outlined

LOST = "La recherche ne trouve pas ce texte"
ONCE, OFTEN, HEADING, TITLE = range(4)
"""How much a word counts in a page."""
_UNSEARCHED = frozenset({"status", "description", "credits"})
"""The roles of what is not the text itself."""
_WRITTEN = re.compile("(?:[^\\W\\d_]\\.)+[^\\W\\d_](?!\\w)|[\\w\u0300-\u036f]+")
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
"""A number is written in base 32; a figure that others follow is in the second half."""


@dataclass(slots=True)
class _Section:
    """A part of a page: where a link leads, its title, its words."""

    anchor: str
    title: str
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts).split())


def searched(editions: Sequence[Edition]) -> bool:
    """Return whether the texts of the site are enough to be searched."""
    listed = (one for one in editions[0].book.documents if not one.meta.hidden)
    return len([*listed]) >= MANY


def search_files(editions: Sequence[Edition], pages: Files, report: Report) -> Files:
    """Return the files of the search, for texts whose pages are among ``pages``.

    ``editions`` hold no hidden text. Nothing for a site of few texts, or without pages.
    """
    files: dict[str, bytes] = {}
    listed: list[tuple[str, str, int]] = []
    found: dict[str, dict[int, int]] = defaultdict(dict)
    forms: dict[str, set[str]] = defaultdict(set)
    for path, document, easy in _pages(editions, pages) if searched(editions) else ():
        with isolated(report, document.title, LOST):
            sections = list(_sections(document))
            for key, weight in _weights(document.title, sections, forms).items():
                found[key][len(listed)] = weight
            listed.append((path, document.title, int(easy)))
            told = [path, [[s.anchor, s.title, s.text] for s in sections]]
            files[words_path(path)] = script("rechercheTexte", told)
    if not listed:
        return {}
    index = {
        "pages": listed,
        "mots": " ".join(f"{key}:{encoded(found[key])}" for key in sorted(found)),
        "formes": _aliases(forms),
        "outils": " ".join(sorted(STOP_WORDS)),
        "fins": ENDINGS,
    }
    return {**files, INDEX: script("rechercheIndex", index), **search_script()}


def _pages(
    editions: Sequence[Edition], pages: Files
) -> Iterator[tuple[str, Document, bool]]:
    """Yield each page: its path, its text, whether it is an easy version."""
    for edition in editions:
        for document in edition.book.documents:
            path = page_path(document.id, edition.version)
            if path in pages:
                yield path, document, edition.version == "facile"


# The words of a page


def _sections(document: Document) -> Iterator[_Section]:
    """Yield the parts of a page, each below a heading that a link may lead to."""
    who = (document.meta.author, document.meta.role)
    section, taken = _Section("", "", [*who]), {*FRAME_IDS}
    for block in outlined(document.blocks):
        for id_, text in _lines(block):
            if id_ and text.strip() and id_ not in taken:
                yield section
                section = _Section(id_, " ".join(text.split()))
                taken.add(id_)
            else:
                section.parts.append(text)
    yield section


def _lines(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield the lines of text of ``tree`` in reading order: id of a heading, characters.

    A heading without an id has that of its first sentence.
    """
    if isinstance(tree, Div) and tree.role in _UNSEARCHED:
        return
    line, below = list[Any](), list[Any]()
    for node in children(tree):
        (line if isinstance(node, Inline) else below).append(node)
    text = tree.text if isinstance(tree, CodeBlock) else running_text(line)
    own = (tree, *sentences(tree)) if isinstance(tree, Heading) else ()
    yield next((node.id for node in own if node.id), ""), text
    notes = (node for inline in line for node in nodes(inline) if isinstance(node, Note))
    for node in (*notes, *below):
        yield from _lines(node)


def _weights(
    title: str, sections: Sequence[_Section], forms: dict[str, set[str]]
) -> dict[str, int]:
    """Return how much each stem counts in a page; other stems lead to it by ``forms``."""
    counted: dict[str, int] = {}
    for section in sections:
        for key in _keys(section.text, forms):
            counted[key] = OFTEN if key in counted else ONCE
    for section in sections:
        counted |= dict.fromkeys(_keys(section.title, forms), HEADING)
    return counted | dict.fromkeys(_keys(title, forms), TITLE)


def _keys(text: str, forms: dict[str, set[str]]) -> Iterator[str]:
    """Yield the stem of each word that is looked for, and note those of its forms."""
    for written in _WRITTEN.findall(unicodedata.normalize("NFC", text)):
        for word in search_words(written):
            if len(word) > 1 and word not in STOP_WORDS:
                key = base_stem(written)
                for other in other_stems(written):
                    forms[other].add(key)
                yield key


# The index


def encoded(found: Mapping[int, int]) -> str:
    """Return the pages of a stem and how much it counts there, in ascending order.

    >>> encoded({0: ONCE, 1: TITLE, 300: OFTEN})
    '07XbD'
    """
    told, last = list[str](), 0
    for number, weight in found.items():
        value, last = (number - last) * 4 + weight, number
        figures = [DIGITS[value % 32]]
        while value := value // 32:
            figures.append(DIGITS[32 + value % 32])
        told += reversed(figures)
    return "".join(told)


def _aliases(forms: Mapping[str, Iterable[str]]) -> str:
    """Return the stems of other forms, each with those of the base forms it stands for.

    >>> _aliases({"yeu": {"oeil"}, "ir": {"aller"}})
    'ir:aller yeu:oeil'
    """
    return " ".join(f"{other}:{','.join(sorted(forms[other]))}" for other in sorted(forms))
