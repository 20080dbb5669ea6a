"""« Si A, B » → « A ? Dans ce cas, B. »: the question keeps the condition a condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import (
    has_finite,
    is_rival,
    noun_number,
    number_of_word,
    pronoun,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.text import capital, count, listed, plain, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import finite_tags, is_only_subjunctive, lemmas
from ppun_access.easy.draft.parse.verify import THERE_IS, subject_within
from ppun_access.easy.draft.structure.rule import Pieces

IN_THAT_CASE = "Dans ce cas, "
_OPENING = re.compile(
    r"(?:S(?:i |')|Lorsqu(?:e |')|Quand |Dès lors qu(?:e |')|Dans (?:le|les) cas où )"
)
_ANOTHER = re.compile(
    r"(?:\b(?:et|ou|mais)|,)\s+(?:(?:lors)?que\b|(?:lors)?qu'|si\b|s'il|"
    r"en cas\b|à défaut\b|en l'absence\b|faute\b)"
)
"""A second condition: « si A et que B », « si A ou si B », « si A ou en cas de B »."""
_SECOND = re.compile(
    r",? (et|mais|ou) (?:que |qu['’](?=(?:il|elle|on)s?\b)|si |s['’](?=ils?\b))"
)
"""« Si A et que B »: « A et B ? »; the verb of B must be an indicative."""
_OF_MAIN = re.compile(
    r",\s+et (?:en|dans|selon|pour|sur|par|sous|avec|sans|à|au|aux|après|avant|compte)\b"
)
"""« Si A, et en fonction de B, C »: B is of C."""
_SAYS_AGAIN = re.compile(r"\balors\b(?! qu)|\bdans ce cas\b")
"""« Dans ce cas, vous bénéficiez alors » says it twice."""
_THEN = re.compile(r"(?<=\w) alors(?= (?!qu)\w)")
_YET = re.compile(
    r"\b(?:en revanche|toutefois|néanmoins|cependant|pourtant|malgré|pour autant|"
    r"quand même|encore|du moins|au moins|non plus|sa\w+ bien|voi\w+ bien|l'objectif est|"
    r"le but est)\b"
)
"""« Si A, en revanche B » opposes: A is a fact there."""
_RULES = listed("pouvoir devoir falloir convenir")
_RULED = re.compile(
    r"\b(?:est|sont)(?: \w+ment| alors| aussi)? (?:tenue?s?|obligatoires?|"
    r"facultati\w+|interdite?s?|possibles?|nécessaires?|obligée?s?|réputée?s?|dispensée?s?)\b|"
    r"\b(?:a|ont|avez) (?:le )?droit\b"
)
"""What is allowed or asked: after it, « si » tells a case and not a fact."""
_FACT = re.compile(
    r"\b(?:depuis|aujourd'hui|toujours|déjà|certes|souvent|aussi|bien|désormais|"
    r"de plus en plus)\b"
)
"""« Si l’aide existe depuis dix ans, elle doit… » opposes too: these tell a fact."""
_OF_FACTS = listed(
    "pouvoir devoir augmenter baisser diminuer progresser croître rester demeurer évoluer "
    "permettre viser constituer représenter suffire sembler paraître reposer"
)
_DASH = re.compile(r"[–—]\s*\Z")
"""« Si la somme – et les frais – sont dus, B »: a dash before a question mark stumbles."""
_AS = re.compile(r",\s+comme\b")
"""« Quand A, comme ici, B »: « comme ici » is asked by nobody."""
_CASE = re.compile(r"(?:Vous|On|Il (?:ne )?s'agit)\b")
"""« Si vous êtes salarié, S V »: nobody grants it, hence no fact."""
_ANYONE = listed("vous on nous")
_POINTS_BACK = listed("cela ceci ce c' ça")
"""« Dans ce cas, cela n’a pas de conséquence »: two words for one case."""
_STANDS_FOR = listed("il elle ils elles celui-ci celle-ci ceux-ci celles-ci")
_OBJECTS = listed("le la les l'")
_NAMED_LATER = listed("le l' lui leur")
"""« S’il le souhaite, le salarié », « s’il lui coûte 500 €, un couple »: named in B."""
_OWNED = listed("son sa ses leur leurs")
_IMPERSONAL = re.compile(
    r"il (?:s'agit|faut|existe|n'y a|y a|est (?:possible|impossible|nécessaire))\b", re.I
)
_RULED_BY_NOBODY = re.compile(
    r"il (?:s'agit|faut|faudra|convient|conviendra|vaut|suffit|existe|n'y a|y a|"
    r"(?:n')?est \w+ (?:de|d'|que)|peut y|peut être|vous)\b",
    re.I,
)


def condition_first(tree: Tree) -> Iterator[Pieces]:
    """« Si A, B » → « A ? Dans ce cas, B. »; the parses tell at which comma B begins."""
    opened = _OPENING.match(tree.plain)
    if not opened or _YET.search(tree.plain):
        return
    for place in range(3, len(tree) - 4):
        if tree.lows[place] != ",":
            continue
        asked = one_case(tree.text[opened.end() : tree.begin(place)].strip(" ,"))
        told = said_once(tree.cut(place + 1, len(tree)))
        if (
            not asked
            or _AS.search(asked)
            or _DASH.search(asked)
            or _ANOTHER.match(tree.plain, tree.begin(place))
        ):
            return
        if count(asked) >= 3 and not _OF_MAIN.search(tree.plain, 0, tree.begin(place)):
            yield f"{capital(asked)}\u00a0?", IN_THAT_CASE + stopped(told)


def said_once(told: str) -> str:
    """Return B without « alors », which « Dans ce cas » says."""
    return _THEN.sub("", re.sub(r"\Aalors,? ", "", told), count=1)


def one_case(text: str) -> str:
    """Return « A et B » for « A et que B », empty when more cases are joined."""
    asked, second = _SECOND.subn(r" \1 ", text)
    wished = second and any(map(is_only_subjunctive, re.split(r"\W+", asked.lower())))
    return "" if second > 1 or wished or _ANOTHER.search(plain(asked)) else asked


def after_condition(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a case that may be true or not, then its subject and a rule, or what will be."""
    asked, told = pieces
    when = tree.lows[0] not in ("si", "s'")
    if not when and may_be_fact(asked):
        return False
    return tells_rule(asked, told, certain=when or ", alors " in tree.plain)


