"""Check capitals: report runs of words, and long words, written in capitals.

They are slower to read, and some screen readers spell them letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ppun_access.checks.acronyms import PRODUCTS, explained_acronyms, is_product
from ppun_access.checks.model import (
    CheckOptions,
    author_sentences,
    is_easy_text,
    is_quoted,
    prose,
)
from ppun_access.document.model import Document, Table
from ppun_access.document.walk import nodes, running_text, sentences
from ppun_access.french.lexical.morphology import readings as readings_of
from ppun_access.french.lexical.persons import is_given_name
from ppun_access.french.spoken.capitals import SHOUT, WORD, capitalised
from ppun_access.french.spoken.spoken_form import readings
from ppun_access.report import Finding

SHORTEST = 5
"""Letters of a single word in capitals that is reported."""
LONGEST_ACRONYM = 9
"""Letters that few acronyms have."""
FEWEST = 3
"""French words in capitals that are no name, nor acronyms side by side."""
_NEAR = 200
"""Characters around one that are looked at: a postcode, a name."""
_POSTCODE = re.compile(r"\b\d{2}\s?\d{3}\s\Z")
_PARTICLE = re.compile(r"(?:DE LA|DE|DU|DES|LE|LA|D[’'])\s?[^\W\d_-]+")
"""A surname with its particle, after a rank or a title that nobody knows."""
_NAMED = re.compile(
    r"(?<![A-ZÀ-Ý]\s)(?<!\w)[A-Z]{3,}\s\Z|(?i:(?<!\w)(?:directives?|lois?|normes?|"
    r"règlements?|programmes?|plans?|projets?|dispositifs?|labels?|fichiers?|bases?|"
    r"réseaux?|services?|certificats?)\s\Z)"
)
"""What stands after these is their name: « la directive INSPIRE », « XML SANDRE »."""
_ELIDED = re.compile(r"\A(?:[DLNS]|QU)[’']")
_NAME_BEFORE = re.compile(r"(?<![\w’'])[A-ZÀ-Ý][a-zà-ÿ]{2,}(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*\s\Z")
_NAME_AFTER = re.compile(r"\s([A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*)")


def capitals(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield the runs of words, and the long words, that are written in capitals.

    In a text that need not be easy, only what is surely a shout: ``FEWEST`` French words,
    out of tables, whose data have the capitals that they have.

    Acronyms, those that the text itself explains among them, names of products, surnames,
    the towns of postal addresses and what is quoted are as they must be.
    """
    known = {**options.lexicon.pronunciations, **options.lexicon.acronyms}
    explained = explained_acronyms(document)
    is_easy = is_easy_text(document, options)
    tables = (node for node in nodes(document) if isinstance(node, Table))
    cells = set() if is_easy else {id(s) for table in tables for s in sentences(table)}
    for sentence in (s for s in author_sentences(document) if id(s) not in cells):
        for shouted, word in in_capitals(prose(sentence), known):
            if all(map(explained, re.findall(r"\w+", shouted))):
                continue
            if not is_easy and _french_words(shouted) < FEWEST:
                continue
            message = (
                f"« {shouted} » est en capitales : elles se lisent moins vite, et des "
                f"lecteurs d’écran les épellent. {_advice(shouted, word=word)}"
            )
            passage = running_text(sentence.children)
            yield Finding(
                "texte-en-capitales", message, sentence.pos, document.title, passage,
                subject=shouted,
            )  # fmt: skip


def _french_words(shouted: str) -> int:
    """Return how many words of ``shouted`` a dictionary has."""
    return sum(
        bool(readings_of(word.lower())) for word in re.findall(r"[^\W\d_]+", shouted)
    )


def _advice(shouted: str, *, word: bool) -> str:
    if word:
        return (
            f"Écrivez « {capitalised(shouted)} », en gras pour insister ; si c’est un "
            "sigle, ajoutez-le au lexique, dans [sigles]."
        )
    return "Écrivez en minuscules, avec une majuscule au début, en gras pour insister."


def in_capitals(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield what is in capitals, and whether it is one word."""
    found_readings = tuple(readings(text, known))
    if _is_shouted(text, [rule for *_, rule in found_readings]):
        yield text.strip(), False
        return
    for start, stop, _, rule in found_readings:
        if rule not in (SHOUT.name, WORD.name):
            continue
        before = text[max(0, start - _NEAR) : start]
        found, after = text[start:stop], text[stop : stop + _NEAR]
        if _POSTCODE.search(before):
            continue
        if _PARTICLE.fullmatch(found) or found in PRODUCTS or is_quoted(text, start):
            continue
        if is_product(before) or _NAMED.search(before):
            continue
        if _is_no_word(found) or "@" in (before[-1:], after[:1]):
            continue
        word = rule == WORD.name
        if not (word and (len(found) < SHORTEST or _is_name(found, before, after))):
            yield found, word


def _is_no_word(found: str) -> bool:
    """Return whether one word in capitals is no French word: an acronym, a name.

    Capitals often lack accents: a long one is a word all the same.
    """
    word = _ELIDED.sub("", found).lower()
    return word.isalpha() and len(word) < LONGEST_ACRONYM and not readings_of(word)


def _is_shouted(text: str, rules: list[str]) -> bool:
    """Return whether a whole sentence is in capitals, in several runs or words.

    There is no small letter in it: « EN 2024, LE PLAN ».
    """
    small = any(map(str.islower, text))
    return not small and rules.count(SHOUT.name) + rules.count(WORD.name) > 1


def _is_name(word: str, before: str, after: str) -> bool:
    """Return whether a word in capitals may be somebody's name."""
    named = _NAME_AFTER.match(after)
    return bool(
        is_given_name(capitalised(word))
        or (named and is_given_name(named[1]))
        or _NAME_BEFORE.search(before)
    )
