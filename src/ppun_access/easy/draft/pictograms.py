"""Pictograms for the ideas of an easy text: proposed by word, chosen by a person.

The drawings are OpenMoji's (``data/openmoji``), their words our own
(``data/pictogrammes.toml``). A passage, which is a paragraph with the heading just above
it, has one proposal at most, and a text has each drawing once. In doubt nothing is
proposed: a wrong picture is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ppun_access.document.model import (
    NOT_AUTHORS,
    Block,
    Div,
    Document,
    Figure,
    Heading,
    List,
    Para,
    Sentence,
)
from ppun_access.document.walk import running_text
from ppun_access.easy.draft.glossary import TITLE, Use, sure_uses, uses_of
from ppun_access.easy.draft.word_sense import Sense, senses_of
from ppun_access.easy.text import DATA, plain, table
from ppun_access.french import split_sentences

AUTHOR, LICENCE = "OpenMoji", "CC BY-SA 4.0"
SOURCE = "https://openmoji.org"
_DENIED = re.compile(
    r"(?<!\w)(?:sans|pas|ni|aucune?|jamais|moins de|moins d'|contre)(?!\w)"
)
"""Before a word, in its sentence: a picture would show what the sentence denies."""


@dataclass(frozen=True, slots=True)
class Pictogram:
    """A drawing, what it shows, and the words that it may stand beside."""

    name: str
    shows: str
    words: tuple[str, ...]

    @property
    def drawing(self) -> bytes:
        """The drawing, as an SVG file holds it."""
        return (DATA / "openmoji" / f"{self.name}.svg").read_bytes()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pictogram for a passage; a person decides."""

    pictogram: Pictogram
    word: str
    """As the passage writes it."""
    passage: str
    """The sentence or the heading that has the word."""
    line: int
    """The line of the file that the picture comes before, from 1."""


@dataclass(frozen=True, slots=True)
class _Passage:
    """What one picture may stand for: its sentences, a heading first where it has one."""

    sentences: tuple[str, ...]
    line: int
    has_heading: bool


@cache
def pictograms() -> Mapping[str, Pictogram]:
    """Return the pictograms that come with the program, by name."""
    rows = table("pictogrammes")["pictogrammes"].items()
    return MappingProxyType(
        {name: Pictogram(name, row["montre"], tuple(row["mots"])) for name, row in rows}
    )


@cache
def by_word() -> Mapping[str, Pictogram]:
    """Return the pictogram of each word that has one."""
    return MappingProxyType({w: one for one in pictograms().values() for w in one.words})


@cache
def _senses() -> Mapping[str, Sense]:
    return senses_of(table("pictogrammes")["sens"])


def proposals(document: Document, shown: Container[str] = ()) -> tuple[Proposal, ...]:
    """Return a pictogram for each passage of an easy text that one may help, in order.

    ``shown`` are the names of those that the text has already.
    """
    found, used = list[Proposal](), set[str]()
    for passage in _passages(_flow(document.blocks)):
        ranked = _ranked(passage)
        free = (one for one in ranked if one.pictogram.name not in used)
        best = next((one for one in free if one.pictogram.name not in shown), None)
        if best:
            used.add(best.pictogram.name)
            found.append(best)
    return tuple(found)


def _ranked(passage: _Passage) -> Sequence[Proposal]:
    """Return what a passage may show: an idea of its heading, the one it repeats most."""
    first, times = dict[str, Proposal](), dict[str, int]()
    for use in _uses(passage.sentences):
        one, sentence = by_word()[use.word], passage.sentences[use.place]
        times[one.name] = times.get(one.name, 0) + 1
        if one.name not in first:
            word = sentence[use.start : use.end]
            first[one.name] = Proposal(one, word, sentence, passage.line)
    head = passage.sentences[0] if passage.has_heading else None
    return sorted(
        first.values(), key=lambda p: (p.passage is not head, -times[p.pictogram.name])
    )


def _uses(sentences: Sequence[str]) -> Iterator[Use]:
    """Yield the words that have a pictogram, in the sense it shows."""
    flat = [plain(sentence).lower() for sentence in sentences]
    found = sure_uses(uses_of(sentences, by_word()), sentences, None)
    for use in sorted(found, key=lambda use: (use.place, use.start)):
        text, sense = flat[use.place], _senses().get(use.word)
        is_meant = sense is None or sense.suits(text, use.start, use.end)
        if is_meant and not _DENIED.search(text[: use.start]):
            yield use


# The passages of a text


def _flow(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks of the text up to its glossary, what frames them taken away."""
    for block in blocks:
        if isinstance(block, Heading) and _text(block) == TITLE:
            return
        if not isinstance(block, Div):
            yield block
        elif block.role not in NOT_AUTHORS:
            yield from _flow(block.blocks)


def _passages(flow: Iterable[Block]) -> Iterator[_Passage]:
    """Yield the passages that have no picture: one stands before or after a heading."""
    blocks = tuple(flow)
    for at, block in enumerate(blocks):
        if not isinstance(block, Para | List) or not block.pos:
            continue
        above = blocks[at - 1] if at else None
        heading = above if isinstance(above, Heading) else None
        near = blocks[max(0, at - 2) : at] if heading else blocks[max(0, at - 1) : at]
        if any(isinstance(one, Figure) for one in near):
            continue
        own = _sentences(block) if isinstance(block, Para) else ()
        title = (_text(heading),) if heading else ()
        if own or title:
            yield _Passage((*title, *own), block.pos.line, bool(title))


def _sentences(block: Para) -> tuple[str, ...]:
    cut = [child for child in block.children if isinstance(child, Sentence)]
    if not cut:
        return tuple(split_sentences(_text(block)))
    return tuple(" ".join(running_text((one,)).split()) for one in cut)


def _text(block: Para | Heading) -> str:
    return " ".join(running_text(block.children).split())