def tells_rule(asked: Tree, told: Tree, *, certain: bool) -> bool:
    """Return whether B tells a rule in the case of A; ``certain`` that A is a case."""
    verb, who = root_verb(told), subject(told, told.root)
    if verb is None or who is None or not subject_within(told, 1) or _is_bare(told):
        return False
    if _is_not_all(told, verb) or _is_nameless(asked, told, who) or _is_open(asked):
        return False
    future = _has_tense(told, verb, "ind:fut")
    if not future and not _has_tense(told, verb, "ind:pre"):
        return False
    rule = bool(lemmas(told.lows[verb]) & _RULES or _RULED.search(told.plain))
    ruled = rule or future or told.lows[who] in _ANYONE
    ruled = ruled or certain or bool(_CASE.match(asked.plain))
    return ruled and _stands_alone(asked, told.lows[who])


def _is_bare(told: Tree) -> bool:
    """« Si A, acheteur ou vendeur, B »: what has no article is of A."""
    return told.pos(0) in ("NOUN", "ADJ") and "," in told.lows


def _is_not_all(told: Tree, verb: int) -> bool:
    """« Si A, B ou C et que D, E »: the comma is one of the condition's."""
    before = told.plain[: told.begin(verb)]
    return bool(_ANOTHER.search(before) or _SAYS_AGAIN.search(told.plain.lower()))


