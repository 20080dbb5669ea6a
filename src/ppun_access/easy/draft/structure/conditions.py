"""« Si A, B » → « A ? Dans ce cas, B. »: the question keeps a case a case.

What A says must be understood before B is, and B has to tell what may, must or will be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import (
    IN_THIS_CASE,
    finite_tags,
    is_only_subjunctive,
    lemmas,
    past_participles,
    root_verb,
    subject,
)
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.structure.rule import Family, Pieces
from ppun_access.easy.text import capital, stopped

_FAMILY = Family("conditions")
_WORDS, _SAYS = _FAMILY.words, _FAMILY.phrases
_SECOND = re.compile(
    r",? (et|mais|ou) (?:que |qu['’](?=(?:il|elle|on)s?\b)|si |s['’](?=ils?\b))"
)
"""« Si A et que B »: « A et B ? »; the verb of B must be an indicative."""


def condition_first(tree: Tree) -> Iterator[Pieces]:
    """« Si A, B » → « A ? Dans ce cas, B. »; the parses tell at which comma B begins."""
    opened = _SAYS["opens"].match(tree.plain)
    if opened is None or _SAYS["opposed"].search(tree.plain):
        return
    first = tree.at(opened.end()) - (tree.lows[0] == "s'")  # « il » stays
    for comma in range(3, len(tree) - 4):
        if tree.lows[comma] != ",":
            continue
        asked = _one_case(tree.cut(first, comma))
        if not asked or tree.lows[comma - 1] in ("–", "—"):
            return  # « – et les frais – sont dus »
        if not tree.says(_SAYS["of-main"], 0, comma):
            yield _asked(asked, tree, comma)


def _asked(case: str, tree: Tree, comma: int) -> Pieces:
    """Return a case as a question, and what holds then: « Dans ce cas » says « alors »."""
    told = tree.cut(comma + 1, len(tree))
    told = re.sub(r"\Aalors,? |(?<=\w) alors(?= (?!qu)\w)", "", told, count=1)
    return f"{capital(case)}\u00a0?", f"{IN_THIS_CASE}{stopped(told)}"


def _one_case(text: str) -> str:
    """Return « A et B » for « A et que B », empty when more cases are joined."""
    asked, second = _SECOND.subn(r" \1 ", text)
    wished = second and any(map(is_only_subjunctive, re.split(r"\W+", asked.lower())))
    more = second > 1 or wished or _SAYS["another"].search(asked.replace("’", "'"))
    aside = re.search(r", (?:comme|même si|sauf|bien que)\b|\?", asked)
    return "" if more or aside else asked


def after_condition(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a case that may be true or not, then its subject and a rule, or what will be."""
    asked, told = pieces
    when = tree.lows[0] not in ("si", "s'")
    # « Lorsque la mairie a fermé, S V » was once; « Lorsque vous avez payé » may be
    over = _is_past(asked) and _WORDS["reader"].isdisjoint(asked.lows + told.lows)
    certain = when or ", alors " in tree.plain
    return not (when and over) and _tells_rule(asked, told, certain=certain)


def _is_past(tree: Tree) -> bool:
    """« les habitants ont protesté »."""
    done = past_participles(tree.lows[tree.root])
    return bool(done) and any(tree.dependents(tree.root, "aux:tense"))


def _tells_rule(asked: Tree, told: Tree, *, certain: bool) -> bool:
    """Return whether B tells a rule in the case of A; ``certain`` that A is a case."""
    verb, who = root_verb(told), subject(told, told.root)
    if verb is None or who is None or told.spans[who][0] > 1:
        return False
    bare = told.pos(0) in ("NOUN", "ADJ") and "," in told.lows  # « acheteur ou vendeur, »
    # « Si A, B ou C et que D, E »: the comma is one of the condition's
    again = _SAYS["says-again"].search(told.plain.lower().replace("alors qu", ""))
    not_all = again or told.says(_SAYS["another"], 0, verb)
    rule = lemmas(told.lows[verb]) & _WORDS["rules"] or _SAYS["ruled"].search(told.plain)
    anyone = told.lows[who] in _WORDS["anyone"] or _SAYS["case"].match(asked.plain)
    ruled = bool(rule or certain or anyone) and _has_tense(told, verb, "ind:pre")
    return (
        (ruled or _has_tense(told, verb, "ind:fut"))
        and _stands_alone(asked)
        and not (bare or not_all or _is_past(told))
        and not (_is_nameless(told, who) or _is_open(asked))
    )


def _is_nameless(told: Tree, who: int) -> bool:
    """« Il y a un prénom composé ? Dans ce cas, il doit… »: nobody says who « il » is."""
    word, nobody = told.lows[who], _SAYS["ruled-by-nobody"].match(told.plain)
    return word in _WORDS["points-back"] or (word in _WORDS["stands-for"] and not nobody)


def _is_open(asked: Tree) -> bool:
    """« Vous les connaissez ? »: nothing says yet what « les » is."""
    named = any(token.pos in ("NOUN", "PROPN") for token in asked.tokens)
    objects = (i for i in range(len(asked)) if asked.lows[i] in _WORDS["objects"])
    return not named and any(asked.pos(i) == "PRON" for i in objects)


def _lists_subjects(asked: Tree) -> bool:
    """« Si A, les biens, les revenus et… sont saisis »: the last comma lists subjects."""
    comma = max((i for i in range(1, len(asked) - 1) if asked.lows[i] == ","), default=0)
    alone = {"et", "ou"}.isdisjoint(asked.lows[comma:])
    return comma > 0 and alone and asked.pos(comma + 1) == "DET"


def _has_tense(tree: Tree, verb: int, tense: str) -> bool:
    return any(tag.startswith(tense) for tag in finite_tags(tree.lows[verb]))


def _stands_alone(asked: Tree) -> bool:
    """Return whether A is in the present, and names all that it is about.

    « S’il le souhaite, le salarié peut… » names in B who is meant in A.
    """
    verb, who = root_verb(asked), subject(asked, asked.root)
    if verb is None or who is None or asked.spans[who][0] > 4:
        return False
    if not _has_tense(asked, verb, "ind:pre") or asked.morph(verb, "Tense") == "Past":
        return False
    pronouns = {asked.lows[i] for i in range(verb) if asked.pos(i) == "PRON"}
    if pronouns & _WORDS["named-later"] or _lists_subjects(asked):
        return False
    word = asked.lows[who]
    if word in _WORDS["anyone"] or _SAYS["nobody"].match(asked.plain):
        return True
    owned = {asked.lows[kid] for kid in asked.dependents(who, "det")} & _WORDS["owned"]
    return asked.pos(who) == "NOUN" and not owned


RULES = (_FAMILY.rule("si-en-tete", condition_first, after_condition),)
