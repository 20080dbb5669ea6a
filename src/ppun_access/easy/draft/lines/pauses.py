"""The pauses of a clause, without a mark: before its verb, before what depends on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.lines.places import ASKING, SHORTEST
from ppun_access.easy.draft.lines.wholes import (
    RELATIVES,
    has_no_verb,
    is_in_condition,
    main_verbs,
)
from ppun_access.easy.draft.parse.boundaries import Rank
from ppun_access.easy.draft.parse.grammar import root_verb, subject
from ppun_access.easy.draft.parse.text import count, listed
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    is_finite,
    lemmas,
    past_participles,
    present_participle,
)

GROUP = frozenset({"PRON", "ADV", "AUX", "VERB", "PART"})
"""What stands between a subject and its verb."""
_LONG_SUBJECT, _BRIEF_SUBJECT = 3, 6
"""Tokens of a subject: under the first it stays with its verb, after a comma the second."""
_SUBORDINATE = re.compile(
    r"(?:(?:même|sauf|seulement|uniquement|notamment|surtout|y compris) )?"
    r"(?:si|s'ils?|quand|lorsqu|puisqu|à (?:condition|moins) qu|dès (?:lors )?qu|"
    r"(?:parce|tant|alors|avant|sans|pour|bien) qu|dans la mesure où|au cas où)(?:e\b|'|\b)"
)
"""What opens a clause that tells when, why or on what condition."""
_HALVES = listed("que qu' en tant à un une le pas comme ou et bien plutôt soit")
"""« ne… que si », « en tant que », « aussi bien quand »: the two are one."""
_HANGS = re.compile(r"\b(?:est|sont|était|c'est)\s+\Z")
"""« c'est / quand », « est / si rare que »: the verb waits for what follows."""
_WHICH = ("quel", "quelle", "quels", "quelles")
_PRONOUNS = listed("il elle ils elles on nous vous")
_PLAIN_VERBS = listed(
    "est sont sera seront doit doivent peut peuvent ont permet permettent"
)
"""Verbs that are no nouns; « a » is left out, which is « à » without its accent."""
_BREAKS_SUBJECT = RELATIVES | listed(
    ", ; : ( si s' quand lorsque lorsqu' que qu' ne n' se y en on il elle qui ce"
)
_CLOSING = listed(") » – —")
_NAMED = listed("le la l' les ceux celles ce cet cette ces")
_EVERY = listed("tout toute tous toutes")
_BE = listed("est sont")
_WITHOUT_OBJECT = listed("bénéficier relever")
_CLAUSE = 4
"""Words of a clause that makes a line."""


def before_verb(tree: Tree) -> Iterator[tuple[int, Rank]]:
    """Yield where a long subject ends: the pause that a reader makes anyway."""
    verb, found = root_verb(tree), subject(tree, tree.root)
    if verb is None or found is None:
        yield from _before_plain_verb(tree)
    if verb is None or found is None or tree.pos(found) != "NOUN":
        return
    first, place = tree.spans[found][0], tree.spans[found][1] + 1
    if place - first < _BRIEF_SUBJECT and _follows_pause(tree, found):
        return
    if has_no_verb(tree, first, place) or is_in_condition(tree, first):
        return
    group = place <= verb and all(tree.pos(i) in GROUP for i in range(place, verb + 1))
    closed = tree.pos(place - 1) != "PUNCT" or tree.lows[place - 1] in _CLOSING
    long = place - first >= _LONG_SUBJECT
    if group and closed and long and tree.lows[place] != "notamment":
        yield tree.begin(place), Rank.VERB


def _before_plain_verb(tree: Tree) -> Iterator[tuple[int, Rank]]:
    """« Les heures prises en compte | sont celles… »: where the parser found no verb."""
    first = next((i for i in range(len(tree)) if tree.lows[i] in _PLAIN_VERBS), 0)
    before = tree.lows[:first]
    alone = not _BREAKS_SUBJECT.intersection(before) and first >= _LONG_SUBJECT
    if alone and tree.pos(0) == "DET" and not any(is_finite(tree, i) for i in range(first)):
        yield tree.begin(first), Rank.VERB


