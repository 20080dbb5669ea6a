"""« Si A, B » and « B si A » → « A ? Dans ce cas, B. »: the question keeps a case a case.

What A says must be understood before B is, and B has to tell what may, must or will be.
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
from ppun_access.easy.draft.parse.text import capital, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    finite_tags,
    is_infinitive,
    is_only_subjunctive,
    lemmas,
)
from ppun_access.easy.draft.parse.verify import subject_within
from ppun_access.easy.draft.structure.rule import Family, Pieces

_FAMILY = Family("conditions")
_WORDS, _SAYS = _FAMILY.words, _FAMILY.phrases
IN_THAT_CASE = "Dans ce cas, "
_SECOND = re.compile(
    r",? (et|mais|ou) (?:que |qu['’](?=(?:il|elle|on)s?\b)|si |s['’](?=ils?\b))"
)
"""« Si A et que B »: « A et B ? »; the verb of B must be an indicative."""
_OPENINGS = (
    ("si",), ("lorsque",), ("lorsqu'",), ("quand",), ("dès", "lors", "que"),
    ("dès", "lors", "qu'"), ("dans", "le", "cas", "où"), ("dans", "les", "cas", "où"),
)  # fmt: skip
_LONGEST_SUBJECT = 8
"""Tokens of a subject that A may name."""


def _after_opening(tree: Tree, place: int) -> int:
    """Return the token after « si », « lorsque »… at ``place``; 0 where no case opens."""
    if tree.lows[place] == "s'" and tree.lows[place + 1] in ("il", "ils"):
        return place + 1
    if tree.lows[place] not in _WORDS["openings"]:
        return 0
    for opening in _OPENINGS:
        if tree.lows[place : place + len(opening)] == opening:
            return place + len(opening)
    return 0


def condition_first(tree: Tree) -> Iterator[Pieces]:
    """« Si A, B » → « A ? Dans ce cas, B. »; the parses tell at which comma B begins."""
    first = _after_opening(tree, 0)
    if not first or _SAYS["opposed"].search(tree.plain):
        return
    for comma in range(3, len(tree) - 4):
        if tree.lows[comma] != ",":
            continue
        asked = one_case(tree.cut(first, comma))
        ends_in_dash = tree.lows[comma - 1] in ("–", "—")  # « – et les frais – sont dus »
        if not asked or ends_in_dash:
            return
        if not tree.says(_SAYS["of-main"], 0, comma):
            yield asked_then_told(asked, said_once(tree.cut(comma + 1, len(tree))))


def asked_then_told(asked: str, told: str) -> Pieces:
    """Return a case as a question, and what holds then."""
    return f"{capital(asked)}\u00a0?", IN_THAT_CASE + stopped(told)


def said_once(told: str) -> str:
    """Return B without « alors », which « Dans ce cas » says."""
    return re.sub(r"\Aalors,? |(?<=\w) alors(?= (?!qu)\w)", "", told, count=1)


def one_case(text: str) -> str:
    """Return « A et B » for « A et que B », empty when more cases are joined."""
    asked, second = _SECOND.subn(r" \1 ", text)
    wished = second and any(map(is_only_subjunctive, re.split(r"\W+", asked.lower())))
    more = second > 1 or wished or _SAYS["another"].search(asked.replace("’", "'"))
    return "" if more or ", comme " in asked else asked


def after_condition(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a case that may be true or not, then its subject and a rule, or what will be."""
    asked, told = pieces
    when = tree.lows[0] not in ("si", "s'")
    if not when and _may_be_fact(asked):
        return False
    return tells_rule(asked, told, certain=when or ", alors " in tree.plain)


def tells_rule(asked: Tree, told: Tree, *, certain: bool) -> bool:
    """Return whether B tells a rule in the case of A; ``certain`` that A is a case."""
    verb, who = root_verb(told), subject(told, told.root)
    if verb is None or who is None or not subject_within(told, 1):
        return False
    bare = told.pos(0) in ("NOUN", "ADJ") and "," in told.lows  # « acheteur ou vendeur, »
    if bare or _is_not_all(told, verb) or _is_nameless(asked, told, who) or _is_open(asked):
        return False
    future = _has_tense(told, verb, "ind:fut")
    if not future and not _has_tense(told, verb, "ind:pre"):
        return False
    rule = lemmas(told.lows[verb]) & _WORDS["rules"] or _SAYS["ruled"].search(told.plain)
    anyone = told.lows[who] in _WORDS["anyone"] or _SAYS["case"].match(asked.plain)
    ruled = bool(rule or future or certain or anyone)
    return ruled and _stands_alone(asked, told.lows[who])


