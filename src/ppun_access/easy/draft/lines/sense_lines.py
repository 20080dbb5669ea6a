"""Sense lines: a long sentence is broken where the sense allows; no word changes.

Easy-to-read layouts do so, and a sentence that no rule can simplify gains as well. Without
a parse, only the places that punctuation and conjunctions show are used.

A line is broken at its strongest boundary. Then a break is given up that leaves a stronger
« et », « ou » or « si » inside one of its lines, or that opens an aside and does not close
it, and the sentence is broken again without it: in doubt a line stays long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from ppun_access.easy.draft.lines.doubts import doubt
from ppun_access.easy.draft.lines.halves import halves
from ppun_access.easy.draft.lines.marks import by_tree, inside_examples
from ppun_access.easy.draft.lines.overruns import overruns
from ppun_access.easy.draft.lines.pauses import before_clause, before_subject, before_verb
from ppun_access.easy.draft.lines.places import LONGEST, SHORTEST, by_parse
from ppun_access.easy.draft.lines.punctuation import by_marks
from ppun_access.easy.draft.lines.shape import UNPARSED, Break, Shape, shape_of
from ppun_access.easy.draft.lines.sharing import shared
from ppun_access.easy.draft.lines.waits import waits
from ppun_access.easy.draft.lines.wholes import lead_ends, second_verbs
from ppun_access.easy.draft.parse.boundaries import Rank, is_outdone
from ppun_access.easy.draft.parse.text import count
from ppun_access.easy.draft.parse.tree import Tree

__all__ = ["LONGEST", "SHORTEST", "sense_lines"]

_SHORTEST = {Rank.RELATIVE: 4, Rank.PHRASE: 4, Rank.ADJUNCT: 4}
"""What hangs from a word without a mark makes a longer line."""
_DASHES = re.compile(r" (?P<dash>[-–—]) .*? (?P=dash) ")
"""An aside between dashes."""
_DOUBTFUL, _ALONE = 0.8, 2.2
"""The doubt over which a break is given up: the only one of a sentence is worth more."""
_HANGS = frozenset({Rank.RELATIVE, Rank.LIST, Rank.PHRASE, Rank.ADJUNCT})


def sense_lines(
    text: str, tree: Tree | None = None, doubt: Callable[[Break], float] = doubt
) -> tuple[str, ...]:
    """Return the lines of ``text``: itself when it is short, or nowhere to be broken.

    ``doubt`` tells how doubtful a break is that no rule gives up (see ``doubts``).
    """
    found: dict[int, Rank | None] = dict(by_marks(text))
    if tree is not None:
        found |= {tree.begin(lead): Rank.CLAUSE for lead in lead_ends(tree)}
        found |= {at: rank for at, rank in by_tree(tree).items() if at in found}
        found |= dict.fromkeys(inside_examples(tree))
        verbs = ((second, Rank.VERB) for _, _, second in second_verbs(tree))
        parsed = (
            *before_verb(tree),
            *before_subject(tree),
            *verbs,
            *by_parse(tree),
        )
        found |= {
            at: rank for at, rank in parsed if at not in found or found[at] is Rank.PHRASE
        }
        found |= dict(before_clause(tree))
        found |= dict.fromkeys(shared(tree) | waits(tree) | halves(tree))
    closed = _closed(text)
    places = {
        at: rank
        for at, rank in found.items()
        if rank is not None and at not in closed and text[at - 1].isspace()
    }
    shape = shape_of(tree) if tree is not None else UNPARSED
    cuts = _settled(text, places, shape, doubt)
    return tuple(text[a:b].strip() for a, b in pairwise((0, *cuts, len(text))))


def _closed(text: str) -> frozenset[int]:
    """Return the places inside brackets, quotation marks or two dashes."""
    inside, depth, quoted = set(), 0, False
    for at, mark in enumerate(text):
        if depth or quoted:
            inside.add(at)
        depth = max(0, depth + (mark in "([«“") - (mark in ")]»”"))
        quoted ^= mark == '"'
    for aside in _DASHES.finditer(text):
        inside |= {*range(aside.start() + 2, aside.end())}
    return frozenset(inside)


def _settled(
    text: str,
    places: Mapping[int, Rank],
    shape: Shape,
    doubt: Callable[[Break], float],
) -> tuple[int, ...]:
    """Return where ``text`` breaks, once no break is worse than what it leaves whole."""
    left = dict(places)
    while True:
        cuts = tuple(sorted(_broken(text, (0, len(text)), left, shape)))
        edges = (0, *cuts, len(text))
        worse = [
            three[1]
            for three in zip(edges, cuts, edges[2:], strict=False)
            if _is_worse(text, three, left[three[1]], shape)
            or shape.closings.get(three[1], three[1]) not in edges
            or _is_halfway(three, edges, left[three[1]], shape)
            or _parts_clause(text, three, left, shape)
            or overruns(Break(text, *three, left, shape))
        ]
        gone = max(
            worse, key=lambda cut: (left[cut], shape.depths.get(cut, 0)), default=None
        )
        if gone is None:
            threes = zip(edges, cuts, edges[2:], strict=False)
            breaks = [Break(text, *three, left, shape) for three in threes]
            gone = _most_doubtful(breaks, doubt)
        if gone is None:
            return cuts
        del left[gone]


def _most_doubtful(breaks: Sequence[Break], doubt: Callable[[Break], float]) -> int | None:
    """Return the break that is more doubtful than a line may be, None for none."""
    found = ((doubt(one), one.cut) for one in breaks)
    limit = _ALONE if len(breaks) == 1 else _DOUBTFUL
    return max((one for one in found if one[0] > limit), default=(0, None))[1]


def _is_worse(text: str, edges: tuple[int, int, int], rank: Rank, shape: Shape) -> bool:
    """Return whether a break leaves a stronger boundary inside a line."""
    if rank not in _HANGS:
        return False
    _, cut, end = edges
    if count(text[cut:end]) < _SHORTEST.get(rank, SHORTEST):
        return True
    if rank is Rank.RELATIVE and any(cut < at < end for at in shape.verbs):
        return True
    # What an adjunct after « A ou B » limits, nobody knows: a joint as deep outdoes it.
    depth = shape.depths.get(cut, 0) + (rank is Rank.ADJUNCT)
    return is_outdone(text, edges, depth, shape.joints)


def _is_halfway(
    three: tuple[int, int, int], edges: Sequence[int], rank: Rank, shape: Shape
) -> bool:
    """Return whether a line begins inside a whole, or ends on the subject of the next."""
    before, cut, after = three
    if any(a < cut < b and b not in edges for a, b in shape.wholes):
        return True
    if any(a <= cut <= b and cut < c < after for a, b, c in shape.meetings):
        return True
    return rank is Rank.VERB and any(before <= verb < cut for verb in shape.mains)


def _parts_clause(
    text: str, three: tuple[int, int, int], places: Mapping[int, Rank], shape: Shape
) -> bool:
    """Return whether what stands on both sides of a break is no line by itself."""
    before, cut, after = three
    that = places[cut] is Rank.PHRASE and text.startswith("qu", cut)
    if that and places.get(before) is Rank.VERB:
        return True  # « permettent de garantir » alone
    if any(before < a < cut <= b for a, b in shape.waiting):
        return True
    joins = text.startswith(("et ", "ou "), cut)
    met = any(cut <= a and c < after for a, _, c in shape.meetings)
    return joins and met and not any(before <= verb < cut for verb in shape.finite)


def _broken(
    text: str, line: tuple[int, int], places: Mapping[int, Rank], shape: Shape
) -> Iterator[int]:
    """Yield where a line breaks: at its best place, then on both sides."""
    best = _best(text, line, places, shape) if count(text[slice(*line)]) > LONGEST else None
    if best is not None:
        yield best
        yield from _broken(text, (line[0], best), places, shape)
        yield from _broken(text, (best, line[1]), places, shape)


def _best(
    text: str, line: tuple[int, int], places: Mapping[int, Rank], shape: Shape
) -> int | None:
    """Return the strongest place: a mark, then by depth, by kind, by balance.

    The pause before a verb comes last.
    """
    ranked = []
    for at, rank in places.items():
        if line[0] < at < line[1]:
            before, after = count(text[line[0] : at]), count(text[at : line[1]])
            least = _SHORTEST.get(rank, SHORTEST)
            lead = 2 if at in shape.openings else SHORTEST
            if after >= least and before >= (least if rank is Rank.RELATIVE else lead):
                outer = 0 if rank is Rank.MARK else 2 if rank is Rank.VERB else 1
                depth = shape.depths.get(at, 0)
                ranked.append((outer, depth, rank, abs(before - after), at))
    return min(ranked)[-1] if ranked else None
