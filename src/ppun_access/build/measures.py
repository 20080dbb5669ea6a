"""Measure the readability of a document: reading time, scores, scored sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ppun_access.document.model import Document
from ppun_access.document.packing import Packed, register
from ppun_access.document.place_in_page import PlacesInPage, places_in_page
from ppun_access.document.walk import running_text
from ppun_access.french.lexical.sounds import unknown_words
from ppun_access.site.report.model import Cause, Figures, SentenceRow

if TYPE_CHECKING:
    from ppun_access.readability.document import ScoredSentence


@dataclass(frozen=True, slots=True)
class Measures:
    """The scores of a text and of its sentences."""

    words: int
    """Of paragraphs and lists."""
    minutes: int
    """Of reading, at least one."""
    readability: Packed[tuple[str, Any]]
    """As the catalogue tells it, key and value."""
    ours: Figures
    sentences: Packed[SentenceRow]
    listed: Packed[SentenceRow]
    lists: Figures
    headings: Figures
    unknown: tuple[str, ...] = ()
    """Words that no lexicon of pronunciations knows, as often as they stand in the text."""


def measures_of(document: Document) -> Measures:
    """Measure a document as it is published; import the rules of scoring only here."""
    from ppun_access.readability.document import (
        listed_sentences,
        parts_as_json,
        score_parts,
        scored_sentences,
        sentence_rows,
    )

    if not document.is_french:
        return _unscored(document)
    places = places_in_page(document)
    parts, listed = score_parts(document), tuple(listed_sentences(document))
    running = "\n".join(row.text for row in sentence_rows(document))
    read = (parts.body, parts.lists)
    return Measures(
        sum(one.words for one in read),
        max(1, round(sum(one.reading_seconds for one in read) / 60)),
        Packed.of(parts_as_json(parts).items()),
        Figures.of(parts.body),
        Packed.of(_sentence(one, places) for one in scored_sentences(document)),
        Packed.of(_sentence(one, places) for one in listed),
        Figures.of(parts.lists),
        Figures.of(parts.headings),
        unknown_words("\n".join((running, *(sentence.text for sentence in listed)))),
    )


def _unscored(document: Document) -> Measures:
    """Return the length of a text that is not French: no score of ours is for it."""
    from ppun_access.french import words
    from ppun_access.readability.formulas import reading_seconds

    blank = measures_of(replace(document, lang="fr", blocks=()))
    count = len(words(running_text(document.blocks)))
    return replace(blank, words=count, minutes=max(1, round(reading_seconds(count) / 60)))


def _sentence(sentence: ScoredSentence, places: PlacesInPage) -> SentenceRow:
    return SentenceRow(
        text=sentence.text,
        words=sentence.words,
        difficulty=sentence.difficulty,
        causes=tuple(Cause(cause.message, cause.suggestion) for cause in sentence.causes),
        line=sentence.line,
        anchor=sentence.id,
        in_list=sentence.in_list,
        place=places.at(sentence.line),
    )


register(Measures)