def _is_not_all(told: Tree, verb: int) -> bool:
    """« Si A, B ou C et que D, E »: the comma is one of the condition's."""
    again = told.plain.lower().replace("alors qu", "")
    return told.says(_SAYS["another"], 0, verb) or bool(_SAYS["says-again"].search(again))


def _is_nameless(asked: Tree, told: Tree, who: int) -> bool:
    """« Il y a un prénom composé ? Dans ce cas, il doit… »: nobody says who « il » is."""
    word = told.lows[who]
    if word in _WORDS["points-back"]:
        return True
    if word not in _WORDS["stands-for"] or _SAYS["ruled-by-nobody"].match(told.plain):
        return False
    named = subject(asked, asked.root)
    if named is None or asked.lows[named] in (*_WORDS["anyone"], "nombre"):
        return True
    joined = any(asked.dependents(named, "conj"))
    return not joined and _may_be_another(asked, named, word)


def _is_open(asked: Tree) -> bool:
    """« Vous les connaissez ? »: nothing says yet what « les » is."""
    named = any(asked.pos(i) in ("NOUN", "PROPN") for i in range(len(asked)))
    return not named and any(
        low in _WORDS["objects"] and asked.pos(i) == "PRON"
        for i, low in enumerate(asked.lows)
    )


def _may_be_another(asked: Tree, named: int, word: str) -> bool:
    """« Le vendeur propose un numéro ? Dans ce cas, il est gratuit »: the number is."""
    said = word.removesuffix("-ci").replace("celui", "il").replace("celle", "elle")
    who = pronoun(asked, named)
    objects = (i for i in range(named + 1, len(asked)) if asked.dep(i) == "obj")
    rival = any(is_rival(asked, i, who) for i in objects)
    return bool(who) and (who.lower() != said or rival)


def _may_be_fact(asked: Tree) -> bool:
    """« Si le budget est un outil utile, il ne peut… » grants what « si » opens."""
    verb, who = root_verb(asked), subject(asked, asked.root)
    if verb is None or who is None or asked.lows[who] in _WORDS["anyone"]:
        return False
    named = asked.pos(asked.root) == "NOUN"  # « est un outil »
    granted = lemmas(asked.lows[verb]) & _WORDS["of-facts"]
    return bool(granted or named or _SAYS["fact"].search(asked.plain))


def _lists_subjects(asked: Tree) -> bool:
    """« Si A, les biens, les revenus et… sont saisis »: the last comma lists subjects."""
    commas = [i for i in range(1, len(asked) - 1) if asked.lows[i] == ","]
    joined = commas and not {"et", "ou"}.isdisjoint(asked.lows[commas[-1] :])
    return bool(commas) and not joined and asked.pos(commas[-1] + 1) == "DET"


def _has_tense(tree: Tree, verb: int, tense: str) -> bool:
    return any(tag.startswith(tense) for tag in finite_tags(tree.lows[verb]))


def _stands_alone(asked: Tree, main: str) -> bool:
    """Return whether A is in the present, and names all that it is about.

    « S’il le souhaite, le salarié peut… » names in B, whose subject is ``main``, who is
    meant in A.
    """
    verb, who = root_verb(asked), subject(asked, asked.root)
    if verb is None or who is None or not subject_within(asked, 4):
        return False
    if not _has_tense(asked, verb, "ind:pre") or asked.morph(verb, "Tense") == "Past":
        return False
    pronouns = {asked.lows[i] for i in range(verb) if asked.pos(i) == "PRON"}
    if pronouns & _WORDS["named-later"] or _lists_subjects(asked):
        return False
    word = asked.lows[who]
    if word in _WORDS["anyone"] or _SAYS["nobody"].match(asked.plain):
        return True
    if word in _WORDS["stands-for"]:
        return main == word
    owned = {asked.lows[kid] for kid in asked.dependents(who, "det")} & _WORDS["owned"]
    return asked.pos(who) == "NOUN" and not owned


def condition_last(tree: Tree) -> Iterator[Pieces]:
    """« B si A. » → « A ? Dans ce cas, B. »."""
    place = _only_case(tree)
    if not place or _is_wider(tree, place):
        return
    first = _after_opening(tree, place)
    asked = one_case(tree.cut(first, len(tree)).rstrip(" ."))
    if not asked or _goes_on(tree, first) or _points_back(tree, first):
        return
    if _names_all(tree, place, first):
        told = tree.cut(0, place)
        yield asked_then_told(asked, told[:1].lower() + told[1:])


