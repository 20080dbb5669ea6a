"""Quotations in a line of text (``<q>``): a browser writes their marks, so we do."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4.element import Tag

from ppun_access.document.model import Inline, Text
from ppun_access.document.walk import plain_text
from ppun_access.readers.html.elements import language
from ppun_access.readers.spaces import merged, trimmed

_ENGLISH = ("“", "”")
_MARKS = (("«\u202f", "\u202f»"), _ENGLISH)
_SINGLE = ("‘", "’")
_MARKED = re.compile(r"""\s*[«“"„].*[»”"]\s*""", re.DOTALL)


def marks(lang: str, within: int, *, single: bool = False) -> tuple[str, str]:
    """Return the marks around a quotation that stands in ``within`` others."""
    if single:
        return _SINGLE
    kinds = _MARKS if lang.partition("-")[0].lower() == "fr" else (_ENGLISH, _SINGLE)
    return kinds[within % 2]


def quoted(tag: Tag, children: Sequence[Inline], lang: str) -> list[Inline]:
    """Return the content of ``<q>`` between its marks, unless its author wrote some.

    ``lang``: the language of the page, which what is around may change.
    """
    inside = trimmed(list(children))
    if not inside or _MARKED.fullmatch("".join(map(plain_text, inside))):
        return list(children)
    around = next((said for p in tag.parents if (said := language(p))), lang)
    before, after = marks(around, len(tag.find_parents("q")))
    return merged([Text(before), *inside, Text(after)])
