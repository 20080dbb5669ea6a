"""A participle between commas after the subject becomes a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.rewrite.grammar import (
    noun_gender,
    noun_number,
    pronoun,
    root_verb,
    subject,
)
from ppun_access.easy.rewrite.naming import is_bare, names, thing_again
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import listed, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import MODALS, inflection, lemmas, past_participles

STATES = listed(
    "situer localiser installer composer constituer appeler nommer dénommer désigner doter "
    "financer gérer piloter rattacher placer réserver destiner ouvrir inscrire implanter "
    "porter soutenir"
)
"""Verbs whose participle says what is: « est située »."""
_EVENTS = listed(
    "créer lancer adopter publier voter signer fonder élire inaugurer construire "
    "promulguer instaurer instituer"
)
"""Verbs whose participle says what was done: « a été créée »."""
_DONE_BY = listed(
    "établir délivrer présider fixer organiser rédiger diriger animer encadrer définir "
    "verser élaborer assurer coordonner accorder attribuer"
)
"""Verbs whose participle, before « par », says who does it: « est établi par »."""
_NAMES = listed("appeler nommer dénommer désigner")
_GROUP = frozenset({"PRON", "ADV", "AUX", "VERB", "PART"})
_ADVERB = re.compile(r"\w+ment\Z")
_NEW = listed("un une des plusieurs certains certaines")
_BE = listed("est sont")
_ARTICLES = listed("un une des le la l' les")


def described_subject(tree: Tree) -> Iterator[Pieces]:
    """« S, créé en 2000, V » → « S a été créé en 2000. Il V. »; « un S » is named first."""
    verb, found = root_verb(tree), subject(tree, tree.root)
    if verb is None or found is None or tree.spans[found][0] != 0:
        return
    commas = [i for i in range(verb) if tree.lows[i] == ","]
    said = pronoun(tree, found)
    if len(commas) != 2 or commas[0] < found or not said:
        return
    first, last = commas
    if any(tree.pos(i) not in _GROUP for i in range(last + 1, verb)):
        return
    helper = _helper(tree, verb, first + 1, said)
    determiners = {tree.lows[i] for i in tree.dependents(found, "det")}
    is_new = not determiners.isdisjoint(_NEW)
    if not helper or _joins_quality(tree, first, last) or _may_be_of(tree, found, first):
        return
    named, what = tree.cut(0, first), tree.cut(first + 1, last)
    rest = tree.cut(last + 1, len(tree))
    if is_new and helper not in ("a été", "ont été") and not _is_name(tree, first + 1):
        for again in thing_again(tree, found, first):
            yield sentence(f"{named} {rest}"), stopped(f"{again} {helper} {what}")
    elif not is_new:
        for again in names(tree, found, last):
            after = f"{again} {rest}"
            if tree.lows[last + 1] in _BE and tree.lows[last + 2] in _ARTICLES:
                after = f"C’{rest}" if rest.startswith("est") else f"Ce {rest}"
            yield sentence(f"{named} {helper} {what}"), stopped(after)


def _joins_quality(tree: Tree, first: int, last: int) -> bool:
    """« créé en 2020 et applicable »: two things of two kinds."""
    return any(
        tree.lows[i] in ("et", "ou")
        and tree.pos(i + 1) == "ADJ"
        and not past_participles(tree.lows[i + 1])
        for i in range(first, last)
    )


def _may_be_of(tree: Tree, found: int, first: int) -> bool:
    """« le plafond du PEA, appelé PEA jeunes »: it is the PEA that is called so."""
    gender, number = noun_gender(tree, found), noun_number(tree, found)
    return any(
        tree.pos(i) in ("NOUN", "PROPN")
        and not is_bare(tree, i)
        and noun_gender(tree, i) in ("", gender)
        and noun_number(tree, i) in ("", number)
        for i in range(found + 1, first)
    )


def _is_name(tree: Tree, place: int) -> bool:
    return any(form.lemma in _NAMES for form in past_participles(tree.lows[place]))


def _helper(tree: Tree, verb: int, place: int, said: str) -> str:
    """Return « est » or « a été » for the participle, if it agrees with the subject."""
    place += bool(_ADVERB.match(tree.lows[place]))
    tense = inflection(tree, verb)
    plural = said.endswith("s")
    for form in past_participles(tree.lows[place]):
        gender = not form.gender or (form.gender == "f") == said.startswith("Elle")
        number = not form.number or (form.number == "p") == plural
        if not (gender and number and tense.startswith("ind:pre")):
            continue
        if form.lemma in _EVENTS and not lemmas(tree.lows[verb]) & MODALS:
            return "ont été" if plural else "a été"
        done = form.lemma in _DONE_BY and tree.lows[place + 1] == "par"
        if form.lemma in STATES or done:
            return "sont" if plural else "est"
    return ""
