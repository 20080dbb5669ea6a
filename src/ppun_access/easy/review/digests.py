"""Compute the digests that tell whether an easy text has changed since its review.

The label of an easy version holds for what people read, and for nothing else: one digest
that differs takes it away.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType

from ppun_access.document.build import SENSE_BREAK
from ppun_access.document.model import (
    Block,
    CodeBlock,
    Definition,
    Document,
    Figure,
    Heading,
    Image,
    ListItem,
    Literal,
    Para,
    Row,
)
from ppun_access.document.walk import labelled, nodes, plain_text
from ppun_access.french.text.sentences import split_sentences

DIGITS = 16
_GLOSSARY = "mots difficiles"
_SENSE = "\ue000"
"""Stands for the end of a sense line; no text holds it."""
_HALF = DIGITS // 2
_SIGNS = ((rf"[{_SENSE}«»“”„\"]", " "), ("[‘’ʼ]", "'"), ("[‐-―−]", "-"), ("…", "..."),
          ("[œŒ]", "oe"))  # fmt: skip
LINES = (Heading, Para, ListItem, CodeBlock, Definition, Figure, Row)
"""What has words on lines of its own."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Content published with an easy text but not part of it."""

    definitions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The project's words and what they mean."""
    acronyms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Those of the project that the text holds, and what they stand for."""
    pictures: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Address of a picture in the text → digest of its file, empty when it is absent."""
    written: str = ""
    """The Markdown of the easy text, which holds the ties to its source."""
    credits: tuple[Block, ...] = ()
    """Whose its pictures are: this goes at its end."""
    late: tuple[str, ...] = ()
    """The days of its readings that are still to come: they do not count yet."""


NOTHING = Surroundings()


@dataclass(frozen=True, slots=True)
class ReviewDigests:
    """The digests of one state of an easy version; their names are those written."""

    source: str
    texte: str
    glossaire: str
    images: str
    version: str = field(default="", compare=False)
    """What a sheet prints: the digest of all that is read, then that of its words alone.

    Empty where only the front matter is known, which does not hold it.
    """

    def values(self) -> dict[str, str]:
        """Return them as the front matter holds them."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.compare}

    def are_those_read(self, signed: ReviewDigests | None) -> bool:
        """Return whether the text is still the one of ``signed``, whatever its source."""
        return signed is not None and replace(signed, source=self.source) == self


def says_the_same(version: str, other: str) -> bool:
    """Return whether two versions differ in their typography at most."""
    return version[_HALF:] == other[_HALF:]


def letters_digest(text: str, digits: int = DIGITS) -> str:
    """Return a digest that changes when the letters or the digits of ``text`` do."""
    letters = "".join(filter(str.isalnum, text))
    return _digest(letters, digits)


def review_digests(page: Document, source: str, around: Surroundings) -> ReviewDigests:
    """Return the digests of ``page`` as it was read, whose source has digest ``source``."""
    body, glossary = parted(page.blocks)
    used = used_definitions(page, around.definitions)
    used |= around.acronyms
    meanings = sorted(f"{word} : {meaning}" for word, meaning in used.items())
    shown = sorted(
        f"{node.src} {plain_text(node)} {around.pictures.get(node.src, '')}"
        for node in nodes(page)
        if isinstance(node, Image)
    )
    own = "\n".join((page.title, *_lines(body)))
    terms = "\n".join((*_lines(glossary), *meanings))
    pictures = "\n".join(shown)
    parts = (_digest(own), _digest(terms), _digest(pictures))
    words = _digest(f"{_plain(own)}\n{_plain(terms)}\n{pictures}", _HALF)
    return ReviewDigests(source, *parts, _digest(" ".join(parts), _HALF) + words)


def _plain(text: str) -> str:
    """Return ``text`` without what is only typography; its stops and figures stay.

    >>> _plain("« L’État » paie !") == _plain('"L’État" paie!')
    True
    >>> _plain("Payez 1,5 €.") == _plain("Payez 15 €.")
    False
    """
    bare = "".join(unicodedata.normalize("NFD", c)[0] if c.isupper() else c for c in text)
    for signs, one in _SIGNS:
        bare = re.sub(signs, one, bare)
    lines = (" ".join(line.split()) for line in bare.casefold().split("\n"))
    return "\n".join(re.sub(r" (?=[;:!?%€])", "", line) for line in lines)


def used_definitions(page: Document, definitions: Mapping[str, str]) -> dict[str, str]:
    """Return the project's definitions of the words that ``page`` uses."""
    said = _text(page).casefold()
    return {
        word: meaning
        for word, meaning in definitions.items()
        if re.search(rf"\b{re.escape(word.casefold())}", said)
    }


def used_acronyms(page: Document, acronyms: Mapping[str, str]) -> dict[str, str]:
    """Return the project's meanings of the acronyms that ``page`` uses."""
    said = _text(page)
    return {
        acronym: meaning
        for acronym, meaning in acronyms.items()
        if re.search(rf"(?<!\w){re.escape(acronym)}(?!\w)", said)
    }


def _text(page: Document) -> str:
    """Return the words of a page; those of two blocks do not touch."""
    return "\n".join(plain_text(n) for n in nodes(page) if isinstance(n, LINES))


def parted(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks before the glossary of a text, and those of the glossary."""
    for place, block in enumerate(blocks):
        if isinstance(block, Heading) and _GLOSSARY in plain_text(block).casefold():
            return blocks[:place], blocks[place:]
    return blocks, ()


def words_of_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the words of each paragraph, item, row… of ``blocks``, those that have any."""
    line = ""
    for block in blocks:
        for node in nodes(block):
            if isinstance(node, LINES):
                yield from (line,) if line else ()
                line = ""
            if isinstance(node, Literal):
                line += node.text
    yield from (line,) if line else ()


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the words of ``blocks``, a line a block: a stop that moves is a change."""
    line: list[str] = []
    for block in map(labelled, blocks):
        for node in nodes(block):
            if isinstance(node, LINES):
                yield from _said(line)
                line = [f"{type(node).__name__} "]
            if node == SENSE_BREAK:
                line.append(_SENSE)
            elif isinstance(node, Literal):
                line.append(node.text)
    yield from _said(line)


def _said(line: Iterable[str]) -> Iterator[str]:
    """Yield a line, its white space and its apostrophes all alike.

    Where a sense line ends inside a sentence stays; between two sentences, it is a space.
    """
    whole = "".join(line).replace("'", "’")
    found, at = list[str](), 0
    for piece in split_sentences(whole.replace(_SENSE, " ")):
        sentence, at = whole[at : at + len(piece)], at + len(piece)
        found += sentence.strip(f"{_SENSE} ").split()
    if found:
        yield " ".join(found)


def _digest(text: str, digits: int = DIGITS) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
