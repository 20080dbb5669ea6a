"""« des règles permettant de… » → « des règles qui permettent de… »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ppun_access.easy.draft.parse.grammar import noun_number, root_verb
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    conjugated,
    finite_tags,
    inflection,
    is_finite,
    past_participles,
    present_participle,
)
from ppun_access.easy.draft.structure.rule import Pieces
from ppun_access.french.lexical.morphology import readings

_PREPOSITIONS = listed(
    "concernant suivant durant pendant moyennant étant touchant nonobstant attenant "
    "existant restant incluant comprenant culminant"
)
"""Present participles that are no verb here."""
_DETERMINERS = listed("le la les l' un une des du leur leurs plusieurs")
_DATES = listed(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
_CLEFT = re.compile(r"\b(?:c'est|ce sont|ce n'est)\b[^,;:]*\Z")
_OF = listed("de d'")
_TO = listed("à au aux dans")
_BARE_AFTER = listed("en sans")
"""« en cas de », « sans emploi »: no participle tells of such a noun."""
_NOT_BEFORE = listed(
    "en , tout se s' y ne n' ( et ou le la les l' lui leur nous vous comme"
)
_PRONOUNS = listed("ne n' se s' lui leur le la les l' y en nous vous")
_RELATIVES = listed("qui que qu' dont où lequel laquelle lesquels lesquelles")


class _Relative(NamedTuple):
    """A present participle that says what a noun does."""

    first: int
    """Its first token: itself, or its pronoun."""
    place: int
    lemma: str
    noun: int


def participle_to_relative(tree: Tree) -> Iterator[Pieces]:
    """« N permettant … » → « N qui permet … », for every such noun of the sentence."""
    tense = "ind:imp" if _is_past(tree) else "ind:pre"
    text = tree.text
    for place in reversed(range(1, len(tree) - 1)):
        found = _relative(tree, place)
        if found is None:
            continue
        said = conjugated(found.lemma, f"{tense}:3{noun_number(tree, found.noun)}")
        if said:
            start, middle = tree.begin(found.first), tree.begin(place)
            pronoun = tree.text[start:middle]
            text = f"{text[:start]}qui {pronoun}{said}{text[tree.end(place) :]}"
    if text != tree.text:
        yield (text,)


def _is_past(tree: Tree) -> bool:
    """Return whether the main verb is in a past, and its form can be no present."""
    verb = root_verb(tree)
    if verb is None:
        return False
    present = any(tag.startswith("ind:pre:3") for tag in finite_tags(tree.lows[verb]))
    return not present and inflection(tree, verb).startswith(("ind:imp", "ind:pas"))


def _relative(tree: Tree, place: int) -> _Relative | None:
    """Return what a present participle says of the noun just before it, if it is clear."""
    lemma = present_participle(tree.lows[place])
    if not lemma or tree.lows[place] in _PREPOSITIONS or _is_term(tree, place):
        return None
    compound = lemma == "avoir" and bool(past_participles(tree.lows[place + 1]))
    clause = tree.head(place) if compound else place
    first = place - (tree.lows[place - 1] in ("se", "s'"))
    found = _Relative(first, place, lemma, tree.head(clause))
    clear = tree.dep(clause) == "acl" and _is_clear(tree, found)
    if not clear or (not compound and _may_be_adjective(tree, place)):
        return None
    return found if compound or _is_full_verb(tree, place) else None


def _is_term(tree: Tree, place: int) -> bool:
    """« établissement recevant du public » is a name in the law."""
    return tree.lows[place : place + 3] == ("recevant", "du", "public")


def _is_clear(tree: Tree, found: _Relative) -> bool:
    """Return whether only one noun can be meant, and only one participle."""
    noun, place = found.noun, found.place
    if tree.pos(noun) != "NOUN" or noun > place or tree.pos(place) not in ("VERB", "AUX"):
        return False
    if tree.lows[found.first - 1] in _NOT_BEFORE or _is_joined(tree, place):
        return False
    if _is_absolute(tree, found) or _is_cleft(tree, found):
        return False
    if _is_stacked(tree, found) or _goes_on(tree, place) or _is_denied(tree, noun):
        return False
    if any(tree.lows[i] != "mais" for i in tree.dependents(noun, "cc")):
        return False  # it may be about all that is joined
    said = any(kid > place for kid in tree.kids[place]) or tree.lows[place] == "ayant"
    if tree.pos(place + 1) == "PUNCT":
        return False  # « un proche aidant »
    near = _is_nearest(tree, found) and not _has_rival_before(tree, noun)
    return (
        near
        and said
        and not _after_comma(tree, noun)
        and _one_number(tree, noun, found.first)
    )


def _is_denied(tree: Tree, noun: int) -> bool:
    """« pas d'outil permettant A »: « pas d'outil qui permette », a subjunctive."""
    before = tree.lows[max(0, noun - 3) : noun]
    bare = "pas" in before and not _OF.isdisjoint(before)
    return bare or not {"aucun", "aucune"}.isdisjoint(before)


def _is_nearest(tree: Tree, found: _Relative) -> bool:
    """Return whether « qui » can be about no noun between: « une fiche de paie portant ».

    « une fiche de chaque agent portant… » might be the agent.
    """
    return not any(
        tree.pos(i) in ("NOUN", "PROPN") and tree.lows[i - 1] not in (*_OF, *_BARE_AFTER)
        for i in range(found.noun + 1, found.first)
        if tree.lows[i] not in _DATES
    )


def _has_rival_before(tree: Tree, noun: int) -> bool:
    """« une lettre est remise à l’agent disant… », « une note dans la lettre disant… ».

    After a preposition the participle may tell of what the sentence is about.
    """
    while tree.dep(noun) == "nmod" and _TO.isdisjoint(_cases(tree, noun)):
        noun = tree.head(noun)
    if _TO.isdisjoint(_cases(tree, noun)):
        return False
    number, head = noun_number(tree, noun), tree.head(noun)
    others = (head, *tree.dependents(head, "obj", "nsubj:pass"))
    return any(
        i < noun and tree.pos(i) == "NOUN" and noun_number(tree, i) == number
        for i in others
    )


def _cases(tree: Tree, noun: int) -> frozenset[str]:
    """Return the prepositions of a noun."""
    return frozenset(tree.lows[kid] for kid in tree.dependents(noun, "case"))


def _is_absolute(tree: Tree, found: _Relative) -> bool:
    """« La maison ayant un jardin, elle est vendue »: a cause, with its own subject."""
    opens = tree.pos(0) in ("DET", "NOUN") or tree.lows[1] == ","
    kids = tree.dependents(tree.root, "nsubj", "nsubj:pass", "expl:subj")
    mains = [k for k in kids if found.place < k < tree.root]
    return opens and any("," in tree.lows[found.place : main] for main in mains)


def _is_cleft(tree: Tree, found: _Relative) -> bool:
    """« c’est la carte portant le plus de points qui… »: two « qui » for one noun."""
    said = _CLEFT.search(tree.plain.lower(), 0, tree.begin(found.noun))
    return said is not None and not {"qui", "que", "qu'"}.isdisjoint(
        tree.lows[found.place :]
    )


def _is_stacked(tree: Tree, found: _Relative) -> bool:
    """« une voiture qui a une carte qui porte un nom » is no easier than « ayant »."""
    above = found.noun
    while above != tree.head(above):
        if tree.dep(above) == "acl:relcl":
            return True
        above = tree.head(above)
    clause = tree.head(found.place) if tree.lows[found.place] == "ayant" else found.place
    last = max(
        tree.spans[found.place][1], tree.spans[clause][1] if clause > found.noun else 0
    )
    return any(
        (tree.lows[i] in _RELATIVES and tree.pos(i) == "PRON" and tree.lows[i - 1] != "ce")
        or (present_participle(tree.lows[i]) and tree.dep(i) == "acl")
        for i in range(found.place + 2, last + 1)
    )


def _goes_on(tree: Tree, place: int) -> bool:
    """« laisse un avis invitant l’agent à venir et lui écrit »: « qui » would take both."""
    for at in range(place + 1, len(tree) - 1):
        if tree.lows[at] in ("et", "ou", "mais", "puis"):
            after = at + 1
            while tree.lows[after] in _PRONOUNS and after < len(tree) - 1:
                after += 1
            if is_finite(tree, after):
                return True
    return False


def _is_joined(tree: Tree, place: int) -> bool:
    """Return whether a second participle, or a negation, follows."""
    if tree.lows[place + 1] in ("et", "ou", "ne", "n'", "pas"):
        return True
    near = range(place + 1, len(tree) - 1)
    return any(
        (tree.lows[i] in ("et", "ou", "mais", ",") and present_participle(tree.lows[i + 1]))
        or (tree.lows[i] in ("et", "ou") and _is_past_participle(tree, i + 1))
        or (tree.lows[i] in ("et", "ou") and _is_quality(tree, i + 1, place))
        for i in near
    )


def _is_past_participle(tree: Tree, place: int) -> bool:
    """« un site permettant le partage et destiné aux écoles »: both tell of the site."""
    return tree.pos(place) in ("VERB", "ADJ") and bool(past_participles(tree.lows[place]))


def _is_quality(tree: Tree, place: int, participle: int) -> bool:
    """« les agents gérant un club ou responsables d’un stade »: of the agents as well."""
    if tree.pos(place) not in ("ADJ", "NOUN") or tree.dep(place) != "conj":
        return False
    head, noun = tree.head(place), tree.head(participle)
    shown = {r.number for r in readings(tree.lows[place]) if r.pos in ("ADJ", "NOM")}
    numbers = [noun_number(tree, one) for one in (head, noun)]
    return head <= participle or (shown == {numbers[1]} and numbers[0] != numbers[1])


def _may_be_adjective(tree: Tree, place: int) -> bool:
    """Tell an adjective in « -ant »: it needs an object to be a verb for sure."""
    adjective = any(r.pos == "ADJ" for r in readings(tree.lows[place]))
    after = tree.lows[place + 1]
    return (
        adjective
        and tree.pos(place + 1) != "DET"
        and after not in ("à", "aux", "au", "de", "d'")
    )


def _is_full_verb(tree: Tree, place: int) -> bool:
    """« ayant » before a noun, not « ayant reçu » nor « ayant droit »."""
    if tree.lows[place] != "ayant":
        return True
    return tree.lows[place + 1] in _DETERMINERS


def _after_comma(tree: Tree, noun: int) -> bool:
    """Tell an apposition, or a clause of its own (« , un tel envoi constituant … »)."""
    before = [k for k in tree.dependents(noun, "det", "amod", "nummod") if k < noun]
    first = min([noun, *before])
    return first > 0 and tree.lows[first - 1] == ","


def _one_number(tree: Tree, noun: int, place: int) -> bool:
    """Every noun that the relative could be about has one number."""
    number = noun_number(tree, noun)
    between = [i for i in range(noun + 1, place) if tree.pos(i) in ("NOUN", "PROPN")]
    chain = [i for i in between if tree.lows[i] not in _DATES and tree.lows[i].isalpha()]
    chain = [i for i in chain if tree.lows[i - 1] not in _BARE_AFTER]
    above = noun
    while True:
        head = _above(tree, above)
        if tree.pos(head) != "NOUN" or head >= above:
            break
        above = head
        if tree.lows[head - 1] not in _BARE_AFTER:
            chain.append(head)
    joined = any(kid < place for kid in tree.dependents(noun, "conj"))
    return (
        bool(number) and not joined and all(noun_number(tree, i) == number for i in chain)
    )


def _above(tree: Tree, noun: int) -> int:
    """Return the noun that a noun tells of; itself when there is none.

    « les conjoints liés par un PACS travaillant ici »: the participle may lead to it.
    """
    head = tree.head(noun)
    chained = tree.dep(noun) in ("nmod", "obl:arg", "nmod:appos", "conj")
    if chained and tree.pos(head) == "NOUN":
        return head
    led = tree.dep(noun).startswith("obl") and tree.pos(head) == "VERB"
    if led and tree.dep(head) in ("acl", "amod"):
        return tree.head(head)
    return noun


def same_parse(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want the rest of the sentence parsed as before, and the new verb as a verb."""
    (after,) = pieces
    added = len(after) - len(tree)
    kept = [token.text.lower() for token in tree.tokens]
    new = [token.text.lower() for token in after.tokens]
    changed = [i for i, word in enumerate(new) if word == "qui"]
    roots = tree.lows[tree.root], after.lows[after.root]
    relatives = [i for i in changed if i + 1 < len(after) and is_finite(after, i + 1)]
    return (
        roots[0] == roots[1] and len(relatives) >= added and len(kept) + added == len(new)
    )
