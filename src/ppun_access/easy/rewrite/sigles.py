"""Acronyms, with what they stand for at their first use: « l’ARS (agence régionale…) »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ppun_access.easy.rewrite.edits import overlaps, quoted
from ppun_access.easy.rewrite.lines import LONGEST, SHORTEST
from ppun_access.easy.rewrite.model import Rewrite, Spans, applied
from ppun_access.easy.rewrite.text import count, plain, unaccented
from ppun_access.french.acronym_meanings import meanings
from ppun_access.french.morphology import inflect, readings

RULE = "sigles"
_COMPLEMENT = re.compile(r"\s*d(?:e|u|es)?(?:\s|['’])")
"""« le CCAS (…) de leur commune »: the noun waits for it."""
_SEVERAL = re.compile(
    r"\b(?:des|les|aux|ces|ses|leurs|nos|vos|mes|plusieurs|certaine?s|quelques|deux|trois|"
    r"quatre|cinq|six|sept|huit|neuf|dix|\d+)\s+\Z"
)


def acronyms(
    sentences: Sequence[str], lexicon: Mapping[str, str], closed: Sequence[Spans] = ()
) -> tuple[tuple[int, Rewrite], ...]:
    """Return where acronyms are explained: the place of a sentence, and its rewrite.

    ``lexicon`` holds the project's meanings, which win over the packaged ones. An acronym
    whose meaning is already said before it, or beside it, stays. In a quotation, or in what
    is ``closed`` in its sentence (code, titles), it does not count as used.
    """
    known = {**meanings(), **lexicon}
    found: list[tuple[int, Rewrite]] = []
    told: set[str] = set()
    said = ""
    for place, sentence in enumerate(sentences):
        said += " " + plain(sentence).lower()
        kept = [*quoted(sentence), *(closed[place] if closed else ())]
        for one in _uses(sentence, known):
            acronym = sentence[one.start : one.end]
            if acronym in told or overlaps(one.start, one.end, kept):
                continue
            meaning = _agreed(sentence[: one.start], known[acronym])
            if meaning is None:
                continue
            told.add(acronym)
            explained = _explained(sentence, one, meaning)
            if explained is not None and plain(known[acronym]).lower() not in said:
                found.append((place, explained))
    return tuple(found)


def told(sentence: str, rewrites: Sequence[Rewrite]) -> str:
    """Return ``sentence`` with the meaning of its acronyms.

    A line that gets too long by it ends after the bracket, when enough words are left.
    """
    for one in sorted(rewrites, key=lambda one: -one.start):
        sentence = applied(sentence, one)
        if one.text.endswith(")"):
            sentence = _parted(sentence, one.start + len(one.text))
    return sentence


def _parted(sentence: str, end: int) -> str:
    first = sentence.rfind("\n", 0, end) + 1
    line, _, more = sentence[first:].partition("\n")
    after = re.match(r"\S*", sentence[end:])
    assert after is not None
    cut = end + after.end()
    left = sentence[cut : first + len(line)]
    if count(line) <= LONGEST or count(left) < SHORTEST or _COMPLEMENT.match(left):
        return sentence
    return f"{sentence[:cut]}\n{left.lstrip()}" + (f"\n{more}" if more else "")


def _uses(sentence: str, known: Mapping[str, str]) -> Iterator[Rewrite]:
    longest_first = sorted(known, key=len, reverse=True)
    # Not « PLU(i) » nor « CCAS/CIAS », which are one word.
    pattern = rf"(?<![\w/-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w(/-])"
    for found in re.finditer(pattern, sentence):
        yield Rewrite(RULE, found.start(), found.end(), found[0])


def _agreed(before: str, meaning: str) -> str | None:
    """Return a meaning in the number of its determiner; None when it is not sure."""
    return _plural(meaning) if _SEVERAL.search(plain(before).lower()) else meaning


def _plural(meaning: str) -> str | None:
    """« établissements publics de coopération »: the noun and its adjectives, up to « de ».

    None when a word is unknown, or when an adjective after « de » may be that of the noun.
    """
    found = re.match(
        r"(?:[\w-]+ )*?[\w-]+(?= (?:de|du|des|à|au|en|pour|sur)\b| d['’]|\Z)", meaning
    )
    if found is None:
        return None
    said = [
        _many(word, "ADJ" if place else "NOM")
        for place, word in enumerate(found[0].split())
    ]
    rest = meaning[found.end() :]
    head = meaning.split()[0]
    if any(_may_agree(head, word) for word in re.findall(r"[\w-]+", rest)):
        return None
    return None if None in said else " ".join(filter(None, said)) + rest


def _many(word: str, pos: str) -> str | None:
    read = next((r for r in readings(word.lower()) if r.pos == pos), None)
    if read is None or read.number == "p":
        return None
    return inflect(read.lemma, pos, read.gender, "p")


def _may_agree(noun: str, word: str) -> bool:
    """Return whether an adjective may be that of a noun: « centre de formation agréé »."""
    first = readings(word)[:1]
    if not first or first[0].pos != "ADJ":
        return False
    genders = {r.gender for r in readings(noun.lower()) if r.pos == "NOM"}
    return any(
        r.pos == "ADJ" and r.number != "p" and (not r.gender or r.gender in genders)
        for r in readings(word)
    )


def _explained(sentence: str, one: Rewrite, meaning: str) -> Rewrite | None:
    """Return the meaning after its acronym; None when the author says it just before.

    Brackets do not hold brackets: inside them a comma is enough.
    """
    before = sentence[: one.start]
    inside = before.rfind("(") > before.rfind(")")
    if inside and before.endswith("(") and _spells(before, one.text):
        return None
    return Rewrite(RULE, one.end, one.end, f", {meaning}" if inside else f" ({meaning})")


def _spells(before: str, acronym: str) -> bool:
    """Return whether the words before a bracket begin with the letters of an acronym."""
    words = re.findall(r"[^\W\d_]+", unaccented(before))
    initials = (word[0] for word in words[-12:])
    return all(letter in initials for letter in unaccented(acronym))
