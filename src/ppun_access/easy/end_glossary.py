"""The glossary that ends an easy version whose author wrote none.

Its words are those of the project's lexicon that the text uses, which ``seals`` signs.
"""

from __future__ import annotations

from collections.abc import Mapping

from ppun_access.document.model import Block, Document, Heading, Para
from ppun_access.document.walk import nodes, plain_text
from ppun_access.easy.rewrite.glossary import glossary, hard_words
from ppun_access.easy.seals import parted, used_definitions


def end_glossary(page: Document, definitions: Mapping[str, str]) -> tuple[Block, ...]:
    """Return the glossary of ``page``, nothing when it has its own or uses no word of it.

    ``definitions`` are the project's; eight words at most are explained.
    """
    _, own = parted(page.blocks)
    used = used_definitions(page, definitions)
    if own or not used:
        return ()
    lines = [plain_text(n) for n in nodes(page) if isinstance(n, Heading | Para)]
    words = hard_words(lines, used, title=page.title)
    return glossary(one for one in words if one.word in used)
