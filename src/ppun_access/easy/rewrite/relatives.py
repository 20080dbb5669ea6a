"""Relatives and gerunds that can leave their sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.rewrite.grammar import (
    has_finite,
    is_led,
    named_again,
    noun_gender,
    noun_number,
    open_subordinates,
    pronoun,
    root_verb,
    subject,
    with_adjectives,
)
from ppun_access.easy.rewrite.rule import Pieces
from ppun_access.easy.rewrite.text import listed, sentence, stopped
from ppun_access.easy.rewrite.tree import Tree
from ppun_access.easy.rewrite.verbs import (
    conjugated,
    inflection,
    is_finite,
    is_infinitive,
    numbers,
    predicate,
    present_participle,
)
from ppun_access.easy.rewrite.verify import subject_within

_TIMES = re.compile(
    r"\d|ans?\Z|années?|mois|jours?|siècle|époque|période|moment|date|heure"
)
_EMPTY = listed(
    "fois façon manière sorte type personne chose point moment jour lieu endroit ensemble "
    "groupe peu nombre partie situation"
)
"""« Cette fois … » says nothing alone."""
_SINGLE_OUT = listed(
    "seul seule premier première dernier dernière tel telle autre certain certaine vrai "
    "vraie même"
)
_UNREAL = re.compile(
    r"\b(?:ne|n'|cherch\w+|voul\w+|souhait\w+|fau\w+|doit|doivent|devr\w+|besoin|comme|pas)\b"
)
_GERUND = re.compile(r"En ([a-zéèêçûîôà]+ant)\b")
_GOES_ON = re.compile(r", (?:de |d'|à )(?:l[ae]s? |l')?\w+(?:er|ir|re)\b")
"""« à une personne, qui a X, de le voir »: the sentence goes on after the relative."""
_MODAL = re.compile(r"\bne\b|\bn'|\b(?:peu\w+|doi\w+|faut)\b")
_ALSO = re.compile(r"\b(?:aussi|également|ainsi|(?<!-)même)\b")
"""« aussi » would be said twice."""
_BEARS_ON_BOTH = re.compile(
    r"\b(?:notamment|sous réserve|sauf|si\b|s'ils?|comme s|lorsqu|quand|en cas|à condition|"
    r"sous certaines|tout en|dès lors|ensemble|respectivement)|, (?:en|avec|dans|sans|selon)\b"
)
"""What is said once of all that a subject may do."""
_COUNTED = listed("deux trois quatre cinq double triple")
_CLITICS = r"(?:l'|le |la |les |s'|en |y |ne pas |mieux )*"
_AND_TO = re.compile(rf",?\s+(?:et|ainsi que) (d(?:e |')|à )(?={_CLITICS}([\w-]+))")


def final_relative(tree: Tree) -> Iterator[Pieces]:
    """« …, N, qui V. » → « … N. Ce N V. »."""
    for place in range(3, len(tree) - 1):
        if tree.lows[place] == "qui" and tree.lows[place - 1] == ",":
            noun = _antecedent(tree, place)
            if noun is None or noun_number(tree, noun) not in _numbers(tree, place):
                continue
            if _is_sure(tree, noun, place):
                yield _told_again(tree, noun, place, place - 1)


def _is_sure(tree: Tree, noun: int, place: int) -> bool:
    """Return whether a noun can be named again: it is no name, and nothing denies it.

    « à une marque, » or « aux clubs, fermés par la ville, qui… »: two phrases are open.
    """
    verb = root_verb(tree) or 0
    first, last = with_adjectives(tree, noun)
    name = any(tree[i].text[:1].isupper() for i in range(max(first, 1), last + 1))
    denied = not {"ne", "n'"}.isdisjoint(tree.lows[:place])
    return not name and not denied and "," not in tree.lows[verb : place - 1]


def _antecedent(tree: Tree, place: int) -> int | None:
    """Return the only noun that a relative that runs to the end can be about.

    It is looked for in the phrase that ends just before: the parser often hangs the
    relative from the verb.
    """
    clause = tree.head(place)
    last = place - 1 - (tree.lows[place - 1] == ",")
    if not _ends_the_sentence(tree, place, clause):
        return None
    chain = _phrase_nouns(tree, last)
    agreed = _numbers(tree, place)
    fit = [
        noun for noun in chain if not _number(tree, noun) or _number(tree, noun) in agreed
    ]
    if len(fit) != 1 or tree.pos(fit[0]) != "NOUN":
        return None
    (noun,) = fit
    joined = any(tree.dependents(noun, "conj")) or tree.dep(noun) == "conj"
    clear = _number(tree, noun) and noun_gender(tree, noun)
    return noun if clear and not joined and any(tree.dependents(noun, "det")) else None


def _number(tree: Tree, noun: int) -> str:
    """Return the number of a noun; a proper name counts as one."""
    return "s" if tree.pos(noun) == "PROPN" else noun_number(tree, noun)


def _phrase_nouns(tree: Tree, last: int) -> list[int]:
    """Return the nouns of the phrase that ends with the token ``last``."""
    place, found = last, []
    while True:
        if tree.pos(place) in ("NOUN", "PROPN"):
            found.append(place)
        above = tree.head(place)
        clause = tree.pos(above) in ("VERB", "AUX") and tree.dep(above) != "acl"
        if above == place or above > last or clause:
            return found
        place = above


def _ends_the_sentence(tree: Tree, place: int, clause: int) -> bool:
    verb = predicate(tree, clause)
    return (
        verb is not None
        and 0 < verb - place <= 5
        and tree.dep(clause) in ("acl:relcl", "acl", "advcl")
        and tree.spans[clause][1] >= len(tree) - 2
        and not _GOES_ON.search(tree.plain, tree.begin(place))
        and tree.morph(verb, "Mood") != "Sub"
    )


def _numbers(tree: Tree, place: int) -> frozenset[str]:
    verb = predicate(tree, tree.head(place))
    return numbers(tree.lows[verb]) if verb is not None else frozenset()


def _told_again(tree: Tree, noun: int, place: int, end: int) -> Pieces:
    """Name the noun again, as what it is known to be."""
    named = named_again(tree, noun)
    after = tree.cut(place + 1, len(tree))
    return sentence(tree.cut(0, end)), stopped(f"{named} {after}")


def described(tree: Tree) -> Iterator[Pieces]:
    """« S est un N qui V. » → « S est un N. Ce N V. »."""
    verb = root_verb(tree)
    if verb is None or ";" in tree.plain:
        return
    for place in range(5, len(tree) - 1):
        if tree.lows[place] != "qui" or tree.lows[place - 1] == ",":
            continue
        noun = _antecedent(tree, place)
        if noun is not None and noun > verb and _is_new(tree, noun, place):
            yield _told_again(tree, noun, place, place)


def _is_new(tree: Tree, noun: int, place: int) -> bool:
    """Return whether the noun is said for the first time, and is a fact."""
    determiners = {tree.lows[i] for i in tree.dependents(noun, "det")}
    adjectives = {tree.lows[i] for i in tree.dependents(noun, "amod")}
    if not determiners & {"un", "une"} or adjectives & _SINGLE_OUT:
        return False
    if not adjectives and not any(tree.dependents(noun, "nmod", "acl")):
        return False  # « c’est une notion. » says nothing
    if tree.lows[noun] in _EMPTY or any(tree.dependents(noun, "case")):
        return False
    return not (
        _UNREAL.search(tree.plain[: tree.begin(place)])
        or has_finite(tree, noun + 1, place)
        or "s" not in _numbers(tree, place)
    )


def where(tree: Tree) -> Iterator[Pieces]:
    """« …, où B » → « …. Là, B. »."""
    for place in range(4, len(tree) - 2):
        if tree.lows[place] != "où" or tree.lows[place - 1] != ",":
            continue
        before = tree.lows[place - 2]
        joint = "À ce moment-là, " if _TIMES.search(before) else "Là, "
        if not open_subordinates(tree, place - 1) and tree.pos(place - 2) in (
            "NOUN", "PROPN", "ADJ", "NUM",
        ):  # fmt: skip
            after = stopped(tree.cut(place + 1, len(tree)))
            yield sentence(tree.cut(0, place - 1)), joint + after


def gerund(tree: Tree) -> Iterator[Pieces]:
    """« En V1-ant …, S V2 » → « S V1 …. Ainsi, il V2. »."""
    found = _GERUND.match(tree.plain)
    lemma = present_participle(found[1]) if found else ""
    if not found or lemma in ("", "être", "avoir", "attendre"):
        return
    verb, who = root_verb(tree), subject(tree, tree.root)
    if verb is None or who is None or _MODAL.search(tree.plain):
        return
    first, last = tree.spans[who]
    tense, said = inflection(tree, verb), pronoun(tree, who)
    form = conjugated(lemma, tense) if tense.startswith("ind:pre") else ""
    if said and form and first > 2 and tree.lows[first - 1] == ",":
        aside = tree.text[found.end() : tree.begin(first - 1)]
        rest = tree.cut(last + 1, len(tree))
        yield (
            sentence(f"{tree.cut(first, last + 1)} {form}{aside}"),
            f"Ainsi, {said.lower()} {stopped(rest)}",
        )


def listed_infinitives(tree: Tree) -> Iterator[Pieces]:
    """« S V de V1 … et de V2 … » → « S V de V1 …. Il V aussi de V2 …. »."""
    verb, who = root_verb(tree), subject(tree, tree.root)
    if verb is None or who is None or is_led(tree) or ";" in tree.plain:
        return
    said = "Il" if tree.lows[who] == "il" else pronoun(tree, who)
    for found in _AND_TO.finditer(tree.plain):
        mark = _governed(tree, verb, found)
        if not said or mark is None or not is_infinitive(found[2]):
            continue
        start = tree.spans[who][1] + 1  # « s’engage » keeps its pronoun
        group = tree.cut(start, mark)
        if "," in group or len(group.split()) > 6 or _MODAL.search(group):
            continue
        if _BEARS_ON_BOTH.search(tree.plain) or not _COUNTED.isdisjoint(tree.lows[:verb]):
            continue
        if tree.lows[verb] in ("est", "sont") and mark == verb + 1:
            continue  # « Leur but est d'aider » says what it is
        if has_finite(tree, 0, verb) or not {"et", "ou", "car"}.isdisjoint(group.split()):
            continue
        if any(tree.pos(i) in ("NOUN", "PROPN", "ADJ") for i in range(start, verb)):
            continue  # « la saisie-vente »
        if not _ALSO.search(tree.plain) and "(" not in tree.lows:
            verbs, rest = tree.cut(start, verb + 1), tree.cut(verb + 1, mark)
            told = " ".join(filter(None, (said, verbs, "aussi", rest)))
            yield (
                sentence(tree.text[: found.start()]),
                stopped(f"{told} {tree.text[found.start(1) :]}"),
            )


def _governed(tree: Tree, verb: int, found: re.Match[str]) -> int | None:
    """Return the preposition of the only infinitive before, if it hangs from the verb."""
    limit = tree.at(found.start())
    infinitives = [
        i
        for i in range(verb + 1, limit)
        if tree.pos(i) in ("VERB", "AUX") and is_infinitive(tree.lows[i])
    ]
    if len(infinitives) != 1 or open_subordinates(tree, limit):
        return None
    (only,) = infinitives
    wanted = ("à",) if found[1] == "à " else ("de", "d'")
    hangs = tree.head(only) in (tree.root, verb) or tree.head(tree.head(only)) == tree.root
    if (
        tree.lows[only - 1] not in wanted
        or not hangs
        or not any(tree.pos(i) in ("DET", "NUM") for i in range(only, limit))
    ):
        return None
    return only - 1


def near_subject(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Every sentence has its subject near its beginning, and a verb that Lexique knows."""
    return all(
        subject_within(piece, 3) and is_finite(piece, verb)
        for piece in pieces
        for verb in [root_verb(piece)]
        if verb is not None
    )
