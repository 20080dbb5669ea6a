"""Relatives that end a sentence and tell something of one noun: a sentence of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.lines.wholes import RELATIVES
from ppun_access.easy.draft.parse.grammar import (
    has_finite,
    is_led,
    noun_gender,
    noun_number,
    open_subordinates,
    root_verb,
)
from ppun_access.easy.draft.parse.naming import thing_again
from ppun_access.easy.draft.parse.text import listed, sentence, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    inflection,
    is_finite,
    is_infinitive,
    lemmas,
    numbers,
    past_participles,
    predicate,
)
from ppun_access.easy.draft.parse.verify import subject_within
from ppun_access.easy.draft.structure.rule import Pieces

_GOES_ON = re.compile(
    r", (?:de |d'|à )(?:l[ae]s? |l')?\w+(?:er|ir|re)\b|"
    r"\b(?:et|ou|mais) (?:qui|que|qu'|dont|où)\b|,[^,]*, (?:qui|dont)\b|"
    r", (?:et|ou|ainsi que|ce qui|mais|tandis|alors|tout en|soit|dont|pour|en \w+ant)\b"
)
"""« à une personne, qui a X, de le voir », « , qui a X et dont Y »: it goes on."""
_QUALIFIED = re.compile(
    r", (?:\w+ment )?[\w-]+(?:ées?|és?|ies?|is|us?|ues?) (?:par|à|en|de)\b"
)
"""« une solution qui suit la méthode A, portée par B »: B may bear either."""
_AND_TO = re.compile(r"\b(?:et|ou) (?:de |d'|à )?(?:se |s'|les? |la |l')?\w+(?:er|ir|re)\b")
"""« utiliser A, qui présente B, ou utiliser C »: « ou utiliser » goes on."""
_UNREAL = re.compile(
    r"\b(?:ne|n'|cherch\w+|voul\w+|souhait\w+|fau\w+|doi\w+|devr\w+|peu\w+|pourr\w+|besoin|"
    r"comme|pas|vous (?:êtes|avez)|c'est|soit|ou)\b",
    re.IGNORECASE,
)
_STATES = listed(
    "situer localiser installer composer constituer appeler nommer dénommer désigner doter "
    "financer gérer piloter rattacher placer réserver destiner ouvrir inscrire implanter "
    "porter soutenir"
)
"""Verbs whose participle says what is: « est située »."""
_IS = listed("être constituer représenter désigner agir devenir")
_NEW = listed("un une des plusieurs deux trois quatre cinq six")
_CASES = listed("de d' par dans avec")
_EMPTY = listed(
    "fois façon manière sorte type personne chose point moment jour lieu endroit ensemble "
    "groupe peu nombre partie situation cas celui celle ceux celles part personnes choses "
    "moyens lieux points situations gens période périodes temps agent élément facteur "
    "individu objet acteur"
)
"""« Cette fois … » says nothing alone."""
_SINGLE_OUT = listed(
    "seul seule premier première dernier dernière tel telle autre certain certaine vrai "
    "vraie même seuls seules autres"
)
_CONTRACTED = listed("du des au aux")


def described(tree: Tree) -> Iterator[Pieces]:
    """« S est un N qui V. » → « S est un N. Ce N V. »: what S is, then what it does."""
    yield from _of_new(tree)
    yield from _destined(tree)


def _destined(tree: Tree) -> Iterator[Pieces]:
    """« S est un N destiné à B. » → « S est un N. Ce N est destiné à B. »."""
    verb, noun = root_verb(tree), tree.root
    if verb is None or tree.pos(noun) != "NOUN" or not _is_new(tree, noun, verb, noun + 1):
        return
    for place in tree.dependents(noun, "acl", "amod"):
        shown = (noun_gender(tree, noun), noun_number(tree, noun))
        known = any(
            form.lemma in _STATES and (form.gender, form.number) == shown
            for form in past_participles(tree.lows[place])
        )
        to_end = tree.spans[place][1] >= len(tree) - 2 and place > noun
        inside = {tree.lows[i] for i in range(noun, place)}
        if not known or not to_end or tree.lows[verb] not in ("est", "sont"):
            continue
        by_whom = "par" in tree.lows[place:]  # « porté par A qui V »: which V?
        if by_whom and not RELATIVES.isdisjoint(tree.lows[place:]):
            continue
        if not inside & {",", "(", "et", "ou"} and not _GOES_ON.search(
            tree.plain, tree.begin(place)
        ):
            rest = tree.cut(place, len(tree))
            first = sentence(tree.cut(0, place))
            for named in thing_again(tree, noun, place):
                yield first, stopped(f"{named} {tree[verb].text} {rest}")


def _of_new(tree: Tree) -> Iterator[Pieces]:
    verb = root_verb(tree)
    if verb is None or ";" in tree.lows:
        return
    said = tree.root if tree.pos(tree.root) == "VERB" else verb
    if not lemmas(tree.lows[said]) & _IS:
        return
    for place in range(verb + 2, len(tree) - 1):
        if tree.lows[place] != "qui" or tree.lows[place - 1] == ",":
            continue
        noun = _antecedent(tree, place, place - 1)
        if noun is not None and _is_new(tree, noun, said, place):
            if _QUALIFIED.search(tree.plain, tree.begin(place)):
                continue
            yield from _told_again(tree, noun, place, place)


def _is_new(tree: Tree, noun: int, verb: int, place: int) -> bool:
    """Return whether the main verb tells for the first time of a noun, as a fact."""
    determiners = {tree.lows[i] for i in tree.dependents(noun, "det", "nummod")}
    adjectives = {tree.lows[i] for i in tree.dependents(noun, "amod")}
    if not determiners & _NEW or adjectives & _SINGLE_OUT or tree.lows[noun] in _EMPTY:
        return False
    governed = tree.dep(noun) in ("obj", "obl:arg", "obl", "obl:mod", "obl:agent", "xcomp")
    if noun != tree.root and not (governed and tree.head(noun) == verb):
        return False
    between = any(tree.pos(i) == "NOUN" for i in range(verb + 1, noun))
    cases = {tree.lows[i] for i in tree.dependents(noun, "case")}
    if between or cases - _CASES or {"ce", "c'"} & set(tree.lows[:verb]):
        return False
    return not (
        _UNREAL.search(tree.plain[: tree.begin(place)])
        or has_finite(tree, noun + 1, place)
        or is_led(tree)
        or open_subordinates(tree, place)
        or not {",", "(", ":"}.isdisjoint(tree.lows[verb:place])
    )


def _told_again(tree: Tree, noun: int, place: int, end: int) -> Iterator[Pieces]:
    """Name the noun again, as what it is known to be."""
    first, after = sentence(tree.cut(0, end)), tree.cut(place + 1, len(tree))
    for named in thing_again(tree, noun, end):
        yield first, stopped(f"{named} {after}")


def _antecedent(tree: Tree, place: int, last: int) -> int | None:
    """Return the only noun that a relative that runs to the end can be about.

    It is looked for in the phrase that ends at ``last``: the parser often hangs the
    relative from the verb.
    """
    clause = tree.head(place)
    verb = predicate(tree, clause)
    if verb is None or not _ends_the_sentence(tree, place, clause, verb):
        return None
    agreed = numbers(tree.lows[verb])
    gender = _gender(tree, verb, clause)
    fit = [
        noun
        for noun in _phrase_nouns(tree, last)
        if (_number(tree, noun) in agreed or not _number(tree, noun))
        and (not gender or noun_gender(tree, noun) in ("", gender))
    ]
    if len(fit) != 1 or tree.pos(fit[0]) != "NOUN" or not _number(tree, fit[0]):
        return None
    (noun,) = fit
    joined = any(tree.dependents(noun, "conj", "appos")) or tree.dep(noun) == "conj"
    return noun if noun_gender(tree, noun) and not joined else None


def _gender(tree: Tree, verb: int, clause: int) -> str:
    """Return the gender that a participle after « être » shows: « qui est publiée »."""
    near = range(verb, min(verb + 5, len(tree) - 1))
    be = next((i for i in near if "être" in lemmas(tree.lows[i])), None)
    said = clause if be is None or clause > be else be + 1
    if be is None:
        return ""
    genders = {form.gender for form in past_participles(tree.lows[said])}
    return genders.pop() if len(genders) == 1 else ""


def _number(tree: Tree, noun: int) -> str:
    """Return the number of a noun; a proper name counts as one, « 8 mois » as several."""
    if any(tree.lows[i] not in ("1", "un", "une") for i in tree.dependents(noun, "nummod")):
        return "p"
    return "s" if tree.pos(noun) == "PROPN" else noun_number(tree, noun)


def _phrase_nouns(tree: Tree, last: int) -> list[int]:
    """Return the nouns of the phrase that ends at ``last`` that something can be said of.

    « un numéro d’ordre »: nothing is said of « ordre », which has no determiner.
    """
    place, found = last, []
    while True:
        if tree.pos(place) == "PROPN" or (
            tree.pos(place) == "NOUN" and not _is_bare(tree, place)
        ):
            found.append(place)
        above = tree.head(place)
        clause = tree.pos(above) in ("VERB", "AUX") and tree.dep(above) != "acl"
        if above == place or above > last or clause:
            return found
        place = above


def _is_bare(tree: Tree, noun: int) -> bool:
    determined = any(tree.dependents(noun, "det", "nummod")) or tree.pos(noun - 1) == "ADJ"
    return not determined and tree.lows[noun - 1] not in _CONTRACTED


def _ends_the_sentence(tree: Tree, place: int, clause: int, verb: int) -> bool:
    root = root_verb(tree)
    if root is None or root > place or tree.dep(clause) in ("ROOT", "conj", "nsubj"):
        return False
    rest = re.sub(r"\([^()]*\)", "", tree.plain[tree.begin(place) :])
    loose = "," in rest and tree.lows[place - 1] == ","
    closed = tree.spans[clause][1] >= len(tree) - 2 or not loose
    infinitive = any(is_infinitive(tree.lows[i]) for i in range(place))
    return (
        0 < verb - place <= 5
        and closed
        and not _GOES_ON.search(rest)
        and not (infinitive and _AND_TO.search(rest))
        and inflection(tree, verb)[:3] == "ind"
    )


def said_of_noun(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want the noun near the head of the new sentence, and a verb that Lexique knows."""
    verb = root_verb(pieces[1])
    return verb is None or (subject_within(pieces[1], 3) and is_finite(pieces[1], verb))
