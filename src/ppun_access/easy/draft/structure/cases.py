"""« En cas de N, B. » → « Il y a un N ? Dans ce cas, B. »; « À défaut de N » lacks one.

Only for nouns that tell what happens: « il y a un refus », not « il y a une demande ». What
is done to a thing that is named becomes a verb: « en cas de perte de votre carte » →
« Votre carte est perdue ? ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import noun_gender, number_of_word
from ppun_access.easy.draft.parse.text import count
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import conjugated, is_infinitive, past_participles
from ppun_access.easy.draft.structure.conditions import (
    asked_then_told,
    said_once,
    tells_rule,
)
from ppun_access.easy.draft.structure.rule import Family, Pieces
from ppun_access.french.lexical.morphology import inflect, readings

_FAMILY = Family("cases")
_WORDS = _FAMILY.words
_DONE, _DOES, _IS = (_FAMILY.tables[name] for name in ("done", "does", "is"))
_JOINED = re.compile(r" (et|ou) (?:en cas )?(?:de |d['’])")
_LONGEST, _LONGEST_ACTING = 14, 20
"""Words of a case."""


def lack(tree: Tree) -> Iterator[Pieces]:
    """« À défaut d’accord, B. » → « Il n’y a pas d’accord ? Dans ce cas, B. »."""
    comma = _closing_comma(tree)
    first = _after(tree, ("à", "défaut"), ("en", "l'", "absence"))
    if not (first and comma) or tree.lows[first] not in ("de", "d'"):
        return
    if tree.lows[first + 1] in _WORDS["known"] or is_infinitive(tree.lows[first + 1]):
        return
    named = tree.cut(first, comma)
    open_ended = not _WORDS["lack-goes-on"].isdisjoint(tree.lows[first:comma])
    if count(named) <= _LONGEST and not open_ended:
        yield asked_then_told(
            f"Il n’y a pas {named}", said_once(tree.cut(comma + 1, len(tree)))
        )


def _after(tree: Tree, *openings: tuple[str, ...]) -> int:
    """Return the token after the opening that the sentence has, 0 without one."""
    return next((len(one) for one in openings if tree.lows[: len(one)] == one), 0)


def _closing_comma(tree: Tree) -> int:
    """Return the first comma outside brackets, 0 without one."""
    depth = 0
    for place, low in enumerate(tree.lows):
        depth += (low == "(") - (low == ")")
        if low == "," and not depth:
            return place
    return 0


def leading_case(tree: Tree) -> Iterator[Pieces]:
    """« En cas de refus, B. » → « Il y a un refus ? Dans ce cas, B. »."""
    first = _after(tree, ("en", "cas", "de"), ("en", "cas", "d'"))
    comma = _closing_comma(tree)
    asked = _question(tree, first, comma) if first and comma else ""
    if asked:
        yield asked_then_told(asked, said_once(tree.cut(comma + 1, len(tree))))


def after_case(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause that opens with its subject, named there."""
    asked, told = pieces
    return told.pos(0) not in ("NOUN", "ADJ") and tells_rule(asked, told, certain=True)