def _is_nameless(asked: Tree, told: Tree, who: int) -> bool:
    """« Il y a un prénom composé ? Dans ce cas, il doit… »: nobody says who « il » is."""
    word = told.lows[who]
    if word in _POINTS_BACK:
        return True
    if word not in _STANDS_FOR or _RULED_BY_NOBODY.match(told.plain):
        return False
    named = subject(asked, asked.root)
    if named is None or asked.lows[named] in _ANYONE or asked.lows[named] == "nombre":
        return True
    number = noun_number(asked, named) or number_of_word(asked.lows[named])
    other = number_of_word(word)
    joined = any(asked.dependents(named, "conj"))
    if not joined and _may_be_another(asked, named, word):
        return True
    differs = not joined and {number, other} == {"s", "p"}
    return differs or bool(_IMPERSONAL.match(asked.plain))


def _is_open(asked: Tree) -> bool:
    """« Vous les connaissez ? »: nothing says yet what « les » is."""
    named = any(asked.pos(i) in ("NOUN", "PROPN") for i in range(len(asked)))
    return not named and any(
        low in _OBJECTS and asked.pos(i) == "PRON" for i, low in enumerate(asked.lows)
    )


def _may_be_another(asked: Tree, named: int, word: str) -> bool:
    """« Le vendeur propose un numéro ? Dans ce cas, il est gratuit »: the number is."""
    said = word.removesuffix("-ci").replace("celui", "il").replace("celle", "elle")
    who = pronoun(asked, named)
    objects = (i for i in range(named + 1, len(asked)) if asked.dep(i) == "obj")
    rival = any(is_rival(asked, i, who) for i in objects)
    return bool(who) and (who.lower() != said or rival)


def may_be_fact(asked: Tree) -> bool:
    """« Si le budget est un outil utile, il ne peut… » grants what « si » opens."""
    verb, who = root_verb(asked), subject(asked, asked.root)
    if verb is None or who is None or asked.lows[who] in _ANYONE:
        return False
    named = asked.pos(asked.root) == "NOUN"  # « est un outil »
    granted = bool(lemmas(asked.lows[verb]) & _OF_FACTS) or bool(_FACT.search(asked.plain))
    return granted or (named and not _IMPERSONAL.match(asked.plain))


def _lists_subjects(asked: Tree) -> bool:
    """« Si A, les biens, les revenus et… sont saisis »: the last comma lists subjects."""
    commas = [i for i in range(1, len(asked) - 1) if asked.lows[i] == ","]
    if not commas or asked.pos(commas[-1] + 1) != "DET":
        return False
    last = range(commas[-1] + 1, len(asked))
    joined = {"et", "ou"} & {asked.lows[i] for i in last}
    return not joined and not has_finite(asked, last.start, last.stop)


def _has_tense(tree: Tree, verb: int, tense: str) -> bool:
    return any(tag.startswith(tense) for tag in finite_tags(tree.lows[verb]))


def _stands_alone(asked: Tree, main: str) -> bool:
    """Return whether A is in the present, and names all that it is about.

    « S’il le souhaite, le salarié peut… » names in B, whose subject is ``main``, who is
    meant in A.
    """
    if THERE_IS.match(asked.plain):
        return True
    verb, who = root_verb(asked), subject(asked, asked.root)
    if verb is None or who is None or not subject_within(asked, 4):
        return False
    if not _has_tense(asked, verb, "ind:pre") or asked.morph(verb, "Tense") == "Past":
        return False
    pronouns = (i for i in range(verb) if asked.pos(i) == "PRON")
    if any(asked.lows[i] in _NAMED_LATER for i in pronouns) or _lists_subjects(asked):
        return False
    word = asked.lows[who]
    if word in _ANYONE or _IMPERSONAL.match(asked.plain):
        return True
    if word in _STANDS_FOR:
        return main == word
    owned = {asked.lows[kid] for kid in asked.dependents(who, "det")} & _OWNED
    return asked.pos(who) == "NOUN" and not owned and bool(noun_number(asked, who))