def before_subject(tree: Tree) -> Iterator[tuple[int, Rank]]:
    """« Sont exclus de cette aide | les agents qui… »: the subject comes last."""
    first = _subject_behind(tree, 0) if is_finite(tree, 0) else 0
    if first and "," not in tree.lows[:first]:
        yield tree.begin(first), Rank.CLAUSE


def _subject_behind(tree: Tree, start: int) -> int:
    """Return where the subject begins behind a verb that has no object, 0 when in doubt.

    After any other verb only « tout », « toute » are sure to open it.
    """
    passive = tree.lows[start] in _BE and bool(past_participles(tree.lows[start + 1]))
    free = passive or bool(lemmas(tree.lows[start]) & _WITHOUT_OBJECT)
    for place in range(start + 1, len(tree) - 2):
        opens = tree.lows[place] in _EVERY or (free and tree.lows[place] in _NAMED)
        governed = present_participle(tree.lows[place - 1])  # « régissant les soins »
        before = tree.pos(place - 1)
        if opens and not governed and before not in ("ADP", "CCONJ", "DET", "PUNCT"):
            return place
    return 0


def _follows_pause(tree: Tree, noun: int) -> bool:
    """« Chaque année, le titulaire de l'officine doit… »: the pause is the comma."""
    comma = tree.spans[noun][0] - 1
    if comma < 2 or tree.lows[comma] != ",":
        return False
    return comma > SHORTEST - 1 or tree.pos(0) == "DET"


def before_clause(tree: Tree) -> Iterator[tuple[int, Rank]]:
    """« L'aide est versée | même si les revenus changent », « | et vous la gardez ».

    What it depends on is the main verb: no relative and no other clause stands between.
    """
    verbs = [i for i in range(len(tree)) if is_finite(tree, i)]
    mains = {tree.at(at) for at in main_verbs(tree)}
    joined = (i for i in range(2, len(tree) - 2) if opens_second(tree, i))
    for place in (*subordinates(tree), *joined):
        before = [i for i in verbs if i < place]
        after = verbs[len(before) :]
        if not before or not after or before[-1] not in mains:
            continue
        if _goes_on(tree, place) or _is_opened(tree, before[-1], place):
            continue
        if _HANGS.search(tree.plain[: tree.begin(place)].lower()):
            continue
        if tree.lows[place] == "alors" and tree.lows[place - 1] == tree.lows[before[-1]]:
            continue  # « Cela réclame alors que… »: « alors » is of the verb
        later = (i for i in after[1:] if i in mains)
        if not any(tree.head(i) < place or tree.head(i) == i for i in later):
            yield tree.begin(place), Rank.CLAUSE


def _is_opened(tree: Tree, verb: int, place: int) -> bool:
    """« la base sur laquelle vous agissez / pour que… » is of the relative."""
    between = {*tree.lows[verb + 1 : place]}
    which = any(low.endswith(_WHICH) for low in tree.lows[:place])
    return which or bool(between & (RELATIVES | {",", ":"}))


def subordinates(tree: Tree) -> Iterator[int]:
    """Yield the tokens that open a clause of time, of cause or of condition."""
    flat, place = tree.plain.lower(), 2
    while place < len(tree) - 2:
        found = _SUBORDINATE.match(flat, tree.begin(place))
        if found and tree.lows[place - 1] not in _HALVES:
            verb = tree.lows[place - 1]
            if past_participles(verb) or not lemmas(verb) & ASKING:
                yield place
            place = tree.at(found.end())
        place += 1


def opens_second(tree: Tree, joint: int) -> bool:
    """« est rare et il existe un remède »: a pronoun, then its verb."""
    near = range(joint + 2, min(joint + 5, len(tree)))
    said = tree.lows[joint] in ("et", "mais") and tree.lows[joint + 1] in _PRONOUNS
    return said and any(is_finite(tree, i) for i in near)


def _goes_on(tree: Tree, place: int) -> bool:
    """« à la mairie s'il le faut, et au maire »: the clause before goes on; or no line."""
    comma = next((i for i in range(place, len(tree)) if tree.lows[i] == ","), place)
    goes_on = tree.lows[comma + 1] in ("et", "ou") and comma > place
    second = any(opens_second(tree, i) for i in range(place + 1, len(tree) - 2))
    return goes_on or second or count(tree.cut(place, len(tree))) < _CLAUSE
