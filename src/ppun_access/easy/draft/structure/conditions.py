"""« Si A, B » and « B si A » → « A ? Dans ce cas, B. »: the question keeps a case a case.

What A says must be understood before B is, and B has to tell what may, must or will be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import (
    has_finite,
    is_framed,
    is_rival,
    noun_number,
    number_of_word,
    open_subordinates,
    pronoun,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.text import capital, count, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import (
    finite_tags,
    is_infinitive,
    is_only_subjunctive,
    lemmas,
)
from ppun_access.easy.draft.parse.verify import THERE_IS, subject_within
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
        if (
            not asked
            or ends_in_dash
            or _SAYS["another"].match(tree.plain, tree.begin(comma))
        ):
            return
        if count(asked) >= 3 and not tree.says(_SAYS["of-main"], 0, comma):
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
    if not joined and _may_be_another(asked, named, word):
        return True
    number = noun_number(asked, named) or number_of_word(asked.lows[named])
    differs = not joined and {number, number_of_word(word)} == {"s", "p"}
    return differs or bool(_SAYS["nobody"].match(asked.plain))


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
    return bool(granted or _SAYS["fact"].search(asked.plain)) or (
        named and not _SAYS["nobody"].match(asked.plain)
    )


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
    pronouns = {asked.lows[i] for i in range(verb) if asked.pos(i) == "PRON"}
    if pronouns & _WORDS["named-later"] or _lists_subjects(asked):
        return False
    word = asked.lows[who]
    if word in _WORDS["anyone"] or _SAYS["nobody"].match(asked.plain):
        return True
    if word in _WORDS["stands-for"]:
        return main == word
    owned = {asked.lows[kid] for kid in asked.dependents(who, "det")} & _WORDS["owned"]
    return asked.pos(who) == "NOUN" and not owned and bool(noun_number(asked, who))


def condition_last(tree: Tree) -> Iterator[Pieces]:
    """« B si A. » → « A ? Dans ce cas, B. »."""
    place = _only_case(tree)
    if not place or _is_wider(tree, place):
        return
    first = _after_opening(tree, place)
    asked = one_case(tree.cut(first, len(tree)).rstrip(" ."))
    if count(asked) < 3 or _goes_on(tree, first) or _points_back(tree, first):
        return
    named = _named_in_case(tree, place, first, asked)
    if named is not None:
        yield asked_then_told(*named)


def _only_case(tree: Tree) -> int:
    """Return where the case opens that ends the sentence, and is the only one; else 0."""
    found = [i for i in range(1, len(tree)) if _after_opening(tree, i)]
    if len(found) != 1 or len(_SAYS["conditions"].findall(tree.plain)) != 1:
        return 0
    place = found[0]
    before = tree.plain[: tree.begin(place)].rstrip().removesuffix(",")
    flat = re.sub(r" \([^()]*\)", "", before)
    only = re.search(r"\b(?:ne |n').*\b(?:que|qu')|[;:(«]|\s[-–—](?:\s|\Z)", flat)
    limited = only or _SAYS["limits"].search(flat) or _has_goal(tree, place)
    called = before.endswith((",", ":", "(")) or tree.closes(_SAYS["not-after"], place)
    ends = tree.text.strip().endswith(".")
    return 0 if called or limited or not ends or is_framed(tree) else place


def _has_goal(tree: Tree, place: int) -> bool:
    """« pour vous aider si A »: the case may be of the goal."""
    return any(
        tree.lows[i] == "pour" and any(map(is_infinitive, tree.lows[i + 1 : i + 4]))
        for i in range(place)
    )


def _is_wider(tree: Tree, place: int) -> bool:
    """Return whether A might be of less than all of B."""
    verb = root_verb(tree)
    if verb is None or verb >= place or open_subordinates(tree, place):
        return True
    told = any(kid > verb for kid in tree.dependents(verb, "obj", "obl:arg"))
    defined = told and lemmas(tree.lows[verb]) & _WORDS["defines"]
    joined = _WORDS["joins"] & set(tree.lows[verb : place - (tree.lows[place - 1] == ",")])
    return bool(defined or joined or _asks_whether(tree, verb, place))


def _asks_whether(tree: Tree, first: int, place: int) -> bool:
    """« demander à un agent si A » asks A; « demander une aide si A » does not."""
    return any(
        tree.pos(act) in ("VERB", "AUX")
        and lemmas(tree.lows[act]) & _WORDS["asks"]
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
        re.search(r"[,:;]|\s[-–—]\s|\b(?:ET|OU)\b|\bpar exemple\b", told)
        or (wants and tree.lows[last - 1] in _WORDS["objects"])
        or delay
    )


def _points_back(tree: Tree, first: int) -> bool:
    """« si l’agent l’a reçue », « si cette demande », « s’il en a un » point to B."""
    last = len(tree) - 1
    for i in range(first + (tree.lows[first] in _WORDS["of-case"]), len(tree)):
        pronoun_of_b = tree.lows[i] in _WORDS["points"] and tree.pos(i) == "PRON"
        there = tree.lows[i - 1 : i + 2] == ("il", "y", "a")
        acted_on = tree.lows[i] in _WORDS["known"] and is_infinitive(
            tree.lows[min(i + 1, last)]
        )
        if (
            tree.lows[i] in _WORDS["always-points"]
            or acted_on
            or (pronoun_of_b and not there)
            or (i > first and _is_named_before(tree, i, first))
        ):
            return True
    return False


def _is_named_before(tree: Tree, place: int, first: int) -> bool:
    """« si A est dû à une faute qu’il a commise »: who, only B tells."""
    word, before = tree.lows[place], tree.lows[place - 1]
    if (
        word not in _WORDS["of-case"]
        or tree.pos(place) != "PRON"
        or word == tree.lows[first]
    ):
        return False
    joined = before in ("que", "qu'") and tree.lows[place - 2] in ("et", "ou", "mais")
    return not joined and not _is_nobody(tree, place)


def _is_nobody(tree: Tree, place: int) -> bool:
    """« il faut », « il est possible de »: « il » is nobody."""
    return bool(_SAYS["there"].match(tree.plain, tree.begin(place)))


def _named_in_case(
    tree: Tree, place: int, first: int, asked: str
) -> tuple[str, str] | None:
    """Return A and B, their subjects exchanged where A says « il »; None when in doubt."""
    who, opened = subject(tree, tree.root), tree.lows[first]
    if who is None or tree.spans[who][0] or tree.pos(0) not in ("DET", "PRON"):
        return None
    if any(
        tree.pos(i) == "PRON" and tree.lows[i] in _WORDS["points"] for i in range(place)
    ):
        return None
    told = tree.cut(0, place)
    told = told[:1].lower() + told[1:]
    if tree.lows[who] in _WORDS["of-case"] and not _is_nobody(tree, who):
        return (asked, told) if tree.lows[who] == opened else None
    if opened in _WORDS["of-case"] and not _is_nobody(tree, first):
        return _exchanged(tree, who, place, asked)
    owned = _WORDS["owned"] & set(tree.lows[first + 1 :])
    return None if owned else (asked, told)


def _exchanged(tree: Tree, who: int, place: int, asked: str) -> tuple[str, str] | None:
    """« Un agent V s’il A. » → « Un agent A », « il V »: nobody else may be « il »."""
    said, last = pronoun(tree, who), tree.spans[who][1]
    name = set(tree.lows[: last + 1])
    word, _, rest = asked.partition(" ")
    if said.lower() != word.lower() or last > _LONGEST_SUBJECT:
        return None
    each = _WORDS["each"] & {tree.lows[i] for i in tree.dependents(who, "det")}
    # « Un bien loué V s’il est loué »: « Un bien loué est loué ? » asks nothing
    qualities = {tree.lows[i] for i in range(last + 1) if tree.pos(i) in ("ADJ", "VERB")}
    twice = qualities & set(tree.lows[place:])
    if each or twice or name & (_WORDS["several"] | _WORDS["owned"]):
        return None
    if any(i != who and is_rival(tree, i, said) for i in range(place)):
        return None
    return f"{tree.cut(0, last + 1)} {rest}", f"{said.lower()} {tree.cut(last + 1, place)}"


def after_condition_last(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want what a condition at the head wants, and all that A names to be known there."""
    asked, told = pieces
    known = told.lows[0] not in _WORDS["new"] or asked.lows[0] not in _WORDS["known"]
    return known and not _may_be_fact(asked) and tells_rule(asked, told, certain=False)


RULES = (
    _FAMILY.rule("si-en-tete", condition_first, after_condition),
    _FAMILY.rule("si-en-fin", condition_last, after_condition_last),
)
