"""Participles become finite verbs, with a subject that the reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.rewrite.grammar import (
    pronoun,
    root_verb,
)
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import listed, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import (
    conjugated,
    inflection,
    past_participles,
    predicate,
    present_participle,
)

_EFFECTS = listed(
    "permettre faire entraîner provoquer rendre garantir favoriser assurer offrir obliger "
    "contribuer causer créer renforcer faciliter éviter donner confirmer montrer prouver "
    "laisser limiter réduire améliorer augmenter accélérer menacer mettre"
)
"""Verbs whose subject may be a whole fact (« cela permet »)."""
_ADVERBS = frozenset({"ainsi", "donc", "aussi"})
_STATES = listed(
    "situé installé composé basé doté entouré connu inscrit âgé destiné réservé équipé né "
    "mort venu parti arrivé devenu considéré constitué défini régi prévu encadré financé "
    "géré piloté"
)
"""Past participles that say what is, not what was done."""
_MOVED = listed("naître mourir venir partir arriver devenir")
_NO_LEAD = re.compile(
    r"(?:Plus|Mis à part|Vu|Étant|Excepté|Compris|Passé|Dit|Issue?s?|Y compris|Compte|"
    r"Hormis|Sauf)\b"
)
_NO_SUBJECT = re.compile(
    r"(?:il s'agit|il y a|il est|il faut|il existe|votre|notre|nos|vos|nous|vous|je|on)\b",
    re.IGNORECASE,
)


def effect(tree: Tree) -> Iterator[Pieces]:
    """« A, permettant de B » → « A. Cela permet de B. »."""
    verb = root_verb(tree)
    if verb is None:
        return
    for comma in range(max(verb + 1, 3), len(tree) - 2):
        if tree.lows[comma] != ",":
            continue
        place = comma + 1 + (tree.lows[comma + 1] in _ADVERBS)
        lemma = present_participle(tree.lows[place])
        said = _fact_verb(tree, verb, lemma) if lemma in _EFFECTS else ""
        negated = "ne" in tree.lows[:comma] or "n'" in tree.lows[:comma]
        resumes = any(i == tree.root for i in range(place, len(tree)))
        if said and not negated and not resumes:
            opening = "Ainsi, cela" if tree.lows[comma + 1] in ("ainsi", "donc") else "Cela"
            rest = tree.cut(place + 1, len(tree))
            yield sentence(tree.cut(0, comma)), stopped(f"{opening} {said} {rest}")


def _fact_verb(tree: Tree, verb: int, lemma: str) -> str:
    """Return « permet », « permettra », « a permis »: the tense of the main verb."""
    tense = inflection(tree, verb)[:7]
    if not tense or tense.startswith("sub"):
        return ""
    compound = tree.dep(verb) in ("aux:tense",)
    if compound or tense == "ind:pas":
        done = conjugated(lemma, "par:pas")
        helper = {"ind:pre": "a", "ind:pas": "a", "ind:imp": "avait"}.get(tense, "")
        return f"{helper} {done}" if done and helper else ""
    return conjugated(lemma, f"{tense}:3s")


def leading_participle(tree: Tree) -> Iterator[Pieces]:
    """« Créé en 2000, S V » → « S a été créé en 2000. Il V. »."""
    if _NO_LEAD.match(tree.plain) or not past_participles(tree.lows[0]):
        return
    comma = next((i for i in range(1, len(tree)) if tree.lows[i] == ","), 0)
    found = _subject_at(tree, comma + 1)
    verb = None if found is None else predicate(tree, tree.head(found))
    if not comma or verb is None or found is None or tree.pos(0) not in ("VERB", "ADJ"):
        return
    first, last = tree.spans[found]
    if _NO_SUBJECT.match(tree.plain, tree.begin(first)):
        return
    if "," in tree.lows[first : last + 2]:
        return
    form = past_participles(tree.lows[0])[0]
    said = pronoun(tree, found)
    helper = _passive_helper(tree, verb, said, form.lemma)
    if said and helper and _fits(said, form.gender, form.number):
        lead = tree.cut(0, comma)
        named = tree.cut(first, last + 1)
        yield (
            sentence(f"{named} {helper} {lead[:1].lower()}{lead[1:]}"),
            stopped(f"{said} {tree.cut(last + 1, len(tree))}"),
        )


def _subject_at(tree: Tree, place: int) -> int | None:
    """Return the subject whose first token is ``place``, of whatever verb."""
    return next(
        (
            i
            for i in range(len(tree))
            if tree.dep(i) in ("nsubj", "nsubj:pass") and tree.spans[i][0] == place
        ),
        None,
    )


def _passive_helper(tree: Tree, verb: int, said: str, lemma: str) -> str:
    tense = inflection(tree, verb)
    plural = said in ("Ils", "Elles")
    state = conjugated(lemma, "par:pas") in _STATES
    if tense.startswith(("ind:fut", "cnd")) or "depuis" in tree.lows[:verb]:
        return ""  # « réuni chaque mois, il donnera »: it has not been done yet
    if not tense or said not in ("Il", "Elle", "Ils", "Elles"):
        return ""
    if not state:
        return "ont été" if plural else "a été"
    past = tense.startswith(("ind:imp", "ind:pas")) and lemma not in _MOVED
    if past:
        return "étaient" if plural else "était"
    return "sont" if plural else "est"


def _fits(said: str, gender: str, number: str) -> bool:
    same_gender = not gender or (gender == "f") == said.startswith("Elle")
    return same_gender and (not number or (number == "p") == said.endswith("s"))
