"""Nouns and adjectives of the lexicon, agreed: « des leviers » → « des moyens ».

A noun of another gender takes its article with it, and only when nothing else agrees with
it; that is never sure. A name, or what stands in one, is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from ppun_access.easy.draft.model import Confidence, Parse, Rewrite, Spans
from ppun_access.easy.draft.parse.grammar import noun_gender, noun_number
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.draft.words.agreement import agreement
from ppun_access.easy.draft.words.edits import Edit, joined, overlaps, rewrite
from ppun_access.easy.draft.words.guards import stands
from ppun_access.easy.draft.words.lexicon import Entry, Kind, entries
from ppun_access.french.lexical.morphology import Reading, inflect, readings

_DEGREES = frozenset(
    {"aussi", "plus", "moins", "très", "si", "trop", "assez", "peu", "bien", "tellement"}
)
_VARIES = ("très ", "plus ", "moins ", "peu ", "pas ", "de plus en plus ")
"""An easier form of several words whose last one agrees begins so."""
_BEFORE_NOUN = frozenset(
    {"bon", "différent", "dernier", "grand", "important", "mauvais", "nombreux", "petit"}
)
"""« de complexes calculs » stays: « de compliqués calculs » is not said."""
_ARTICLES = {
    "le": "la", "la": "le", "un": "une", "une": "un", "ce": "cette", "cet": "cette",
    "cette": "ce", "du": "de la", "au": "à la", "aucun": "aucune", "aucune": "aucun",
    "tout": "toute", "toute": "tout", "quel": "quelle", "quelle": "quel",
}  # fmt: skip
_NEUTRAL = frozenset(
    {"les", "des", "ces", "ses", "nos", "vos", "leurs", "leur", "notre", "votre", "chaque"}
)


def nouns(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what the nouns of ``sentence`` may become; nothing without a parse."""
    return _found(sentence, parse, spans, "noms")


def adjectives(sentence: str, parse: Parse = (), spans: Spans = ()) -> tuple[Rewrite, ...]:
    """Return what the adjectives of ``sentence`` may become; nothing without a parse."""
    return _found(sentence, parse, spans, "adjectifs")


def _found(sentence: str, parse: Parse, spans: Spans, kind: Kind) -> tuple[Rewrite, ...]:
    if not parse:
        return ()
    tree = grow(sentence, parse)
    make = _noun if kind == "noms" else _adjective
    tag, upos = ("NOM", "NOUN") if kind == "noms" else ("ADJ", "ADJ")
    return tuple(
        found
        for place in range(len(tree))
        if tree.pos(place) == upos and not _in_name(tree, place)
        for reading in _readings(tree.lows[place], tag)
        for entry in _by_lemma(kind).get(reading.lemma, ())
        for found in make(tree, place, reading, entry)
        if not overlaps(found.start, found.end, spans)
    )


def _readings(word: str, tag: str) -> tuple[Reading, ...]:
    return tuple(one for one in readings(word) if one.pos == tag)[:1]


@cache
def _by_lemma(kind: Kind) -> Mapping[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries(kind):
        found[entry.expression].append(entry)
    return found


def _in_name(tree: Tree, place: int) -> bool:
    """Return whether a word has a capital inside the sentence, or follows one that has."""
    inside = place > 0 and tree[place].text[0].isupper()
    head = tree.head(place)
    return inside or (tree.pos(head) == "PROPN" and tree.dep(place) in {"amod", "flat"})


def _noun(tree: Tree, place: int, reading: Reading, entry: Entry) -> Iterator[Rewrite]:
    number = reading.number or noun_number(tree, place)
    gender = reading.gender or noun_gender(tree, place)
    new = _gender(entry.easier)
    form = inflect(entry.easier, "NOM", new, number) if new and number else None
    if form is None or not gender:
        return
    begin, end = tree.begin(place), tree.end(place)
    if gender == new:
        edit = joined(tree.text, Edit(begin, end, form), gender=gender, name=True)
        confidence = entry.confidence
    else:
        edit, confidence = _other_gender(tree, place, form, number), "suggest"
    before, rest = tree.plain[:begin].lower(), tree.plain[end:].lower()
    if edit is not None and stands(entry, before, rest):
        yield rewrite(entry.expression, edit, confidence)


def _gender(noun: str) -> str:
    known = {one.gender for one in readings(noun) if one.pos == "NOM"}
    return known.pop() if len(known) == 1 else ""


def _other_gender(tree: Tree, place: int, form: str, number: str) -> Edit | None:
    """Change the article too, if it stands just before and nothing else agrees."""
    kids = [kid for kid in tree.kids[place] if tree.dep(kid) in {"amod", "acl", "conj"}]
    subject = tree.dep(place).startswith("nsubj")
    if kids or subject or not place:
        return None
    article = tree.lows[place - 1]
    begin = tree.begin(place)
    if article in _NEUTRAL and (number == "p" or article in {"leur", "notre", "votre"}):
        return joined(tree.text, Edit(begin, tree.end(place), form))
    if article not in _ARTICLES:
        return None
    start = tree.begin(place - 1)
    text = f"{_ARTICLES[article]} {form}"
    return joined(tree.text, _contracted(tree, Edit(start, tree.end(place), text)))


def _contracted(tree: Tree, edit: Edit) -> Edit:
    """« de le » is « du », « à le » is « au »; an article is elided before a vowel."""
    article, _, noun = edit.text.partition(" ")
    from ppun_access.french.lexical.morphology import begins_with_vowel_sound

    if article in {"le", "la"} and begins_with_vowel_sound(noun):
        return edit._replace(text=f"l’{noun}")
    if article == "ce" and begins_with_vowel_sound(noun):
        return edit._replace(text=f"cet {noun}")
    before = tree.plain[: edit.start].lower()
    for small, whole in (("de ", "du"), ("à ", "au")):
        if article == "le" and before.endswith(f" {small}"):
            return Edit(edit.start - len(small), edit.end, f"{whole} {noun}")
    return edit


def _adjective(tree: Tree, place: int, reading: Reading, entry: Entry) -> Iterator[Rewrite]:
    if tree.lows[place - 1] in _DEGREES or tree.dep(place) not in {"amod", "ROOT", "conj"}:
        return
    form = _agreed(tree, place, reading, entry.easier)
    head = tree.head(place)
    first = tree.dep(place) == "amod" and head > place
    if form is None or (first and entry.easier not in _BEFORE_NOUN):
        return
    confidence: Confidence = entry.confidence
    if entry.easier.startswith("très ") and _is_the(tree, head):
        confidence = "suggest"
    begin, end = tree.begin(place), tree.end(place)
    edit = joined(tree.text, Edit(begin, end, form))
    before, rest = tree.plain[:begin].lower(), tree.plain[end:].lower()
    if edit is not None and stands(entry, before, rest):
        yield rewrite(entry.expression, edit, confidence)


def _agreed(tree: Tree, place: int, reading: Reading, easier: str) -> str | None:
    if " " in easier and not easier.startswith(_VARIES):
        return easier
    gender, number = agreement(tree, place)
    if reading.number and number and reading.number != number:
        return None  # « des ouvrages complexe »: which of the two is wrong?
    gender, number = reading.gender or gender, reading.number or number
    if not gender or not number:
        return None
    before, _, last = easier.rpartition(" ")
    form = inflect(last, "ADJ", gender, number)
    return form and f"{before} {form}".strip()


def _is_the(tree: Tree, noun: int) -> bool:
    """« la question majeure » is the only one: « très importante » says less."""
    return any(tree.lows[kid] in {"le", "la", "l'", "les"} for kid in tree.kids[noun])
