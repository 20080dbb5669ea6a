"""A list inside a sentence becomes bullets, when its items leave no doubt.

The items are found by the words that open them (« de », « des », « à », an infinitive):
the parser is often wrong about who joins whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ppun_access.easy.draft.model import Parse, Rewrite
from ppun_access.easy.draft.parse.grammar import has_finite, root_verb
from ppun_access.easy.draft.parse.text import count, listed
from ppun_access.easy.draft.parse.tree import Tree, grow
from ppun_access.easy.draft.parse.verbs import is_infinitive
from ppun_access.french.lexical.morphology import readings

NAME = "puces"
BULLET = "• "
Items = list[tuple[int, int]]
"""Where each item begins and ends."""
_LONGEST_LAST = 12
_DETERMINERS = listed(
    "le la les l' un une des ce cette ces cet son sa ses leur leurs notre nos votre vos"
)
_PREPOSITIONS = listed("pour par dans sur en avec chez sans")
_CLOSERS = listed("; : ( ) « » ,")
_HOLDS_MORE = listed("qui dont où que qu' afin pour lorsque quand si mais car et ou ,")
_OF_NOUN = listed("de d' du des")
_OPEN_END = listed("vu base entre parmi tant ni soit dont comme notamment")
_OPEN_LIST = re.compile(r"(?:\.\.\.|…|\betc\.?|par exemple)\s*\.?\s*\Z")
"""« un plan, une note… »: bullets would close the list."""
_NAMED = re.compile(r"\([A-ZÀ-Ý]{2,}\w*\)\Z")
"""« (DREETS) » is the acronym of the whole: the list is one name."""


def bullets(sentence: str, parse: Parse) -> Rewrite | None:
    """Return the list of ``sentence`` as bullets, or None."""
    tree = grow(sentence, parse)
    if sentence.rstrip()[-1:] != ".":
        return None
    end = len(tree)
    while end and tree.lows[end - 1] in (".", "!", "…", "..."):
        end -= 1
    for items in (*_announced(tree, end), *_closing(tree, end)):
        if _is_sure(tree, items):
            said = "\u202f;\n".join(
                f"{BULLET}{tree.cut(*item).strip(' ,;')}" for item in items
            )
            start = len(tree.text[: tree.begin(items[0][0])].rstrip(" :\u00a0\u202f"))
            after = tree.end(end) if end < len(tree) else len(tree.text)
            return Rewrite(NAME, start, after, f"\u00a0:\n{said}.", "suggest")
    return None


def _announced(tree: Tree, end: int) -> Iterator[Items]:
    """Yield what commas, and a last « et », part after the only colon."""
    if tree.lows.count(":") != 1:
        return
    start = tree.lows.index(":") + 1
    edges = [i for i in range(start, end) if tree.lows[i] == ","]
    joined = [i for i in range(start, end) if tree.lows[i] == "et"]
    edges += joined if len(joined) == 1 else []
    items = [*zip([start, *(i + 1 for i in edges)], [*edges, end], strict=True)]
    openings = {_opening(tree, first) for first, _ in items}
    if len(openings) == 1 and openings != {""}:
        yield items


def _closing(tree: Tree, end: int) -> Iterator[Items]:
    """Yield the lists that end the sentence: « A, B et C. »."""
    for place in reversed(range(2, end - 1)):
        opening = _opening(tree, place + 1) if tree.lows[place] == "et" else ""
        items: Items = [(place + 1, end)]
        left = place - (tree.lows[place - 1] == ",")
        for comma in reversed(range(left if opening else 0)):
            if tree.lows[comma] not in _CLOSERS:
                continue
            if tree.lows[comma] != "," or _opening(tree, comma + 1) != opening:
                break
            items.insert(0, (comma + 1, left))
            left = comma
        first = _first(tree, left, opening) if len(items) > 1 else 0
        if first >= 2:
            yield [(first, left), *items]


def _first(tree: Tree, left: int, opening: str) -> int:
    """Return where the first item begins: at the nearest opening of the same kind, or 0.

    A bare item, or one with its determiner, follows a verb or a colon: « le prix de la
    prise du client, du trajet » is of which noun, nobody knows.
    """
    for place in reversed(range(1, left)):
        if _opening(tree, place) == opening:
            if opening.startswith("de "):
                return 0 if _is_of(tree, place - 1) else place
            sure = opening.startswith("à ") or tree.lows[place - 1] == ":"
            governed = opening != "bare" and tree.pos(place - 1) in ("VERB", "AUX")
            return place if sure or governed else 0
    return 0


def _is_of(tree: Tree, noun: int) -> bool:
    while noun and tree.pos(noun) in ("ADJ", "VERB") and tree.dep(noun) in ("amod", "acl"):
        noun -= 1
    return not _OF_NOUN.isdisjoint(tree.lows[max(0, noun - 2) : noun])


def _opening(tree: Tree, place: int) -> str:
    """Return how an item opens, « de inf », « à det », « det », « bare »…; "" in doubt."""
    word, after = tree.lows[place], place + 1
    known = tree.lows[after] in _DETERMINERS
    kind = "inf" if _acts(tree, after) else "det" if known else tree.pos(after)
    if word in ("de", "d'"):
        return f"de {kind}" if kind in ("inf", "det", "NOUN", "PROPN", "ADJ") else ""
    if word == "du" or (word == "des" and tree.pos(place) == "ADP"):
        return "de det"
    if word in ("à", "au", "aux"):
        return f"à {kind if word == 'à' or kind == 'inf' else 'det'}"
    if word in _PREPOSITIONS:
        return f"{word} {'inf' if kind == 'inf' else 'n'}"
    if word in _DETERMINERS:
        return "det"
    if _acts(tree, place):
        return "inf"
    noun = tree.pos(place) == "NOUN" or any(r.pos == "NOM" for r in readings(word)[:1])
    return "bare" if noun else ""


def _acts(tree: Tree, place: int) -> bool:
    """Return whether an infinitive begins at a token, after its pronouns and adverbs."""
    for near in range(place, min(place + 3, len(tree))):
        if is_infinitive(tree.lows[near]) and tree.pos(near) in ("VERB", "AUX"):
            return True
        if tree.pos(near) not in ("PRON", "ADV", "DET"):
            return False
    return False


def _is_sure(tree: Tree, items: Items) -> bool:
    """Return whether three items or more are short, whole, and share nothing at the end."""
    said = [tree.cut(*item).strip(" ,;.") for item in items]
    lengths = [count(one) for one in said]
    # What follows a longer last item may belong to all of them.
    fits = lengths[-1] <= min(_LONGEST_LAST, max(lengths[:-1], default=0) + 1)
    if len(items) < 3 or not fits:
        return False
    if _NAMED.search(said[-1]) or _OPEN_LIST.search(tree.plain):
        return False
    for item in items:
        if not _HOLDS_MORE.isdisjoint(tree.lows[slice(*item)]) or has_finite(tree, *item):
            return False
    # « date et lieu de naissance »: what follows the last item is of both
    (start, end), (last, final) = items[-2:]
    joined = tree.lows[last - 1] == "et" and end - start == 1
    shared = joined and not _OF_NOUN.isdisjoint(tree.lows[last:final])
    return not shared and _opens_well(tree, items[0][0])


def _opens_well(tree: Tree, first: int) -> bool:
    """Return whether what precedes the list is a clause without a comma of its own."""
    verb = root_verb(tree)
    if verb is None or tree.lows[first - 1] == ":":
        return verb is not None
    comma = "," in tree.lows[max(verb, tree.root) + 1 : first]
    return not comma and tree.lows[first - 1] not in _OPEN_END