def after_lack(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a main clause that opens with its subject, named there."""
    return tells_rule(*pieces, certain=True)


def _question(tree: Tree, first: int, after: int) -> str:
    """Return what asks whether a case (« refus de votre demande ») happens, or nothing."""
    case = tree.cut(first, after)
    acting = next(
        (i for i in (first + 1, first + 2) if tree.lows[i] in _WORDS["acting"]), 0
    )
    joints = [i for i in range(first, after) if _is_joint(tree, i)]
    told = {
        low for i, low in enumerate(tree.lows[:after]) if i >= first and i not in joints
    }
    told = set(tree.lows[first : acting + 1]) if acting else told
    told -= {"cas"} if joints else set()
    if count(case) > (_LONGEST_ACTING if acting else _LONGEST) or told & _WORDS["goes-on"]:
        return ""
    words = set(tree.lows[first:after])
    if words & _WORDS["owned"] and not words & _WORDS["owners"]:
        return ""  # « changement de son adresse »: whose, only B tells
    if not joints or acting:
        return _happens(tree, first, after)
    parts = _JOINED.split(case)
    if len(parts) != 3 or _WORDS["links"] & set(tree.lows[first : joints[0]]):
        return ""  # « une annulation pour cause de maladie ou d’accident »
    named = _named(parts[0]), _named(parts[2])
    return f"il y a {named[0]} {parts[1]} {named[1]}" if all(named) else ""


def _is_joint(tree: Tree, place: int) -> bool:
    """« et de », « ou d’ », « ou en cas de » join two cases."""
    after = place + 1 + 2 * (tree.lows[place + 1 : place + 3] == ("en", "cas"))
    return tree.lows[place] in ("et", "ou") and tree.lows[after] in ("de", "d'")


def _happens(tree: Tree, first: int, after: int) -> str:
    """Return the question of one case; « il y a » where no verb is known for sure."""
    noun, link = tree.lows[first], first + 1
    if tree.lows[link] in _WORDS["of"]:
        if noun in ("accord", "désaccord"):
            return ""  # « il y a un désaccord de l’employeur » is not said
        if tree.lows[link] in ("du", "des") or number_of_word(tree.lows[link + 1]):
            return _verb(tree, noun, link, after)
        if noun in _WORDS["lacked"]:
            return f"il n’y a pas {tree.cut(link, after)}"
    named = _named(tree.cut(first, after))
    return f"il y a {named}" if named else ""


def _verb(tree: Tree, noun: str, link: int, after: int) -> str:
    """Return « votre carte est perdue » for « perte de votre carte »."""
    article = {"du": "le ", "des": "les "}.get(tree.lows[link], "")
    number = number_of_word(article.strip() or tree.lows[link + 1])
    what = next((i for i in range(link + 1, after) if tree.pos(i) == "NOUN"), after)
    gender = noun_gender(tree, what) if what < after else ""
    somebody = tree.lows[what] in _WORDS["who"] or noun not in _DOES | _IS
    done = _predicate(noun, gender, number) if gender and somebody else ""
    if not done or not _is_name(tree, what, after):
        named = "" if noun in _DONE else _named(tree.cut(link - 1, after))
        return f"il y a {named}" if named else ""
    return f"{article}{tree.cut(link + 1, after)} {done}"


def _predicate(noun: str, gender: str, number: str) -> str:
    """Return the verb that says a noun: « est perdu », « refuse », « est absent »."""
    reflexive, _, lemma = _DOES.get(noun, "").rpartition(" ")
    if lemma:
        return f"{reflexive} {conjugated(lemma, f'ind:pre:3{number}')}".strip()
    be = "est" if number == "s" else "sont"
    if noun in _DONE:
        said = conjugated(_DONE[noun], f"par:pas:{gender}{number}")
    else:
        said = inflect(_IS.get(noun, ""), "ADJ", gender, number) or ""
    return f"{be} {said}" if said else ""


def _is_name(tree: Tree, what: int, after: int) -> bool:
    """Return whether a noun goes on with adjectives and « de » only."""
    return all(
        tree.pos(i) in ("NOUN", "ADJ", "PROPN", "DET", "NUM")
        or tree.lows[i] in _WORDS["of"]
        or past_participles(tree.lows[i])
        for i in range(what + 1, after)
    )


def _named(case: str) -> str:
    """Return « un refus », « des travaux »: a case with its article; nothing in doubt."""
    noun = re.split(r"[ ,]", case.strip(), maxsplit=1)[0]
    known = {(r.gender, r.number) for r in readings(noun) if r.pos == "NOM"}
    if noun not in _WORDS["happens"] or not known:
        return ""
    if {number for _, number in known} == {"p"} and noun != "avis":
        return f"des {case.strip()}"
    return f"{'une' if {gender for gender, _ in known} == {'f'} else 'un'} {case.strip()}"


RULES = (
    _FAMILY.rule("absence-en-tete", lack, after_lack),
    _FAMILY.rule("cas-en-tete", leading_case, after_case),
)
