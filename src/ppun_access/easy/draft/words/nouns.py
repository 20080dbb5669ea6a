"""Nouns of the lexicon, in their number: « des augmentations » → « des hausses ».

A noun of another gender would change what agrees with it: it stays. So does a name, or
what stands in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from ppun_access.easy.draft.model import Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.grammar import noun_gender, noun_number
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.draft.words.edits import Edit, joined, overlaps, rewrite
from ppun_access.easy.draft.words.lexicon import Entry, entries
from ppun_access.easy.draft.words.near import stands
from ppun_access.french.lexical.morphology import inflect, readings


def nouns(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what the nouns of ``sentence`` may become; nothing without a parse."""
    if not parse:
        return ()
    tree = grow(sentence, parse)
    return tuple(
        found
        for place in range(len(tree))
        if tree.pos(place) == "NOUN" and not _in_name(tree, place)
        for found in _noun(tree, place)
        if not overlaps(found.start, found.end, spans)
    )


def _in_name(tree: Tree, place: int) -> bool:
    """Return whether a word has a capital inside the sentence, or follows one that has."""
    inside = place > 0 and tree[place].text[0].isupper()
    head = tree.head(place)
    return inside or (tree.pos(head) == "PROPN" and tree.dep(place) == "flat")


def _noun(tree: Tree, place: int) -> Iterator[Rewrite]:
    reading = next((one for one in readings(tree.lows[place]) if one.pos == "NOM"), None)
    entry = _by_lemma().get(reading.lemma) if reading else None
    if reading is None or entry is None:
        return
    number = reading.number or noun_number(tree, place)
    gender = reading.gender or noun_gender(tree, place)
    form = inflect(entry.easier, "NOM", gender, number) if gender and number else None
    if form is None or _gender(entry.easier) != gender:
        return
    begin, end = tree.begin(place), tree.end(place)
    edit = joined(tree.text, Edit(begin, end, form), gender=gender, name=True)
    if edit is not None and stands(entry, tree.plain[:begin], tree.plain[end:]):
        yield rewrite(entry.expression, edit, entry.confidence)


@cache
def _by_lemma() -> Mapping[str, Entry]:
    return {entry.expression: entry for entry in entries("noms")}


def _gender(noun: str) -> str:
    known = {one.gender for one in readings(noun) if one.pos == "NOM"}
    return known.pop() if len(known) == 1 else ""
