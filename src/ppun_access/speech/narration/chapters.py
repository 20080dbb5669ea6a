"""The chapters of a narration: its title, then each heading, where its clip begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from ppun_access.document.model import Chapter, Clip, Document, Heading
from ppun_access.document.walk import nodes, running_text, sentences

MOST = 255
"""What MP3 and M4B can list; beyond, the lowest headings are left out."""


def chapters(
    document: Document, clips: Iterable[Clip], seconds: float
) -> tuple[Chapter, ...]:
    """Return the chapters of ``document``; they touch, from 0 to ``seconds``.

    A heading that is not heard opens no chapter.
    """
    begins = {clip.node_id: clip.begin for clip in clips}
    heard = [(h, begin) for h in _headings(document) if (begin := _begin(h, begins))]
    while len(heard) >= MOST and len({h.level for h, _ in heard}) > 1:
        lowest = max(h.level for h, _ in heard)
        heard = [(h, begin) for h, begin in heard if h.level < lowest]
    titles = [(running_text(h.children), begin) for h, begin in heard[: MOST - 1]]
    starts = [(document.title, 0.0), *titles, ("", seconds)]
    return tuple(
        Chapter(" ".join(title.split()), begin, end)
        for (title, begin), (_, end) in pairwise(starts)
    )


def _headings(document: Document) -> Iterator[Heading]:
    return (node for node in nodes(document) if isinstance(node, Heading))


def _begin(heading: Heading, begins: dict[str, float]) -> float:
    """Return when ``heading`` begins to be heard, 0 when it is not."""
    own = (sentence.id for sentence in sentences(heading))
    return next((begins[id_] for id_ in own if id_ in begins), 0.0)
