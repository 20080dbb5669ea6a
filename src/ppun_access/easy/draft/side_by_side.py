"""A passage and its answer side by side: what was turned, lost or added on the way.

Each clause of the answer is laid beside the clause of the passage that shares most words
with it. Free words are welcome: only what bounds, denies, allows, orders or counts is
compared, and who does it. Reasons are in plain French.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from ppun_access.easy.audit.lists import base_forms
from ppun_access.easy.draft import marks
from ppun_access.easy.draft.claims import (
    BODIES,
    Clause,
    clauses,
    nearest,
    other_agents,
    wide,
)
from ppun_access.easy.draft.fact_patterns import number
from ppun_access.easy.draft.facts import numbers
from ppun_access.easy.draft.marks import says
from ppun_access.easy.draft.meanings import Forms, content
from ppun_access.easy.draft.parse.text import listed
from ppun_access.easy.draft.parse.tree import Tree

STEM = 5
"""Letters that « gratuit » and « gratuitement » share."""


class Pair:
    """The sentences of a passage and of an answer, as trees, clauses and small letters."""

    def __init__(self, before: Sequence[Tree], after: Sequence[Tree]) -> None:
        self.before, self.after = before, after
        self.source = [clause for tree in before for clause in clauses(tree)]
        self.answer = [clause for tree in after for clause in clauses(tree)]
        self.asked = [tree.plain.lower() for tree in before]
        self.told = [tree.plain.lower() for tree in after]
        self.old, self.new = " ".join(self.asked), " ".join(self.told)


def changes(before: Sequence[Tree], after: Sequence[Tree]) -> Iterator[str]:
    """Yield what the sentences ``after`` turn, lose or add of those ``before``."""
    pair = Pair(before, after)
    for check in _CHECKS:
        yield from check(pair)


# Clause by clause


def _modalities(pair: Pair) -> Iterator[str]:
    """Look for what must be done and now may, for what is forbidden and now is not."""
    for clause in pair.answer:
        told = marks.modality(clause.text)
        if not told or marks.is_unclear(clause.text):
            continue
        near = nearest(clause, pair.source, 1)
        near = [one for one in near if clause.does_as(one)]
        near = [one for one in near if not marks.is_unclear(one.text)]
        said = {name for one in near for name in _said(one)}
        for new in told - said:
            for old in sorted(said):
                if (reason := marks.TURNED.get((old, new))) and not _allows(new, said):
                    yield f"{reason} : « {clause.text} »"


def _allows(new: str, said: set[str]) -> bool:
    return new == "peut" and "libre" in said and "interdit" not in said


def _said(clause: Clause) -> set[str]:
    """Return the modality of a clause of the passage; « N’entrez pas » forbids."""
    found = marks.modality(clause.text)
    subjects = any(clause.tree.dep(k).startswith("nsubj") for k in clause.places)
    if not found and marks.is_denied(clause.text) and _is_order(clause) and not subjects:
        found = {"interdit"}
    if says(clause.text, "conseil") and not found & {"doit", "peut"}:
        found = found | {"conseillé"}
    return found


def _is_order(clause: Clause) -> bool:
    is_order = clause.tree.morph(clause.head, "Mood") == "Imp"
    return is_order or clause.tree.lows[clause.head].endswith("ez")


def _certain(pair: Pair) -> Iterator[str]:
    """Look for what may be, and now is."""
    if says(pair.new, "certains", "comme-certains"):
        return
    for clause in pair.answer:
        text = clause.text
        open_ = says(text, "si", "peut-être") or "?" in clause.tree.text
        ordered = _is_order(clause) and "vous" not in text
        if open_ or ordered or marks.modality(text) or marks.is_denied(text):
            continue
        near = nearest(clause, pair.source, 2)
        near = [one for one in near if clause.verbs & one.verbs]
        if near and all("peut" in marks.modality(one.text) for one in near):
            yield f"une possibilité est devenue certaine : « {text} »"


def _denials(pair: Pair) -> Iterator[str]:
    """Look for what is denied of the same verb, or no longer."""
    for clause in pair.answer:
        whole = clause.tree.plain.lower()
        if marks.only(whole) or not _is_plain(clause):
            continue
        near = nearest(clause, pair.source, 2)
        near = [one for one in near if clause.verbs & one.verbs]
        is_denied = marks.is_denied(clause.text)
        if near and all(
            marks.is_denied(one.text) != is_denied and _is_plain(one) for one in near
        ):
            yield f"une négation est venue ou partie : « {clause.text} »"
    denied = [one for one in pair.source if marks.is_denied(one.text)]
    if denied and not says(pair.new, "manque"):
        yield f"une négation a disparu : « {denied[0].text} »"
        return
    lacks = sum(bool(says(one.text, "manque")) for one in pair.answer)
    for one in denied if lacks < len(denied) else ():
        near = [clause for clause in pair.answer if one.shares(clause)]
        held = any(says(clause.text, "manque") for clause in near)
        if near and len(one.words) > 1 and not held and not marks.is_unclear(one.text):
            yield f"une négation a disparu : « {one.text} »"


def _is_plain(clause: Clause) -> bool:
    return not marks.is_unclear(clause.text) and not marks.modality(clause.text)


def _agents(pair: Pair) -> Iterator[str]:
    yield from other_agents(pair.source, pair.answer)


_IF = listed("si s' quand lorsque lorsqu'")
_WHEN = listed("suivant pendant durant concernant")


def _conditions(pair: Pair) -> Iterator[str]:
    """Look for a condition whose words went, and that nothing stands for."""
    found = [one for tree in pair.before for one in _conditions_of(tree)]
    said = {form for word in content(pair.new) for form in wide(word)}
    if marks.count(pair.new, "si") >= len(found):
        return
    for text in found:
        words = content(text)
        if words and 2 * sum(_is_said(word, said) for word in words) <= len(words):
            yield f"une condition a disparu : « {text} »"


def _is_said(word: str, said: set[str]) -> bool:
    return bool(wide(word) & said) or any(
        form[:STEM] == word[:STEM] for form in said if len(word) >= STEM <= len(form)
    )


def _conditions_of(tree: Tree) -> Iterator[str]:
    for place in range(len(tree)):
        opens = {tree.lows[k] for k in tree.dependents(place, "mark", "advmod")} & _IF
        first, last = tree.spans[place]
        narrow = tree.dep(place) == "acl:relcl" and first and tree.lows[first - 1] != ","
        doing = tree.dep(place) == "acl" and tree.lows[place].endswith("ant")
        doing = doing and tree.lows[place] not in _WHEN
        if opens or narrow or doing:
            yield tree.cut(first, last + 1)


def _crossed(pair: Pair) -> Iterator[str]:
    """Look for two sentences that exchanged their ends: each says words of both."""
    told = [_words(tree.text) for tree in pair.after]
    own = [_words(tree.text) for tree in pair.before]
    for one, two in combinations(range(len(own)), 2):
        rest = {form for n in range(len(own)) if n not in (one, two) for form in own[n]}
        first = own[one].keys() - own[two].keys() - rest
        second = own[two].keys() - own[one].keys() - rest
        mixed = [(_of(said, first), _of(said, second)) for said in told]
        for left, right in combinations([ends for ends in mixed if all(ends)], 2):
            if all(a - b and b - a for a, b in zip(left, right, strict=True)):
                some = (min(left[0]), min(left[1]))
                yield f"« {some[0]} » et « {some[1]} » ne vont pas ensemble dans le passage"
                return


def _words(text: str) -> dict[str, str]:
    return {form: word for word in content(text) for form in base_forms(word)}


def _of(said: dict[str, str], forms: Forms | set[str]) -> set[str]:
    return {said[form] for form in said.keys() & forms}


# Numbers


_SHORT = {"km": "kilomètre", "m": "mètre", "cm": "centimètre", "h": "heure", "€": "euro"}
_UNITS = listed("kilomètre mètre centimètre heure minute jour semaine moi an euro % tonne")
_KEPT = listed("plus avant")
"""Bounds that may not go; « un mois après », « 15 jours au plus » may."""
_ONE = re.compile(r"\bune? (?=(?:an|année|mois|semaine|jour|heure)\b)")
_PIECES = re.compile(r"[;:.?!]|,(?!\d)| et | mais | ou (?=pour|dans|à )")


def _numbers(text: str) -> set[str]:
    return {number(one) or one for one in numbers(_ONE.sub("1 ", text))}


def _amounts(pair: Pair) -> Iterator[str]:
    """Look for a number that stands beside the words of another one."""
    old = [(_numbers(x), _words(x)) for text in pair.asked for x in _PIECES.split(text)]
    old = [(some, words) for some, words in old if some and words]
    for text in pair.told:
        found, words = _numbers(text), _words(text)
        for one in found if len(found) == 1 else ():
            mine = {form for some, forms in old if one in some for form in forms}
            others = [forms for some, forms in old if one not in some]
            mine = mine if sum(one in some for some, _ in old) == 1 else set()
            for forms in others if mine else ():
                own = {f for f in words.keys() & (mine - forms.keys()) if f.isalpha()}
                if words.keys() & (forms.keys() - mine) and not own:
                    yield f"« {one} » ne va pas avec ces mots : « {text} »"
                    break


def _bounds(pair: Pair) -> Iterator[str]:
    """Look for « au moins » that became « au plus », « avant » that became « après »."""
    if says(pair.old, "autre-cas"):
        return
    old = [piece for text in pair.asked for piece in _PIECES.split(text)]
    for text in pair.told:
        told, found = marks.bounds(text), _numbers(text)
        said = {side for one in old if _numbers(one) & found for side in marks.bounds(one)}
        if len(told) == 1 and said and not told & said:
            yield f"une borne a changé : « {text} »"
    for one in _numbers(pair.old) & _numbers(pair.new):
        mine, theirs = _around(pair.old, one), _around(pair.new, one)
        if len(mine) != 1 or len(theirs) != 1 or marks.negations(mine[0] + theirs[0]):
            continue
        for read in (marks.bounds, marks.times, _units):
            was, now = read(mine[0]), read(theirs[0])
            if len(was) == len(now) == 1 and was != now and "dépass" not in mine[0]:
                yield f"« {min(was)} » est devenu « {min(now)} » à côté de « {one} »"
            elif was & _KEPT and not marks.bounds(theirs[0]) | marks.times(theirs[0]):
                yield f"« {min(was)} » a disparu à côté de « {one} »"


def _units(around: str) -> frozenset[str]:
    """Return the unit that follows a number, as it is written in full."""
    found = around.partition("#")[2].split()[:1]
    return frozenset(_SHORT.get(unit, unit).rstrip("s") for unit in found) & _UNITS


def _around(text: str, one: str) -> list[str]:
    """Return what stands around a number, each time that it stands in a text."""
    flat = _ONE.sub("1 ", text)
    found = re.finditer(r"\d+(?:[ ,.]\d{3})*|\b[a-zé]+(?:-[a-z]+)*\b", flat)
    return [
        re.split(r"[;.?!]", flat[max(0, m.start() - 30) : m.start()])[-1]
        + " # "
        + re.split(r"[;.?!,]", flat[m.end() : m.end() + 24])[0]
        for m in found
        if (number(m[0]) or m[0]) == one
    ]


def _times(pair: Pair) -> Iterator[str]:
    """Look for a sentence that says « avant » where its passage says « après »."""
    for clause in pair.answer:
        text = clause.tree.plain.lower()
        now, near = marks.times(text), nearest(clause, pair.source, 2)
        was = [marks.times(one.tree.plain.lower()) for one in near]
        if len(now) == 1 and was and all(len(one) == 1 and one != now for one in was):
            yield f"« avant » et « après » sont échangés : « {text} »"


def _rates(pair: Pair) -> Iterator[str]:
    for name in sorted(marks.rates(pair.new) - marks.rates(pair.old)):
        yield f"« {name} » n’est pas dans le passage"


# Word by word


def _only(pair: Pair) -> Iterator[str]:
    gone, come = marks.only(pair.old), marks.only(pair.new)
    if gone and not come and not says(pair.new, "comme-seulement"):
        yield f"« {gone} » a disparu : ce n’est plus réservé"
    if come and not gone and not says(pair.old, "unique"):
        yield f"« {come} » n’est pas dans le passage"


def _scope(pair: Pair) -> Iterator[str]:
    """Look for what is said of all, or of some, and was not."""
    come, gone = says(pair.new, "tous"), says(pair.old, "certains")
    none = come.startswith("tou") and any("pas" in one.split() for one in pair.told)
    known = says(pair.old, "tous", "comme-tous") or marks.only(pair.old)
    if come and not known and not none:
        yield f"« {come} » n’est pas dans le passage"
    if (even := says(pair.old, "même")) and not says(pair.new, "comme-même"):
        yield f"« {even} » a disparu"
    if (doubt := says(pair.new, "peu-sûr")) and not says(pair.old, "peu-sûr"):
        yield f"« {doubt} » n’est pas dans le passage"
    fewer = says(pair.new, "certains")
    if "certain" in fewer and says(pair.old, "tous") and not says(pair.new, "tous"):
        yield f"« {fewer} » n’est pas dans le passage : il parle de tous"
    softer = says(pair.new, "certains", "comme-certains")
    if "part" not in gone:
        softer = softer or says(pair.new, "peut")
    if gone and not softer:
        yield f"« {gone} » a disparu : c’est dit du tout"


def _exceptions(pair: Pair) -> Iterator[str]:
    gone, come = says(pair.old, "sauf"), says(pair.new, "sauf")
    held = (says(x, "sauf", "comme-sauf") and not says(x, "aussi") for x in pair.told)
    if gone and not any(held):
        yield f"une exception a disparu : « {gone} »"
    if come and not gone and not says(pair.old, "doute", "si"):
        yield f"une exception n’est pas dans le passage : « {come} »"


def _free(pair: Pair) -> Iterator[str]:
    if says(pair.new, "gratuit") and not says(pair.old, "gratuit", "comme-gratuit"):
        yield "« gratuit » n’est pas dans le passage"
    known = [w for text in pair.asked if says(text, "gratuit") for w in content(text)]
    free = {f for word in known if not word.startswith("gratui") for f in wide(word)}
    for text in pair.told if free and not says(pair.old, "sauf") else ():
        words = [word for word in content(text) if not word.startswith("gratui")]
        if "gratui" in text and not any(wide(word) & free for word in words):
            yield f"« gratuit » est dit d’autre chose : « {text} »"


def _wishes(pair: Pair) -> Iterator[str]:
    wish, advice = says(pair.old, "souhait"), says(pair.old, "conseil")
    if wish and not says(pair.new, "souhaite") and not _is_planned(wish, pair):
        yield f"« {wish} » a disparu : un souhait est devenu certain"
    duty = "doit" in marks.modality(pair.new) and "doit" not in marks.modality(pair.old)
    if advice and duty and not says(pair.new, "conseil"):
        yield f"« {advice} » a disparu : un conseil est devenu une obligation"


def _is_planned(wish: str, pair: Pair) -> bool:
    """Return whether what is planned is now said to come."""
    future = any(t.morph(k, "Tense") == "Fut" for t in pair.after for k in range(len(t)))
    return wish.startswith("prév") and future


def _contraries(pair: Pair) -> Iterator[str]:
    """Look for a word whose contrary the passage says, where both deny or neither does."""
    denies = [bool(says(text, "nier")) for text in (pair.new, pair.old)]
    if denies[0] != denies[1] or re.search(r"\bnon\b", pair.old):
        return
    said, told = _all_forms(pair.old), _all_forms(pair.new)
    for mine, other in marks.contraries():
        if mine & told and not mine & said and other & said and not other & told:
            word = next(w for w in re.findall(r"\w+", pair.new) if base_forms(w) & mine)
            yield f"« {word} » est le contraire de ce que dit le passage"


def _all_forms(text: str) -> set[str]:
    return {form for word in re.findall(r"[^\W\d_]+", text) for form in base_forms(word)}


_ALIKE = (
    listed("mairie commune ville municipal communal maire"),
    listed("hôpital établissement clinique centre"),
    listed("propriétaire bailleur"),
    listed("caisse caf cpam msa"),
    listed("tribunal juge justice juridiction"),
    listed("assurance mutuelle assuré assurer"),
    listed("région régional"),
    listed("département départemental"),
    listed("employeur entreprise société salarié salariée emploi travail"),
    listed("banque bancaire crédit prêt prêteur"),
    listed("amende peine pénal pénalement sanction sanctionner"),
    listed("français france nationalité"),
    listed("police policier gendarmerie"),
)


def _bodies(pair: Pair) -> Iterator[str]:
    """Look for a body, a person or a penalty of which the passage does not speak."""
    said = _all_forms(pair.old)
    said |= {form for group in _ALIKE if group & said for form in group}
    for token in (token for tree in pair.after for token in tree.tokens):
        forms = base_forms(token.text)
        is_noun = token.pos in ("NOUN", "PROPN", "ADJ")
        if is_noun and forms & BODIES and not forms & said:
            yield f"rien dans le passage ne parle de « {token.text} »"


_CHECKS = (
    _bodies, _amounts, _rates, _bounds, _times, _contraries, _denials, _modalities,
    _certain, _wishes, _agents, _crossed, _conditions, _exceptions, _only, _scope, _free,
)  # fmt: skip
