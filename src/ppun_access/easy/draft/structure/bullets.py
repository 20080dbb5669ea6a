"""A list inside a sentence becomes bullets, when its items leave no doubt.

The items are found by the words that open them (« de », « des », « à », an infinitive):
the parser is often wrong about who joins whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ppun_access.easy.draft.model import Parse, Rewrite
from ppun_access.easy.draft.parse.grammar import has_finite, root_verb
from ppun_access.easy.draft.parse.text import balanced, count, is_in_brackets, listed
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.draft.parse.verbs import is_finite, is_infinitive
from ppun_access.french.lexical.morphology import readings

NAME = "puces"
BULLET = "• "
_LONGEST_LAST, _LONGEST = 12, 14
_DETERMINERS = listed(
    "le la les l' un une des ce cette ces cet son sa ses leur leurs notre nos votre vos"
)
_PREPOSITIONS = listed("pour par dans sur en avec chez sans")
_CLOSERS = frozenset(";:()«»")
_HOLDS_MORE = re.compile(
    r"\b(?:qui|dont|où|que|afin|pour|lorsque|quand|si|mais|car|et|ou)\b|\bqu'|,"
)
_OPEN_LIST = re.compile(r"(?:\.\.\.|…|\betc\.?|par exemple)\s*\.?\s*\Z")
"""« un plan, une note… »: bullets would close the list."""
_OF_NOUN = frozenset({"de", "d'", "du", "des"})
_NAMED = re.compile(r"\([A-ZÀ-Ý]{2,}\w*\)\Z")
"""« (DREETS) » is the acronym of the whole: the list is one name."""
_OPEN_END = re.compile(
    r"\b(?:au vu|à base|entre|parmi|tant|ni|soit|dont|comme|notamment)\Z"
)


class Opening(NamedTuple):
    """How an item opens: « de » + infinitive, a determiner, a bare noun…."""

    word: str
    then: str


def bullets(sentence: str, parse: Parse) -> Rewrite | None:
    """Return the list of ``sentence`` as bullets, or None."""
    tree = grow(sentence, parse)
    if sentence.rstrip()[-1:] != "." or not len(tree) or root_verb(tree) is None:
        return None
    for items in _lists(tree):
        first, last = items[0][0], items[-1][1]
        if _is_sure(tree, items):
            said = [tree.cut(*item).strip(" ,;") for item in items]
            text = " :\n" + "\n".join(
                f"{BULLET}{item}{'.' if i == len(said) - 1 else ' ;'}"
                for i, item in enumerate(said)
            )
            start = len(tree.text[: tree.begin(first)].rstrip(" :\u00a0\u202f"))
            text = text.replace(" :", "\u00a0:").replace(" ;\n", "\u202f;\n")
            return Rewrite(NAME, start, _after(tree, last), text, "suggest")
    return None


def _after(tree: Tree, last: int) -> int:
    return tree.end(last) if last < len(tree) else len(tree.text)


def _lists(tree: Tree) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the lists that end the sentence: « A, B et C. », or « : A, B, C. »."""
    end = len(tree)
    while end and tree.lows[end - 1] in (".", "!", "…", "..."):
        end -= 1
    yield from _after_colon(tree, end)
    for place in reversed(range(2, end - 1)):
        opening = _opening(tree, place + 1) if tree.lows[place] == "et" else None
        if opening is None:
            continue
        left = place - (tree.lows[place - 1] == ",")
        middle, left = _middle(tree, left, opening)
        first = _first(tree, left, opening) if middle else None
        if first is not None and first >= 2:
            yield ((first, left), *middle, (place + 1, end))


