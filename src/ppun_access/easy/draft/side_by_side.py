"""A passage and its answer side by side: what was turned, lost or added on the way.

Each clause of the answer is laid beside the clause of the passage that shares most words
with it. Free words are welcome: only what bounds, denies, allows, orders or counts is
compared, and who does it. Reasons are in plain French.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
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
from ppun_access.easy.draft.kept import numbers
from ppun_access.easy.draft.marks import all_forms, content, says
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.facts.patterns import number
from ppun_access.easy.text import listed

_OF_ONE_THING = 3
"""Words that two clauses share when they speak of the same who and what."""


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
    yield from other_agents(pair.source, pair.answer)
    for check in _CHECKS:
        yield from check(pair)


# Clause by clause


def _modalities(pair: Pair) -> Iterator[str]:
    """Look for what must be done and now may, for what is forbidden and now is not."""
    for clause in pair.answer:
        told = marks.modality(clause.text)
        if not told or marks.is_unclear(clause.text):
            continue
        near = [one for one in nearest(clause, pair.source, 1) if clause.does_as(one)]
        clear = (one for one in near if not marks.is_unclear(one.text))
        said = {name for one in clear for name in _said(one)}
        reasons = (marks.turned(old, new) for new in told - said for old in sorted(said))
        yield from (f"{reason} : « {clause.text} »" for reason in reasons if reason)


def _said(clause: Clause) -> set[str]:
    """Return the modality of a clause of the passage; « N’entrez pas » forbids."""
    found = marks.modality(clause.text)
    if not found and marks.is_denied(clause.text) and _is_order(clause):
        found = {"interdit"}
    advised = says(clause.text, "conseil") and not found & {"doit", "peut"}
    return found | ({"conseillé"} if advised else set())


def _is_order(clause: Clause) -> bool:
    tree, head = clause.tree, clause.head
    return tree.morph(head, "Mood") == "Imp" or tree.lows[head].endswith("ez")


def _certain(pair: Pair) -> Iterator[str]:
    """Look for what may be, and now is."""
    for clause in pair.answer:
        text = clause.text
        ordered = _is_order(clause) and "vous" not in text
        bans = marks.modality(text) == {"interdit"} and not marks.negations(text) > 1
        plain = not marks.modality(text) and not marks.is_denied(text)
        if "?" in clause.tree.text or ordered or not (plain or bans):
            continue
        near = [one for one in nearest(clause, pair.source, 2) if _may(one, clause)]
        if near and all("peut" in marks.modality(one.text) for one in near):
            yield f"une possibilité est devenue certaine : « {text} »"


def _may(one: Clause, clause: Clause) -> bool:
    """Return whether ``one`` may say that what ``clause`` says is possible."""
    same = marks.count(one.text, "si") == marks.count(clause.text, "si")
    may = "pouvoir" in one.lemmas and not marks.only(one.text)
    verbs = (clause.verbs or clause.lemmas) & (one.forms if may else one.verbs)
    return same and bool(verbs)


def _denials(pair: Pair) -> Iterator[str]:
    """Look for what is denied of the same verb, or no longer."""
    for clause in pair.answer:
        whole = clause.tree.plain.lower()
        limited = marks.only(whole) or marks.is_unclear(clause.text)
        if limited or marks.modality(clause.text) - {"interdit"}:
            continue
        is_denied = marks.is_denied(clause.text)
        some = nearest(clause, pair.source, 2)
        near = [x for x in some if clause.acts_as(x) or (is_denied and _is_like(clause, x))]
        turned = [one for one in near if marks.is_denied(one.text) != is_denied]
        unsure = (marks.modality(x.text) or marks.is_unclear(x.text) for x in turned)
        if near and near == turned and not any(unsure):
            yield f"une négation est venue ou partie : « {clause.text} »"
    denied = [one for one in pair.source if marks.is_denied(one.text)]
    lacks = sum(bool(says(one.text, "manque")) for one in pair.answer)
    for one in denied if lacks < len(denied) else ():
        near = [clause for clause in pair.answer if one.shares(clause)]
        held = any(says(clause.text, "manque") for clause in near)
        sure = near and len(one.words) > 1 and not marks.is_unclear(one.text)
        if not lacks or (sure and not held):
            yield f"une négation a disparu : « {one.text} »"


def _is_like(clause: Clause, other: Clause) -> bool:
    """Return whether ``other`` says all that a clause says, but for one word."""
    shared = clause.shares(other)
    return shared >= _OF_ONE_THING and shared == len(clause.words) - 1


_IF = listed("si s' quand lorsque lorsqu'")
_WHEN = listed("suivant pendant durant concernant")


def _conditions(pair: Pair) -> Iterator[str]:
    """Look for a condition whose words went, and that nothing stands for."""
    found = [one for tree in pair.before for one in _conditions_of(tree)]
    said = {form for word in content(pair.new) for form in wide(word)}
    if marks.count(pair.new, "si") >= len(found):
        return
    for text in found:
        kept = [bool(wide(word) & said) for word in content(text)]
        if kept and 2 * sum(kept) <= len(kept):
            yield f"une condition a disparu : « {text} »"


def _conditions_of(tree: Tree) -> Iterator[str]:
    for place in range(len(tree)):
        dep, low, (first, last) = tree.dep(place), tree.lows[place], tree.spans[place]
        opens = {tree.lows[k] for k in tree.dependents(place, "mark", "advmod")} & _IF
        narrow = dep == "acl:relcl" and first and tree.lows[first - 1] != ","
        doing = dep == "acl" and low.endswith("ant") and low not in _WHEN
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
        mixed = [[{x[f] for f in x.keys() & end} for end in (first, second)] for x in told]
        for left, right in combinations([ends for ends in mixed if all(ends)], 2):
            if all(a - b and b - a for a, b in zip(left, right, strict=True)):
                mine, theirs = map(min, left)
                yield f"« {mine} » et « {theirs} » ne vont pas ensemble dans le passage"
                return


def _exchanged(pair: Pair) -> Iterator[str]:
    """Look for two words that stand each in the place of the other."""
    places: dict[tuple[str, str], set[str]] = {}
    for one, word, two in _threes(pair.asked):
        places.setdefault((one, two), set()).add(word)
    read = [(places.get((one, two)), word) for one, word, two in _threes(pair.told)]
    moved = {(*old, new) for old, new in read if old and len(old) == 1 and new not in old}
    for old, new in sorted(moved):
        if old < new and (new, old) in moved:
            yield f"« {old} » et « {new} » ont changé de place"


def _threes(texts: list[str]) -> Iterator[tuple[str, str, str]]:
    for text in texts:
        words = ["", *re.findall(r"[\w-]+'?", text), ""]
        yield from zip(words, words[1:], words[2:], strict=False)


def _choices(pair: Pair) -> Iterator[str]:
    """Look for « A ou B » of which an answer says both, without a choice."""
    said = all_forms(pair.new)
    every = ((tree, k) for tree in pair.before for k in range(len(tree)))
    places = ((tree, k) for tree, k in every if tree.lows[k] == "ou")
    for tree, k in places if not says(pair.new, "ou") else ():
        one, two = tree.head(tree.head(k)), tree.head(k)
        same = (tree.pos(one) == "VERB") == (tree.pos(two) == "VERB")
        both = all(base_forms(tree.lows[x]) & said for x in (one, two))
        if same and both:
            yield f"« {tree[one].text} ou {tree[two].text} » : le choix a disparu"


def _steps(pair: Pair) -> Iterator[str]:
    """Look for steps in another order."""
    done: list[int] = []
    for clause in pair.answer:
        near = [n for n, one in enumerate(pair.source) if clause.verbs & one.verbs]
        if says(clause.text, "puis") and near and max([*done, -1]) > max(near):
            yield f"l’ordre des étapes a changé : « {clause.text} »"
        done += near[:1] if len(near) == 1 else []


def _words(text: str) -> dict[str, str]:
    return {form: word for word in content(text) for form in base_forms(word)}


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
    old = [(n, words) for n, words in old if n and any(w.isalpha() for w in words)]
    for text in pair.told:
        found, words = _numbers(text), _words(text)
        for one in found if len(found) == 1 else ():
            mine = [forms.keys() for some, forms in old if one in some]
            others = [forms.keys() for some, forms in old if one not in some]
            if len(mine) == 1 and any(_fits(words.keys(), x, mine[0]) for x in others):
                yield f"« {one} » ne va pas avec ces mots : « {text} »"


def _fits(words: Set[str], others: Set[str], mine: Set[str]) -> bool:
    """Return whether words are of others, and none of them is mine alone."""
    own = any(form.isalpha() for form in words & (mine - others))
    return bool(words & (others - mine)) and not own


def _bounds(pair: Pair) -> Iterator[str]:
    """Look for « au moins » that became « au plus », « avant » that became « après »."""
    if says(pair.old, "autre-cas") and len(marks.bounds(pair.new)) > 1:
        return
    old = [piece for text in pair.asked for piece in _PIECES.split(text)]
    for text in pair.told:
        told, found = marks.bounds(text), _numbers(text)
        said = {side for one in old if _numbers(one) & found for side in marks.bounds(one)}
        if len(told) == 1 and said and not told & said:
            yield f"une borne a changé : « {text} »"
    for one in _numbers(pair.old) & _numbers(pair.new):
        mine, theirs = _around(pair.old, one), _around(pair.new, one)
        if not mine or not theirs or marks.negations(mine + theirs):
            continue
        for read in (marks.bounds, marks.times, _units):
            was, now = read(mine), read(theirs)
            if len(was) == len(now) == 1 and was != now and "dépass" not in mine:
                yield f"« {min(was)} » est devenu « {min(now)} » à côté de « {one} »"
            elif was & _KEPT and not marks.bounds(theirs) | marks.times(theirs):
                yield f"« {min(was)} » a disparu à côté de « {one} »"


def _units(around: str) -> frozenset[str]:
    """Return the unit that follows a number, as it is written in full."""
    found = around.partition("#")[2].split()[:1]
    return frozenset(_SHORT.get(unit, unit).rstrip("s") for unit in found) & _UNITS


def _around(text: str, one: str) -> str:
    """Return what stands around a number that stands in a text once, else nothing."""
    flat = _ONE.sub("1 ", text)
    words = re.finditer(r"\d+(?:[ ,.]\d{3})*|\b[a-zé]+(?:-[a-z]+)*\b", flat)
    places = [m.span() for m in words if (number(m[0]) or m[0]) == one]
    before, after = (
        (flat[: places[0][0]][-30:], flat[places[0][1] :][:24]) if places else ("", "")
    )
    around = f"{re.split('[;.?!]', before)[-1]} # {re.split('[;.?!,]', after)[0]}"
    return around if len(places) == 1 else ""


def _times(pair: Pair) -> Iterator[str]:
    """Look for a sentence that says « avant » where its passage says « après »."""
    for clause in pair.answer:
        text = clause.tree.plain.lower()
        now, near = marks.times(text), nearest(clause, pair.source, 2)
        was = [marks.times(one.tree.plain.lower()) for one in near]
        if len(now) == 1 and was and all(len(one) == 1 and one != now for one in was):
            yield f"« avant » et « après » sont échangés : « {text} »"


# Word by word


def _only(pair: Pair) -> Iterator[str]:
    gone, come = marks.only(pair.old), marks.only(pair.new)
    if gone and not come and not says(pair.new, "comme-seulement"):
        yield f"« {gone} » a disparu : ce n’est plus réservé"
    if come and not gone and not says(pair.old, "unique"):
        yield f"« {come} » n’est pas dans le passage"


_GONE = (
    ("même", "comme-même"), ("peu", "comme-peu"), ("souhait", "souhaite"),
    ("prévu", "souhaite", "viendra"),
)  # fmt: skip
_COME = (("peu-sûr",), ("absolu",), ("gratuit", "comme-gratuit"))


def _words_kept(pair: Pair) -> Iterator[str]:
    """Look for words that may not go, or come, unless others say as much."""
    for name, *others in _GONE:
        if (gone := says(pair.old, name)) and not says(pair.new, *others):
            yield f"« {gone} » a disparu"
    for name, *others in _COME:
        if (come := says(pair.new, name)) and not says(pair.old, name, *others):
            yield f"« {come} » n’est pas dans le passage"
    for rate in sorted(marks.rates(pair.new) - marks.rates(pair.old)):
        yield f"« {rate} » n’est pas dans le passage"
    for found in _WITHOUT.finditer(pair.new) if not says(pair.old, "sans") else ():
        if wide(found[1]) & all_forms(pair.old):
            yield f"« {found[0]} » n’est pas dans le passage"


_WITHOUT = re.compile(r"\bsans (?:l'|(?:la|les?|leur|votre|son|sa|une?) )?(\w{4,})")


def _scope(pair: Pair) -> Iterator[str]:
    """Look for what is said of all, or of some, and was not."""
    come, gone = says(pair.new, "tous"), says(pair.old, "certains")
    none = come.startswith("tou") and any("pas" in one.split() for one in pair.told)
    known = says(pair.old, "tous", "comme-tous") or marks.only(pair.old)
    if come and not known and not none:
        yield f"« {come} » n’est pas dans le passage"
    fewer = says(pair.new, "certains")
    bounded = says(pair.old, "certains", "comme-certains", "peut", "si", "sauf")
    of_all = "certain" in fewer and says(pair.old, "tous") and not come
    if fewer and (not bounded or of_all):
        yield f"« {fewer} » n’est pas dans le passage"
    softer = ["certains", "comme-certains", *(["peut"] if "part" not in gone else [])]
    if gone and not says(pair.new, *softer):
        yield f"« {gone} » a disparu : c’est dit du tout"


def _exceptions(pair: Pair) -> Iterator[str]:
    gone, come = says(pair.old, "sauf"), says(pair.new, "sauf")
    spared, told = _forms_after(pair.old, gone), _forms_after(pair.new, come)
    near = [x for x in pair.told if spared & all_forms(x)] or pair.told
    held = (says(x, "sauf", "comme-sauf") and not says(x, "aussi") for x in near)
    free = says(pair.old, "payant") and any(says(x, "gratuit") for x in near)
    if gone and not any(held) and not free:
        yield f"une exception a disparu : « {gone} »"
    unknown = not gone and not says(pair.old, "doute", "si")
    if come and (unknown or (spared and told and not spared & told)):
        yield f"une exception n’est pas dans le passage : « {come} »"


def _forms_after(text: str, words: str) -> set[str]:
    after = re.split(r"[,.;:]", text.partition(words)[2] if words else "")[0]
    return {form for word in content(after) for form in wide(word)}


def _contraries(pair: Pair) -> Iterator[str]:
    """Look for a word whose contrary the passage says, where both deny or neither does."""
    denies = [bool(says(text, "nier")) for text in (pair.new, pair.old)]
    if denies[0] != denies[1] or re.search(r"\bnon\b", pair.old):
        return
    said, told = all_forms(pair.old), all_forms(pair.new)
    for mine, other in marks.contraries():
        if mine & told and not mine & said and other & said and not other & told:
            word = next(w for w in re.findall(r"\w+", pair.new) if base_forms(w) & mine)
            yield f"« {word} » est le contraire de ce que dit le passage"
    less = set(_COMPARED.findall(pair.old))
    for side, word in set(_COMPARED.findall(pair.new)) - less:
        if ("moins" if side == "plus" else "plus", word) in less:
            yield f"« {side} {word} » est le contraire de ce que dit le passage"


_COMPARED = re.compile(r"\b(plus|moins) (\w{3,})")


def _bodies(pair: Pair) -> Iterator[str]:
    """Look for a body, a person or a penalty of which the passage does not speak."""
    said = all_forms(pair.old)
    said |= {form for group in marks.bodies() if group & said for form in group}
    for word in (token.text for tree in pair.after for token in tree.tokens):
        if base_forms(word) & BODIES and not base_forms(word) & said:
            yield f"rien dans le passage ne parle de « {word} »"


_CHECKS = (
    _bodies, _amounts, _bounds, _times, _contraries, _denials, _modalities, _certain,
    _crossed, _exchanged, _choices, _steps, _conditions, _exceptions, _only, _words_kept,
    _scope,
)  # fmt: skip
