"""What limits a text: « les familles qui gagnent peu », « si », « sauf », « seul ».

An answer may say it otherwise; it may not lose it, nor add one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft.meanings import content, meanings
from ppun_access.easy.draft.parse.grammar import noun_number, subject
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import predicate, present_participle

_IF = listed("si s' quand lorsque lorsqu'")
_CASES = listed("cas condition réserve")
_MARKS = re.compile(
    r"\?|\b(?:si|s'ils?|quand|lorsqu|dans ce cas|pour cela|conditions?|"
    r"certaine?s?|qui|dont)\b"
)
_EXCEPT = re.compile(
    r"\b(?:sauf|hormis|excepté|hors|à l'exception d(?:es?|u|')) ?([^,.;:!?]*)"
)
_TOO = re.compile(
    r"\b(?:aussi|également|y compris|même) (?:pour|en|pendant|dans|sur|chez|"
    r"avec|à|aux?|du|les?|la)\b"
    r"|\b(?:aussi|également),"
)
_ONLY = re.compile(
    r"\b(?:seule?s?|seulement|uniquement|exclusivement)\b|"
    r"\bn(?:e |')(?:(?!\b(?:pas|plus|jamais|rien|aucune?)\b)[^.,;:!?])*?\bqu(?:e |')"
)
_NO_OTHER = re.compile(
    r"\b(?:aucune?|pas d'|autres?|réservée?s?|d[eo](?:i|ve)[sztn]+t?|faut|obligatoires?)\b"
)
_EITHER = re.compile(r"\b(?:ou|soit|choix|choisi\w*|peu(?:t|vent|x)|pouvez)\b")
_PART = re.compile(
    r"\b(?:certaine?s? (?!nombre)\w+|(?:une|en) partie|la plupart|"
    r"partiellement|presque tou\w+|particip\w+|contribu\w+)\b"
)
_LESS = re.compile(r"\b(?:certaine?s? (?!nombre)\w+|une partie|la plupart|partiellement)\b")
_DOUBT = re.compile(r"\b(?:si possible|peut-être|éventuellement|en principe|sans doute)\b")
_EVERY = re.compile(
    r"\b(?:tou(?:s|te|tes)(?! les (?:jours|mois|ans))"
    r"|tout (?:le|la|ce|l')|chaque|chacune?|ensemble|n'importe quel\w*)\b"
)


def changed_limits(source: Sequence[Tree], answer: Sequence[Tree]) -> Iterator[str]:
    """Yield what limits ``source`` and is lost in ``answer``, or the other way round."""
    before = " ".join(tree.plain for tree in source).lower()
    after = " ".join(tree.plain for tree in answer).lower()
    for tree in source:
        if noun := lost_limit(tree, answer):
            yield f"ce qui limite « {noun} » est dit de tous"
    conditions = list(_conditions(source))
    yield from _lost_conditions(conditions, after)
    yield from _changed_exceptions(before, after, [tree.plain.lower() for tree in answer])
    only, told = _ONLY.search(before), _ONLY.search(after)
    if only and not told and not _NO_OTHER.search(after):
        yield f"« {only[0].strip()} » a disparu : ce n’est plus réservé"
    if told and not only and not _NO_OTHER.search(before):
        yield f"« {told[0].strip()} » a été ajouté : le passage n’a pas cette limite"
    yield from _joined(source, after)
    yield from _crossed(source, answer)
    part = _PART.search(after)
    if part and not (_PART.search(before) or conditions or _EXCEPT.search(before)):
        yield f"« {part[0]} » a été ajouté : le passage parle de tous"
    doubt = _DOUBT.search(after)
    if doubt and not _DOUBT.search(before):
        yield f"« {doubt[0]} » a été ajouté"
    gone = _LESS.search(before)
    if gone and not _PART.search(after):
        yield f"« {gone[0]} » a disparu : c’est dit du tout"
    every = _EVERY.search(after)
    each = every and every[0] == "chaque" and re.search(r"\bpar\b", before)
    if every and not each and not _EVERY.search(before):
        yield f"« {every[0]} » a été ajouté : le passage ne le dit pas de tous"


def _conditions(trees: Sequence[Tree]) -> Iterator[tuple[str, list[str]]]:
    """Yield the conditions of some sentences: their text, and the words that say them."""
    for tree in trees:
        for place in range(len(tree)):
            if _is_condition(tree, place):
                first, last = tree.spans[place]
                text = tree.cut(first, last + 1)
                if said := content(text):
                    yield text, said


def _is_condition(tree: Tree, place: int) -> bool:
    marks = {tree.lows[k] for k in tree.dependents(place, "mark", "advmod")}
    if marks & _IF or (tree.lows[place] in _CASES and tree.dep(place).startswith("obl")):
        return True
    if tree.dep(place) == "acl" and present_participle(tree.lows[place]):
        return True
    before = tree.spans[place][0] - 1
    return tree.dep(place) == "acl:relcl" and before > 0 and tree.lows[before] != ","


def _lost_conditions(
    conditions: Sequence[tuple[str, list[str]]], after: str
) -> Iterator[str]:
    told = {form for word in content(after) for form in _wide(word)}
    marks = len(_MARKS.findall(after))
    for text, said in conditions:
        kept = sum(bool(_wide(word) & told) for word in said)
        if kept * 2 <= len(said) and marks < len(conditions):
            yield f"une condition a disparu : « {text} »"


def _wide(word: str) -> frozenset[str]:
    return meanings(base_forms(word))


def _changed_exceptions(before: str, after: str, pieces: Sequence[str]) -> Iterator[str]:
    old, new = _exceptions(before), _exceptions(after)
    known = {form for _, said in old for word in said for form in _wide(word)}
    for text, said in new:
        if not all(_wide(word) & known for word in said):
            yield f"l’exception « {text} » n’est pas dans le passage"
    for text, said in old:
        forms = [base_forms(word) for word in said]
        wide = [_wide(word) for word in said]
        near = [p for p in pieces if _says(p, forms)] or [
            p for p in pieces if _says(p, wide)
        ]
        if not near:
            yield f"l’exception « {text} » a disparu"
        elif not new and all(_TOO.search(piece) for piece in near):
            yield f"l’exception « {text} » est dite comme le reste"


def _says(text: str, words: Sequence[frozenset[str]]) -> bool:
    """Return whether a text says half of some words."""
    told = {form for word in content(text) for form in base_forms(word)}
    return 2 * sum(bool(word & told) for word in words) >= len(words)


def _exceptions(text: str) -> list[tuple[str, list[str]]]:
    found = ((one[0].strip(), content(one[1])) for one in _EXCEPT.finditer(text))
    return [(text, said) for text, said in found if said]


def _joined(source: Sequence[Tree], after: str) -> Iterator[str]:
    """Yield « A ou B » where an answer says both A and B, and no choice."""
    told = {form for word in content(after) for form in base_forms(word)}
    if _EITHER.search(after):
        return
    for tree in source:
        for place in range(len(tree)):
            cc = {tree.lows[k] for k in tree.dependents(place, "cc")}
            pair = (tree.head(place), place)
            if "ou" in cc and all(base_forms(tree.lows[k]) & told for k in pair):
                one, two = (tree[k].text for k in pair)
                yield f"« {one} ou {two} » : le choix a disparu"


def _crossed(source: Sequence[Tree], answer: Sequence[Tree]) -> Iterator[str]:
    """Look for two sentences that exchanged their ends: each says words of both."""
    told = [_words(tree) for tree in answer]
    own = [_words(tree) for tree in source]
    for one, two in combinations(range(len(own)), 2):
        rest = {
            form for n, forms in enumerate(own) if n not in (one, two) for form in forms
        }
        first, second = (
            own[one].keys() - own[two].keys() - rest,
            own[two].keys() - own[one].keys() - rest,
        )
        mixed = [
            (
                {said[f] for f in said.keys() & first},
                {said[f] for f in said.keys() & second},
            )
            for said in told
        ]
        mixed = [pair for pair in mixed if all(pair)]
        for left, right in combinations(mixed, 2):
            own_words = [(a - b, b - a) for a, b in zip(left, right, strict=True)]
            if all(map(all, own_words)):
                some = (min(left[0]), min(left[1]))
                yield f"« {some[0]} » et « {some[1]} » ne vont pas ensemble dans le passage"
                return


def _words(tree: Tree) -> dict[str, str]:
    """Return the forms of the words of a sentence that say something, and the words."""
    return {form: word for word in content(tree.text) for form in base_forms(word)}


# Relatives

_SOME = listed("ces nos vos leurs mes tes ses certains certaines quelques plusieurs")
"""Nouns after these are known, or counted: a relative limits them no more."""
_ASKS = listed("si s' quand lorsque lorsqu' ?")
_STAND_FOR = listed("ils elles")
_NARROW = ("acl", "acl:relcl", "amod", "nmod")


def lost_limit(source: Tree, pieces: Sequence[Tree]) -> str:
    """Return the noun of which ``pieces`` say as true of all what limits it in ``source``.

    « Les familles qui gagnent peu » → « Les familles gagnent peu » is one; « Des familles
    gagnent peu », « Vous gagnez peu ? », « Ces familles… » are none. Plurals only: « le
    maire qui signe » may well be the only one.
    """
    limits = list(_limits(source))
    said: tuple[Tree, int] | None = None
    for tree in pieces:
        found = subject(tree, tree.root)
        if found is None:
            continue
        if tree.lows[found] not in _STAND_FOR:
            said = tree, found
        if said is None or _ASKS & set(tree.lows):
            continue
        for noun, verb in limits:
            same = _forms(source, verb) & _forms(tree, tree.root)
            if same and _is_general(*said) and _is_same(source, noun, *said):
                return source[noun].text
    return ""


def _limits(tree: Tree) -> Iterator[tuple[int, int]]:
    """Yield the plural nouns that « qui » limits, without a comma, and their verbs."""
    for verb in range(len(tree)):
        noun = tree.head(verb)
        if tree.dep(verb) != "acl:relcl" or tree.pos(noun) != "NOUN":
            continue
        qui = next((k for k in tree.kids[verb] if tree.lows[k] == "qui"), None)
        if qui is None or qui < noun or "," in tree.lows[noun:qui]:
            continue
        known = any(tree.lows[k] in _SOME for k in tree.dependents(noun, "det"))
        if (
            not known
            and noun_number(tree, noun) == "p"
            and predicate(tree, verb) is not None
        ):
            yield noun, verb


def _is_general(tree: Tree, noun: int) -> bool:
    """Return whether a subject is « les familles », and nothing narrower."""
    return any(tree.lows[k] == "les" for k in tree.dependents(noun, "det"))


def _is_same(source: Tree, noun: int, tree: Tree, other: int) -> bool:
    """Return whether two nouns are one, and the second no narrower than the first."""
    if not _forms(source, noun) & _forms(tree, other):
        return False
    wide = {f for k in source.kids[noun] for f in _forms(source, k)}
    return all(_forms(tree, k) & wide for k in tree.dependents(other, *_NARROW))


def _forms(tree: Tree, place: int) -> frozenset[str]:
    return base_forms(tree.lows[place])