def _only_case(tree: Tree) -> int:
    """Return where the case opens that ends the sentence, and is the only one; else 0."""
    found = [i for i in range(1, len(tree)) if _after_opening(tree, i)]
    if len(found) != 1:
        return 0
    place = found[0]
    before = tree.plain[: tree.begin(place)].rstrip().removesuffix(",")
    limited = re.search(r"\b(?:ne |n').*\b(?:que|qu')", before) or _has_goal(tree, place)
    limited = limited or tree.says(_SAYS["limits"], 0, place)
    called = tree.closes(_SAYS["not-after"], place)
    return 0 if called or limited or is_framed(tree) else place


def _has_goal(tree: Tree, place: int) -> bool:
    """« pour vous aider si A »: the case may be of the goal."""
    return any(
        tree.lows[i] == "pour" and any(map(is_infinitive, tree.lows[i + 1 : i + 4]))
        for i in range(place)
    )


def _is_wider(tree: Tree, place: int) -> bool:
    """Return whether A might be of less than all of B."""
    verb = root_verb(tree)
    if verb is None or open_subordinates(tree, place):
        return True
    joined = _WORDS["joins"] & set(tree.lows[verb : place - (tree.lows[place - 1] == ",")])
    return bool(joined or _asks_whether(tree, verb, place))


def _asks_whether(tree: Tree, first: int, place: int) -> bool:
    """« demander à un agent si A » asks A; « demander une aide si A » does not."""
    return any(
        lemmas(tree.lows[act]) & _WORDS["asks"]
        and not any(kid < place for kid in tree.dependents(act, "obj"))
        for act in range(first, place)
    )


def _goes_on(tree: Tree, first: int) -> bool:
    """« si A, B », « si A ET que B », « si la situation l’exige »; a delay that begins."""
    told = tree.plain[tree.begin(first) :]
    last = next(i for i in reversed(range(len(tree))) if tree.lows[i].isalpha())
    wants = lemmas(tree.lows[last]) & _WORDS["wants-it"]
    delay = re.search(
        r"\b(?:heure|jour|semaine|mois|an|année)s?\b.*\bdès lors\b", tree.plain
    )
    return bool(
        re.search(r"[,:;]|\s[-–—]\s|\b(?:ET|OU)\b|\bpar exemple\b", told) or wants or delay
    )


def _points_back(tree: Tree, first: int) -> bool:
    """« si cette demande », « s’il en a un », « la faute qu’il a commise » point to B."""
    opened = tree.lows[first]
    return any(
        tree.lows[i] in _WORDS["always-points"]
        or (tree.lows[i] in _WORDS["of-case"] - {opened} and not _is_nobody(tree, i))
        or (tree.lows[i] in _WORDS["points"] and tree.pos(i) == "PRON")
        for i in range(first + (tree.lows[first] in _WORDS["of-case"]), len(tree))
    )


def _is_nobody(tree: Tree, place: int) -> bool:
    """« il faut », « il est possible de »: « il » is nobody."""
    return bool(_SAYS["there"].match(tree.plain, tree.begin(place)))


def _names_all(tree: Tree, place: int, first: int) -> bool:
    """Return whether A names what it is about, and B opens with its subject."""
    who, opened = subject(tree, tree.root), tree.lows[first]
    if who is None or tree.spans[who][0]:
        return False
    if any(
        tree.pos(i) == "PRON" and tree.lows[i] in _WORDS["points"] for i in range(place)
    ):
        return False
    if tree.lows[who] in _WORDS["of-case"] and not _is_nobody(tree, who):
        return tree.lows[who] == opened
    known = opened not in _WORDS["of-case"] or _is_nobody(tree, first)
    return known and _WORDS["owned"].isdisjoint(tree.lows[first + 1 :])


def after_condition_last(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want what a condition at the head wants, no fact, and all that A names known there.

    « Une ferme peut V si la production A »: of whom, only B tells.
    """
    asked, told = pieces
    known = told.lows[0] not in _WORDS["new"] or asked.lows[0] not in _WORDS["known"]
    return known and not _may_be_fact(asked) and tells_rule(asked, told, certain=False)


RULES = (
    _FAMILY.rule("si-en-tete", condition_first, after_condition),
    _FAMILY.rule("si-en-fin", condition_last, after_condition_last),
)
