"""« L'essentiel » comes first: what the author marked, and nothing else without asking.

The author's word is the front matter (``essentiel``), then what stands in bold, then the
title. Extraction only proposes: half of what it picks is not what a person would pick.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ppun_access.document.model import Deleted, Div, Document, Node, Strong
from ppun_access.document.walk import nodes, running_text
from ppun_access.easy.draft.model import Parser
from ppun_access.easy.draft.own_verb import clauses
from ppun_access.easy.draft.parse.text import sentence
from ppun_access.french import split_sentences
from ppun_access.french.lexical.lists import is_function_word
from ppun_access.french.text.words import words
from ppun_access.runtime.untrusted_files import parse_json

TITLE = "L’essentiel"
KEY = "essentiel"
MOST = 3
"""Points that extraction proposes."""
LEAST = 2 * MOST
"""Sentences of a text that extraction reads; a shorter one is its own essential."""
_SHORTEST = 5
"""Words: fewer in bold are a stress, no point."""
_WAITS = re.compile(r"[:?]\s*\Z|\bci-(?:après|dessous|dessus|contre)\b")
"""What follows, an answer or what stands around is not there in a summary."""
_POINTS_BACK = re.compile(
    r"(?:il|elle|ils|elles|ce|cet|cette|ces|cela|celui|celle|c’|c'|mais|donc|ainsi|aussi|"
    r"y|s['’]y|enfin|de plus|pour cela|dans ce cas|par exemple|en effet)\b",
    re.IGNORECASE,
)

Origin = Literal["auteur", "gras", "titre", "proposition"]


@dataclass(frozen=True, slots=True)
class Essential:
    """The points that come first; « proposition » is for a person to accept."""

    points: tuple[str, ...]
    origin: Origin


def essential(
    document: Document, sentences: Sequence[str] = (), parser: Parser | None = None
) -> Essential:
    """Return what comes first in the easy version of ``document``.

    ``sentences`` are those of its body, of one line or more, for extraction, which is the
    last resort but one: the title alone is better than nothing, or than a short text said
    twice. ``parser`` finds the verbs of what stands in bold; without it more of that is in
    doubt, and out.
    """
    written = marked_points(document)
    if written:
        return Essential(written, "auteur")
    bold = _bold(document, parser)
    if bold:
        return Essential(bold, "gras")
    proposed = extracted(sentences, document.title) if len(sentences) >= LEAST else ()
    if proposed:
        return Essential(proposed, "proposition")
    return Essential((document.title,) if document.title else (), "titre")


def marked_points(document: Document) -> tuple[str, ...]:
    """Return the points of the front matter: one text, or a list of texts."""
    written = dict(document.meta.front).get(KEY, "").strip()
    if not written.startswith("["):
        return (written,) if written else ()
    try:
        value = parse_json(written)
    except ValueError:
        return (written,)
    return tuple(str(point).strip() for point in value if str(point).strip())


def _bold(document: Document, parser: Parser | None) -> tuple[str, ...]:
    """Return the sentences that stand in bold, or in the lead, each once.

    What has no verb of its own is a stress: « **Du 5 au 26 juin**, place au vote ! ».
    """
    deleted = {
        id(n) for one in nodes(document) if isinstance(one, Deleted) for n in nodes(one)
    }
    marked = (n for n in nodes(document) if _is_marked(n) and id(n) not in deleted)
    found = [
        (one, isinstance(node, Strong))
        for node in marked
        for one in split_sentences(running_text((node,)))
        if len(words(one)) >= _SHORTEST
    ]
    kept = clauses((one for one, is_strong in found if is_strong), parser)
    points = (sentence(one) for one, is_strong in found if not is_strong or one in kept)
    return tuple(dict.fromkeys(points))


def _is_marked(node: Node) -> bool:
    """Return whether the author stressed a node: bold, or the lead of an editorial."""
    return isinstance(node, Strong) or (isinstance(node, Div) and node.role == "lead")


def extracted(sentences: Sequence[str], title: str, most: int = MOST) -> tuple[str, ...]:
    """Return the sentences nearest to all the others and to the title, in their order.

    The nearness of two sentences is the share of their content words that they have in
    common (cosine of counts, weighted by how rare a word is in the text). What begins by
    pointing back cannot stand alone.
    """
    bags = [_content(text) for text in sentences]
    spread = Counter(word for bag in bags for word in bag)
    weights = {w: math.log(1 + len(bags) / n) for w, n in spread.items()}
    units = [_unit(bag, weights) for bag in bags]
    towards = _sum([*units, *[_unit(_content(title), weights)] * 2])
    scores = [
        round(sum(v * towards[word] for word, v in unit.items()), 9)  # equals stay equal
        for unit in units
    ]
    able = [i for i, text in enumerate(sentences) if _stands_alone(text)]
    best = sorted(able, key=lambda i: (-scores[i], i))[:most]
    return tuple(sentences[i] for i in sorted(best))


def _stands_alone(text: str) -> bool:
    return not _POINTS_BACK.match(text) and not _WAITS.search(text)


def _content(text: str) -> Counter[str]:
    return Counter(
        w.lower() for w in words(text) if not is_function_word(w) and w.isalpha()
    )


def _unit(bag: Counter[str], weights: Mapping[str, float]) -> dict[str, float]:
    """Return a bag as a vector of length 1, empty when nothing in it has a weight."""
    weighed = {word: n * weights.get(word, 0) for word, n in bag.items()}
    length = math.sqrt(sum(value**2 for value in weighed.values()))
    return {word: value / length for word, value in weighed.items()} if length else {}


def _sum(units: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the sum of vectors: its product with one is that of all, one after another."""
    total = defaultdict[str, float](float)
    for unit in units:
        for word, value in unit.items():
            total[word] += value
    return total