def _after_colon(tree: Tree, end: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield what commas part after the only colon: there the list is announced."""
    if tree.lows.count(":") != 1:
        return
    start = tree.lows.index(":") + 1
    commas = [i for i in range(start, end) if tree.lows[i] == "," and _is_open(tree, i)]
    last = commas[-1] if commas else start
    joined = [i for i in range(last + 1, end) if tree.lows[i] == "et"]
    if len(joined) == 1 and _is_open(tree, joined[0]):
        commas += joined if joined[0] > last + 1 else []
    edges = [start, *(comma + 1 for comma in commas)]
    spans = [*zip(edges, [*commas, end], strict=True)]
    first = _opening(tree, start)
    if tree.lows[spans[-1][0]] == "et":
        spans[-1] = (spans[-1][0] + 1, end)
    if first is not None and all(_alike(_opening(tree, a), first) for a, _ in spans):
        yield tuple(spans)


def _is_open(tree: Tree, place: int) -> bool:
    return not is_in_brackets(tree.plain, tree.begin(place))


def _middle(tree: Tree, left: int, opening: Opening) -> tuple[list[tuple[int, int]], int]:
    """Return the items between the first and the last, and where the first one ends."""
    items: list[tuple[int, int]] = []
    for place in reversed(range(left)):
        if tree.lows[place] in _CLOSERS:
            break
        if tree.lows[place] == ",":
            if not _alike(_opening(tree, place + 1), opening) or place + 1 >= left:
                break
            items.insert(0, (place + 1, left))
            left = place
    return items, left


def _first(tree: Tree, left: int, opening: Opening) -> int | None:
    """Return where the first item begins: at the nearest opening of the same kind."""
    for place in reversed(range(1, left)):
        if tree.lows[place] in _CLOSERS | {","} or is_finite(tree, place):
            return None
        if _alike(_opening(tree, place), opening):
            return place if _is_anchored(tree, place, opening) else None
    return None


def _is_anchored(tree: Tree, place: int, opening: Opening) -> bool:
    """Tell whether a bare item, or one with its determiner, follows a verb or a colon."""
    before = place - 1
    if tree.lows[before] == ":" or opening.word == "à":
        return True
    if opening.word == "de":
        return not _is_of(tree, before)
    return opening.word != "bare" and tree.pos(before) in ("VERB", "AUX")


def _is_of(tree: Tree, place: int) -> bool:
    """« le prix de la prise du client, du trajet »: of which noun, nobody knows."""
    noun = place
    while noun and tree.pos(noun) in ("ADJ", "VERB") and tree.dep(noun) in ("amod", "acl"):
        noun -= 1
    return any(tree.lows[i] in _OF_NOUN for i in range(max(0, noun - 2), noun))


def _opening(tree: Tree, place: int) -> Opening | None:
    word = tree.lows[place]
    after = tree.lows[place + 1] if place + 1 < len(tree) else ""
    infinitive = _infinitive_after(tree, place + 1)
    if word in ("de", "d'"):
        kind = "inf" if infinitive else "det" if after in _DETERMINERS else "bare"
        if kind == "bare" and tree.pos(place + 1) not in ("NOUN", "PROPN", "ADJ"):
            return None
        return Opening("de", kind)
    if word == "du" or (word == "des" and tree.pos(place) == "ADP"):
        return Opening("de", "det")
    if word in ("à", "au", "aux"):
        if infinitive:
            return Opening("à", "inf")
        kind = "det" if word != "à" or after in _DETERMINERS else tree.pos(place + 1)
        return Opening("à", kind)
    if word in _PREPOSITIONS:
        return Opening(word, "inf" if infinitive else "n")
    if word in _DETERMINERS:
        return Opening("det", "d")
    if _infinitive_after(tree, place):
        return Opening("inf", "inf")
    found = readings(word)
    noun = tree.pos(place) == "NOUN" or bool(found and found[0].pos == "NOM")
    return Opening("bare", "n") if noun else None


def _infinitive_after(tree: Tree, place: int) -> bool:
    for near in range(place, min(place + 3, len(tree))):
        if is_infinitive(tree.lows[near]) and tree.pos(near) in ("VERB", "AUX"):
            return True
        if tree.pos(near) not in ("PRON", "ADV", "DET"):
            return False
    return False


def _alike(one: Opening | None, other: Opening) -> bool:
    if one is None or one.word != other.word:
        return False
    return one.then == other.then


def _is_sure(tree: Tree, items: tuple[tuple[int, int], ...]) -> bool:
    if len(items) < 3:
        return False
    said = [tree.cut(*item).strip(" ,;.") for item in items]
    flat = [tree.plain[tree.begin(a) : tree.begin(b)].strip(" ,;.") for a, b in items]
    lengths = list(map(count, said))
    if any(_HOLDS_MORE.search(item) for item in flat) or not all(map(balanced, said)):
        return False
    if any(has_finite(tree, *item) for item in items):
        return False
    # What follows a longer last item may belong to all of them.
    if lengths[-1] > min(_LONGEST_LAST, max(lengths[:-1]) + 1) or max(lengths) > _LONGEST:
        return False
    if _is_shared(tree, items):
        return False
    if _NAMED.search(flat[-1]) or _OPEN_LIST.search(tree.plain):
        return False
    return sum(lengths) >= 6 and _opens_well(tree, items[0][0])


def _is_shared(tree: Tree, items: tuple[tuple[int, int], ...]) -> bool:
    """« date et lieu de naissance »: what follows the last item is of both."""
    (start, end), last = items[-2:]
    joined = tree.lows[end : last[0]] == ("et",) or tree.lows[last[0] - 1] == "et"
    of = any(tree.lows[i] in _OF_NOUN for i in range(last[0], last[1]))
    return joined and end - start == 1 and of


def _opens_well(tree: Tree, first: int) -> bool:
    """Return whether what precedes the list is a clause without a comma of its own."""
    verb = root_verb(tree)
    if verb is None or verb >= first:
        return False
    before = tree.plain[: tree.begin(first)].rstrip(" :")
    if not balanced(before):
        return False
    if tree.lows[first - 1] == ":":
        return True
    comma = any(tree.lows[i] == "," for i in range(max(verb, tree.root) + 1, first))
    return not comma and not _OPEN_END.search(before)
