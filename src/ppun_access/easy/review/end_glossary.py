"""The glossary that ends an easy version whose author wrote none.

Its words are those of the project's lexicon that the text uses, acronyms among them, which
``seals`` signs.
"""

from __future__ import annotations

from ppun_access.document.model import Block, Document, Heading, Para
from ppun_access.document.walk import nodes, plain_text
from ppun_access.easy.draft.acronyms import entry
from ppun_access.easy.draft.glossary import glossary, hard_words
from ppun_access.easy.review.digests import Surroundings, parted, used_definitions


def end_glossary(page: Document, around: Surroundings) -> tuple[Block, ...]:
    """Return the glossary of ``page``, nothing when it has its own or uses no word of it.

    Eight words at most are explained, and the acronyms.
    """
    _, own = parted(page.blocks)
    used = used_definitions(page, around.definitions)
    if own or not (used or around.acronyms):
        return ()
    lines = [plain_text(n) for n in nodes(page) if isinstance(n, Heading | Para)]
    short = (entry(*pair) for pair in around.acronyms.items())
    words = hard_words(lines, used, title=page.title)
    return glossary((*short, *(one for one in words if one.word in used)))
