"""« B si A. » → « A ? Dans ce cas, B. »: the case comes first, as a question.

What A says must be understood before B is: nobody is named in B only, and nothing in A
points back to B.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import (
    is_framed,
    is_rival,
    open_subordinates,
    pronoun,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.text import capital, count, listed, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import is_infinitive, lemmas
from ppun_access.easy.draft.structure.conditions import (
    IN_THAT_CASE,
    may_be_fact,
    one_case,
    tells_rule,
)
from ppun_access.easy.draft.structure.rule import Pieces

_CLOSING = re.compile(
    r",?\s+(?:si |s'(?=ils?\b)|lorsqu(?:e |')|quand |dès lors qu(?:e |')|"
    r"dans (?:le|les) cas où )"
)
_CONDITIONS = re.compile(
    r"\b(?:s(?:i\b|'ils?\b)|lorsqu\w*|quand\b|dès lors\b|en cas\b|cas où\b)"
)
_NOT_AFTER = re.compile(
    r"\b(?:sauf|même|comme|surtout|que|qu|ou|et|mais|ni|seulement|uniquement|exclusivement|"
    r"y compris|excepté|sans|voire|dont|non|plus|moins|mieux|plutôt|aussi|"
    r"autant|exemple|particulier|sinon|parfois|savoir|ainsi|donc|car|notamment|dès|depuis|"
    r"jusqu'à|tant|bien|hormis|hors|cas|date|moment|jour|avant|après)\Z|[,:(]\s*\Z",
    re.IGNORECASE,
)
"""« sauf si », « même si »; « que si » says « only »."""
_LIMITS = re.compile(
    r"\b(?:ne |n').*\b(?:que|qu')|\b(?:sauf|seule?s?|seulement|uniquement|exclusivement|"
    r"à condition|à moins|sous réserve|notamment|par exemple|"
    r"afin|de (?:façon|manière)|"
    r"pour (?:l[ea]s? |l'|s'|se |en |y |vous |ne |pas )*\w+(?:er|ir|re)|"
    r"en revanche|toutefois|néanmoins|cependant|pourtant|malgré|encore|déjà|non plus|alors|"
    r"quel(?:le)?s?|sinon|sans)\b|[;:(«]|\s[-–—](?:\s|\Z)"
)
"""What A might be of, or what it would not be enough for."""
_CLOSED = re.compile(r" \([^()]*\)")
_ASKS = listed(
    "savoir demander vérifier voir indiquer préciser déterminer ignorer dire contrôler "
    "évaluer apprécier examiner regarder établir mentionner constater décider informer "
    "juger choisir comprendre rechercher définir signaler étudier connaître"
)
"""« vérifier si A », « demander à l’agent si A »: a question, and no condition."""
_OPEN = re.compile(
    r"[,:;]|\s[-–—]\s|\bpar exemple\b|\b(?:ET|OU)\b|"
    r"\b(?:l'|le |les )(?:exig|justifi|perme|prévoi|demand|souhait|veu|"
    r"accept|impos|autoris)\w*\W*\Z"
)
"""« si A, B », « si A ET que B », « si la situation l’exige »."""
_DEFINES = listed(
    "concerner désigner consister signifier correspondre constituer viser couvrir regrouper"
)
"""« concerne le contrôle lorsque vous passez… »: the case is a part of what is told."""
_FROM = re.compile(
    r"\b(?:délai|heures?|jours?|semaines?|mois|ans?|années?)\b.*\bdès lors\b"
)
"""« dans un délai de trois jours dès lors que A »: the delay begins there."""
_JOINS = listed("et ou ainsi , puis")
_OF_A = listed("il elle ils elles")
_POINTS = listed(
    "le la l' les lui leur en y celui-ci celle-ci ceux-ci celles-ci celui celle ceux "
    "celles dernier dernière derniers dernières ce cet cette ces tous toutes autre autres "
    "même mêmes tel telle tels telles aucun aucune chacun chacune"
)
"""In A these may stand for what B names, unless they open a noun (« le contrat »)."""
_ALWAYS_POINT = listed("ce cet cette ces celui-ci celle-ci dernier dernière autre même")
_OWNED = listed("son sa ses leur leurs")
_EACH = listed("chaque tout toute tous toutes aucun aucune nul nulle certains certaines")
_NOBODY = re.compile(
    r"(?:il|elle) (?:s'agit|faut|existe|n'y a|y a|(?:n')?est (?:\w+ )?\w+ (?:de|d'|que)|"
    r"n'existe|s'avère|apparaît|manque|reste)\b",
    re.IGNORECASE,
)
_NEW, _KNOWN = listed("un une des"), listed("le la l' les")
"""« Une ferme peut V si la production A »: A tells of what B names."""
_LONGEST = 8
"""Tokens of a subject that A may name."""


def condition_last(tree: Tree) -> Iterator[Pieces]:
    """« B si A. » → « A ? Dans ce cas, B. »."""
    closing, told = _main_before(tree)
    if closing is None:
        return
    opening = tree.at(closing.end())
    asked = one_case(tree.text[closing.end() :].strip().rstrip(" ."))
    if (
        _OPEN.search(tree.plain, closing.end())
        or count(asked) < 3
        or _FROM.search(tree.plain, 0, closing.end())
    ):
        return
    named = _named_in_case(tree, tree.at(closing.start()), opening, asked, told)
    if named is not None:
        asked, told = named
        yield f"{capital(asked)}\u00a0?", IN_THAT_CASE + stopped(told)


def _main_before(tree: Tree) -> tuple[re.Match[str] | None, str]:
    """Return where the case that closes the sentence opens, and B as it goes on after it.

    It is the only condition, and of all of B; else None.
    """
    found = list(_CLOSING.finditer(tree.plain))
    if len(found) != 1 or len(_CONDITIONS.findall(tree.plain)) != 1 or is_framed(tree):
        return None, ""
    place, before = tree.at(found[0].start()), tree.plain[: found[0].start()]
    ended = tree.text[found[0].end() :].strip().endswith(".")
    flat = _CLOSED.sub("", before)
    if not ended or _NOT_AFTER.search(before) or _LIMITS.search(flat):
        return None, ""
    told = _uncapital(tree, place)
    return (found[0], told) if told and not _is_wider(tree, place) else (None, "")


def _uncapital(tree: Tree, place: int) -> str:
    """Return B as it goes on after « Dans ce cas, », empty when no usual word opens it."""
    told = tree.cut(0, place)
    who = subject(tree, tree.root)
    opens = tree.pos(0) in ("DET", "PRON") and who is not None and tree.spans[who][0] == 0
    return told[:1].lower() + told[1:] if opens else ""


def _is_wider(tree: Tree, place: int) -> bool:
    """Return whether A might be of less than all of B."""
    verb = root_verb(tree)
    if verb is None or verb >= place or open_subordinates(tree, place):
        return True
    told = any(kid > verb for kid in tree.dependents(verb, "obj", "obl:arg"))
    if told and lemmas(tree.lows[verb]) & _DEFINES:
        return True
    joins = not _JOINS.isdisjoint(tree.lows[verb:place])
    return joins or asks_whether(tree, verb, place)


def asks_whether(tree: Tree, first: int, place: int) -> bool:
    """Return whether what stands there asks « si A », which is then no condition."""
    return any(_is_asked(tree, i, place) for i in range(first, place))


def _is_asked(tree: Tree, act: int, place: int) -> bool:
    """« demander à un agent si A » asks A; « demander une aide si A » does not."""
    if tree.pos(act) not in ("VERB", "AUX") or not lemmas(tree.lows[act]) & _ASKS:
        return False
    return not any(kid < place for kid in tree.dependents(act, "obj"))


def _named_in_case(
    tree: Tree, place: int, opening: int, asked: str, told: str
) -> tuple[str, str] | None:
    """Return A and B, their subjects exchanged where A says « il »; None when in doubt."""
    who = subject(tree, tree.root)
    rest = range(opening + 1, len(tree))
    first = tree.lows[opening]
    meant = first in _OF_A and not _NOBODY.match(tree.plain, tree.begin(opening))
    if who is None or _points_back(tree, range(opening + (first in _OF_A), len(tree))):
        return None
    if any(_is_named_before(tree, i, opening) for i in rest):
        return None
    if any(_points(tree, i) for i in range(place)):
        return None
    if tree.lows[who] in _OF_A and not _NOBODY.match(tree.plain, tree.begin(who)):
        return (asked, told) if tree.lows[who] == first else None
    owned = any(tree.lows[i] in _OWNED for i in rest)
    if not meant:
        return None if owned else (asked, told)
    return _exchanged(tree, who, place, asked)


def _points(tree: Tree, place: int) -> bool:
    """Return whether a pronoun of B may stand for what nothing has named yet."""
    return tree.pos(place) == "PRON" and tree.lows[place] in _POINTS


def _points_back(tree: Tree, case: range) -> bool:
    """« si l’agent l’a reçue », « si cette demande », « s’il en a un » point to B."""
    return any(
        tree.lows[i] in _ALWAYS_POINT
        or (tree.lows[i] in _KNOWN and is_infinitive(tree.lows[min(i + 1, case.stop - 1)]))
        or (tree.lows[i] in _POINTS and tree.pos(i) == "PRON" and not _is_there(tree, i))
        for i in case
    )


def _is_named_before(tree: Tree, place: int, opening: int) -> bool:
    """« si A est dû à une faute qu’il a commise »: who, only B tells."""
    word, before = tree.lows[place], tree.lows[place - 1]
    if word not in _OF_A or tree.pos(place) != "PRON" or word == tree.lows[opening]:
        return False
    joined = before in ("que", "qu'") and tree.lows[place - 2] in ("et", "ou", "mais")
    return not joined and not _NOBODY.match(tree.plain, tree.begin(place))


def _is_there(tree: Tree, place: int) -> bool:
    """« il y a » points to nothing."""
    return tree.lows[place - 1 : place + 2] == ("il", "y", "a")


def _exchanged(tree: Tree, who: int, place: int, asked: str) -> tuple[str, str] | None:
    """« Un agent V s’il A. » → « Un agent A », « il V »: nobody else may be « il »."""
    said = pronoun(tree, who)
    first, last = tree.spans[who]
    name = range(first, last + 1)
    word, _, rest = asked.partition(" ")
    if first or said.lower() != word.lower() or last - first > _LONGEST:
        return None
    if not {"et", "ou", ",", "qui", "que", "qu'", "dont"}.isdisjoint(tree.lows[: last + 1]):
        return None
    each = _EACH & {tree.lows[i] for i in tree.dependents(who, "det")}
    owned = any(tree.lows[i] in _OWNED for i in name)
    others = (i for i in range(len(tree)) if i != who and tree.pos(i) == "NOUN")
    if each or owned or _is_said_twice(tree, name, place):
        return None
    if any(i < place and is_rival(tree, i, said) for i in others):
        return None
    return f"{tree.cut(0, last + 1)} {rest}", f"{said.lower()} {tree.cut(last + 1, place)}"


def _is_said_twice(tree: Tree, name: range, place: int) -> bool:
    """« Un bien loué V s’il est loué »: « Un bien loué est loué ? » asks nothing."""
    words = {tree.lows[i] for i in name if tree.pos(i) in ("ADJ", "VERB")}
    return not words.isdisjoint(tree.lows[place:])


def after_condition_last(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want what a condition at the head wants, and all that A names to be known there."""
    asked, told = pieces
    known = _is_known(asked, told) and not may_be_fact(asked)
    return known and tells_rule(asked, told, certain=False)


def _is_known(asked: Tree, told: Tree) -> bool:
    """« la production » of « une ferme »: A tells of what B names."""
    return not (told.lows[0] in _NEW and asked.lows[0] in _KNOWN)
