"""Where an easy text says « je » or « nous »: it is in the third person until agreed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ppun_access.document.model import Block, Document, Heading, Quote
from ppun_access.easy.draft.words.lexicon import explanations
from ppun_access.easy.review.answers import letters
from ppun_access.easy.review.digests import parted, words_of_lines
from ppun_access.french.text.sentences import split_sentences

_SAID = re.compile(r"«[^«»]*»")
_FIRST_PERSON = re.compile(
    r"(?<![\w-])(?:[Jj][’']|(?:[Jj]e|[Nn]ous|moi|mon|ma|mes|notre|nos)\b)"
)
_EXPLAINS = re.compile(r"\s*+([^\s:](?:[^:]*[^\s:])?+)\s*+:\s*+(.*)", re.DOTALL)


def first_person(page: Document) -> str:
    """Return the first words of ``page`` in the first person, empty without any.

    Quotations and titles, which may be the reader's question, do not count, nor what
    explains a word: « Environnement : tout ce qui est autour de nous. ».
    """
    text, glossary = _without_glossary(page.blocks)
    known = {letters(line.partition(":")[0]) for line in words_of_lines(glossary)}
    known |= set(map(letters, explanations()))
    for sentence in _told(text):
        found = _FIRST_PERSON.search(sentence)
        if found and not _explains(sentence, known):
            return " ".join(sentence[found.start() :].split()[:5])
    return ""


def _without_glossary(
    blocks: tuple[Block, ...],
) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return what is told around the glossary, and the glossary, up to the next title."""
    body, rest = parted(blocks)
    titles = (n for n, block in enumerate(rest) if n and isinstance(block, Heading))
    end = next(titles, len(rest))
    return (*body, *rest[end:]), rest[1:end]


def _told(blocks: Iterable[Block]) -> Iterator[str]:
    for line in words_of_lines(b for b in blocks if not isinstance(b, Quote | Heading)):
        yield from split_sentences(_SAID.sub("", line))


def _explains(sentence: str, known: set[str]) -> bool:
    """Tell whether a sentence gives the meaning of a word, not what « nous » do of it."""
    found = _EXPLAINS.match(sentence)
    if not found or letters(found[1]) not in known:
        return False
    return not _FIRST_PERSON.match(found[2])
