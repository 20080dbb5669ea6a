"""« A, car B » → « A. En effet, B. »: a reason or an effect becomes a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ppun_access.easy.draft.parse.grammar import open_subordinates, root_verb
from ppun_access.easy.draft.parse.text import count, sentence, stopped
from ppun_access.easy.draft.parse.tree import Tree
from ppun_access.easy.draft.parse.verbs import finite_tags
from ppun_access.easy.draft.parse.verify import starts_with_subject, subject_within
from ppun_access.easy.draft.structure.clauses import is_conditional, two
from ppun_access.easy.draft.structure.rule import Pieces

_SUBORDINATES = (
    (re.compile(r",?\s+puisqu(?:e |')"), "En effet, "),
    (re.compile(r",?\s+(?:étant donné|vu) qu(?:e |')"), "En effet, "),
    (re.compile(r",?\s+si bien qu(?:e |')"), "Donc "),
    (re.compile(r",\s+de (?:telle )?sorte qu(?:e |')"), "Donc "),
    (re.compile(r",\s+or,?\s"), "Or, "),
    (re.compile(r",\s+donc\s"), "Donc "),
    (re.compile(r",\s+parce qu(?:e |')"), "En effet, "),
)
_FIRST_HALF = re.compile(r"\b(?:d'une part|non seulement)\b(?!.*\b(?:d'autre part|mais)\b)")
"""« d'une part A, car B, et d'autre part C »: half of it would be left."""
_NO_REASON = re.compile(r"=|, alors\b|\bpar exemple\b|\A\W*\w+,? (?:sinon|autrement)\b")
"""« parce que, par exemple, B » is one reason among others; « car sinon » tells a risk."""
_ALSO = re.compile(r"\b(?:aussi|surtout|justement|précisément)(?: \w+){0,2},?\s*\Z")
"""« est aussi choisi car… »: it is the reason that « aussi » adds."""
_NEGATES = re.compile(r"\bne\b|\bn'")


def because(tree: Tree) -> Iterator[Pieces]:
    """« A, car B » → « A. En effet, B. »; the same for puisque, si bien que…."""
    if ";" in tree.plain or tree.plain.startswith("En effet"):
        return
    for place in range(4, len(tree) - 3):
        if tree.lows[place] == "car" and _may_give_reason(tree, place):
            comma = tree.lows[place - 1] == ","
            follows = place + 1 + (tree.lows[place + 1] == ",")
            yield two(tree, place - comma, follows, "En effet, ")
    for opening, joint in _SUBORDINATES:
        for found in opening.finditer(tree.plain):
            before, after = tree.text[: found.start()], tree.text[found.end() :]
            negated = "parce" in found[0] and _NEGATES.search(tree.plain[: found.start()])
            cut = _may_give_reason(tree, tree.at(found.start()))
            if count(after) >= 4 and not negated and cut:
                yield sentence(before), joint + stopped(after)


def _may_give_reason(tree: Tree, place: int) -> bool:
    """Return whether a reason that begins at ``place`` is that of the main clause."""
    before, after = tree.plain[: tree.begin(place)], tree.plain[tree.begin(place) :]
    verb = root_verb(tree)
    inside = verb is None or verb > place  # « Si A, car B, C »
    halved = _FIRST_HALF.search(before.lower()) is not None
    adds = _ALSO.search(before.lower()) is not None
    return not (
        inside or halved or adds or _is_reported(tree, place) or _NO_REASON.search(after)
    )


def _is_reported(tree: Tree, place: int) -> bool:
    """Return whether a clause with « que » is open: the reason may be a part of it."""
    return any(
        tree.lows[i] in ("que", "qu'") and tree.pos(i) == "SCONJ"
        for i in open_subordinates(tree, place)
    )


def after_because(tree: Tree, pieces: Sequence[Tree]) -> bool:
    """Want a second clause that states a fact, with its verb near."""
    verb = root_verb(pieces[1])
    if verb is None or verb > 14 or is_conditional(pieces[1].lows[verb]):
        return False
    return starts_with_subject(pieces[1]) and _follows_on(tree, pieces[1], verb)


def _follows_on(tree: Tree, second: Tree, verb: int) -> bool:
    """« de sorte que B soit » says a goal, and « , donc nul, » only an adjective."""
    wanted = any(tag.startswith("sub") for tag in finite_tags(second.lows[verb]))
    if "sorte" in tree.lows and wanted:
        return False
    return subject_within(second, 1) or ", donc " not in tree.plain
